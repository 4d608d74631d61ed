"""The table behind a chart: its counts, and the shares that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from pmqa.charts.chart import Chart, ChartRow, Kind

Figure = int | float | Decimal | str | None


@dataclass(frozen=True)
class TableRow:
    """A row: whole numbers are counts, floats are shares in per cent to one decimal, decimals are measures to two;
    None is a share or a measure of nothing, or what is not known. A text is the note of the row."""

    label: str
    figures: tuple[Figure, ...]
    address: str = ""


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]


def per_cent(part: int, whole: int, decimals: int = 1) -> float | None:
    """The share in per cent, halves rounded up, as a float of so many decimals; None of nothing.

    What is less than all is never shown as 100, and what is more than nothing never as 0.
    """
    if not whole:
        return None
    unit = Decimal(1).scaleb(-decimals)
    share = (Decimal(part * 100) / whole).quantize(unit, ROUND_HALF_UP)
    if 0 < part < whole:
        share = min(max(share, unit), 100 - unit)
    return float(share)


def others(rows: int, counts: tuple[int, ...]) -> ChartRow:
    """The row for the `rows` that are not shown each by itself."""
    return ChartRow(_("Others (%(number)s)") % {"number": f"{rows:,}"}, counts)


def on_time(chart: Chart, row: ChartRow) -> float | None:
    """The share of the first series among those that are decided."""
    decided = (count for place, count in enumerate(row.counts) if place not in chart.undecided)
    return per_cent(row.counts[0], sum(decided))


def mean_of(row: ChartRow) -> Decimal | None:
    """The mean of the answers in a row of LIKERT, the first series being 1, halves rounded up; None of no answers."""
    if not row.total:
        return None
    whole = sum(value * (count or 0) for value, count in enumerate(row.counts, start=1))
    return (Decimal(whole) / row.total).quantize(Decimal("0.01"), ROUND_HALF_UP)


def scores_of(row: ChartRow) -> tuple[Decimal | None, ...]:
    """The figures of a row of SCORES."""
    return tuple(None if count is None else Decimal(count).scaleb(-2) for count in row.counts)


def table_of(chart: Chart) -> Table:
    """Every row of `chart`, with its shares. Words are in the active language."""
    return Table((chart.heading, *chart.series, *_added(chart)), tuple(_rows(chart)))


def _added(chart: Chart) -> tuple[str, ...]:
    if chart.kind == Kind.PARETO:
        return _("Share of all (%)"), _("Running share (%)")
    if chart.kind == Kind.LADDER:
        return (chart.noted,) if chart.noted else ()
    if chart.kind == Kind.BARS:
        return (_("Share of all (%)"),)
    if chart.kind == Kind.SCORES:
        return ()
    if chart.kind == Kind.LIKERT:
        return _("Total"), _("Mean")
    return (_("Total"), _("In time (%)")) if chart.kind == Kind.SHARES else (_("Total"),)


def _rows(chart: Chart) -> Iterator[TableRow]:
    running, total = 0, chart.total
    rest = [others(chart.rest.rows, (chart.rest.count,))] if chart.rest else []
    for row in (*chart.rows, *rest):
        running += row.total
        added: tuple[Figure, ...] = (row.total,)
        if chart.kind == Kind.PARETO:
            added = (per_cent(row.total, total), per_cent(running, total))
        elif chart.kind == Kind.LADDER:
            added = (row.note,) if chart.noted else ()
        elif chart.kind == Kind.BARS:
            added = (per_cent(row.total, total),)
        elif chart.kind == Kind.SHARES:
            added = (row.total, on_time(chart, row))
        elif chart.kind == Kind.LIKERT:
            added = (row.total, mean_of(row))
        figures: tuple[Figure, ...] = scores_of(row) if chart.kind == Kind.SCORES else (*row.counts, *added)
        yield TableRow(row.label, tuple(None for _each in figures) if row.blank else figures, row.address)
