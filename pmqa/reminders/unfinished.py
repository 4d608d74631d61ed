"""What waits for people: their unfinished work in the rounds, each with its day. A fixed number of queries, for one
person or for all."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from pmqa.cycle.models import Assessment, Assignment
from pmqa.cycle.telling import headquarters
from pmqa.evidence.models import CarriedRow
from pmqa.followup.models import Confirmation
from pmqa.judging.models import Sheet
from pmqa.judging.progress import Progress, progress_of
from pmqa.judging.scope import submissions_of
from pmqa.organization.models import Person, Role, Unit

State = Assessment.State
# Days before a follow-up from which it waits for the unit.
FOLLOW_UP_SOON = 60


class Kind(StrEnum):
    """What there is to do; the values are stored with what was sent."""

    RETURNED = "RETURNED"
    CARRIED = "CARRIED"
    FILL = "FILL"
    DECLARE = "DECLARE"
    JUDGE = "JUDGE"
    SETTLE = "SETTLE"
    LEADERLESS = "LEADERLESS"
    REVIEW = "REVIEW"
    BEGIN = "BEGIN"
    PUBLISH = "PUBLISH"
    FOLLOW_UP_6 = "FOLLOW_UP_6"
    FOLLOW_UP_12 = "FOLLOW_UP_12"


@dataclass(frozen=True)
class Task:
    """Something unfinished of one person: of one unit, or (unit None, for headquarters) of `count` units of a round.

    `day` is the last day for it, None where there is none: then it stands on the page and nobody is sent a message.
    """

    kind: Kind
    person: int
    year: int
    day: datetime.date | None
    unit: Unit | None = None
    count: int = 1

    @property
    def about(self) -> str:
        """What it is about, as it is stored."""
        return f"{self.unit.code}-{self.year}" if self.unit else str(self.year)


def tasks_of(person: Person | None, today: datetime.date) -> list[Task]:
    """The unfinished work of `person`, or of everybody; what is due first comes first."""
    found = [
        *_of_units(person, today),
        *_of_plans(person, today),
        *_of_assessors(person),
        *_of_leaders(person),
        *_of_headquarters(person),
    ]
    return sorted(found, key=lambda task: (task.day or datetime.date.max, task.kind, task.about))


def _of_units(person: Person | None, today: datetime.date) -> list[Task]:
    """For staff and heads: the draft that is to be submitted, why it came back, what was carried over."""
    drafts = Assessment.objects.filter(state=State.DRAFT, round__is_open=True, round__opens_on__lte=today)
    people = _people_of_units(person)
    if person is not None:
        drafts = drafts.filter(unit__in=people)
    held = [each for each in drafts.select_related("unit", "round") if each.unit_id in people]
    carried = dict(
        CarriedRow.objects.filter(assessment__in=drafts.values("pk"), said="")
        .order_by()
        .values_list("assessment")
        .annotate(Count("pk"))
    )
    found = []
    for each in held:
        kinds = [(Kind.RETURNED if each.returned_reason else Kind.FILL, 1)]
        if carried.get(each.pk):
            kinds.append((Kind.CARRIED, carried[each.pk]))
        for member in people[each.unit_id]:
            found += [Task(kind, member, each.year, each.deadline, each.unit, count) for kind, count in kinds]
    return found


def _people_of_units(person: Person | None) -> dict[int, set[int]]:
    """Staff and heads by the id of their unit."""
    roles = Role.objects.filter(kind__in=Role.OF_A_UNIT, person__is_active=True, unit__isnull=False)
    people: dict[int, set[int]] = defaultdict(set)
    for unit, member in (roles.filter(person=person) if person else roles).values_list("unit", "person"):
        if unit is not None:
            people[unit].add(member)
    return people


def _of_plans(person: Person | None, today: datetime.date) -> list[Task]:
    """For staff and heads: a follow-up that is due soon, or was, and that the head has not confirmed."""
    soon = today + datetime.timedelta(days=FOLLOW_UP_SOON)
    due = Assessment.objects.filter(state=State.PUBLISHED).filter(
        Q(round__follow_up_6_on__lte=soon) | Q(round__follow_up_12_on__lte=soon)
    )
    people = _people_of_units(person)
    if person is not None:
        due = due.filter(unit__in=people)
    done = set(Confirmation.objects.filter(assessment__in=due).values_list("assessment", "month"))
    found = []
    for each in due.select_related("unit", "round"):
        days = ((6, Kind.FOLLOW_UP_6, each.round.follow_up_6_on), (12, Kind.FOLLOW_UP_12, each.round.follow_up_12_on))
        open_ones = [(kind, day) for month, kind, day in days if day and day <= soon and (each.pk, month) not in done]
        for member in people.get(each.unit_id, ()):
            found += [Task(kind, member, each.year, day, each.unit) for kind, day in open_ones]
    return found


def _of_assessors(person: Person | None) -> list[Task]:
    """For assessors: what they have yet to declare, and to judge."""
    held = _assigned(person).filter(assessment__state__in=(State.DRAFT, State.SUBMITTED, State.IN_REVIEW))
    assignments = list(held)
    progress = _progress([each.assessment for each in assignments if each.assessment.state == State.IN_REVIEW])
    found = []
    for each in assignments:
        assessment, until = each.assessment, each.assessment.round.review_until
        if each.declared_at is None:
            kind = Kind.DECLARE
        elif each.pk in progress and not progress[each.pk].is_submitted:
            kind = Kind.JUDGE
        else:
            continue
        found.append(Task(kind, each.assessor_id, assessment.year, until, assessment.unit))
    return found


def _assigned(person: Person | None) -> "QuerySet[Assignment]":
    """The assignments without a conflict, of people who are assessors still and do not belong to the unit."""
    held = Assignment.objects.filter(conflict="", assessor__is_active=True).select_related(
        "assessment__unit", "assessment__round"
    )
    held = held.filter(assessor__in=Role.objects.filter(kind=Role.Kind.ASSESSOR).values("person"))
    if person is not None:
        held = held.filter(assessor=person)
    inside = Role.objects.filter(unit__isnull=False).values_list("unit", "person")
    if person is not None:
        return held.exclude(assessment__unit__in=inside.filter(person=person).values("unit"))
    # Of everybody at once: an assignment to the own unit is refused when it is made, and few have such a role.
    insiders = {(unit, member) for unit, member in inside.filter(person__in=held.values("assessor"))}
    own = [each.pk for each in held if (each.assessment.unit_id, each.assessor_id) in insiders]
    return held.exclude(pk__in=own)


def _progress(assessments: Sequence[Assessment]) -> dict[int, Progress]:
    """How far each assessor is, by the id of the assignment."""
    if not assessments:
        return {}
    return {each.assignment.pk: each for found in progress_of(assessments).values() for each in found}


def _of_leaders(person: Person | None) -> list[Task]:
    """For who leads the assessors: a consensus that is not submitted."""
    held = list(_assigned(person).filter(is_leader=True, declared_at__isnull=False, assessment__state=State.CONSENSUS))
    open_ones = _unsettled([each.assessment for each in held])
    return [
        Task(
            Kind.SETTLE,
            each.assessor_id,
            each.assessment.year,
            each.assessment.round.consensus_until,
            each.assessment.unit,
        )
        for each in held
        if each.assessment_id in open_ones
    ]


def _unsettled(assessments: Sequence[Assessment]) -> set[int]:
    """The ids of those whose consensus on the submission that stands is not submitted."""
    if not assessments:
        return set()
    current = submissions_of(assessments)
    done = Sheet.objects.filter(assessment__in=current, kind=Sheet.Kind.CONSENSUS, submitted_at__isnull=False)
    settled = {pk for pk, submission in done.values_list("assessment", "submission") if submission == current[pk]}
    return set(current) - settled


def _of_headquarters(person: Person | None) -> list[Task]:
    """For headquarters, round by round: how many wait for their review, their consensus (its beginning, and its end
    where no assessor leads), their publication."""
    people = [each.pk for each in headquarters().filter(**({"pk": person.pk} if person else {}))]
    if not people:
        return []
    underway = (State.SUBMITTED, State.IN_REVIEW, State.CONSENSUS)
    held = list(Assessment.objects.filter(state__in=underway).select_related("unit", "round"))
    rounds = {each.year: each.round for each in held}
    days = {
        Kind.REVIEW: "review_until",
        Kind.BEGIN: "consensus_until",
        Kind.LEADERLESS: "consensus_until",
        Kind.PUBLISH: "publishes_on",
    }
    return [
        Task(kind, member, year, getattr(rounds[year], days[kind]), None, count)
        for (kind, year), count in sorted(_counts(held).items())
        for member in people
    ]


def _counts(held: Sequence[Assessment]) -> Counter[tuple[Kind, int]]:
    in_review = [each for each in held if each.state == State.IN_REVIEW]
    settling = [each for each in held if each.state == State.CONSENSUS]
    progress = progress_of(in_review) if in_review else {}
    unsettled = _unsettled(settling)
    leaders = _assigned(None).filter(is_leader=True, declared_at__isnull=False, assessment__in=unsettled)
    led = {each.assessment_id for each in leaders} if unsettled else set()
    counts: Counter[tuple[Kind, int]] = Counter()
    for each in held:
        if each.state == State.SUBMITTED:
            counts[Kind.REVIEW, each.year] += 1
        elif each.state == State.IN_REVIEW:
            judged = progress[each.pk]
            counts[Kind.BEGIN, each.year] += bool(judged) and all(one.is_submitted for one in judged)
        else:
            counts[Kind.PUBLISH, each.year] += each.pk not in unsettled
            counts[Kind.LEADERLESS, each.year] += each.pk in unsettled and each.pk not in led
    return +counts
