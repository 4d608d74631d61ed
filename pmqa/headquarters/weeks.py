"""How a round went week by week, read from the record of changes."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment
from pmqa.headquarters.narrowing import Narrowed

STATES = tuple(Assessment.State.values)
# The longest that is shown, counted back from the last change.
MOST_WEEKS = 60
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """How many assessments stood in each state at the end of the week that begins on `monday`."""

    monday: datetime.date
    counts: Mapping[str, int]

    @property
    def reached(self) -> tuple[int, ...]:
        """How many had come to each state after the first, or beyond it."""
        counts = [self.counts.get(state, 0) for state in STATES]
        return tuple(sum(counts[place:]) for place in range(1, len(STATES)))


@dataclass(frozen=True)
class Changes:
    """So many assessments went from one state to another in the week that begins on `monday`."""

    monday: datetime.date
    left: str
    reached: str
    count: int


def weeks_of(now: Mapping[str, int], changes: Sequence[Changes], today: datetime.date) -> list[Week]:
    """The weeks from the one before the first change to this one, oldest first; none where nothing changed yet.

    Counted backwards from `now`, how many stand in each state today, so that the last week is what the page says.
    """
    if not changes:
        return []
    by_week: dict[datetime.date, list[Changes]] = {}
    for change in changes:
        by_week.setdefault(change.monday, []).append(change)
    counts, found = Counter(now), []
    monday = max(_monday(today), max(by_week))
    # A round that is over has no more to tell: the last week is the one after its last change.
    monday = min(monday, max(by_week) + WEEK)
    first = max(min(by_week) - WEEK, monday - WEEK * (MOST_WEEKS - 1))
    while monday >= first:
        found.append(Week(monday, {state: max(0, counts[state]) for state in STATES}))
        for change in by_week.get(monday, ()):
            counts[change.reached] -= change.count
            counts[change.left] += change.count
        monday -= WEEK
    return found[::-1]


def changes_of(found: Narrowed) -> list[Changes]:
    """The changes of state in the round, of the kind of unit that the filter names. One query: the database counts by
    hour, as the whole hours of UTC fall together with those of Bangkok, and no text of the record is read."""
    entries = AuditEntry.objects.filter(found.of_kind(), kind=AuditEntry.Kind.STATE, year=found.round.year)
    hours = entries.order_by().annotate(
        hour=Substr(Cast("at", CharField()), 1, 13), left=KeyTextTransform("from", "detail")
    )
    counted = hours.values_list("hour", "left", "subject").annotate(count=Count("pk"))
    return [
        Changes(_monday(_day(hour)), left, reached, count)
        for hour, left, reached, count in counted
        if left in STATES and reached in STATES
    ]


def _day(hour: str) -> datetime.date:
    moment = datetime.datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=datetime.UTC)
    return timezone.localdate(moment)


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
