"""What the templates of the report need to write on paper: filters for words, figures and dates, and a table's rows."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pmqa.reports import look
from pmqa.reports.look import Look
from pmqa.reports.report import Cell, PaperColumn, PaperTable
from pmqa.reports.widths import Layout, is_wide, layout

register = template.Library()
register.filter(look.paper_text)


@register.filter
def figure(number: int | str, style: Look) -> str:
    return style.figure(number)


@register.filter
def date(day: datetime.date, style: Look) -> str:
    return style.date(day)


@register.filter
def long_date(day: datetime.date, style: Look) -> str:
    return style.long_date(day)


@dataclass(frozen=True)
class Block:
    """Columns that stand side by side under one heading above; a column without one is a block of its own."""

    above: str
    columns: tuple[PaperColumn, ...]


@register.filter
def blocks(table: PaperTable) -> list[Block]:
    return list(_blocks(table.columns))


def _blocks(columns: Sequence[PaperColumn]) -> Iterator[Block]:
    for above, group in groupby(columns, key=lambda column: column.above):
        if above:
            yield Block(above, tuple(group))
        else:
            yield from (Block("", (column,)) for column in group)


@dataclass(frozen=True)
class Spread:
    """Tables that follow each other on pages of the same shape."""

    is_wide: bool
    tables: tuple[PaperTable, ...]


@register.filter
def spreads(tables: Sequence[PaperTable], style: Look) -> list[Spread]:
    """`tables` in their order by the shape of their pages; one without lines stays on the page where it comes."""
    found: list[Spread] = []
    for table in tables:
        wide, last = is_wide(table, style), found[-1] if found else None
        if last is not None and (last.is_wide == wide or not table.lines):
            found[-1] = Spread(last.is_wide, (*last.tables, table))
        else:
            found.append(Spread(wide, (table,)))
    return found


@register.filter
def laid_out(table: PaperTable, style: Look) -> Layout:
    return layout(table, style)


@register.simple_tag
def paper_row(line: Sequence[Cell], table: PaperTable, style: Look) -> SafeString:
    """The cells of one line. Made here, not in the template: a report may have a hundred thousand of them."""
    return format_html_join("", "<td{}>{}</td>", _cells(line, table, style))


def _cells(line: Sequence[Cell], table: PaperTable, style: Look) -> Iterator[tuple[str, SafeString]]:
    for value, column in zip(line, table.columns, strict=True):
        kind = "tick" if column.tick else "number" if isinstance(value, int) else ""
        yield (format_html(' class="{}"', kind) if kind else ""), style.cell(value)
