"""Named changes of a round and of who assesses: what headquarters decides, each recorded."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.cycle.telling import tell_assignment, tell_extension, tell_opening
from pmqa.organization.access import access_of
from pmqa.organization.models import Person, Role

# What stays as it is once a round is open: results of one year must be told by one rule.
RULES = ("criteria_version", "profile", "weights", "caps_weakest", "has_threads")


# From the consensus on, the assessors stay as they are.
FIXED = (Assessment.State.CONSENSUS, Assessment.State.PUBLISHED)


class Refused(Exception):
    """The change is not possible; the message says why."""


def _by_headquarters(by: Person) -> None:
    if not access_of(by).leads:
        raise Refused(_("Only headquarters may do this."))


def _held(assessment: Assessment) -> Assessment:
    """The assessment as it stands now, locked until the end of the transaction."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round").get(pk=assessment.pk)


def _hold_all(round_: Round) -> None:
    """Waits for whoever writes in an assessment of the round, and holds all of them until the end of the transaction:
    who comes later finds the round as it then is."""
    list(Assessment.objects.select_for_update().filter(round=round_).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def open_round(*, year: int, values: Mapping[str, Any], by: Person, at: datetime.datetime) -> Round:
    """Opens the round of `year` with its dates and RULES in `values`. Raises Refused when it is there already."""
    _by_headquarters(by)
    made, is_new = Round.objects.get_or_create(year=year, defaults={**values, "opened_at": at})
    if not is_new:
        raise Refused(_("The round of this year is there already."))
    _record_round(made, by, at, "OPENED", {name: values[name] for name in values})
    tell_opening(made, by=by, at=at)
    return made


@transaction.atomic
def move_dates(*, round_: Round, dates: Mapping[str, datetime.date], by: Person, at: datetime.datetime) -> Round:
    """Gives the round other dates; its rules stay."""
    _by_headquarters(by)
    _hold_all(round_)
    held = Round.objects.select_for_update().get(pk=round_.pk)
    changed = {name: day for name, day in dates.items() if getattr(held, name) != day and name not in RULES}
    detail = {name: [_plain(getattr(held, name)), _plain(day)] for name, day in changed.items()}
    if changed:
        Round.objects.filter(pk=held.pk).update(**changed)
        _record_round(held, by, at, "DATES", detail)
    return Round.objects.get(pk=held.pk)


@transaction.atomic
def set_open(*, round_: Round, is_open: bool, by: Person, at: datetime.datetime) -> None:
    """Closes the round to the writing of every unit, or opens it again."""
    _by_headquarters(by)
    _hold_all(round_)
    if Round.objects.filter(pk=round_.pk, is_open=not is_open).update(is_open=is_open):
        _record_round(round_, by, at, "REOPENED" if is_open else "CLOSED", {})


def _record_round(round_: Round, by: Person, at: datetime.datetime, subject: str, detail: Mapping[str, Any]) -> None:
    plain = {name: _plain(value) for name, value in detail.items()}
    record(kind=Kind.ROUND, by=by, at=at, year=round_.year, subject=subject, detail=plain)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


@transaction.atomic
def extend(*, assessment: Assessment, until: datetime.date, reason: str, by: Person, at: datetime.datetime) -> None:
    """Gives one unit more days, with the reason. Raises Refused for a day that gives none."""
    _by_headquarters(by)
    held = _held(assessment)
    if until <= held.round.closes_on:
        raise Refused(_("This is no extension: the round closes later."))
    if not reason.strip():
        raise Refused(_("Say why the unit needs more time."))
    detail = {"from": held.deadline.isoformat(), "to": until.isoformat(), "reason": reason}
    held.extended_until, held.extension_reason = until, reason
    held.save(update_fields=["extended_until", "extension_reason"])
    record(kind=Kind.EXTENSION, by=by, at=at, unit=held.unit, year=held.year, subject=until.isoformat(), detail=detail)
    tell_extension(held, by=by, at=at)


@transaction.atomic
def return_to_draft(
    *,
    assessment: Assessment,
    reason: str,
    until: datetime.date | None,
    by: Person,
    at: datetime.datetime,
    today: datetime.date,
) -> None:
    """Gives a submission back to the unit with the reason, and with more days where its last day has passed.

    Raises Refused when no day is left to mend it in, and StepRefused.
    """
    held = change_state(assessment=assessment, to=Assessment.State.DRAFT, by=by, at=at, reason=reason)
    if until is not None and until > held.deadline:
        extend(assessment=held, until=until, reason=reason, by=by, at=at)
    elif today > held.deadline:
        raise Refused(_("The last day of the unit has passed: say until when it may write."))


@transaction.atomic
def assign(
    *, assessment: Assessment, assessor: Person, is_leader: bool = False, by: Person, at: datetime.datetime
) -> Assignment:
    """Gives the assessment to an assessor. Raises Refused for one who belongs to the unit or is no assessor, and once
    consensus has begun."""
    _by_headquarters(by)
    held = _held(assessment)
    if held.state in FIXED:
        raise Refused(_("Consensus has begun: the assessors stay as they are."))
    roles = list(Role.objects.filter(person=assessor).values_list("kind", "unit"))
    if Role.Kind.ASSESSOR not in {kind for kind, _unit in roles}:
        raise Refused(_("This person is no assessor."))
    if held.unit_id in {unit for _kind, unit in roles}:
        raise Refused(_("Nobody assesses the unit to which they belong."))
    if is_leader:
        Assignment.objects.filter(assessment=held).update(is_leader=False)
    made, _is_new = Assignment.objects.update_or_create(
        assessment=held, assessor=assessor, defaults={"is_leader": is_leader}
    )
    _record_assignment(made, "ASSIGNED", by, at)
    return made


@transaction.atomic
def unassign(*, assignment: Assignment, by: Person, at: datetime.datetime) -> None:
    """Takes an assignment back. Raises Refused once consensus has begun. Whoever keeps scores asks first whether this
    assessor has submitted any."""
    _by_headquarters(by)
    held = _held(assignment.assessment)
    if held.state in FIXED:
        raise Refused(_("Consensus has begun: the assessors stay as they are."))
    if Assignment.objects.filter(pk=assignment.pk).delete()[0]:
        _record_assignment(assignment, "UNASSIGNED", by, at)


@transaction.atomic
def declare(*, assignment: Assignment, conflict: str, by: Person, at: datetime.datetime) -> None:
    """Keeps the assessor's word: no conflict of interest (blank), or which; then the assessment is out of their sight.

    Raises Refused for another person's assignment, and for a second word about the same.
    """
    if assignment.assessor_id != by.pk:
        raise Refused(_("This assignment is not yours."))
    _held(assignment.assessment)
    fresh = Assignment.objects.filter(pk=assignment.pk, declared_at=None)
    if not fresh.update(declared_at=at, conflict=conflict.strip()):
        raise Refused(_("You have declared already. Ask headquarters if something changed."))
    _record_assignment(assignment, "CONFLICT" if conflict.strip() else "NO_CONFLICT", by, at)


def _record_assignment(assignment: Assignment, subject: str, by: Person, at: datetime.datetime) -> None:
    assessment, assessor = assignment.assessment, assignment.assessor
    detail = {"assessor": assessor.username, "is_leader": assignment.is_leader}
    record(
        kind=Kind.ASSIGNMENT, by=by, at=at, unit=assessment.unit, year=assessment.year, subject=subject, detail=detail
    )
    tell_assignment(assignment, subject, by=by, at=at)
