"""The nightly work, and its place in the calendar of the background jobs."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

from pmqa.annual import keeping
from pmqa.annual.jobs import look_after
from pmqa.answer_files.jobs import clear_away
from pmqa.backups.nightly import LONGEST, back_up
from pmqa.criteria import TABLES
from pmqa.likeness.jobs import search_open_rounds
from pmqa.notices.send import remove_old
from pmqa.personal.jobs import remove_expired
from pmqa.reminders.sending import send_due
from pmqa.reports import keeping as reports
from pmqa.rollup.stored import recheck, recompute_stale
from satisfaction.answering import forget_receipts

NAME, HOUR = "nightly", datetime.time(2, 30)
# Before the night removes what is too old.
BACKUP, BEFORE = "backup", datetime.time(1, 15)
# People read their mail when they begin to work.
REMINDERS, MORNING = "reminders", datetime.time(7, 30)
# Its own place in the night: it may take minutes, and what it finds must not keep back the rest.
RECHECK, EARLY = "recheck of stored results", datetime.time(3, 30)
# It asks for searches only; each is a task of its own.
LIKENESS, LATER = "equal texts and files", datetime.time(4, 30)
ROLLUP = "stored results"
ANNUAL = "annual"


def nightly() -> int:
    """What the worker does every night; how many personal records were removed. Doing it twice does no harm."""
    forget_receipts(timezone.localdate())
    clear_away(timezone.now())
    remove_old(timezone.now())
    keeping.remove_old(timezone.now())
    reports.remove_old(timezone.now())
    return remove_expired({table.key: table for table in TABLES})


def plan_nightly() -> None:
    """Puts the work of every day and every minute into the calendar, once: an administrator may have moved it."""
    _plan(NAME, nightly, HOUR)
    _plan(REMINDERS, send_due, MORNING)
    _plan(BACKUP, back_up, BEFORE, kwargs=repr({"q_options": {"timeout": LONGEST}}))
    _plan(RECHECK, recheck, EARLY)
    _plan(LIKENESS, search_open_rounds, LATER)
    _plan_each_minute(ROLLUP, recompute_stale)
    _plan_each_minute(ANNUAL, look_after)


def _path(work: Callable[[], Any]) -> str:
    return f"{work.__module__}.{work.__name__}"


def _plan(name: str, work: Callable[[], Any], hour: datetime.time, **more: Any) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    first = timezone.make_aware(datetime.datetime.combine(tomorrow, hour))
    Schedule.objects.get_or_create(
        name=name,
        defaults={"func": _path(work), "schedule_type": Schedule.DAILY, "next_run": first, **more},
    )


def _plan_each_minute(name: str, work: Callable[[], Any]) -> None:
    defaults = {"func": _path(work), "schedule_type": Schedule.MINUTES, "minutes": 1}
    Schedule.objects.get_or_create(name=name, defaults=defaults)
