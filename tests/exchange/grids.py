"""Sheets as the reader gives them, without a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmqa.criteria import table_of
from pmqa.exchange.workbook import Area, SheetGrid


def grid(title: str, *rows: Sequence[Any], merged: Sequence[Area] = (), **options: Any) -> SheetGrid:
    """A sheet with these rows from row 1 on; empty ones are left out."""
    held = {number: list(row) for number, row in enumerate(rows, 1) if any(value is not None for value in row)}
    return SheetGrid(title=title, rows=held, merged=tuple(merged), **options)


def official(key: str, *lines: Mapping[str, Any], title: str = "") -> SheetGrid:
    """A sheet with the official headings of the table in one row, and lines by column key."""
    table = table_of(key)
    headings = [str(column.heading) for column in table.sheet_columns]
    rows = [[line.get(column.key) for column in table.sheet_columns] for line in lines]
    return grid(title or table.sheet, headings, *rows)
