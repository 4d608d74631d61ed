"""A chart as a workbook: the table behind it, under its title and what it says."""

import io
from decimal import Decimal

from pmqa.charts.chart import Chart
from pmqa.charts.table import table_of
from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, write_workbook

_LABEL, _FIGURE = 48, 16  # widths in characters


def chart_bytes(chart: Chart, *, whose: str) -> bytes:
    """The .xlsx of `chart`: counts as numbers, shares and measures as numbers. `whose` names the unit and its year."""
    table = table_of(chart)
    first, *others = table.headings
    columns = (OutColumn(first, _LABEL), *(OutColumn(heading, _FIGURE) for heading in others))
    rows = [
        (row.label, *(float(each) if isinstance(each, Decimal) else each for each in row.figures)) for row in table.rows
    ]
    notes = (chart.title, whose, chart.nothing if chart.is_empty else chart.reading)
    target = io.BytesIO()
    write_workbook(
        [OutSheet(chart.title, columns, rows, notes)], target, properties=Properties(title=chart.title, author=whose)
    )
    return target.getvalue()
