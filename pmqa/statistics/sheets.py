"""A chart as a workbook, the table behind it under its title and what it says; and further tables as one."""

import io
from collections.abc import Sequence
from decimal import Decimal

from pmqa.charts.chart import Chart
from pmqa.charts.table import Table, table_of
from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, write_workbook

_LABEL, _FIGURE = 48, 16  # widths in characters


def chart_bytes(chart: Chart, *, whose: str) -> bytes:
    """The .xlsx of `chart`: counts as numbers, shares and measures as numbers. `whose` names the unit and its year."""
    notes = (chart.title, whose, chart.nothing if chart.is_empty else chart.reading)
    return tables_bytes([(chart.title, table_of(chart))], title=chart.title, whose=whose, notes=notes)


def tables_bytes(tables: Sequence[tuple[str, Table]], *, title: str, whose: str, notes: tuple[str, ...]) -> bytes:
    """The .xlsx of `tables`, each on a sheet of its title, with `notes` above it."""
    sheets = [OutSheet(name, _columns(table), _rows(table), notes) for name, table in tables]
    target = io.BytesIO()
    write_workbook(sheets, target, properties=Properties(title=title, author=whose))
    return target.getvalue()


def _columns(table: Table) -> tuple[OutColumn, ...]:
    first, *others = table.headings
    return (OutColumn(first, _LABEL), *(OutColumn(heading, _FIGURE) for heading in others))


def _rows(table: Table) -> list[tuple[str | int | float | None, ...]]:
    figures = [[float(each) if isinstance(each, Decimal) else each for each in row.figures] for row in table.rows]
    return [(row.label, *each) for row, each in zip(table.rows, figures, strict=True)]
