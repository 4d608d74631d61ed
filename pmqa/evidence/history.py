"""The history of rows: each entry holds every column as it stood, so that two entries tell what changed.

A row is known by its model's label, so that rows that an import adds on the way are in the history as well.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language

from pmqa.cycle.models import Row
from pmqa.evidence.fields import ThaiDateField
from pmqa.evidence.forms import Cell, Values, shown
from pmqa.evidence.models import RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.thai.dates import format_date


def plain_values(row: Any) -> Values:
    """The columns of a row that comes from no sheet, by its own fields; choices by their codes."""
    common = {field.name for field in Row._meta.fields} | {"id"}
    fields = (field for field in row._meta.concrete_fields if field.name not in common)
    return {f.name: getattr(row, f.name) if f.choices else shown(f, getattr(row, f.name)) for f in fields}


def kept_values(table: EvidenceTable, values: Mapping[str, Cell]) -> Values:
    """A row's cells as the history keeps them: what a field words for its reader (`label_of`) as it is stored."""
    fields = table.form.base_fields
    return {name: _code(fields[name], value) for name, value in values.items()}


def _code(field: forms.Field, value: Cell) -> Cell:
    return str(field.to_python(value)) if value and hasattr(field, "label_of") else value


def readable(field: forms.Field, value: Any) -> Any:
    """A kept value in the reader's language and calendar."""
    if value and hasattr(field, "label_of"):
        return field.label_of(value)
    if value and isinstance(field, ThaiDateField):
        return format_date(datetime.date.fromisoformat(value), language=get_language() or "th")
    return value


def _stored(value: Cell) -> str | int:
    return value.isoformat() if isinstance(value, datetime.date) else value


def changed_rows(
    rows: Sequence[Any], values: Sequence[Mapping[str, Cell]], action: str, by: Person, at: datetime.datetime
) -> None:
    """Records what was done to `rows`, whose columns now hold `values` (in the same order)."""
    RowChange.objects.bulk_create(
        [
            RowChange(
                assessment_id=row.assessment_id,
                table=row._meta.label_lower,
                row_id=row.pk,
                action=action,
                values={name: _stored(value) for name, value in columns.items()},
                by=by,
                at=at,
            )
            for row, columns in zip(rows, values, strict=True)
        ],
        batch_size=500,
    )


@dataclass(frozen=True)
class FieldChange:
    heading: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One entry of a row's history as people read it."""

    change: RowChange
    fields: tuple[FieldChange, ...]


def history_of(table: EvidenceTable, row: Any) -> list[Entry]:
    """The history of `row`, newest first, each entry with the columns that it changed. One query."""
    changes = list(
        RowChange.objects.filter(table=row._meta.label_lower, row_id=row.pk).select_related("by").order_by("pk")
    )
    entries: list[Entry] = []
    before: dict[str, Any] = {}
    for change in changes:
        fields = tuple(
            FieldChange(
                field.label, readable(field, before.get(name, "")), readable(field, change.values.get(name, ""))
            )
            for name, field in _fields(table, change)
            if before.get(name, "") != change.values.get(name, "")
        )
        entries.append(Entry(change, fields))
        before = {**before, **change.values}
    return entries[::-1]


def _fields(table: EvidenceTable, change: RowChange) -> list[tuple[str, forms.Field]]:
    """What `change` may tell of: every column, and what it holds beside them; not what earlier ones did."""
    return [*table.form.base_fields.items(), *(pair for pair in table.beside if pair[0] in change.values)]
