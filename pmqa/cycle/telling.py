"""Who is told of a step, an assignment or a day: notices raised in the transaction of the change itself."""

import datetime
from typing import Any

from django.db.models import QuerySet

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.notices.models import Notice
from pmqa.notices.send import notify
from pmqa.organization.access import access_of
from pmqa.organization.models import Person, Role, Unit

Kind, State = Notice.Kind, Assessment.State


def people_of(unit: Unit) -> "QuerySet[Person]":
    """Staff and heads of `unit` who can sign in."""
    return _active().filter(roles__unit=unit, roles__kind__in=Role.OF_A_UNIT).distinct()


def headquarters() -> "QuerySet[Person]":
    return _active().filter(roles__kind=Role.Kind.HEADQUARTERS).distinct()


def assessors_of(assessment: Assessment, *, declared: bool = True) -> "QuerySet[Person]":
    """The assessors of `assessment` without a conflict; of those who have yet to declare, only where it is asked."""
    free = Assignment.objects.filter(assessment=assessment, conflict="")
    free = free.filter(declared_at__isnull=False) if declared else free
    insiders = Role.objects.filter(unit=assessment.unit_id).values("person")
    are_assessors = _active().filter(roles__kind=Role.Kind.ASSESSOR, pk__in=free.values("assessor"))
    return are_assessors.exclude(pk__in=insiders).distinct()


def _active() -> "QuerySet[Person]":
    return Person.objects.filter(is_active=True).only("pk")


def tell_step(assessment: Assessment, *, by: Person, at: datetime.datetime) -> None:
    """Tells of the step to the state that `assessment` has reached."""
    about: dict[str, Any] = {"unit": assessment.unit, "year": assessment.year, "at": at, "by": by}
    if assessment.state == State.SUBMITTED:
        notify(people=headquarters(), kind=Kind.SUBMITTED, **about)
    elif assessment.state == State.DRAFT and assessment.unit_id in access_of(by).heads_units:
        notify(people=headquarters(), kind=Kind.TAKEN_BACK, **about)
    elif assessment.state == State.DRAFT:
        notify(people=people_of(assessment.unit), kind=Kind.RETURNED, **about)
        notify(people=assessors_of(assessment), kind=Kind.REVIEW_STOPPED, **about)
    elif assessment.state == State.IN_REVIEW:
        notify(people=assessors_of(assessment, declared=False), kind=Kind.REVIEW_BEGUN, **about)
    elif assessment.state == State.CONSENSUS:
        notify(people=assessors_of(assessment), kind=Kind.CONSENSUS_BEGUN, **about)
    elif assessment.state == State.PUBLISHED:
        notify(people=people_of(assessment.unit), kind=Kind.PUBLISHED, **about)
        notify(people=assessors_of(assessment), kind=Kind.RESULTS_OUT, **about)


def tell_assignment(assignment: Assignment, subject: str, *, by: Person, at: datetime.datetime) -> None:
    """Tells the assessor of what headquarters did (ASSIGNED, UNASSIGNED), and headquarters of a declared CONFLICT."""
    assessment = assignment.assessment
    about: dict[str, Any] = {"unit": assessment.unit, "year": assessment.year, "at": at, "by": by}
    if subject in (Kind.ASSIGNED, Kind.UNASSIGNED):
        notify(people=[assignment.assessor], kind=subject, **about)
    elif subject == Kind.CONFLICT:
        notify(people=headquarters(), kind=Kind.CONFLICT, **about)


def tell_extension(assessment: Assessment, *, by: Person, at: datetime.datetime) -> None:
    """Tells the unit until when it may write."""
    notify(
        people=people_of(assessment.unit),
        kind=Kind.EXTENDED,
        unit=assessment.unit,
        year=assessment.year,
        at=at,
        by=by,
        detail={"until": assessment.deadline.isoformat()},
    )


def tell_opening(round_: Round, *, by: Person, at: datetime.datetime) -> None:
    """Tells the heads of every unit that the round is open."""
    heads = _active().filter(roles__kind=Role.Kind.HEAD).distinct()
    notify(people=heads, kind=Kind.ROUND_OPENED, unit=None, year=round_.year, at=at, by=by)
