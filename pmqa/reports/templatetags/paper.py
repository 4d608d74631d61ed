"""What the templates of the report need to write on paper: filters for words, figures and dates, and a table's rows."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pmqa.charts import drawing, measured
from pmqa.charts.chart import Chart
from pmqa.charts.flow import DrawnFlow, FlowChart, drawn_flow
from pmqa.charts.radar import DrawnRadar, drawn_radar
from pmqa.reports import look, plan_sheets, sheets
from pmqa.reports.look import Look
from pmqa.reports.measure import lines_of
from pmqa.reports.report import Cell, Marked, PaperColumn, PaperTable, ScoreLine, ScoresPart
from pmqa.reports.scores import outlines_of
from pmqa.reports.widths import Layout, layout

# A table of so many rows has no page of its own.
SHORT_TABLE = 4

register = template.Library()
register.filter(look.paper_text)
register.filter(sheets.points_table)
register.filter(sheets.evidence_table)
register.filter(sheets.judged_table)
register.filter(sheets.letters_table)
register.filter(sheets.remark_counts_table)
register.filter(plan_sheets.plan_tables)
register.filter(plan_sheets.follow_up_name)
register.filter(sheets.groups_table)
register.filter(sheets.services_table)


@register.filter
def figure(number: int | str, style: Look) -> str:
    return style.figure(number)


@register.filter
def prose(text: str, style: Look) -> str:
    return style.prose(text)


@register.filter
def date(day: datetime.date, style: Look) -> str:
    return style.date(day)


@register.filter
def long_date(day: datetime.date, style: Look) -> str:
    return style.long_date(day)


@register.filter
def fact(cell: Cell, style: Look) -> SafeString:
    """A cell that stands in a line of text."""
    return look.paper_text(style.text(cell))


@register.filter
def drawn(chart: Chart, style: Look) -> drawing.Drawn:
    return drawing.drawn(chart, digits=lambda text: style.figure(text))


@register.filter
def flow(chart: FlowChart, style: Look) -> DrawnFlow:
    return drawn_flow(chart, digits=lambda text: style.figure(text))


@register.filter
def radar(scores: ScoresPart, style: Look) -> DrawnRadar:
    """The scores of the criteria as a picture, an outline for each who judged."""
    return drawn_radar([line.code for line in scores.lines], outlines_of(scores), digits=style.figure)


@register.filter
def score_of(scores: ScoresPart | None, code: str) -> ScoreLine | None:
    """The scores of the criterion with this code."""
    return next((line for line in scores.lines if line.code == code), None) if scores else None


# The template of each kind of part that a survey has, and what makes it ready.
PART_TEMPLATES = {measured.Measured: "measured", measured.Grid: "grid", measured.Plane: "plane"}


@register.filter
def part_template(part: measured.Measured | measured.Grid | measured.Plane) -> str:
    return f"reports/paper/{PART_TEMPLATES[type(part)]}.html"


@register.filter
def ready(
    part: measured.Measured | measured.Grid | measured.Plane, style: Look
) -> measured.DrawnMeasured | measured.Grid | measured.DrawnPlane:
    """A part of what a survey found, its figures in the digits of the report."""
    if isinstance(part, measured.Plane):
        return measured.drawn_plane(part, digits=style.figure)
    if isinstance(part, measured.Grid):
        return measured.drawn_grid(part, digits=style.figure)
    return measured.drawn_measured(part, digits=style.figure)


@dataclass(frozen=True)
class Sheet:
    """A table and how it is laid out."""

    table: PaperTable
    layout: Layout


@dataclass(frozen=True)
class Spread:
    """Tables that follow each other on pages of the same shape."""

    is_wide: bool
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Block:
    """Headings that stand side by side under one heading above; a heading without one is a block of its own."""

    above: str
    headings: tuple[str, ...]


@register.filter
def sheet(table: PaperTable, style: Look) -> Sheet:
    return Sheet(table, layout(table, style))


@register.filter
def spreads(tables: Sequence[PaperTable], style: Look) -> list[Spread]:
    """`tables` in their order by the shape of their pages. A short one lies with the table before it, or the first
    with a landscape table after it: a page for two rows would be empty."""
    found: list[Spread] = []
    for table, after in zip_longest(tables, tables[1:]):
        laid = sheet(table, style)
        last = found[-1] if found else None
        if len(table.lines) <= SHORT_TABLE and not laid.layout.is_wide:
            lies = last.is_wide if last else bool(table.lines and after and sheet(after, style).layout.is_wide)
            laid = Sheet(table, layout(table, style, beside_wide=lies))
        if last is not None and last.is_wide == laid.layout.is_wide:
            found[-1] = Spread(last.is_wide, (*last.sheets, laid))
        else:
            found.append(Spread(laid.layout.is_wide, (laid,)))
    return found


@register.filter
def blocks(laid: Sheet) -> list[Block]:
    """The headings of a table, in lines where they lie."""
    return list(_blocks(laid.table.columns, laid.layout.rooms))


def _blocks(columns: Sequence[PaperColumn], rooms: Sequence[float]) -> Iterator[Block]:
    for above, group in groupby(zip(columns, rooms, strict=True), key=lambda pair: pair[0].above):
        if above:
            yield Block(above, tuple(column.heading for column, _room in group))
        else:
            yield from (Block("", ("\n".join(lines_of(column.heading, room, bold=True)),)) for column, room in group)


# Two facts of so many characters stand side by side in a block.
SHORT_FACT = 34


@register.simple_tag
def paper_block(line: Sequence[Cell], laid: Sheet, style: Look) -> SafeString:
    """One line as a block: its headings with what stands under them, blank cells left out, short ones in pairs."""
    facts = [
        (f"{column.above}: {column.heading}" if column.above else column.heading, style.text(cell))
        for column, cell in zip(laid.table.columns, line, strict=True)
        if cell not in ("", None)
    ]
    return format_html_join("", "{}", ((row,) for row in _block_rows(facts)))


def _block_rows(facts: Sequence[tuple[str, str]]) -> Iterator[SafeString]:
    waiting: tuple[str, str] | None = None
    for fact in facts:
        is_short = len(fact[1]) <= SHORT_FACT and "\n" not in fact[1]
        if waiting and is_short:
            yield format_html("<tr>{}{}</tr>", _fact(waiting), _fact(fact))
            waiting = None
            continue
        if waiting:
            yield format_html("<tr>{}</tr>", _fact(waiting, columns=3))
        waiting = fact if is_short else None
        if not is_short:
            yield format_html("<tr>{}</tr>", _fact(fact, columns=3))
    if waiting:
        yield format_html("<tr>{}</tr>", _fact(waiting, columns=3))


def _fact(fact: tuple[str, str], columns: int = 1) -> SafeString:
    heading, text = (look.paper_text(part) for part in fact)
    return format_html('<th>{}</th><td colspan="{}">{}</td>', heading, columns, text)


@register.filter
def css(number: float) -> str:
    """A number as CSS writes it, whatever the language."""
    return f"{number:.2f}"


@register.simple_tag
def paper_row(line: Sequence[Cell], laid: Sheet, style: Look) -> SafeString:
    """The cells of one line. Made here, not in the template: a report may have a hundred thousand of them."""
    return format_html_join("", "<td{}>{}</td>", _cells(line, laid, style))


def _cells(line: Sequence[Cell], laid: Sheet, style: Look) -> Iterator[tuple[str, str]]:
    for cell, column, room in zip(line, laid.table.columns, laid.layout.rooms, strict=True):
        kind = "tick" if column.tick else _kind(cell)
        text = style.text(cell)
        if not column.tick and not isinstance(cell, Marked):
            text = "\n".join(lines_of(text, room))
        yield (format_html(' class="{}"', kind) if kind else ""), text


def _kind(cell: Cell) -> str:
    if isinstance(cell, Marked):
        return cell.kind
    return "number" if isinstance(cell, int) else ""
