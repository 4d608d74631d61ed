"""The whole demonstration: rounds, units, people, assessors, evidence of two fiscal years."""

import datetime
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.demo import dockyard_2568, dockyard_2569, hydro_2568, hydro_2569, underway
from pmqa.demo.answers import answer_surveys
from pmqa.demo.assessed import discuss, judge_alone, judge_own, settle_and_publish
from pmqa.demo.content import Content
from pmqa.demo.generated import seed_units
from pmqa.demo.hydro_services import AT_SEA
from pmqa.demo.manual import publish_standards
from pmqa.demo.people import seed_author, seed_people
from pmqa.demo.storing import store_content
from pmqa.freezing.actions import take_snapshot
from pmqa.organization.models import Person, Unit
from pmqa.rollup.stored import recompute_stale
from pmqa.thai.fiscal import bounds
from pmqa.thai.sorting import sort_key

UNITS = {
    "hydro": "กรมอุทกศาสตร์ (ตัวอย่าง)",
    "dockyard": "กรมอู่ทหารเรือ (ตัวอย่าง)",
    "empty": "หน่วยทดลอง (ตัวอย่าง)",
    "south": "อู่ทหารเรือภาคใต้ (ตัวอย่าง)",
    "east": "อู่ทหารเรือภาคตะวันออก (ตัวอย่าง)",
}
KINDS = {"hydro": "กรม", "dockyard": "กรม", "empty": "หน่วย", "south": "อู่", "east": "อู่"}
LAST_YEAR, THIS_YEAR = 2568, 2569
CONTENTS = (
    hydro_2568.CONTENT,
    dockyard_2568.CONTENT,
    hydro_2569.CONTENT,
    dockyard_2569.CONTENT,
    # These are assessed for the first time.
    underway.smaller("south"),
    underway.smaller("east"),
)
UNDER_WAY = {
    "south": underway.reach_consensus,
    "east": underway.be_reviewed,
    "dockyard": underway.be_returned,
}
# Nobody assesses the unit to which they belong.
ASSESSORS = {
    "hydro": ("assessor1", "assessor2"),
    "dockyard": ("assessor2", "assessor3"),
    "empty": ("assessor1", "assessor2", "assessor3"),
    "south": ("assessor1", "assessor2", "assessor3"),
    "east": ("assessor1", "assessor2", "assessor3"),
}
CONFLICTS = {("east", "assessor3"): underway.CONFLICT}
State = Assessment.State


@dataclass(frozen=True)
class Seeded:
    """What stands after seeding: counts for the one who runs it."""

    units: int
    people: int
    assessments: int
    further_units: int


def seed(further_units: int = 0, photographs: int = 0) -> Seeded:
    """Makes what is not there yet of the demonstration, and leaves what is there as it is. All or nothing.

    Times are fixed in the fiscal years, so that two installations hold the same. Raises Closed when the rounds are
    there already and take no evidence.
    """
    with transaction.atomic(), translation.override("th"):
        units = {code: _unit(code) for code in UNITS}
        people = seed_people(units)
        (last, last_is_new), (this, _this_is_new) = _round(LAST_YEAR), _round(THIS_YEAR)
        fresh = {
            (unit.code, cycle.year): _assessment(unit, cycle, people)
            for cycle in (last, this)
            for unit in units.values()
            if cycle == this or unit.code not in ("south", "east")
        }
        for content in CONTENTS:
            if assessment := fresh[content.unit, content.year]:
                _fill(assessment, content, people)
        if last_is_new:
            Round.objects.filter(pk=last.pk).update(is_open=False, closes_on=_last_day(LAST_YEAR))
        made = 0
        if further_units:
            numbers, at = range(1, further_units + 1), _moment(THIS_YEAR, 8, 1)
            made = seed_units(numbers, cycle=this, by=seed_author(), at=at, photographs=photographs)
        recompute_stale()
    return Seeded(Unit.objects.count(), Person.objects.count(), Assessment.objects.count(), made)


def _moment(year: int, month: int, day: int, hour: int = 9) -> datetime.datetime:
    """A moment in the calendar year in which the fiscal year `year` (B.E.) ends."""
    return datetime.datetime(year - 543, month, day, hour, tzinfo=ZoneInfo("Asia/Bangkok"))


def _unit(code: str) -> Unit:
    name = UNITS[code]
    values = {"name": name, "kind": KINDS[code], "sort_key": sort_key(name)}
    return Unit.objects.get_or_create(code=code, defaults=values)[0]


def _round(year: int) -> tuple[Round, bool]:
    """The round, and whether it is new; it takes evidence, so that it can be filled."""
    first, _last = bounds(year)
    opened = datetime.datetime.combine(first, datetime.time(9), tzinfo=ZoneInfo("Asia/Bangkok"))
    # A demonstration that is tried later still has days left.
    closes = max(_last_day(year), timezone.localdate() + datetime.timedelta(days=30))
    return Round.objects.get_or_create(
        year=year,
        defaults={
            "opens_on": first,
            "closes_on": closes,
            "opened_at": opened,
            "has_threads": True,
            **_dates_after(year),
        },
    )


def _last_day(year: int) -> datetime.date:
    """Units have a quarter after the year's end to bring their evidence together."""
    return bounds(year)[1] + datetime.timedelta(days=92)


def _dates_after(year: int) -> dict[str, datetime.date]:
    """What follows self-assessment, in the calendar year after: review, consensus, results, follow-up."""
    after = year - 543 + 1
    return {
        "review_until": datetime.date(after, 2, 15),
        "consensus_until": datetime.date(after, 3, 15),
        "publishes_on": datetime.date(after, 3, 31),
        "follow_up_6_on": datetime.date(after, 9, 30),
        "follow_up_12_on": datetime.date(after + 1, 3, 31),
    }


def _assessment(unit: Unit, cycle: Round, people: dict[str, Person]) -> Assessment | None:
    """The new assessment with its assessors; None where the unit has one already, which is then left as it is."""
    assessment, created = Assessment.objects.get_or_create(unit=unit, round=cycle)
    if not created:
        return None
    declared_at = _moment(cycle.year, 8, 20)
    for place, username in enumerate(ASSESSORS[unit.code]):
        Assignment.objects.create(
            assessment=assessment,
            assessor=people[username],
            is_leader=place == 0,
            declared_at=declared_at,
            conflict=CONFLICTS.get((unit.code, username), ""),
        )
    return assessment


def _fill(assessment: Assessment, content: Content, people: dict[str, Person]) -> None:
    staff, head = people[f"{content.unit}-staff"], people[f"{content.unit}-head"]
    store_content(content, assessment, staff=staff, head=head, start=_moment(content.year, 8, 28))
    if content.unit == "hydro":
        answer_surveys(assessment, by=staff, important=AT_SEA if content.year == THIS_YEAR else "")
        if content.year == THIS_YEAR:
            publish_standards(assessment, by=staff, at=_moment(THIS_YEAR, 9, 29))
    if content.year == LAST_YEAR:
        judge_own(assessment, by=head, at=_moment(LAST_YEAR, 10, 14))
        _publish(assessment, people=people)
    elif take := UNDER_WAY.get(content.unit):
        take(assessment, people, partial(_moment, THIS_YEAR))


def _publish(assessment: Assessment, *, people: dict[str, Person]) -> None:
    """Takes last year's assessment through every step to its publication."""
    head, headquarters = people[f"{assessment.unit.code}-head"], people["headquarters"]
    told = {"rank": head.rank, "name": head.get_full_name() or head.username, "position": "หัวหน้าหน่วย"}
    submitted = _moment(LAST_YEAR, 10, 15)
    take_snapshot(assessment=assessment, by=head, at=submitted, **told)
    change_state(assessment=assessment, to=State.SUBMITTED, by=head, at=submitted)
    change_state(assessment=assessment, to=State.IN_REVIEW, by=headquarters, at=_moment(LAST_YEAR, 11, 3))
    discuss(assessment, head=head, at=_moment(LAST_YEAR, 11, 5))
    judge_alone(assessment, at=_moment(LAST_YEAR, 11, 10))
    settle_and_publish(assessment, by=headquarters, start=_moment(LAST_YEAR, 11, 17), end=_moment(LAST_YEAR, 12, 1))
