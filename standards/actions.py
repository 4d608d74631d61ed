"""Named changes of a standard: its steps come, go and change places, it is published, it is withdrawn."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.evidence.actions import Conflict, save_row, standing_at, store_plan, undelete_row, writing
from pmqa.evidence.forms import RowForm
from pmqa.evidence.sheet import Plan, draft_of
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.thai.text import fold
from standards.models import PublishedStandard, ServiceStandard, StandardStep
from standards.queries import manual_facts, manual_from, steps_of


def move_step(
    *, table: EvidenceTable, step: StandardStep, seen: int | None, up: bool, by: Person, at: datetime.datetime
) -> None:
    """Changes places with the step before or after; returns follow their steps. At the ends nothing happens.

    Numbers count from 1 without a gap afterwards. Raises Closed, Conflict when the step is no longer at the version
    that was seen, and ValidationError when a return would then lead forward.
    """
    with writing(step.assessment, by):
        steps = _in_order(table, step.standard)
        place = steps.index(_standing(steps, step, seen))
        to = place - 1 if up else place + 1
        if not 0 <= to < len(steps):
            return
        steps[place], steps[to] = steps[to], steps[place]
        store_plan(_renumbered(table, steps, _places(steps)), by=by, at=at)


def order_steps(
    *,
    table: EvidenceTable,
    standard: ServiceStandard,
    seen: Sequence[tuple[int, int]],
    by: Person,
    at: datetime.datetime,
) -> None:
    """Puts all steps of `standard` in the order `seen`: the id of each with the version that was seen. Returns follow.

    Numbers count from 1 without a gap afterwards. Raises Closed, Conflict when these are not the steps of the standard
    at these versions, and ValidationError when a return would then lead forward.
    """
    with writing(standard.assessment, by):
        held = {each.pk: each for each in _in_order(table, standard)}
        if sorted(seen) != sorted((each.pk, each.version) for each in held.values()):
            raise Conflict(None)
        steps = [held[pk] for pk, _version in seen]
        store_plan(_renumbered(table, steps, _places(steps)), by=by, at=at)


def store_step(*, table: EvidenceTable, form: RowForm, seen: int | None, by: Person, at: datetime.datetime) -> Any:
    """Stores the valid `form` of a step as `save_row` does, where its number is a place among the steps: at a number
    that is taken it comes in between, and returns follow their steps. What the form says of its own return is a number
    as it stood when the form was sent.

    Raises what `save_row` raises, and ValidationError when a return would then lead forward or nowhere.
    """
    with writing(form.assessment, by):
        held, step = standing_at(seen, table=table, form=form), form.instance
        others = [each for each in _in_order(table, step.standard) if each.pk != step.pk]
        own = held.number if held is not None and held.standard_id == step.standard_id else None
        is_taken = step.number in {each.number for each in others}
        if own == step.number or (own is None and not is_taken):
            return save_row(table=table, form=form, seen=seen, by=by, at=at)
        place = sum(each.number < step.number for each in others)
        if is_taken and own is not None and own < step.number:
            place += 1
        order = [*others[:place], step, *others[place:]]
        numbers = {} if own is None else {own: place + 1}
        numbers |= {each.number: number for number, each in enumerate(order, start=1) if each is not step}
        plan = _renumbered(table, others, numbers)
        _place(form, place + 1, numbers)
        draft = draft_of(form)
        if held is None:
            plan.added.append(draft)
        else:
            draft.before, step.version, step.position = table.values_of(held), held.version, held.position
            plan.changed.append(draft)
        store_plan(plan, by=by, at=at)
        return step


def _place(form: RowForm, number: int, numbers: Mapping[int, int]) -> None:
    """Gives the step of a valid form its number, and its return the number that `numbers` have for it."""
    told, back = form.cleaned_data, form.cleaned_data["back_to"]
    if back is not None and back not in numbers:
        words = _("Step %(number)s leads back to a step that is not there.") % {"number": told["number"]}
        raise ValidationError({"back_to": words})
    if back is not None and numbers[back] >= number:
        raise ValidationError({"back_to": _("A step cannot stand before the one to which it leads back.")})
    told["number"], told["back_to"] = number, None if back is None else numbers[back]
    form.instance.number, form.instance.back_to = told["number"], told["back_to"]


def remove_step(
    *, table: EvidenceTable, step: StandardStep, seen: int | None, by: Person, at: datetime.datetime
) -> None:
    """Takes `step` out and closes the gap; returns follow their steps.

    Raises Closed, Conflict when the step is no longer at the version that was seen, and ValidationError while another
    step leads back to it.
    """
    with writing(step.assessment, by):
        steps = _in_order(table, step.standard)
        held = _standing(steps, step, seen)
        for each in steps:
            if each.back_to == held.number:
                words = _("Step %(number)s leads back to this step. Change that first.")
                raise ValidationError(words % {"number": each.number})
        steps.remove(held)
        store_plan(_renumbered(table, steps, _places(steps)), by=by, at=at, remove=[held])


def return_step(*, table: EvidenceTable, step: StandardStep, by: Person, at: datetime.datetime) -> None:
    """Brings `step` back to the place from which `remove_step` took it. Nothing happens to one that stands.

    Raises Closed, and Conflict when the steps changed meanwhile: its number and its return would mean others then.
    """
    with writing(step.assessment, by):
        gone = StandardStep.objects.filter(pk=step.pk, deleted_at__isnull=False).first()
        if gone is None:
            return
        steps = _in_order(table, step.standard)
        if any(each.updated_at > gone.deleted_at for each in steps):
            raise Conflict(None)
        numbers = {each.number: each.number + (each.number >= gone.number) for each in steps}
        store_plan(_renumbered(table, steps, numbers), by=by, at=at)
        undelete_row(table=table, row=gone, by=by, at=at)


def _in_order(table: EvidenceTable, standard: ServiceStandard) -> list[StandardStep]:
    steps = table.rows_of(standard.assessment).filter(standard=standard)
    return list(steps.order_by("number", "pk"))


def _standing(steps: Sequence[StandardStep], step: StandardStep, seen: int | None) -> StandardStep:
    """`step` as it stands among `steps`. Raises Conflict when it is gone or not at the version that was seen."""
    held = next((each for each in steps if each.pk == step.pk), None)
    if held is None or held.version != seen:
        raise Conflict(held)
    return held


def _places(steps: Sequence[StandardStep]) -> dict[int, int]:
    return {each.number: place for place, each in enumerate(steps, start=1)}


def _renumbered(table: EvidenceTable, steps: Sequence[StandardStep], numbers: Mapping[int, int]) -> Plan:
    """What gives each of `steps` the number that `numbers` have for its own, and so its return. A return to what is no
    step goes. Raises ValidationError when a return would then lead forward."""
    plan = Plan(table)
    for each in steps:
        before = table.values_of(each)
        number, back = numbers[each.number], numbers.get(each.back_to) if each.back_to is not None else None
        if back is not None and back >= number:
            raise ValidationError(_("A step cannot stand before the one to which it leads back."))
        told: dict[str, Any] = {**before, "number": number, "back_to": "" if back is None else back}
        if told == before:
            continue
        form = table.form(told, assessment=each.assessment, instance=each)
        if not form.is_valid():
            raise ValidationError([str(text) for errors in form.errors.values() for text in errors])
        draft = draft_of(form)
        draft.before = before
        plan.changed.append(draft)
    return plan


def publish(
    *,
    table: EvidenceTable,
    standard: ServiceStandard,
    seen: int | None,
    by: Person,
    at: datetime.datetime,
    today: datetime.date,
) -> PublishedStandard:
    """Shows the standard to the public as it stands, in place of the version before; in its row stand version and day.

    Raises Closed, Conflict when the row is no longer at the version that was seen, and ValidationError for a standard
    without steps or total time.
    """
    with writing(standard.assessment, by):
        number = _number_of(standard)
        last = _versions(standard, number).aggregate(last=Max("version"))["last"] or 0
        facts = manual_facts(standard, steps_of(standard))
        manual = manual_from(facts)
        if not manual.steps or manual.promised is None:
            raise ValidationError(_("Write the steps and the total completion time first."))
        told: dict[str, Any] = {**table.values_of(standard), "published_on": today.isoformat()}
        with override(settings.LANGUAGE_CODE):
            if told["manual"] in ("", _manual_name(last)):
                told["manual"] = _manual_name(last + 1)
        form = table.form(told, assessment=standard.assessment, instance=standard)
        if not form.is_valid():
            raise ValidationError([str(text) for errors in form.errors.values() for text in errors])
        save_row(table=table, form=form, seen=seen, by=by, at=at)
        _versions(standard, number).filter(withdrawn_at=None).update(withdrawn_at=at)
        return PublishedStandard.objects.create(
            unit=standard.assessment.unit,
            standard=standard,
            number=number,
            version=last + 1,
            facts=facts,
            published_at=at,
            published_by=by,
        )


def _manual_name(version: int) -> str:
    return _("Contact manual, version %(version)s") % {"version": version}


def _versions(standard: ServiceStandard, number: int) -> Any:
    return PublishedStandard.objects.filter(unit=standard.assessment.unit, number=number)


def _number_of(standard: ServiceStandard) -> int:
    """The number of the service in the manual of its unit: that of this standard, that of the same service in another
    year, or a new one."""
    every = PublishedStandard.objects.filter(unit=standard.assessment.unit).order_by("-published_at")
    own = every.filter(standard=standard).first()
    if own is not None:
        return own.number
    name = _name(standard.service.process, standard.service.product)
    before = every.exclude(standard__assessment=standard.assessment_id)
    for each in before:
        if _name(each.facts["service"], each.facts["product"]) == name:
            return each.number
    return (every.aggregate(last=Max("number"))["last"] or 0) + 1


def _name(process: str, product: str) -> str:
    return f"{fold(process)}|{fold(product)}"


def withdraw(*, standard: ServiceStandard, by: Person, at: datetime.datetime) -> None:
    """Takes the standard from the public; its versions are kept. Raises Closed."""
    with writing(standard.assessment, by):
        PublishedStandard.objects.filter(standard=standard, withdrawn_at=None).update(withdrawn_at=at)
