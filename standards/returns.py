"""Returns of steps where several steps change at once: "back to step" means a step, not the number that it had."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmqa.evidence.sheet import Draft, Plan, Problem, draft_of
from standards.models import StandardStep


def follow(plan: Plan, remove: Sequence[Any]) -> None:
    """Lets each return that `plan` does not tell anew lead to the step to which it led, whatever its number is now.

    Raises ValidationError when a return would then lead forward, or when a step in `remove` is gone to which another
    leads back and no other step takes its number. Three queries at most.
    """
    told = {draft.row.pk: draft for draft in plan.changed}
    gone = {row.pk for row in remove}
    touched = StandardStep.objects.filter(pk__in=[*told, *gone]).values("standard")
    steps = list(plan.table.fetched(StandardStep.objects.filter(standard__in=touched, deleted_at=None)).order_by())
    numbered = {(each.standard_id, each.number): each for each in steps}
    taken = {(draft.row.standard_id, draft.row.number) for draft in (*plan.added, *plan.changed)}
    for step in steps:
        target, draft = numbered.get((step.standard_id, step.back_to)), told.get(step.pk)
        if target is None or step.pk in gone or (draft and _says_itself(draft, step)):
            continue
        if target.pk in gone and (target.standard_id, target.number) not in taken:
            raise ValidationError(
                _("Step %(number)s leads back to this step. Change that first.") % {"number": step.number}
            )
        _lead(plan, step, draft, _number_now(target, told))


def look_over(plan: Plan, stays: Sequence[Any]) -> list[Problem]:
    """The lines of a sheet that lead back to a step that would not be there, beside the rows that stay as they are.

    None while other cells are wrong: the step that is looked for may stand in one of those lines.
    """
    if plan.problems:
        return []
    drafts = [*plan.added, *plan.changed, *plan.unchanged]
    numbers = {(row.standard_id, row.number) for row in (*stays, *(draft.row for draft in drafts))}
    message = _("The standard has no step %(number)s. Write the number of an earlier step.")
    return [
        Problem(draft.line, "back_to", message % {"number": draft.row.back_to})
        for draft in drafts
        if draft.row.back_to is not None and (draft.row.standard_id, draft.row.back_to) not in numbers
    ]


def _says_itself(draft: Draft, step: StandardStep) -> bool:
    return (draft.row.back_to, draft.row.standard_id) != (step.back_to, step.standard_id)


def _number_now(step: StandardStep, told: Mapping[int, Draft]) -> int:
    draft = told.get(step.pk)
    moved = draft is not None and draft.row.standard_id == step.standard_id
    return draft.row.number if draft and moved else step.number


def _lead(plan: Plan, step: StandardStep, draft: Draft | None, number: int) -> None:
    """Writes the return of `step` to the step that now has this `number`."""
    if number == step.back_to:
        return
    if number >= (draft.row.number if draft else step.number):
        raise ValidationError(_("A step cannot stand before the one to which it leads back."))
    if draft:
        draft.row.back_to = draft.values["back_to"] = number
        return
    before = plan.table.values_of(step)
    form = plan.table.form({**before, "back_to": number}, assessment=step.assessment, instance=step)
    if not form.is_valid():
        raise ValidationError([str(text) for errors in form.errors.values() for text in errors])
    added = draft_of(form)
    added.before = before
    plan.changed.append(added)
