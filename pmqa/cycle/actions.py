"""Named changes of an assessment: the only functions that change its state."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.cycle.models import Assessment, Assignment, CriterionMark
from pmqa.cycle.telling import tell_step
from pmqa.organization.access import access_of
from pmqa.organization.models import Person

State = Assessment.State

# From each state, the states that may follow (domain: the life of a unit's assessment).
STEPS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.IN_REVIEW, State.DRAFT}),
    State.IN_REVIEW: frozenset({State.CONSENSUS, State.DRAFT}),
    State.CONSENSUS: frozenset({State.PUBLISHED, State.DRAFT}),
    State.PUBLISHED: frozenset(),
}

# What must hold before a step to a state, beside the state that it comes from, as layers above know it: each says in
# words why the step cannot be taken now by this person with this reason, or nothing.
Condition = Callable[[Assessment, Person, str], str]
CONDITIONS: dict[str, Condition] = {}


def require(to: str, condition: Condition) -> None:
    """Has `condition` asked before every step to the state `to`. Call when an app is ready."""
    CONDITIONS[to] = condition


class StepRefused(Exception):
    """The assessment is not in a state from which this step can be taken."""


def may_take(assessment: Assessment, to: str, person: Person) -> bool:
    """Whether it is for `person` to move `assessment` to the state `to`, wherever it stands now.

    The head of the unit certifies and submits, and may take a submission back before review starts; the leader of its
    assessors may begin the consensus; all else, and these two as well, is for headquarters.
    """
    access = access_of(person)
    heads = assessment.unit_id in access.heads_units
    if to == State.SUBMITTED:
        return heads
    if to == State.CONSENSUS and _leads(person, assessment):
        return True
    return access.leads or (to == State.DRAFT and assessment.state == State.SUBMITTED and heads)


def _leads(person: Person, assessment: Assessment) -> bool:
    """Whether `person` leads the assessors: assigned as such, declared, without a conflict, never of the own unit."""
    access = access_of(person)
    if not access.assesses or assessment.unit_id in access.belongs_units:
        return False
    free = Assignment.objects.filter(assessment=assessment, assessor=person, conflict="", declared_at__isnull=False)
    return free.filter(is_leader=True).exists()


@transaction.atomic
def change_state(*, assessment: Assessment, to: str, by: Person, at: datetime.datetime, reason: str = "") -> Assessment:
    """Moves `assessment` to the state `to`; going back to draft is a return and needs a reason.

    Raises StepRefused when the step is not allowed from the state that the database holds now, or not to `by`, or what
    must hold before it does not (`require`).
    """
    locked = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
    held = locked.get(pk=assessment.pk)
    if to not in STEPS[held.state]:
        raise StepRefused(
            _("This step is not possible while the assessment is “%(state)s”.") % {"state": held.get_state_display()}
        )
    if not may_take(held, to, by):
        raise StepRefused(_("This step is not yours to take."))
    if to == State.DRAFT and not reason.strip():
        raise StepRefused(_("Say why the assessment is returned."))
    if to in CONDITIONS and (words := CONDITIONS[to](held, by, reason)):
        raise StepRefused(words)
    detail = {"from": held.state, "to": to, "reason": reason}
    held.state = to
    held.returned_reason = reason if to == State.DRAFT else ""
    held.changed_at = at
    held.save(update_fields=["state", "returned_reason", "changed_at"])
    record(kind=Kind.STATE, by=by, at=at, unit=held.unit, year=held.year, subject=to, detail=detail)
    tell_step(held, by=by, at=at)
    return held


@transaction.atomic
def mark_criterion(
    *, assessment: Assessment, criterion: str, complete: bool, by: Person, at: datetime.datetime
) -> None:
    """Records, or takes back, the unit's word that `criterion` is complete."""
    if complete:
        CriterionMark.objects.update_or_create(
            assessment=assessment, criterion=criterion, defaults={"by": by, "at": at}
        )
    else:
        CriterionMark.objects.filter(assessment=assessment, criterion=criterion).delete()
