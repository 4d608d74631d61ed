"""How a printed table is laid out: its size of type and the widths of its columns, so that no word is broken.

A word is broken only when nothing else helps: first the columns give each other room, then the type gets smaller,
then the table gets a landscape page; what is still too long is broken in the widest columns alone.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from pmqa.reports.look import Look
from pmqa.reports.measure import POINT, breadth, words
from pmqa.reports.report import Cell, PaperColumn, PaperTable

# Millimetres between the margins, and points (design: paper).
PORTRAIT, LANDSCAPE = 160, 247
SIZES = (11.5, 11.0, 10.5, 10.0)
TICK, NARROWEST = 6.2, 12.0
# Both sides of a cell with its line, and a hair for what kerning adds.
PADDING = 4.4
# Longer lines are worth breaking: no column asks for more than this.
WIDEST = 62.0
# A line of the landscape page holds more than a table of few columns needs.
PORTRAIT_COLUMNS = 7


@dataclass(frozen=True)
class Layout:
    """The size of type in points, and the width of each column in per cent of the table."""

    size: float
    widths: tuple[float, ...]


@dataclass(frozen=True)
class _Need:
    """What a column asks for, in em: its broadest word, its broadest date on one line, its broadest line."""

    word: float
    date: float
    line: float
    is_tick: bool = False


def is_wide(table: PaperTable, look: Look) -> bool:
    """Whether the table needs a landscape page: many columns, or words that an upright page breaks. Nothing
    to print needs none."""
    if not table.lines:
        return False
    if len(table.columns) > PORTRAIT_COLUMNS:
        return True
    return sum(_least(_needs(table, look), SIZES[-1], whole_dates=False)) > PORTRAIT


def layout(table: PaperTable, look: Look) -> Layout:
    """The largest type in which every word of the table stands whole, and the columns that go with it."""
    needs = _needs(table, look)
    page = LANDSCAPE if is_wide(table, look) else PORTRAIT
    for size, whole_dates in product(SIZES, (True, False)):
        least = _least(needs, size, whole_dates)
        if sum(least) <= page:
            break
    longest = _level(least, page)
    least = [min(width, longest) for width in least]
    widths = _fitted(needs, least, size, page)
    return Layout(size, tuple(100 * width / sum(widths) for width in widths))


def _needs(table: PaperTable, look: Look) -> list[_Need]:
    cells = zip(*table.lines, strict=True) if table.lines else [()] * len(table.columns)
    return [_need(column, set(each), look) for column, each in zip(table.columns, cells, strict=True)]


def _need(column: PaperColumn, cells: Iterable[Cell], look: Look) -> _Need:
    filled = [cell for cell in cells if cell != ""]
    if column.tick or (column.above and not filled):
        return _Need(0, 0, 0, is_tick=True)
    dates = [look.date(cell) for cell in filled if isinstance(cell, datetime.date)]
    others = [look.text(cell) for cell in filled if not isinstance(cell, datetime.date)]
    date = max(map(breadth, dates), default=0)
    return _Need(
        word=max(_broadest_word([] if column.above else [column.heading], bold=True), _broadest_word(others), date / 2),
        date=date,
        line=max((breadth(line) for text in others for line in text.split("\n")), default=0),
    )


def _broadest_word(texts: Iterable[str], *, bold: bool = False) -> float:
    return max((breadth(word, bold=bold) for text in texts for word in words(text)), default=0)


def _least(needs: Sequence[_Need], size: float, whole_dates: bool) -> list[float]:
    """The millimetres below which words of the columns would be broken."""
    ems = [max(need.word, need.date) if whole_dates else need.word for need in needs]
    return [
        TICK if need.is_tick else max(NARROWEST, em * size * POINT + PADDING)
        for need, em in zip(needs, ems, strict=True)
    ]


def _level(least: Sequence[float], room: float) -> float:
    """The most that a column may ask for so that all find room: only the broadest give way."""
    for count, width in zip(range(len(least), 0, -1), sorted(least), strict=True):
        if width * count > room:
            return room / count
        room -= width
    return max(least)


def _fitted(needs: Sequence[_Need], least: Sequence[float], size: float, page: float) -> list[float]:
    """The widths that fill the page: each column has its least, and the more of the rest, the longer its lines."""
    rest = page - sum(least)
    lines = [min(need.line * size * POINT + PADDING, WIDEST) for need in needs]
    wants = [max(0.0, line - width) for line, width in zip(lines, least, strict=True)]
    part = min(1.0, rest / sum(wants)) if sum(wants) else 0.0
    widths = [width + part * want for width, want in zip(least, wants, strict=True)]
    spare = page - sum(widths)
    total = sum(width for width, need in zip(widths, needs, strict=True) if not need.is_tick)
    return [
        width if need.is_tick or not total else width * (1 + spare / total)
        for width, need in zip(widths, needs, strict=True)
    ]
