"""Reads one worksheet's XML into a SheetGrid: one pass, memory only for cells that hold something."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel, from_ISO8601

from pmqa.exchange.archive import Archive, steps, stream
from pmqa.exchange.grid import Area, SheetGrid, Value, address, position
from pmqa.exchange.parts import Book, NumberKind, SheetPart, local, plain_text
from pmqa.exchange.refusals import Limits, Refusal, WorkbookRefused

_TEXT_ELEMENTS = {"v", "t"}


@dataclass
class Spent:
    """What all sheets together have used of the limits."""

    cells: int = 0
    characters: int = 0


def read_sheet(archive: Archive, book: Book, sheet: SheetPart, spent: Spent) -> SheetGrid:
    """The worksheet's cells; raises WorkbookRefused where it is damaged or beyond the limits."""
    reader = _Sheet(sheet.title, book, archive.limits, spent)
    stream(archive, sheet.part, reader)
    if not reader.is_worksheet:
        raise WorkbookRefused(Refusal.DAMAGED)
    return SheetGrid(
        title=sheet.title,
        rows={number: reader.rows[number] for number in sorted(reader.rows)},
        hidden=sheet.hidden,
        merged=tuple(_in_use(reader.merged, reader.rows)),
        formulas=frozenset(reader.formulas),
        broken=reader.broken,
    )


def each_row(archive: Archive, book: Book, sheet: SheetPart, spent: Spent) -> Iterator[tuple[int, list[Value]]]:
    """The worksheet's rows with their numbers as the file has them, a few in memory at a time. A cell without a usable
    value holds Excel's error ("#REF!"), or "=" where a formula was never computed. Raises WorkbookRefused."""
    reader = _Sheet(sheet.title, book, archive.limits, spent)
    for _step in steps(archive, sheet.part, reader):
        yield from reader.taken()
    if not reader.is_worksheet:
        raise WorkbookRefused(Refusal.DAMAGED)
    yield from reader.taken(whole=True)


def _in_use(areas: list[Area], rows: dict[int, list[Value]]) -> list[Area]:
    """Areas cut to the used rows and columns, so that nobody walks a million merged empty cells."""
    last_row, last_column = max(rows, default=0), max(map(len, rows.values()), default=0)
    found = []
    for area in areas:
        if area.first_row <= last_row and area.first_column <= last_column:
            end = min(area.last_row, last_row), min(area.last_column, last_column)
            found.append(Area(area.first_row, area.first_column, *end))
    return found


def number_value(text: str, kind: NumberKind, epoch: datetime) -> Value:
    """A stored number to int, float, datetime, or a clock time as text; raises ValueError if it is none."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    if kind is not NumberKind.PLAIN:
        try:
            return moment_value(from_excel(number, epoch, timedelta=kind is NumberKind.DURATION))
        except (OverflowError, ValueError):
            pass  # Excel shows ##### for a date out of range; the number is all there is.
    return int(number) if number.is_integer() else number


def moment_value(moment: date | time | timedelta) -> datetime | str:
    """Dates as datetime; a time of day or a length of time as text, "9:30"."""
    if isinstance(moment, datetime):
        return moment
    if isinstance(moment, date):
        return datetime.combine(moment, time.min)
    if isinstance(moment, time):
        return f"{moment.hour}:{moment.minute:02}"
    minutes = round(moment.total_seconds() / 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


class _Sheet:
    """Handler of a worksheet part. A cell or row without an address follows the one before it."""

    def __init__(self, title: str, book: Book, limits: Limits, spent: Spent) -> None:
        self.elements = 0
        self.is_worksheet = False
        self.rows: dict[int, list[Value]] = {}
        self.merged: list[Area] = []
        self.formulas: list[str] = []
        self.broken: dict[str, str] = {}
        self._title, self._book, self._limits, self._spent = title, book, limits, spent
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._has_formula = self._in_text = self._in_hint = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if ":" in name:
            name = local(name)
        if self._cell is not None:
            self._start_in_cell(name)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._row, self._column = self._whole(attributes.get("r"), self._row + 1), 0
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self.elements == 1:
            self.is_worksheet = name == "worksheet"

    def end(self, name: str) -> None:
        if self._cell is None:
            return
        if ":" in name:
            name = local(name)
        if name == "c":
            self._end_cell(self._cell)
            self._cell = None
        elif name in _TEXT_ELEMENTS:
            self._in_text = False
        elif name == "rPh":
            self._in_hint = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > self._limits.cell_characters:
                raise self._refused(Refusal.TOO_MANY_CELLS)

    def taken(self, *, whole: bool = False) -> list[tuple[int, list[Value]]]:
        """Hands over the rows behind the one that is being read, with the `whole` sheet read that one too."""
        for place, error in self.broken.items():
            row, column = position(place)
            self.rows[row][column - 1] = error or "="
        self.broken.clear()
        self.formulas.clear()
        ready = [number for number in self.rows if whole or number != self._row]
        return [(number, self.rows.pop(number)) for number in ready]

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            try:
                self._row, self._column = position(reference)
            except ValueError:
                raise WorkbookRefused(Refusal.DAMAGED) from None
        self._cell, self._pieces, self._length = attributes, [], 0
        self._has_formula = self._in_text = self._in_hint = False

    def _start_in_cell(self, name: str) -> None:
        if name in _TEXT_ELEMENTS:
            self._in_text = not self._in_hint
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_hint = True

    def _end_cell(self, attributes: dict[str, str]) -> None:
        kind, text = attributes.get("t", "n"), "".join(self._pieces)
        if not text and not self._has_formula:
            return  # formatted but empty, however far away
        self._check_place()
        if self._has_formula:
            self.formulas.append(address(self._row, self._column))
        if kind == "e" or (not text and kind != "str"):
            self.broken[address(self._row, self._column)] = text.strip()[:20]
            self._store(None)
            return
        try:
            value = self._value(kind, text, attributes.get("s", "0"))
        except (ValueError, IndexError, OverflowError):
            raise WorkbookRefused(Refusal.DAMAGED) from None
        if value is not None and value != "":
            self._store(value)

    def _value(self, kind: str, text: str, style: str) -> Value:
        if kind == "s":
            return self._book.texts[self._whole(text.strip(), -1)]
        if kind in ("inlineStr", "str"):
            return plain_text(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return moment_value(from_ISO8601(text.strip()))
        return number_value(text, _kind(self._book.kinds, style), self._book.epoch)

    def _store(self, value: Value) -> None:
        """Puts the value, or the place of a broken cell, into its row."""
        self._spent.cells += 1
        self._spent.characters += len(value) if isinstance(value, str) else 0
        limits = self._limits
        if self._spent.cells > limits.cells or self._spent.characters > limits.characters:
            raise self._refused(Refusal.TOO_MANY_CELLS)
        values = self.rows.setdefault(self._row, [])
        values.extend([None] * (self._column - len(values)))
        values[self._column - 1] = value

    def _check_place(self) -> None:
        rows, columns = self._limits.rows, self._limits.columns
        if not (0 < self._row <= rows and 0 < self._column <= columns):
            raise self._refused(Refusal.SHEET_TOO_LARGE, rows=rows, columns=columns)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        try:
            area = Area(*position(first), *position(last or first))
        except ValueError:
            raise WorkbookRefused(Refusal.DAMAGED) from None
        # Areas are walked row by row later on, so each of their rows counts as a cell.
        self._spent.cells += max(0, min(area.last_row, self._limits.rows) - area.first_row) + 1
        if self._spent.cells > self._limits.cells:
            raise self._refused(Refusal.TOO_MANY_CELLS)
        self.merged.append(area)

    def _whole(self, text: str | None, otherwise: int) -> int:
        if text is None:
            return otherwise
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise WorkbookRefused(Refusal.DAMAGED)
        return int(text)

    def _refused(self, code: Refusal, **values: int) -> WorkbookRefused:
        cell = address(max(self._row, 1), max(self._column, 1))
        return WorkbookRefused(code, sheet=self._title, cell=cell, **values)


def _kind(kinds: Sequence[NumberKind], style: str) -> NumberKind:
    number = int(style)
    return kinds[number] if 0 <= number < len(kinds) else NumberKind.PLAIN
