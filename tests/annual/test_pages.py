"""The page of the annual reports: of headquarters alone, with and without script; and the command."""

import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from pmqa.annual.models import AnnualJob
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role
from tests.annual.conftest import do_all

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(centre: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(centre)


def posted(client: Client, **fields: Any) -> Any:
    given = {"format": "ZIP", "language": "th", "sent": str(uuid.uuid4()), **fields}
    return client.post(reverse("annual-make", args=[2569]), given)


def test_headquarters_asks_watches_and_takes_the_file(
    client: Client, units: list[Assessment], drawn: list[str]
) -> None:
    assert posted(client).status_code == 302
    job = AnnualJob.objects.get()
    page = client.get(reverse("annual", args=[2569])).content.decode()
    assert "0 จาก 3 หน่วย" in page
    assert '<meta http-equiv="refresh"' in page  # without script
    do_all()
    state = reverse("annual-state", args=[2569, job.pk])
    part = client.get(state, headers=HTMX).content.decode()
    assert part.strip() in client.get(reverse("annual", args=[2569])).content.decode()
    assert client.get(state).status_code == 302
    answer = client.get(reverse("annual-file", args=[2569, job.pk]))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert 'filename="annual-2569.zip"' in answer["Content-Disposition"]
    assert "alpha" in client.get(reverse("annual-units", args=[2569, job.pk])).content.decode()


def test_a_form_sent_twice_asks_once(client: Client, units: list[Assessment], drawn: list[str]) -> None:
    sent = str(uuid.uuid4())
    posted(client, sent=sent)
    do_all()
    posted(client, sent=sent)
    assert AnnualJob.objects.count() == 1


def test_a_form_that_is_wrong_is_told_of(client: Client, units: list[Assessment]) -> None:
    assert posted(client, format="DOCX").status_code == 422
    assert AnnualJob.objects.count() == 0


def test_headquarters_cancels(client: Client, units: list[Assessment], drawn: list[str]) -> None:
    posted(client)
    job = AnnualJob.objects.get()
    client.post(reverse("annual-cancel", args=[2569, job.pk]))
    do_all()
    assert AnnualJob.objects.get().state == "CANCELLED"
    assert drawn == []
    assert client.get(reverse("annual-file", args=[2569, job.pk])).status_code == 404


ADDRESSES = [
    ("annual", 0), ("annual-make", 0), ("annual-state", 1), ("annual-units", 1), ("annual-cancel", 1),
    ("annual-go-on", 1), ("annual-file", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "with_job"), ADDRESSES)
def test_to_everybody_else_the_pages_do_not_exist(
    name: str, with_job: int, client: Client, units: list[Assessment], person: Any, client_of: Any
) -> None:
    posted(client)
    args = [2569, AnnualJob.objects.get().pk][: 1 + with_job]
    kinds = [Role.Kind.STAFF, Role.Kind.HEAD, Role.Kind.ASSESSOR, Role.Kind.ADMINISTRATOR]
    for kind in kinds:
        unit = units[0].unit if kind in Role.OF_A_UNIT else None
        other = client_of(person(f"{name}-{kind}".lower(), kind, unit))
        assert other.get(reverse(name, args=args)).status_code == 404
        assert other.post(reverse(name, args=args), {"sent": str(uuid.uuid4())}).status_code == 404
    assert AnnualJob.objects.get().state == "RUNNING"
    assert Client().get(reverse(name, args=args)).status_code == 302
    other_year = [2570, *args[1:]]
    assert client.get(reverse(name, args=other_year)).status_code == 404


def test_the_command_goes_on_with_what_others_began(
    client: Client, units: list[Assessment], drawn: list[str], tmp_path: Path
) -> None:
    posted(client)
    said = StringIO()
    call_command("annual_report", 2569, "-o", str(tmp_path / "out"), "--format", "zip", stdout=said)
    assert (tmp_path / "out" / "annual-2569.zip").read_bytes().startswith(b"PK")
    assert "3 units" in said.getvalue()
    assert drawn == ["alpha", "bravo", "charlie"]
    assert AnnualJob.objects.count() == 1


def test_the_command_tells_of_a_year_that_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as told:
        call_command("annual_report", 2500, "-o", str(tmp_path))
    assert told.value.returncode == 1
