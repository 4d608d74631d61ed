"""From the plan into the register of improvements: an action that is done, or one that next year goes on with."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import save_row, writing
from pmqa.evidence.models import Improvement
from pmqa.followup.actions import note, planning
from pmqa.followup.models import PlanAction
from pmqa.followup.published import Published
from pmqa.organization.models import Person

OPEN = (PlanAction.State.PLANNED, PlanAction.State.UNDER_WAY)
MOST_OFFERED = 100
# The longest that the columns of the register take.
LONGEST_ORIGIN = 300


def open_year(published: Assessment, by: Person, year: int | None = None) -> Assessment | None:
    """The newest assessment of the unit, of a later year than `published`, in which `by` may write now; that of `year`
    where it is given. One query."""
    later = Assessment.objects.filter(
        unit=published.unit_id, round__year__gt=published.year, state=Assessment.State.DRAFT, round__is_open=True
    )
    if year is not None:
        later = later.filter(round__year=year)
    found = later.select_related("unit", "round").order_by("-round__year")
    return next((each for each in found if each.editable_by(by)), None)


def make_improvement(
    *, assessment: Assessment, action: int, into: Assessment, by: Person, at: datetime.datetime
) -> Improvement:
    """Writes the action into the register of `into`, an open year of the unit, filled as far as the plan tells; once:
    where it stands in a register already, that row is given back.

    Raises PlanClosed, Closed, and ValidationError for an action that is dropped or of another assessment.
    """
    with planning(assessment, by) as published, writing(into, by) as target:
        of = PlanAction.objects.filter(assessment=published.assessment, pk=action)
        held = of.select_related("improvement").prefetch_related("ofis", "reports").first()
        if held is None or target.unit_id != published.assessment.unit_id:
            raise ValidationError(_("This action is not of this assessment."))
        if held.state == PlanAction.State.DROPPED:
            raise ValidationError(_("This action is dropped."))
        if held.improvement is not None and held.improvement.deleted_at is None:
            return held.improvement
        row = _stored(published, held, target, by, at)
        PlanAction.objects.filter(pk=held.pk).update(improvement=row)
        note(published, "IMPROVEMENT", at, plan_action=held.pk, register=target.year)
        return row


def _stored(
    published: Published, action: PlanAction, into: Assessment, by: Person, at: datetime.datetime
) -> Improvement:
    table = table_of("improvements")
    # The register is in Thai, as the official tables are.
    with override("th"):
        form = table.form(_filled(published, action), assessment=into)
        if not form.is_valid():
            raise ValidationError([text for errors in form.errors.values() for text in errors])
        row: Improvement = save_row(table=table, form=form, seen=None, by=by, at=at)
        return row


def _filled(published: Published, action: PlanAction) -> dict[str, Any]:
    """The columns of the register, as somebody would type them."""
    ofis = [ofi for ofi in published.ofis if ofi in action.ofis.all()]
    codes = ", ".join(dict.fromkeys(ofi.point or ofi.criterion for ofi in ofis))
    last = max(action.reports.all(), key=lambda each: each.month, default=None)
    is_done = action.state == PlanAction.State.DONE
    reached = last.value if last and last.value else ""
    return {
        "source": str(Improvement.Source.ASSESSMENT.label),
        "origin": " ".join(filter(None, (f"OFI {published.assessment.year}", codes)))[:LONGEST_ORIGIN],
        "problem": "\n".join(ofi.text for ofi in ofis) or action.indicator,
        "change": action.action,
        "responsible": action.owner,
        "before": f"{action.indicator}: {action.baseline}" if action.baseline else "",
        "after": f"{action.indicator}: {reached}" if reached and is_done else "",
        "follow_up": last.words if last and is_done else "",
    }


def unfinished_before(assessment: Assessment, by: Person) -> list[PlanAction]:
    """The actions of plans of earlier years that are not done and stand in no register: what the year of `assessment`
    may go on with. None for who may not write in it. Three queries."""
    if not assessment.editable_by(by):
        return []
    earlier = PlanAction.objects.filter(
        assessment__unit=assessment.unit_id, assessment__round__year__lt=assessment.year, state__in=OPEN
    ).exclude(improvement__isnull=False, improvement__deleted_at=None)
    shown = earlier.select_related("assessment__unit", "assessment__round").prefetch_related("ofis")
    return list(shown.order_by("due_on", "pk")[:MOST_OFFERED])
