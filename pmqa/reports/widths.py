"""How a printed table is laid out: its size of type and the widths of its columns, so that no word is broken.

A word is broken only when nothing else helps: first the columns give each other room, then the type gets smaller,
then the table gets a landscape page. A table with more columns than such a page can show is printed in blocks, a row
each: headings with what stands under them. What is still too long is broken in the widest columns alone.
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
HEIGHT, WIDE_HEIGHT = 252, 165
# The title of a table with the room about it and the cells' own, in millimetres; the height of a line in em.
TITLE, LINE = 25, 1.4
# As many rows as report.css keeps together at most.
KEPT_ROWS = 3
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
# How much the longest cells of a column count for its width: the powers of the means that are tried.
_POWERS = (1, 2, 4, 8)
# Tables with more columns are printed on landscape pages.
PORTRAIT_COLUMNS = 7
# Tables with more columns, those of ticks aside, are printed in blocks; so are many that a landscape page would break.
LANDSCAPE_COLUMNS = 11


@dataclass(frozen=True)
class Layout:
    """How one table is printed: on a landscape page or not, its type in points, each column in per cent of the
    table, the room for a line of each column in em, the height of upright headings in millimetres.

    `in_blocks`: row by row, so that there are no columns to measure. `is_tall`: three rows may be more than a page, so
    that no rows are kept together. `is_giant`: one row may be, so that rows are broken, too.
    """

    is_wide: bool
    size: float
    widths: tuple[float, ...]
    rooms: tuple[float, ...]
    upright: float
    in_blocks: bool = False
    is_tall: bool = False
    is_giant: bool = False


@dataclass(frozen=True)
class _Need:
    """What a cell or a column asks for, in em: its broadest word, its broadest short text, its lines."""

    word: float
    short: float
    lines: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Column:
    """A column with the needs of its heading and its cells in their order; one of ticks needs nothing more."""

    cells: tuple[_Need, ...]
    is_tick: bool = False

    def least(self, size: float, short_whole: bool) -> float:
        """The millimetres below which words of the column would be broken."""
        if self.is_tick:
            return TICK
        em = max(max(cell.word, cell.short if short_whole else 0) for cell in self.cells)
        return max(NARROWEST, em * size * POINT + PADDING)

    def text(self, power: int) -> float:
        """The length of a long cell in em: a mean that is the closer to the longest, the higher its power."""
        return (sum(sum(cell.lines) ** power for cell in self.cells) / len(self.cells)) ** (1 / power)


def layout(table: PaperTable, look: Look, *, beside_wide: bool = False) -> Layout:
    """The largest type in which every word of the table stands whole, and the columns that go with it.

    `beside_wide`: it is printed on a landscape page, whether it needs one or not.
    """
    columns = _columns(table, look)
    if _is_in_blocks(table, columns):
        return Layout(beside_wide, SIZES[-1], (), (), 0, in_blocks=True)
    is_wide = beside_wide or _is_wide(table, columns)
    page = LANDSCAPE if is_wide else PORTRAIT
    for size, short_whole in product(SIZES, (True, False)):
        least = [column.least(size, short_whole) for column in columns]
        if sum(least) <= page:
            break
    longest = _level(least, page)
    least = [min(width, longest) for width in least]
    tried = (_fitted(columns, least, size, page, power) for power in _POWERS)
    widths = min(tried, key=lambda widths: sum(_heights(columns, widths, size)))
    head, *rows = _heights(columns, widths, size)
    room = (WIDE_HEIGHT if is_wide else HEIGHT) - TITLE - head * size * LINE * POINT
    highest = max(rows, default=0) * size * LINE * POINT
    return Layout(
        is_wide,
        size,
        tuple(100 * width / page for width in widths),
        tuple((width - PADDING) / (size * POINT) for width in widths),
        _upright(table),
        is_tall=highest * KEPT_ROWS > room,
        is_giant=highest > room,
    )


def _upright(table: PaperTable) -> float:
    headings = [column.heading for column in table.columns if column.above]
    return max((breadth(heading, bold=True) for heading in headings), default=0) * UPRIGHT * POINT


def _is_wide(table: PaperTable, columns: Sequence[_Column]) -> bool:
    """Many columns, or words that an upright page would break; nothing to print needs no page of its own."""
    if not table.lines or len(columns) > PORTRAIT_COLUMNS:
        return bool(table.lines)
    return sum(column.least(SIZES[-1], short_whole=False) for column in columns) > PORTRAIT


def _is_in_blocks(table: PaperTable, columns: Sequence[_Column]) -> bool:
    if not table.lines or len(columns) <= PORTRAIT_COLUMNS:
        return False
    many = sum(not column.is_tick for column in columns) > LANDSCAPE_COLUMNS
    return many or sum(column.least(SIZES[-1], short_whole=False) for column in columns) > LANDSCAPE


def _columns(table: PaperTable, look: Look) -> list[_Column]:
    cells = zip(*table.lines, strict=True) if table.lines else [()] * len(table.columns)
    return [_column(column, each, look) for column, each in zip(table.columns, cells, strict=True)]


def _column(column: PaperColumn, cells: Sequence[Cell], look: Look) -> _Column:
    found = [_marked(cell, look) if isinstance(cell, Marked) else _cell(look.text(cell)) for cell in cells]
    is_tick = column.tick or (bool(column.above) and not any(cells))
    return _Column((_heading("" if column.above else column.heading), *found), is_tick)


def _heading(text: str) -> _Need:
    longest = max((breadth(word.rstrip(), bold=True) for word in words(text)), default=0)
    return _Need(longest, 0, (breadth(text, bold=True),))


def _cell(text: str) -> _Need:
    lines = text.split("\n")
    long = tuple(breadth(line) for line in lines)
    return _Need(
        word=max((breadth(word.rstrip()) for line in lines for word in words(line)), default=0),
        short=max((each for each in long if each <= SHORT), default=0),
        lines=long,
    )


def _marked(cell: Marked, look: Look) -> _Need:
    """A cell that looks its own way stands on one line."""
    text = look.text(cell)
    if cell.is_status:
        room = SIGN + breadth(text, bold=True)
    else:
        room = breadth(text) * (HASH if cell.kind == "hash" else 1)
    return _Need(room, room, (room,))


def _level(least: Sequence[float], room: float) -> float:
    """The most that a column may ask for so that all find room: only the broadest give way."""
    for count, width in zip(range(len(least), 0, -1), sorted(least), strict=True):
        if width * count > room:
            return room / count
        room -= width
    return max(least)


def _fitted(columns: Sequence[_Column], least: Sequence[float], size: float, page: float, power: int) -> list[float]:
    """The widths that fill the page: as many lines for a long cell of one column as for one of another."""
    texts = [0.0 if column.is_tick else column.text(power) * size * POINT for column in columns]
    few, many = 1.0, 1000.0
    for _turn in range(_TURNS):
        lines = math.sqrt(few * many)
        few, many = (lines, many) if sum(_widths(texts, least, lines)) > page else (few, lines)
    widths = _widths(texts, least, many)
    growing = sum(width for width, column in zip(widths, columns, strict=True) if not column.is_tick)
    more = 1 + (page - sum(widths)) / growing if growing else 1
    return [width if column.is_tick else width * more for width, column in zip(widths, columns, strict=True)]


def _widths(texts: Sequence[float], least: Sequence[float], lines: float) -> list[float]:
    """The widths with which each text has `lines` lines, and none is below its least."""
    return [max(width, text / lines + PADDING if text else 0) for text, width in zip(texts, least, strict=True)]


def _heights(columns: Sequence[_Column], widths: Sequence[float], size: float) -> list[int]:
    """About how many lines high the headings and each row are: as high as the highest cell."""
    cells = [_lines(column, (width - PADDING) / (size * POINT)) for column, width in zip(columns, widths, strict=True)]
    return [max(row) for row in zip(*cells, strict=True)]


def _lines(column: _Column, room: float) -> list[int]:
    """About how many lines each cell of a column has: a tenth of the room stays empty at their ends."""
    if column.is_tick:
        return [1] * len(column.cells)
    return [sum(1 if line <= room else math.ceil(line / (0.9 * room)) for line in each.lines) for each in column.cells]
