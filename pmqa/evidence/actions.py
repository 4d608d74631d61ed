"""Named changes of evidence: every write of a row goes through here, locked, versioned and recorded."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.carried import note_said, reopen
from pmqa.evidence.forms import RowForm
from pmqa.evidence.history import changed_rows, kept_values, plain_values
from pmqa.evidence.models import CarriedRow, EvidenceFile, GroupCount, RowChange, Sent
from pmqa.evidence.references import refuse_closed, refuse_double, refuse_gone, refuse_used
from pmqa.evidence.sheet import Plan, draft_of
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.thai.sorting import sort_key

Action, Said = RowChange.Action, CarriedRow.Said


class Closed(Exception):
    """Evidence of this assessment cannot be changed by this person now."""


class Conflict(Exception):
    """Somebody changed the row after the person began to edit it; `row` is as it stands now."""

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.row = row


@contextmanager
def writing(assessment: Assessment, by: Person) -> Iterator[Assessment]:
    """A transaction in which nobody else changes `assessment`. Raises Closed when `by` may not change it now."""
    with transaction.atomic():
        # Of the assessment alone: a lock on the round would make every unit of the year wait. The round is read after
        # it: who closes the round holds all its assessments (pmqa.cycle.rounds).
        held = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        if not held.editable_by(by):
            raise Closed(_("The evidence of this assessment cannot be changed now."))
        yield held


def first_time(key: str, by: Person) -> bool:
    """Whether the form with idempotency `key` is carried out for the first time. Call inside the transaction.

    Ask before anything else is checked: what was stored the first time must not be called a double the second time.
    Raises ValidationError for what is no key.
    """
    try:
        _sent, created = Sent.objects.get_or_create(key=uuid.UUID(key), defaults={"by": by})
    except ValueError:
        raise ValidationError(_("This form is out of date. Open the page again.")) from None
    return created


def standing_at(seen: int | None, *, table: EvidenceTable, form: RowForm) -> Any:
    """The stored row that `form` changes, None for a new one. Call inside `writing`.

    Raises Conflict when the row is gone, or not at the version `seen` by who changes it.
    """
    if form.instance.pk is None:
        return None
    held = table.rows_of(form.assessment).filter(pk=form.instance.pk).first()
    if held is None or held.version != seen:
        raise Conflict(held)
    return held


def save_row(*, table: EvidenceTable, form: RowForm, seen: int | None, by: Person, at: datetime.datetime) -> Any:
    """Stores the valid `form`, a new row or the change of one whose version `seen` was shown.

    Raises Closed, Conflict when the row is no longer at the version that was seen (None for none), and
    ValidationError when another row of the table stands for the same.
    """
    with writing(form.assessment, by):
        row, held = form.instance, standing_at(seen, table=table, form=form)
        draft, plan = draft_of(form), Plan(table)
        if held is None:
            plan.added.append(draft)
        else:
            draft.before, row.version, row.position = table.values_of(held), held.version, held.position
            plan.changed.append(draft)
        refuse_double(table, form.assessment, draft.values, own=row.pk)
        settle(plan)
        store_plan(plan, by=by, at=at)
        return row


def settle(plan: Plan, remove: Sequence[Any] = ()) -> None:
    """Brings other rows of the table into line with what is to be stored. Raises ValidationError where it cannot be."""
    if plan.table.settles:
        plan.table.settles(plan, remove)


def store_plan(plan: Plan, *, by: Person, at: datetime.datetime, remove: Sequence[Any] = ()) -> None:
    """Stores what `plan` adds and changes, and removes the rows in `remove`, with history. Call inside `writing`.

    What goes goes first, so that a new row may take its name. Raises ValidationError when other rows still refer to a
    row that is to be removed, or when a row is closed.
    """
    refuse_closed(plan.table, [*(draft.row for draft in plan.changed), *remove])
    if remove:
        refuse_used(remove)
        _set_deleted(plan.table, remove, deleted_at=at, by=by, at=at)
    for draft in (*plan.added, *plan.changed):
        draft.row.sort_key = sort_key(" ".join(str(draft.values[name]) for name in plan.table.identity))
    registers = [row for draft in (*plan.added, *plan.changed) for row in draft.registers]
    for model in dict.fromkeys(type(row) for row in registers):
        rows = [row for row in registers if type(row) is model]
        _number(model, rows, by, at)
        for row in rows:
            row.sort_key = sort_key(row.names[-1])
        model._default_manager.bulk_create(rows, batch_size=500)
        changed_rows(rows, [plain_values(row) for row in rows], Action.ADDED, by, at)
    _change(plan, by, at)
    _add(plan, by, at)


def _number(model: type[Row], rows: Sequence[Any], by: Person, at: datetime.datetime) -> None:
    """Gives new rows of one assessment the places after the last, and their author."""
    if not rows:
        return
    last = model._default_manager.filter(assessment=rows[0].assessment).aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, start=last + 1):
        row.position, row.updated_by, row.updated_at = position, by, at


def _add(plan: Plan, by: Person, at: datetime.datetime) -> None:
    rows = [draft.row for draft in plan.added]
    if not rows:
        return
    model = plan.table.model
    _number(model, rows, by, at)
    model._default_manager.bulk_create(rows, batch_size=500)
    for field in model._meta.many_to_many:
        _link(field, [(draft.row, draft.many.get(field.name, [])) for draft in plan.added])
    changed_rows(rows, [kept_values(plan.table, draft.values) for draft in plan.added], Action.ADDED, by, at)


def _link(field: "models.ManyToManyField[Any, Any]", pairs: list[tuple[Any, list[Any]]]) -> None:
    """Stores the many-to-many links of rows that have none yet at once."""
    through: Any = field.remote_field.through
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = []
    for row, named in pairs:
        for each in named:
            links.append(each if isinstance(each, GroupCount) else through(**{f"{other}_id": each.pk}))
            setattr(links[-1], f"{own}_id", row.pk)
    through._default_manager.bulk_create(links, batch_size=1000)


def _link_anew(row: Any, name: str, named: list[Any]) -> None:
    field = row._meta.get_field(name)
    through: Any = field.remote_field.through
    through._default_manager.filter(**{field.m2m_field_name(): row}).delete()
    _link(field, [(row, named)])


def _change(plan: Plan, by: Person, at: datetime.datetime) -> None:
    rows = [draft.row for draft in plan.changed]
    if not rows:
        return
    for row in rows:
        row.version, row.updated_by, row.updated_at, row.carried_over = row.version + 1, by, at, False
    stored = {*plan.table.form.stored_fields(), "sort_key", "version", "updated_by", "updated_at", "carried_over"}
    every_row = plan.table.model._default_manager
    if plan.table.once and len(rows) > 1:
        # Two rows may change names with each other: while a row is away, its name is free.
        every_row.filter(pk__in=[row.pk for row in rows]).update(deleted_at=at)
        stored.add("deleted_at")
    every_row.bulk_update(rows, sorted(stored), batch_size=200)
    for draft in plan.changed:
        before = draft.before or {}
        for name, named in draft.many.items():
            if name not in before or before[name] != draft.values[name]:
                _link_anew(draft.row, name, named)
    as_it_was = [draft.row for draft in plan.changed if draft.before == draft.values]
    note_said(as_it_was, Said.UNCHANGED, by=by, at=at)
    note_said([row for row in rows if row not in as_it_was], Said.CHANGED, by=by, at=at)
    changed_rows(rows, [kept_values(plan.table, draft.values) for draft in plan.changed], Action.CHANGED, by, at)


def _set_deleted(
    table: EvidenceTable,
    rows: Sequence[Any],
    *,
    deleted_at: datetime.datetime | None,
    by: Person,
    at: datetime.datetime,
) -> None:
    table.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
        deleted_at=deleted_at, version=models.F("version") + 1, updated_by=by, updated_at=at
    )
    if deleted_at:
        note_said(rows, Said.DROPPED, by=by, at=at)
    else:
        reopen(rows)
    action = Action.DELETED if deleted_at else Action.RESTORED
    changed_rows(rows, [kept_values(table, table.values_of(row)) for row in rows], action, by, at)


def delete_row(*, table: EvidenceTable, row: Any, by: Person, at: datetime.datetime) -> None:
    """Takes `row` out; `undelete_row` brings it back. Nothing happens to a row that is out already.

    Raises ValidationError while other rows refer to it or it is closed, and Closed.
    """
    with writing(row.assessment, by):
        held = table.rows_of(row.assessment).filter(pk=row.pk).first()
        if held is not None:
            refuse_closed(table, [held])
            refuse_used([held])
            settle(Plan(table), [held])
            _set_deleted(table, [held], deleted_at=at, by=by, at=at)


def undelete_row(*, table: EvidenceTable, row: Any, by: Person, at: datetime.datetime) -> None:
    """Brings a deleted row back. Nothing happens to a row that stands.

    Raises ValidationError when a like row was added or a row that it names was deleted meanwhile, and Closed.
    """
    with writing(row.assessment, by):
        gone = table.model._default_manager.filter(pk=row.pk, deleted_at__isnull=False)
        held = table.fetched(gone).first()
        if held is not None:
            refuse_gone(held)
            refuse_double(table, row.assessment, table.values_of(held))
            _set_deleted(table, [held], deleted_at=None, by=by, at=at)


def move_row(*, table: EvidenceTable, row: Any, up: bool, by: Person) -> None:
    """Changes places with the neighbour above or below; at the end of the table nothing happens. Raises Closed."""
    with writing(row.assessment, by):
        rows = list(table.model._default_manager.filter(assessment=row.assessment, deleted_at=None))
        at = rows.index(row) if row in rows else len(rows)
        to = at - 1 if up else at + 1
        if at < len(rows) and 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            for position, each in enumerate(rows, start=1):
                each.position = position
            table.model._default_manager.bulk_update(rows, ["position"], batch_size=500)


def attach_files(
    *, table: EvidenceTable, row: Any, files: Sequence[EvidenceFile], by: Person, at: datetime.datetime
) -> None:
    """Adds `files` to the evidence of `row`, beside what is there. Raises Closed, and ValidationError when the row is
    deleted."""
    with writing(row.assessment, by):
        rows = table.rows_of(row.assessment).filter(pk=row.pk)
        changed = rows.update(version=models.F("version") + 1, updated_by=by, updated_at=at, carried_over=False)
        if not changed:
            raise ValidationError(_("Somebody deleted this row meanwhile."))
        refuse_closed(table, [row])
        row.evidence.add(*files)
        note_said([row], Said.CHANGED, by=by, at=at)
        held = rows.get()
        changed_rows([held], [kept_values(table, table.values_of(held))], Action.CHANGED, by, at)
