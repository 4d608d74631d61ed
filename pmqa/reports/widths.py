"""How a printed table is laid out: its size of type and the widths of its columns, so that no word is broken.

A word is broken only when nothing else helps: first the columns give each other room, then the type gets smaller,
then the table gets a landscape page; what is still too long is broken in the widest columns alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from pmqa.reports.look import Look
from pmqa.reports.measure import POINT, breadth, words
from pmqa.reports.report import Cell, Marked, PaperColumn, PaperTable

# Millimetres between the margins, and points (design: paper).
PORTRAIT, LANDSCAPE = 160, 247
SIZES = (11.5, 11.0, 10.5, 10.0)
# Upright headings in points, as in report.css.
UPRIGHT = 10.0
TICK, NARROWEST = 6.2, 12.0
# Both sides of a cell with its line (paper.css), and a hair for what kerning adds.
PADDING = 4.3
# The circle before a status, and the type of a hash against that of its table (report.css). Em.
SIGN, HASH = 1.1, 0.8
# Texts up to this stay on one line where the page has room: dates, amounts, choices. Em.
SHORT = 6.0
# Halvings that find the number of lines: enough for a hundredth of a millimetre.
_TURNS = 25
# Tables with more columns are printed on landscape pages.
PORTRAIT_COLUMNS = 7


@dataclass(frozen=True)
class Layout:
    """How one table is printed: on a landscape page or not, its type in points, each column in per cent of the
    table, the room for a line of each column in em, the height of upright headings in millimetres."""

    is_wide: bool
    size: float
    widths: tuple[float, ...]
    rooms: tuple[float, ...]
    upright: float


@dataclass(frozen=True)
class _Need:
    """What a column asks for, in em: its broadest word, its broadest short text, all of the text of a long cell."""

    word: float
    short: float
    text: float
    is_tick: bool = False


def layout(table: PaperTable, look: Look) -> Layout:
    """The largest type in which every word of the table stands whole, and the columns that go with it."""
    needs = _needs(table, look)
    is_wide = _is_wide(table, needs)
    page = LANDSCAPE if is_wide else PORTRAIT
    for size, short_whole in product(SIZES, (True, False)):
        least = _least(needs, size, short_whole)
        if sum(least) <= page:
            break
    longest = _level(least, page)
    widths = _fitted(needs, [min(width, longest) for width in least], size, page)
    return Layout(
        is_wide,
        size,
        tuple(100 * width / page for width in widths),
        tuple((width - PADDING) / (size * POINT) for width in widths),
        max((breadth(column.heading, bold=True) for column in table.columns if column.above), default=0)
        * UPRIGHT
        * POINT,
    )


def _is_wide(table: PaperTable, needs: Sequence[_Need]) -> bool:
    """Many columns, or words that an upright page would break; nothing to print needs no page of its own."""
    if not table.lines or len(table.columns) > PORTRAIT_COLUMNS:
        return bool(table.lines)
    return sum(_least(needs, SIZES[-1], short_whole=False)) > PORTRAIT


def _needs(table: PaperTable, look: Look) -> list[_Need]:
    cells = zip(*table.lines, strict=True) if table.lines else [()] * len(table.columns)
    return [_need(column, each, look) for column, each in zip(table.columns, cells, strict=True)]


def _need(column: PaperColumn, cells: Sequence[Cell], look: Look) -> _Need:
    """What a column needs. Long cells make the rows high: the mean of fourth powers is close to the longest."""
    if column.tick or (column.above and not any(cells)):
        return _Need(0, 0, 0, is_tick=True)
    heading = "" if column.above else column.heading
    found = [
        _heading(heading),
        *(_marked(cell, look) if isinstance(cell, Marked) else _cell(look.text(cell)) for cell in cells),
    ]
    return _Need(
        word=max(each.word for each in found),
        short=max(each.short for each in found),
        text=math.sqrt(math.sqrt(sum(each.text**4 for each in found) / len(found))),
    )


def _heading(text: str) -> _Need:
    return _Need(
        max((breadth(word.rstrip(), bold=True) for word in words(text)), default=0), 0, breadth(text, bold=True)
    )


def _cell(text: str) -> _Need:
    lines = text.split("\n")
    long = [breadth(line) for line in lines]
    return _Need(
        word=max((breadth(word.rstrip()) for line in lines for word in words(line)), default=0),
        short=max((each for each in long if each <= SHORT), default=0),
        text=sum(long),
    )


def _marked(cell: Marked, look: Look) -> _Need:
    """A cell that looks its own way stands on one line."""
    text = look.text(cell)
    if cell.is_status:
        room = SIGN + breadth(text, bold=True)
    else:
        room = breadth(text) * (HASH if cell.kind == "hash" else 1)
    return _Need(room, room, room)


def _least(needs: Sequence[_Need], size: float, short_whole: bool) -> list[float]:
    """The millimetres below which words of the columns would be broken."""
    ems = [max(need.word, need.short) if short_whole else need.word for need in needs]
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
    """The widths that fill the page: as many lines for a long cell of one column as for one of another."""
    few, many = 1.0, 1000.0
    for _turn in range(_TURNS):
        lines = math.sqrt(few * many)
        few, many = (lines, many) if sum(_widths(needs, least, size, lines)) > page else (few, lines)
    widths = _widths(needs, least, size, many)
    texts = sum(width for width, need in zip(widths, needs, strict=True) if not need.is_tick)
    more = 1 + (page - sum(widths)) / texts if texts else 1
    return [width if need.is_tick else width * more for width, need in zip(widths, needs, strict=True)]


def _widths(needs: Sequence[_Need], least: Sequence[float], size: float, lines: float) -> list[float]:
    """The widths with which a long cell of each column has `lines` lines, and none is below its least."""
    return [
        width if need.is_tick else max(width, need.text * size * POINT / lines + PADDING)
        for need, width in zip(needs, least, strict=True)
    ]
