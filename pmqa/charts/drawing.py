"""A chart made ready for its template: picture, words and figures beside it, and the table behind it.

Every figure is written here, once; templates only place them.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from pmqa.charts import likert, shapes
from pmqa.charts.chart import VITAL, Chart, ChartRow, Kind, vital_few
from pmqa.charts.shapes import Ink, Picture
from pmqa.charts.table import Figure, TableRow, mean_of, on_time, others, per_cent, scores_of, table_of

SHOWN = 15
ONE_LINE, LONGEST = 24, 44  # letters of a label
_THICK, _THIN = 16, 10

Digits = Callable[[str], str]


@dataclass(frozen=True)
class Beside:
    """The words and figures beside one bar, or below one column."""

    label: str
    figure: str
    share: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the table behind the chart, as it is read. Figures come first, and then the note, as it was written."""

    label: str
    figures: tuple[str, ...]
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Drawn:
    """What the templates in templates/charts/ need. `beside` are the headings of the two figures beside each bar.

    `is_tall`: labels take two lines. `height` of the picture, as CSS has it. `scale`: the words of a running share.
    """

    chart: Chart
    reading: str
    picture: Picture
    rows: tuple[Beside, ...]
    beside: tuple[str, str]
    legend: tuple[tuple[str, Ink], ...]
    headings: tuple[str, ...]
    noted: str
    lines: tuple[Line, ...]
    is_tall: bool
    height: str
    scale: tuple[str, str]

    @property
    def template(self) -> str:
        return "charts/columns.html" if self.chart.kind == Kind.COLUMNS else "charts/bars.html"


def drawn(chart: Chart, *, digits: Digits = str) -> Drawn:
    """`chart` for page and paper; `digits` turns figures into Thai digits where paper asks for them, but never those in
    the subjects of a PARETO, which are words of the unit.

    A picture of more than 16 rows shows the first 15 and all others as one. The table has every row: for paper, which
    has no room for hundreds, give it `folded(chart)`.
    """
    rows, table = folded(chart).rows, table_of(chart)
    tall = any(_letters(row.label) > ONE_LINE for row in rows) and chart.kind != Kind.COLUMNS
    noted = chart.noted if chart.kind == Kind.LADDER else ""
    named: Digits = str if chart.kind == Kind.PARETO else digits
    return Drawn(
        chart,
        digits(chart.reading),
        _picture(chart, rows, _THIN if tall else _THICK),
        tuple(_beside(chart, row, named, digits) for row in rows),
        _heads(chart, digits),
        tuple((digits(words), ink) for words, ink in _legend(chart)),
        tuple(map(digits, table.headings[: len(table.headings) - bool(noted)])),
        noted,
        tuple(_line(row, named, digits) for row in table.rows),
        tall,
        "11em" if chart.kind == Kind.COLUMNS else f"{len(rows) * (3 if tall else 1.75):g}em",
        (digits("0 %"), digits(f"{VITAL} %")),
    )


def folded(chart: Chart) -> Chart:
    """`chart` with its first 15 rows and all others as one; columns, scores and what has no more than 16 as it was."""
    rest = chart.rest.rows if chart.rest else 0
    if chart.kind in (Kind.COLUMNS, Kind.SCORES) or (not rest and len(chart.rows) <= SHOWN + 1):
        return chart
    first, hidden = chart.rows[:SHOWN], [row.counts for row in chart.rows[SHOWN:]]
    if chart.rest:
        hidden.append((chart.rest.count,))
    counts = tuple(sum(count or 0 for count in series) for series in zip(*hidden, strict=True))
    last = others(len(chart.rows) - len(first) + rest, counts)
    return replace(chart, rows=(*first, last), rest=None)


def _picture(chart: Chart, rows: Sequence[ChartRow], thick: int) -> Picture:
    if chart.kind == Kind.PARETO:
        few = vital_few(chart.rows, chart.total) or SHOWN
        return shapes.pareto(rows, min(few, SHOWN), thick=thick)
    if chart.kind == Kind.SHARES:
        return shapes.shares(rows, thick=thick, goal=chart.goal)
    if chart.kind == Kind.LADDER:
        return shapes.ladder(rows, thick=shapes.ROW)
    if chart.kind == Kind.LIKERT:
        return likert.likert(rows, thick=thick)
    if chart.kind == Kind.SCORES:
        return likert.scores(rows, chart.whole)
    return shapes.columns(rows) if chart.kind == Kind.COLUMNS else shapes.bars(rows, thick=thick)


def _legend(chart: Chart) -> tuple[tuple[str, Ink], ...]:
    if chart.kind == Kind.PARETO:
        words = _("makes 80 % with those above"), _("the rest"), _("running share")
        return tuple(zip(words, (shapes.FEW, shapes.MANY, shapes.CURVE), strict=True))
    inks = {
        Kind.COLUMNS: shapes.SERIES,
        Kind.SHARES: shapes.OUTCOMES,
        Kind.LIKERT: likert.ANSWERS,
        Kind.SCORES: likert.YEARS,
    }.get(chart.kind, ())
    return tuple(zip(chart.series, inks, strict=False))


def _heads(chart: Chart, digits: Digits) -> tuple[str, str]:
    """The headings of the two figures beside each bar."""
    if chart.kind == Kind.SCORES:
        return digits(chart.series[0]), digits("".join(chart.series[1:]))
    second = {Kind.LADDER: "", Kind.SHARES: _("In time (%)"), Kind.LIKERT: _("Mean")}
    first = _("Total") if len(chart.series) > 1 else chart.series[0]
    return first, second.get(chart.kind, _("Share of all (%)"))


def _beside(chart: Chart, row: ChartRow, named: Digits, digits: Digits) -> Beside:
    label, figure = named(_short(row.label)), digits(_written(None if row.blank else row.total))
    if chart.kind == Kind.LADDER:
        return Beside(label, figure)
    if chart.kind == Kind.SCORES:
        return Beside(label, *(digits(_written(each)) for each in scores_of(row)))
    share: Figure = on_time(chart, row) if chart.kind == Kind.SHARES else per_cent(row.total, chart.total)
    if chart.kind == Kind.LIKERT:
        share = mean_of(row)
    return Beside(label, figure, digits(_written(share)))


def _line(row: TableRow, named: Digits, digits: Digits) -> Line:
    figures = tuple(digits(_written(figure)) for figure in row.figures if not isinstance(figure, str))
    notes = [figure for figure in row.figures if isinstance(figure, str)]
    return Line(named(row.label), figures, row.address, "".join(notes))


def _written(figure: Figure) -> str:
    """A count as "1,234", a share as "37.5", a measure as "4.21", and that of nothing as a dash."""
    if figure is None:
        return "–"
    if isinstance(figure, Decimal):
        return f"{figure:,.2f}"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:.1f}"


def _letters(text: str) -> int:
    """How many letters are side by side: marks above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _short(label: str) -> str:
    """The label, cut where it is longer than two lines; whole in the table behind the chart."""
    if _letters(label) <= LONGEST:
        return label
    kept, letters = [], 0
    for letter in label:
        letters += unicodedata.category(letter) != "Mn"
        if letters >= LONGEST:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"
