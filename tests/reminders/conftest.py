"""A mail server that really speaks SMTP, and people with addresses."""

import datetime
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from pmqa.cycle.models import Assessment, Round
from pmqa.mail import mail_server
from pmqa.organization.models import Person
from tests.browser.conftest import free_port
from tests.judging.conftest import People, people, put, review, scored

__all__ = ["people", "put", "review", "scored"]
# The last day of the self-assessment, of the review and of the consensus, and the day of results.
CLOSES, REVIEW, CONSENSUS, RESULTS = (datetime.date(2026, month, 20) for month in (3, 4, 5, 6))


class Post:
    """Takes every message but those to `refused`; keeps them as they came."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], bytes]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def read(self) -> dict[str, EmailMessage]:
        """The messages decoded, by receiver."""
        return {to[0]: message_from_bytes(raw, policy=policy.default) for to, raw in self.messages}  # type: ignore[misc]


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server on a free port of this machine, set by its address as an office would."""
    kept, port = Post(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        for name, value in mail_server(f"smtp://127.0.0.1:{port}").items():
            setattr(settings, name, value)
        yield kept
    finally:
        controller.stop()


@pytest.fixture
def dated(assessment: Assessment, people: People) -> Round:
    """The round with its days; everybody has an address but the other assessor."""
    for each in Person.objects.exclude(username="other"):
        Person.objects.filter(pk=each.pk).update(email=f"{each.username}@unit.example")
    Round.objects.update(
        opens_on=datetime.date(2025, 10, 1),
        closes_on=CLOSES,
        review_until=REVIEW,
        consensus_until=CONSENSUS,
        publishes_on=RESULTS,
        follow_up_6_on=datetime.date(2026, 12, 20),
    )
    return Round.objects.get()


@pytest.fixture
def before(dated: Round) -> Callable[[datetime.date, int], datetime.date]:
    return lambda day, days: day - datetime.timedelta(days=days)
