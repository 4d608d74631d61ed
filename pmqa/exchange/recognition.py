"""Which table a sheet holds and where its headings stand, told from the headings themselves."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.criteria import TABLES, table_of
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.told_sheets import is_told
from pmqa.exchange.workbook import SheetGrid
from pmqa.exchange.writing import CHOICES_SHEET
from pmqa.thai.text import fold

SEARCHED_ROWS = 20
LONGEST_HEADING = 200
LEAST_SHARE = 0.5  # of the headings: below this a sheet is something else
LEAST_HEADINGS = 2
# Sheets that our own workbooks have besides the tables: the list of choices, and the help.
HELP_SHEET = "คำแนะนำ"
# The column that only counts the lines.
NUMBERS = frozenset(map(fold, ("ลำดับ", "ที่", "ลำดับที่", "ข้อ", "ข้อที่", "เลขที่", "#", "no", "no.", "number")))


@dataclass(frozen=True)
class Head:
    """The headings of a sheet: text by column (from 1), and the block heading over a column of a two-row heading."""

    first_row: int
    last_row: int
    texts: Mapping[int, str]
    above: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recognised:
    """A table found on a sheet. `columns` are sheet columns (from 1) by column key; `headings` the texts by key.

    `unknown` and `doubled` are columns whose heading no column of the table has, or has already.
    """

    table: EvidenceTable
    head: Head
    columns: Mapping[str, int]
    unknown: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()
    numbers: frozenset[int] = frozenset()
    score: tuple[float, float, float] = (0, 0, 0)


@dataclass(frozen=True)
class Undecided:
    """A sheet whose table cannot be told; `why` in the reader's language."""

    why: str


def is_ours(grid: SheetGrid) -> bool:
    """Whether the sheet is one that our own workbooks have besides the tables."""
    return grid.title == HELP_SHEET or (grid.hidden and grid.title == CHOICES_SHEET) or is_told(grid)


def recognise(grid: SheetGrid, chosen: EvidenceTable | None = None) -> Recognised | Undecided:
    """The table that `grid` holds, or the `chosen` one, with its heading row; Undecided when neither stands there."""
    heads = list(_heads(grid))
    if not heads:
        return Undecided(_("The sheet is empty."))
    tables = (chosen,) if chosen else TABLES
    found = [best for table in tables if (best := _best(table, heads, grid.title))]
    if chosen:
        none = _("No heading of “%(table)s” stands on this sheet.") % {"table": chosen.title}
        return found[0] if found else Undecided(none)
    good = sorted(filter(_is_convincing, found), key=lambda each: each.score, reverse=True)
    named = [each for each in good if fold(each.table.sheet) == fold(grid.title)]
    if named:
        return named[0]
    if not good:
        return Undecided(_("The headings are those of no table. Choose the table of this sheet."))
    if len(good) > 1 and good[0].score == good[1].score:
        tables_meant = ", ".join(str(each.table.title) for each in good if each.score == good[0].score)
        return Undecided(_("The sheet may hold several tables: %(tables)s. Choose one.") % {"tables": tables_meant})
    return good[0]


def _heads(grid: SheetGrid) -> Iterator[Head]:
    """Every row near the top that may be a heading, alone or with the row below it."""
    for row in sorted(grid.rows)[:SEARCHED_ROWS]:
        texts = _texts(grid, row)
        if texts:
            yield Head(row, row, texts)
            yield from _two_rows(grid, row, texts)


def _texts(grid: SheetGrid, row: int) -> dict[int, str]:
    values = grid.rows.get(row, [])
    texts = {column: value for column, value in enumerate(values, 1) if isinstance(value, str)}
    return {column: text for column, text in texts.items() if len(text) <= LONGEST_HEADING and fold(text)}


def _two_rows(grid: SheetGrid, row: int, upper: Mapping[int, str]) -> Iterator[Head]:
    """Headings in two rows: blocks over columns, each other heading in one of the rows or merged over both."""
    lower, above = _texts(grid, row + 1), {}
    for column in lower:
        area = grid.area_at(row, column)
        block = grid.value(row, area.first_column) if area and area.first_row == area.last_row else upper.get(column)
        if isinstance(block, str):
            above[column] = block
    blocks = {fold(text) for table in TABLES for text in _names(table.key).above}
    if any(fold(text) in blocks for text in above.values()) or _spans(grid, row, lower):
        texts = {**upper, **lower}
        yield Head(row, row + 1, dict(sorted(texts.items())), above)


def _spans(grid: SheetGrid, row: int, lower: Mapping[int, str]) -> bool:
    """Whether a heading of `row` is merged over several columns that have headings of their own below."""
    areas = [area for column in lower if (area := grid.area_at(row, column))]
    return any(area.last_row == row and area.last_column > area.first_column for area in areas)


@dataclass(frozen=True)
class Names:
    """Folded headings of a table with the key of the column that they mean, and its block headings."""

    own: Mapping[str, str]
    above: tuple[str, ...]


@cache
def _names(key: str) -> Names:
    table = table_of(key)
    also: dict[str, str] = {}
    own: dict[str, str] = {}
    within: dict[str, str] = {}
    above: list[str] = []
    for language in ("en", "th"):
        with override(language):
            for column in table.sheet_columns:
                block = str(column.above)
                own[fold(str(column.heading))] = column.key
                also |= {fold(other): column.key for other in column.also}
                if block:
                    above.append(block)
                    within[fold(block)] = column.key.partition(":")[0]
            own |= {fold(heading): name for name, heading in _untabled(table)}
    return Names({**within, **also, **own}, tuple(dict.fromkeys(above)))


def _untabled(table: EvidenceTable) -> Iterator[tuple[str, str]]:
    """Columns that the official sheet shows otherwise (as ticks) and that units may keep as a plain column."""
    shown = {column.key for column in table.sheet_columns}
    for column in table.columns:
        if column.name not in shown:
            yield column.name, str(table.form.base_fields[column.name].label)


def _best(table: EvidenceTable, heads: Iterable[Head], title: str) -> Recognised | None:
    found = [_matched(table, head, title) for head in heads]
    found = [each for each in found if each.columns]
    return max(found, key=lambda each: (each.score, -each.head.first_row), default=None)


def _matched(table: EvidenceTable, head: Head, title: str) -> Recognised:
    names = _names(table.key).own
    columns: dict[str, int] = {}
    unknown: list[int] = []
    doubled: list[int] = []
    numbers: list[int] = []
    for column, text in head.texts.items():
        key = names.get(fold(text)) or names.get(fold(head.above.get(column, "") + text))
        if key is None:
            (numbers if fold(text) in NUMBERS else unknown).append(column)
        elif key in columns:
            doubled.append(column)
        else:
            columns[key] = column
    share = len(columns) / max(1, len(columns) + len(unknown) + len(doubled))
    covered = len(columns) / len(table.sheet_columns)
    score = (share, covered, _likeness(table, title))
    return Recognised(table, head, columns, tuple(unknown), tuple(doubled), frozenset(numbers), score)


def _likeness(table: EvidenceTable, title: str) -> float:
    with override("th"):
        wanted: Sequence[Any] = (table.sheet, table.title)
        return max(round(SequenceMatcher(None, fold(title), fold(str(name))).ratio(), 2) for name in wanted)


def _is_convincing(found: Recognised) -> bool:
    """Enough of the headings are the table's, and those that tell its rows apart and cannot be left blank are there."""
    table, fields = found.table, found.table.form.base_fields
    wanted = [name for name in table.identity if fields[name].required] or list(table.identity)
    keys = {key.partition(":")[0] for key in found.columns}
    enough = min(LEAST_HEADINGS, len(table.sheet_columns))
    return keys.issuperset(wanted) and found.score[0] >= LEAST_SHARE and len(found.columns) >= enough
