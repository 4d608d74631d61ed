"""The data lines of a recognised sheet: cells by column key, what was passed over, what has to be said of cells."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmqa.evidence.fields import LONGEST_TEXT, ThaiDateField
from pmqa.exchange.recognition import LONGEST_HEADING, Recognised
from pmqa.exchange.results import Notice, Skipped
from pmqa.exchange.workbook import SheetGrid, Value, address
from pmqa.thai.dates import format_date, format_time, read_date
from pmqa.thai.text import fold, normalise

# A note or a total that stands below a table, not a row of it: the word must end there.
_NOTE = re.compile(
    r"\s*(?:หมายเหตุ|\*|(?:ที่มา|(?:ยอด)?รวม(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี)?|notes?|remarks?|source|total)(?![ก-๎a-z]))\W*",
    re.IGNORECASE,
)
_NUMBER_ONLY = re.compile(r"[\W\d]*")
_SHOWN = 60


@dataclass(frozen=True)
class ReadLine:
    """A line of data: its row on the sheet, its cells by column key."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read at all."""

    row: int
    key: str
    message: str


@dataclass
class SheetLines:
    """What stands below the headings."""

    grid: SheetGrid
    found: Recognised
    lines: list[ReadLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @cached_property
    def merged_rows(self) -> frozenset[int]:
        """Rows below the headings that a merged area reaches."""
        areas = (area for area in self.grid.merged if area.first_row > self.found.head.last_row)
        return frozenset(row for area in areas for row in range(area.first_row, area.last_row + 1))

    @cached_property
    def dates(self) -> frozenset[str]:
        """Keys of the columns that hold dates."""
        fields = self.found.table.form.base_fields
        return frozenset(key for key in self.found.columns if isinstance(fields.get(key), ThaiDateField))

    def cell(self, row: int, key: str) -> tuple[int, int] | None:
        """Where the cell of a line stands: in a merged area its first cell; None for a column not on the sheet."""
        column = self.found.columns.get(key)
        if column is None:
            block = f"{key.partition(':')[0]}:"
            column = next((at for each, at in self.found.columns.items() if each.startswith(block)), None)
        if column is None:
            return None
        area = self.grid.area_at(row, column) if row in self.merged_rows else None
        return (area.first_row, area.first_column) if area else (row, column)


def read_lines(grid: SheetGrid, found: Recognised) -> SheetLines:
    """Reads every row below the headings of `found`."""
    sheet = SheetLines(grid, found)
    sheet.notices.extend(_headings(sheet))
    known = {*found.columns.values(), *found.unknown, *found.doubled, *found.numbers}
    unnamed: dict[int, int] = {}
    for row, values in grid.rows.items():
        if row <= found.head.last_row:
            continue
        held = {column for column, value in enumerate(values, 1) if _holds(value)}
        if _is_data(sheet, row, values, held):
            sheet.lines.append(_line(sheet, row, values))
            for column in held - known:
                unnamed.setdefault(column, row)
    for column, row in sorted(unnamed.items()):
        sheet.notices.append(Notice(address(row, column), _("This column has no heading and was passed over.")))
    return sheet


def _headings(sheet: SheetLines) -> Iterator[Notice]:
    head, grid = sheet.found.head, sheet.grid
    messages = [(column, _("Column heading “%(heading)s” is not known, so the column was passed over."))
                for column in sheet.found.unknown]  # fmt: skip
    messages += [(column, _("Column heading “%(heading)s” stands twice, so only the first column was read."))
                 for column in sheet.found.doubled]  # fmt: skip
    for column, message in sorted(messages):
        row = head.last_row if grid.value(head.last_row, column) is not None else head.first_row
        text = shortened(normalise(head.texts[column], lines=False))
        yield Notice(address(row, column), message % {"heading": text})


def _holds(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _is_data(sheet: SheetLines, row: int, values: list[Value], held: set[int]) -> bool:
    """Whether the row is a line of the table; a note or the like goes to `skipped`, a blank line nowhere."""
    mine = held.intersection(sheet.found.columns.values())
    texts = [str(values[column - 1]) for column in sorted(held)]
    if not mine and all(_NUMBER_ONLY.fullmatch(text) for text in texts):
        return _is_broken(sheet, row)
    note, why = _NOTE.match(texts[0]), ""
    if note and (len(texts) == 1 or note.end() == len(texts[0])):
        why = _("A note, not a row: “%(text)s”")
    elif not mine:
        why = "" if _is_broken(sheet, row) else _("Not in the columns of the table: “%(text)s”")
    elif len(mine) > 1 and _repeats_headings(sheet, values, mine):
        why = _("The headings once more.")
    if why:
        text = shortened(normalise(" ".join(texts)[:LONGEST_HEADING], lines=False))
        sheet.skipped.append(Skipped(row, why % {"text": text}))
    return not why


def _is_broken(sheet: SheetLines, row: int) -> bool:
    places = (address(row, column) for column in sheet.found.columns.values())
    return bool(sheet.grid.broken) and any(place in sheet.grid.broken for place in places)


def _repeats_headings(sheet: SheetLines, values: list[Value], mine: set[int]) -> bool:
    texts = sheet.found.head.texts
    pairs = ((str(values[column - 1])[:LONGEST_HEADING], texts[column]) for column in sorted(mine))
    return all(fold(text) == fold(heading) for text, heading in pairs)


def _line(sheet: SheetLines, row: int, values: list[Value]) -> ReadLine:
    cells: dict[str, Any] = {}
    width, merged = len(values), row in sheet.merged_rows
    for key, column in sheet.found.columns.items():
        if merged:
            value = sheet.grid.merged_value(row, column)
        else:
            value = values[column - 1] if column <= width else None
        if isinstance(value, datetime.datetime):
            value = _moment(sheet, row, key, value)
        elif isinstance(value, str) and len(value) > LONGEST_TEXT:
            value = _too_long(sheet, row, key, value)
        cells[key] = value
    if sheet.grid.formulas or sheet.grid.broken:
        _say_formulas(sheet, row)
    return ReadLine(row, cells)


def _moment(sheet: SheetLines, row: int, key: str, value: datetime.datetime) -> Any:
    """A date for a column of dates, else its words. A B.E. year stored as if it were C.E. is told."""
    try:
        reading = read_date(value)
    except ValueError:
        return value.isoformat(sep=" ")
    if reading.corrected:
        message = _("Year %(year)s was read as B.E.: %(date)s.")
        shown = format_date(reading.date, language=get_language() or "th")
        said = message % {"year": value.year, "date": shown}
        sheet.notices.append(Notice(_place(sheet, row, key), said))
    if key in sheet.dates:
        return reading.date
    time = f" {format_time(value)}" if value.time() != datetime.time.min else ""
    return format_date(reading.date) + time


def _too_long(sheet: SheetLines, row: int, key: str, value: str) -> str:
    message = _("The text has %(length)s characters; at most %(most)s can be kept.")
    sheet.faults.append(Fault(row, key, message % {"length": f"{len(value):,}", "most": f"{LONGEST_TEXT:,}"}))
    return ""


def _say_formulas(sheet: SheetLines, row: int) -> None:
    for key in sheet.found.columns:
        place = _place(sheet, row, key)
        broken = sheet.grid.broken.get(place)
        if broken:
            message = _("The cell holds the error %(error)s. Write the value itself.") % {"error": broken}
            sheet.faults.append(Fault(row, key, message))
        elif broken is not None:
            message = _("The formula was never computed. Save the workbook in Excel, or write the value itself.")
            sheet.faults.append(Fault(row, key, message))
        elif place in sheet.grid.formulas:
            sheet.notices.append(Notice(place, _("The cell holds a formula: its last value was read.")))


def _place(sheet: SheetLines, row: int, key: str) -> str:
    found = sheet.cell(row, key)
    return address(*found) if found else ""


def shortened(text: str, longest: int = _SHOWN) -> str:
    """The text, cut with … where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
