"""Named changes of an assessment: the only functions that change its state."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, CriterionMark
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


class StepRefused(Exception):
    """The assessment is not in a state from which this step can be taken."""


@transaction.atomic
def change_state(*, assessment: Assessment, to: str, by: Person, at: datetime.datetime, reason: str = "") -> Assessment:
    """Moves `assessment` to the state `to`; going back to draft is a return and needs a reason.

    Raises StepRefused when the step is not allowed from the state that the database holds now.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if to not in STEPS[held.state]:
        raise StepRefused(
            _("This step is not possible while the assessment is “%(state)s”.") % {"state": held.get_state_display()}
        )
    if to == State.DRAFT and not reason.strip():
        raise StepRefused(_("Say why the assessment is returned."))
    held.state = to
    held.returned_reason = reason if to == State.DRAFT else ""
    held.changed_at = at
    held.save(update_fields=["state", "returned_reason", "changed_at"])
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
