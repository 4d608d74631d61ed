"""The nightly work, and its place in the calendar of the background jobs."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

from pmqa.answer_files.jobs import clear_away
from pmqa.criteria import TABLES
from pmqa.notices.send import remove_old
from pmqa.personal.jobs import remove_expired
from pmqa.reminders.sending import send_due
from satisfaction.answering import forget_receipts

NAME, HOUR = "nightly", datetime.time(2, 30)
# People read their mail when they begin to work.
REMINDERS, MORNING = "reminders", datetime.time(7, 30)


def nightly() -> int:
    """What the worker does every night; how many personal records were removed. Doing it twice does no harm."""
    forget_receipts(timezone.localdate())
    clear_away(timezone.now())
    remove_old(timezone.now())
    return remove_expired({table.key: table for table in TABLES})


def plan_nightly() -> None:
    """Puts the daily work into the calendar, once: an administrator may have moved it to another hour."""
    _plan(NAME, nightly, HOUR)
    _plan(REMINDERS, send_due, MORNING)


def _plan(name: str, work: Callable[[], Any], hour: datetime.time) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    first = timezone.make_aware(datetime.datetime.combine(tomorrow, hour))
    Schedule.objects.get_or_create(
        name=name,
        defaults={"func": f"{work.__module__}.{work.__name__}", "schedule_type": Schedule.DAILY, "next_run": first},
    )
