"""The history of rows: each entry holds every column as it stood, so that two entries tell what changed.

A row is known by its model's label, so that rows that an import adds on the way are in the history as well.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmqa.cycle.models import Row
from pmqa.evidence.forms import Cell, Values, shown
from pmqa.evidence.models import RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person


def plain_values(row: Any) -> Values:
    """The columns of a row that comes from no sheet, by its own fields."""
    common = {field.name for field in Row._meta.fields} | {"id"}
    return {f.name: shown(f, getattr(row, f.name)) for f in row._meta.concrete_fields if f.name not in common}


def _kept(value: Cell) -> str | int:
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
                values={name: _kept(value) for name, value in columns.items()},
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
    headings = {name: field.label for name, field in table.form.base_fields.items()}
    entries: list[Entry] = []
    before: dict[str, Any] = {}
    for change in changes:
        fields = tuple(
            FieldChange(heading, before.get(name, ""), change.values.get(name, ""))
            for name, heading in headings.items()
            if before.get(name, "") != change.values.get(name, "")
        )
        entries.append(Entry(change, fields))
        before = change.values
    return entries[::-1]
