"""Named changes of a standard: its steps change places, it is published, it is withdrawn."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.evidence.actions import Conflict, save_row, store_plan, writing
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
        steps = list(table.rows_of(step.assessment).filter(standard=step.standard_id).order_by("number", "pk"))
        place = next((n for n, each in enumerate(steps) if each.pk == step.pk), None)
        if place is None or steps[place].version != seen:
            raise Conflict(None if place is None else steps[place])
        to = place - 1 if up else place + 1
        if not 0 <= to < len(steps):
            return
        steps[place], steps[to] = steps[to], steps[place]
        numbers = {each.number: number for number, each in enumerate(steps, start=1)}
        _renumber(table, steps, numbers, by, at)


def _renumber(
    table: EvidenceTable, steps: list[StandardStep], numbers: dict[int, int], by: Person, at: datetime.datetime
) -> None:
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
    store_plan(plan, by=by, at=at)


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
