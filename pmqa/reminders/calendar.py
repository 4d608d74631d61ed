"""The days of the rounds as a calendar file (RFC 5545), for the one person who asks."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from pmqa.cycle.models import Assessment, Round
from pmqa.judging.scope import free_assignments
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

# Days before which a calendar reminds of a date.
ALARM_DAYS = 7
# Days of earlier rounds that still stand in the file.
KEPT_DAYS = 400


@dataclass(frozen=True)
class Day:
    """A day in the calendar. `uid` stays the same when the date is moved, so that a calendar moves its entry."""

    uid: str
    title: str
    on: datetime.date


def days_of(person: Person, today: datetime.date) -> list[Day]:
    """The days of the person's own assessments: of the unit the closing day with its extension and the follow-ups, of
    an assessor the review and the consensus; of headquarters those of the rounds. A fixed number of queries."""
    access, since = access_of(person), today - datetime.timedelta(days=KEPT_DAYS)
    recent = Assessment.objects.filter(Q(round__closes_on__gte=since) | Q(extended_until__gte=since))
    recent = recent.select_related("unit", "round")
    found = [day for each in recent.filter(unit__in=access.writes_units) for day in _of_unit(each)]
    if access.assesses:
        assigned = free_assignments().filter(assessor=person).values("assessment")
        mine = recent.filter(pk__in=assigned).exclude(unit__in=access.belongs_units)
        found += [day for each in mine for day in _of_assessor(each)]
    if access.leads:
        found += [day for each in Round.objects.filter(closes_on__gte=since) for day in _of_round(each)]
    return sorted(found, key=lambda day: (day.on, day.uid))


def _day(kind: str, title: str, assessment: Assessment, on: datetime.date | None) -> Iterator[Day]:
    if on:
        uid = f"{kind}-{assessment.year}-{assessment.unit.code}@pmqa"
        yield Day(uid, f"{title}: {assessment.unit} {assessment.year}", on)


def _of_unit(each: Assessment) -> Iterator[Day]:
    yield from _day("closing", _("Last day of the self-assessment"), each, each.deadline)
    yield from _day("follow-up-6", _("Follow-up after 6 months"), each, each.round.follow_up_6_on)
    yield from _day("follow-up-12", _("Follow-up after 12 months"), each, each.round.follow_up_12_on)


def _of_assessor(each: Assessment) -> Iterator[Day]:
    yield from _day("review", _("Last day of the review"), each, each.round.review_until)
    yield from _day("consensus", _("Last day of the consensus"), each, each.round.consensus_until)


def _of_round(each: Round) -> Iterator[Day]:
    names = (
        "opens_on",
        "closes_on",
        "review_until",
        "consensus_until",
        "publishes_on",
        "follow_up_6_on",
        "follow_up_12_on",
    )
    for name in names:
        on = getattr(each, name)
        if on:
            title = Round._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield Day(f"{name.replace('_', '-')}-{each.year}@pmqa", f"{title}: {each.year}", on)


def calendar_of(person: Person, now: datetime.datetime) -> bytes:
    """The file: all-day events with an alarm a week before, in the active language."""
    calendar = Calendar()
    for name, value in (
        ("prodid", f"-//PMQA//PMQA Category 3//{(get_language() or 'th').upper()}"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", _("PMQA Category 3")),
    ):
        calendar.add(name, value)
    for day in days_of(person, timezone.localdate(now)):
        calendar.add_component(_event(day, now))
    return bytes(calendar.to_ical())


def _event(day: Day, now: datetime.datetime) -> Any:
    event, alarm = Event(), Alarm()
    values = {"uid": day.uid, "summary": day.title, "dtstamp": now.astimezone(datetime.UTC), "dtstart": day.on}
    values |= {"dtend": day.on + datetime.timedelta(days=1), "transp": "TRANSPARENT"}
    for name, value in values.items():
        event.add(name, value)
    alarm.add("action", "DISPLAY")
    alarm.add("description", day.title)
    alarm.add("trigger", -datetime.timedelta(days=ALARM_DAYS))
    event.add_component(alarm)
    return event
