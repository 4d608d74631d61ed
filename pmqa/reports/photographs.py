"""The photographs of rows: which of a row's evidence they are, and the sheet of a row that has them."""

import datetime
from collections.abc import Sequence
from typing import Any

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.reports.report import Cell, PhotoSheet, Picture


def is_printable(file: EvidenceFile) -> bool:
    return file.is_picture and bool(file.stored) and file.classification != EvidenceFile.Classification.CLASSIFIED


def photographs_of(row: Any) -> list[EvidenceFile]:
    """The photographs among the evidence of `row` (fetched), in the order of the register."""
    files = [file for file in row.evidence.all() if file.deleted_at is None and is_printable(file)]
    return sorted(files, key=lambda file: (file.position, file.pk))


def picture_of(file: EvidenceFile) -> Picture:
    return Picture(file.pk, file.number, file.caption or file.title, file.place, file.taken_on)


def cell_of(value: Any) -> Cell:
    """A value of a row as paper takes it."""
    if value is None:
        return ""
    return value if isinstance(value, int | datetime.date) else str(value)


def facts_of(table: EvidenceTable, row: Any) -> tuple[tuple[str, Cell], ...]:
    """What stands above the photographs of `row`: headings, and what is filled in under them."""
    values = table.values_of(row)
    fields = table.form.base_fields
    facts = ((str(fields[name].label), cell_of(values[name])) for name in table.photo_head)
    return tuple((heading, cell) for heading, cell in facts if cell != "")


def sheet_of(table: EvidenceTable, row: Any) -> PhotoSheet:
    """The photo sheet of one row of `table`."""
    pictures = tuple(picture_of(file) for file in photographs_of(row))
    return PhotoSheet(table.key, row.pk, str(row), facts_of(table, row), pictures)


def sheets_of(table: EvidenceTable, assessment: Assessment) -> Sequence[PhotoSheet]:
    """The photo sheets of the rows of `table` that have photographs. A fixed number of queries."""
    sheets = (sheet_of(table, row) for row in table.rows_of(assessment).prefetch_related("evidence"))
    return tuple(sheet for sheet in sheets if sheet.pictures)
