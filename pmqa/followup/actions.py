"""Named changes of what a unit makes of its results: answers to OFIs, actions of the plan, and its approval.

Each holds the assessment locked, is for the people of the unit alone, and is recorded.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict
from pmqa.followup.contents import FIELDS, values_of
from pmqa.followup.lacking import Lack, lacks_of
from pmqa.followup.models import Approval, OfiAnswer, PlanAction
from pmqa.followup.published import Published, published_for, published_on
from pmqa.organization.models import Person

State = PlanAction.State


class PlanClosed(Exception):
    """The plan of this assessment is not this person's to change."""


class Incomplete(Exception):
    """The head cannot put the name to it yet; `lacks` say why."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(lacks)
        self.lacks = lacks


@contextmanager
def planning(assessment: Assessment, by: Person, *, head: bool = False) -> Iterator[Published]:
    """A transaction in which nobody else changes what the unit makes of its results, as it stands then.

    Raises PlanClosed before the publication and for anybody but the people of the unit; with `head`, but its head.
    """
    with transaction.atomic():
        locked = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
        published = published_for(locked.get(pk=assessment.pk), by)
        if published is None or not (published.heads if head else published.can_write):
            raise PlanClosed(_("This is not yours to change."))
        yield published


def note(published: Published, subject: str, at: datetime.datetime, **detail: Any) -> None:
    """Writes what was done into the record of changes."""
    of = published.assessment
    record(kind=Kind.PLAN, by=published.person, at=at, unit=of.unit, year=of.year, subject=subject, detail=detail)


def answer_ofi(
    *, assessment: Assessment, ofi: int, stance: str, words: str, seen: int, by: Person, at: datetime.datetime
) -> OfiAnswer:
    """Answers the OFI with this id; `seen` is the version that was shown, 0 where there was no answer yet.

    Raises PlanClosed, Conflict when the answer was changed after the version that was seen, and ValidationError for an
    OFI that is not of the published sheet, an unknown answer and missing words.
    """
    with planning(assessment, by) as published:
        if ofi not in published.numbers:
            raise ValidationError(_("This OFI is not of this assessment."))
        if stance not in OfiAnswer.Stance.values:
            raise ValidationError(_("Choose one of the answers."))
        if not words.strip():
            raise ValidationError(_("Write the answer in words."))
        held = OfiAnswer.objects.filter(remark=ofi).first()
        if (held.version if held else 0) != seen:
            raise Conflict(held)
        before = [held.stance, held.words] if held else ["", ""]
        if before == [stance, words] and held:
            return held
        answer = held or OfiAnswer(remark_id=ofi)
        answer.stance, answer.words, answer.by, answer.at, answer.version = stance, words, by, at, seen + 1
        answer.save()
        told = {"ofi": published.numbers[ofi], "answer": [before[0], stance], "words": [before[1], words]}
        note(published, "ANSWER", at, **told)
        return answer


def save_action(
    *,
    assessment: Assessment,
    action: int | None,
    values: Mapping[str, Any],
    ofis: Collection[int],
    seen: int,
    by: Person,
    at: datetime.datetime,
) -> PlanAction:
    """Stores a new action (None), or the change of the one whose version `seen` was shown. `values` are its FIELDS,
    state and reason; `ofis` the ids of the OFIs that it serves.

    Raises PlanClosed, Conflict (None for an action that is not of this assessment), and ValidationError naming the
    field: a day before the publication, a drop without its reason, an OFI of another assessment, missing words.
    """
    with planning(assessment, by) as published:
        held = _held(published, action)
        if action is not None and (held is None or held.version != seen):
            raise Conflict(held)
        _refuse(published, values, ofis)
        before = {**values_of(held), "state": held.state} if held else {}
        changed = held or PlanAction(assessment=published.assessment)
        for name in (*FIELDS, "state"):
            setattr(changed, name, values[name])
        changed.reason = values["reason"] if values["state"] == State.DROPPED else ""
        changed.version, changed.updated_by, changed.updated_at = seen + 1, by, at
        changed.save()
        changed.ofis.set(ofis)
        stored = PlanAction.objects.prefetch_related("ofis").get(pk=changed.pk)
        now = {**values_of(stored), "state": stored.state}
        differing = {name: [before.get(name, ""), value] for name, value in now.items() if before.get(name) != value}
        if differing:
            subject = "ACTION_CHANGED" if held else "ACTION_ADDED"
            note(published, subject, at, plan_action=stored.pk, **_told(differing, published))
        return stored


def _held(published: Published, action: int | None) -> PlanAction | None:
    if action is None:
        return None
    return PlanAction.objects.filter(assessment=published.assessment, pk=action).prefetch_related("ofis").first()


def _refuse(published: Published, values: Mapping[str, Any], ofis: Collection[int]) -> None:
    first = published_on(published.assessment)
    if first and values["due_on"] < first:
        raise ValidationError({"due_on": _("This day comes before the publication of the results.")})
    if values["state"] not in State.values:
        raise ValidationError({"state": _("Choose one of the states.")})
    if values["state"] == State.DROPPED and not values["reason"].strip():
        raise ValidationError({"reason": _("Say why the action is dropped.")})
    if not set(ofis) <= set(published.numbers):
        raise ValidationError({"ofis": _("This OFI is not of this assessment.")})
    for name in ("action", "owner", "indicator", "target"):
        if not values[name].strip():
            raise ValidationError({name: _("This field is required.")})


def _told(differing: Mapping[str, list[Any]], published: Published) -> dict[str, Any]:
    """The differences as the record shows them: OFIs by their numbers, and the action by another name than what was
    done to personal data."""
    detail = {"task" if name == "action" else name: values for name, values in differing.items()}
    if "ofis" in detail:
        detail["ofis"] = [[published.numbers[ofi] for ofi in ofis or []] for ofis in detail["ofis"]]
        detail["ofis"] = [", ".join(map(str, sorted(numbers))) for numbers in detail["ofis"]]
    return detail


def approve_plan(
    *, assessment: Assessment, rank: str, name: str, position: str, by: Person, at: datetime.datetime
) -> Approval:
    """The head approves the plan as it stands. It may be approved anew after changes.

    Raises PlanClosed for anybody but the head, Incomplete, and ValidationError when nothing changed since.
    """
    with planning(assessment, by, head=True) as published:
        actions = list(PlanAction.objects.filter(assessment=published.assessment).prefetch_related("ofis"))
        lacks = lacks_of(published.ofis, actions)
        if lacks:
            raise Incomplete(lacks)
        content = {str(each.pk): values_of(each) for each in actions}
        last = latest_approval(published.assessment)
        if last is not None and last.content == content:
            raise ValidationError(_("The plan stands as it was approved."))
        given = {"rank": rank, "name": name, "position": position}
        approval = Approval.objects.create(assessment=published.assessment, content=content, by=by, at=at, **given)
        note(published, "APPROVED", at, actions=len(actions), **given)
        return approval


def latest_approval(assessment: Assessment) -> Approval | None:
    """The approval that counts. One query."""
    return Approval.objects.filter(assessment=assessment).select_related("by").first()
