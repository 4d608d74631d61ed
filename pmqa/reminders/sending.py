"""Reminders by e-mail: one message a person a day, to those alone who have something unfinished and an address."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from pmqa.organization.models import Person
from pmqa.reminders.models import Reminder
from pmqa.reminders.stages import LONGEST_AFTER, stage_of
from pmqa.reminders.unfinished import Task, tasks_of
from pmqa.reminders.words import address_of, days_left, said
from pmqa.thai.dates import format_date

log = logging.getLogger(__name__)
# What a mail server refuses, a line that breaks, and an address that no message can bear.
FAILURES = (SMTPException, OSError, ValueError)


@dataclass(frozen=True)
class Outcome:
    """How many messages went out, and how many the mail server did not take."""

    sent: int = 0
    failed: int = 0


def is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def due(today: datetime.date) -> dict[Person, list[tuple[Task, int]]]:
    """Whom to remind today of what, each with its stage; without what was sent before. A fixed number of queries."""
    staged = [(task, stage_of(task.day, today)) for task in tasks_of(None, today) if task.day]
    before = Reminder.objects.filter(day__gte=today - datetime.timedelta(days=LONGEST_AFTER))
    sent = set(before.values_list("person", "kind", "about", "day", "stage"))
    waiting: dict[int, list[tuple[Task, int]]] = defaultdict(list)
    for task, stage in staged:
        if stage is not None and (task.person, str(task.kind), task.about, task.day, stage) not in sent:
            waiting[task.person].append((task, stage))
    people = Person.objects.filter(pk__in=waiting, is_active=True).exclude(email="").order_by("username")
    return {person: waiting[person.pk] for person in people}


def send_due(today: datetime.date | None = None) -> Outcome:
    """Sends what is due. Without a mail server nothing is sent and nothing fails; a server that does not answer is
    left until the next night; an address that it refuses does not stop the others."""
    if not is_set_up():
        return Outcome()
    today = today or timezone.localdate()
    connection = get_connection(backend=settings.EMAIL_BACKEND)
    try:
        return _send_all(due(today), today, connection)
    finally:
        connection.close()


def _send_all(waiting: Mapping[Person, Sequence[tuple[Task, int]]], today: datetime.date, connection: Any) -> Outcome:
    sent = failed = 0
    for person, tasks in waiting.items():
        try:
            connection.open()
        except FAILURES:
            log.warning("The mail server does not answer: reminders wait for the next night.", exc_info=True)
            break
        claimed = _claim(person, tasks, timezone.now())
        if not claimed:
            continue
        try:
            message_to(person, [task for task, _pk in claimed], today, connection).send()
            sent += 1
        except FAILURES:
            log.warning("No reminder could be sent to %s.", person.username, exc_info=True)
            Reminder.objects.filter(pk__in=[pk for _task, pk in claimed]).delete()
            connection.close()
            failed += 1
    return Outcome(sent, failed)


def _claim(person: Person, tasks: Sequence[tuple[Task, int]], at: datetime.datetime) -> list[tuple[Task, int]]:
    """Notes the tasks as sent, before they are: those alone that nobody noted meanwhile, with the ids of the rows."""
    claimed = []
    with transaction.atomic():
        for task, stage in tasks:
            row, is_new = Reminder.objects.get_or_create(
                person=person,
                kind=str(task.kind),
                about=task.about,
                day=task.day,
                stage=stage,
                defaults={"at": at},
            )
            if is_new:
                claimed.append((task, row.pk))
    return claimed


def message_to(person: Person, tasks: Sequence[Task], today: datetime.date, connection: Any = None) -> EmailMessage:
    """The message about `tasks`, in the person's language; with links where the site's address is set."""
    with override(person.language):
        subject = ngettext(
            "PMQA: %(count)s matter waits for you", "PMQA: %(count)s matters wait for you", len(tasks)
        ) % {"count": len(tasks)}
        lines = [_("Dear %(person)s") % {"person": person}, "", _("In PMQA Category 3 this is not finished yet:"), ""]
        for task in tasks:
            lines += [
                _line(task, today),
                *([f"  {settings.PMQA_SITE}{address_of(task)}"] if settings.PMQA_SITE else []),
            ]
        lines += ["", _("Sign in to go on. When it is done, you are not reminded again.")]
    return EmailMessage(
        subject,
        "\n".join(lines) + "\n",
        to=[person.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )


def _line(task: Task, today: datetime.date) -> str:
    on = task.day or today
    day = format_date(on, "long", language=get_language() or "th")  # type: ignore[arg-type]
    facts: Mapping[str, Any] = {"what": said(task), "day": day, "left": days_left((on - today).days)}
    return _("- %(what)s: by %(day)s (%(left)s)") % facts
