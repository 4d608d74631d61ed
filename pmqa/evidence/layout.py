"""How stored rows stand on the official sheet: one line a row, or several rows ticked on one line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmqa.thai.text import fold, normalise, split_names

TICKS = frozenset(
    fold(mark) for mark in ("/", "✓", "✔", "☑", "x", "×", "√", "v", "●", "•", "ü", "1", "true", "yes", "มี", "ใช่")
)
BLANKS = frozenset(fold(mark) for mark in ("", "-", "–", "—", "0", "false", "no", "ไม่มี", "ไม่"))
TICK = "/"


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet. `above` heads a block of columns; `also` are other headings that units use."""

    key: str
    heading: Any
    width: int = 24
    above: Any = ""
    tick: bool = False
    date: bool = False
    also: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class HeadCell:
    text: Any
    column: SheetColumn | None
    columns: int = 1
    rows: int = 1


def heading_rows(columns: tuple[SheetColumn, ...]) -> tuple[tuple[HeadCell, ...], ...]:
    """The rows of headings: one, or two where a block of columns has a heading of its own."""
    if not any(column.above for column in columns):
        return (tuple(HeadCell(column.heading, column) for column in columns),)
    upper = []
    for above, block in groupby(columns, key=lambda column: column.above):
        members = list(block)
        if above:
            upper.append(HeadCell(above, None, columns=len(members)))
        else:
            upper.extend(HeadCell(column.heading, column, rows=2) for column in members)
    return tuple(upper), tuple(HeadCell(column.heading, column) for column in columns if column.above)


@dataclass(frozen=True)
class Line:
    """A line of the sheet: its cells by column key, and the stored rows that stand on it."""

    values: Mapping[str, Any]
    rows: tuple[Any, ...]


class Layout(Protocol):
    def columns(self, columns: tuple[SheetColumn, ...]) -> tuple[SheetColumn, ...]:
        """The columns of the sheet, from the columns of the table."""

    def fold(self, rows: Iterable[tuple[Any, dict[str, Any]]]) -> list[Line]:
        """Lines of the sheet, from stored rows with their values."""

    def unfold(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Values of the rows on a line; ValidationError by column key when a cell cannot be read."""


class OneLineARow:
    """The plain sheet."""

    def columns(self, columns: tuple[SheetColumn, ...]) -> tuple[SheetColumn, ...]:
        return columns

    def fold(self, rows: Iterable[tuple[Any, dict[str, Any]]]) -> list[Line]:
        return [Line(values, (row,)) for row, values in rows]

    def unfold(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [dict(values)]


@dataclass(frozen=True)
class TickSheet:
    """A sheet that ticks the values of one column (`field`) as columns of their own, under the heading `above`.

    `choices` gives the code and label of every tick column; a value that is none of them is written by name in the
    last column, `other`. Rows that differ in the ticked column alone stand on one line.
    """

    field: str
    above: Any
    choices: Callable[[], list[tuple[str, Any]]]
    other: Any
    also: Mapping[str, tuple[str, ...]]

    def _key(self, code: str) -> str:
        return f"{self.field}:{code}"

    @property
    def other_key(self) -> str:
        return self._key("")

    def columns(self, columns: tuple[SheetColumn, ...]) -> tuple[SheetColumn, ...]:
        ticks = [
            SheetColumn(self._key(code), label, 9, self.above, tick=True, also=self.also.get(code, ()))
            for code, label in self.choices()
        ]
        ticks.append(SheetColumn(self.other_key, self.other, 16, self.above, also=("อื่นๆ (ระบุ)", "อื่น ๆ")))
        at = next(i for i, column in enumerate(columns) if column.key == self.field)
        return (*columns[:at], *ticks, *columns[at + 1 :])

    def fold(self, rows: Iterable[tuple[Any, dict[str, Any]]]) -> list[Line]:
        lines: list[Line] = []
        open_lines: dict[Any, int] = {}
        for row, values in rows:
            others = {key: value for key, value in values.items() if key != self.field}
            ticked = self._ticked(str(getattr(row, self.field)))
            rest = tuple(others.items())
            at = open_lines.get(rest)
            if at is None or set(ticked) & set(lines[at].values) - {self.other_key}:
                open_lines[rest] = len(lines)
                lines.append(Line({**others, **ticked}, (row,)))
            else:
                lines[at] = self._joined(lines[at], row, ticked)
        return lines

    def _ticked(self, value: str) -> dict[str, str]:
        known = {code for code, _label in self.choices()}
        return {self._key(value): TICK} if value in known else {self.other_key: value}

    def _joined(self, line: Line, row: Any, ticked: dict[str, str]) -> Line:
        if self.other_key in ticked and self.other_key in line.values:
            ticked = {self.other_key: f"{line.values[self.other_key]}\n{ticked[self.other_key]}"}
        return Line({**line.values, **ticked}, (*line.rows, row))

    def unfold(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        rest = {key: value for key, value in values.items() if not key.startswith(f"{self.field}:")}
        chosen = [code for code, _label in self.choices() if self._is_ticked(values, self._key(code))]
        chosen += split_names(normalise(_text(values.get(self.other_key))))
        if self.field in rest and not chosen:
            return [rest]
        return [{**rest, self.field: code} for code in chosen] or [{**rest, self.field: ""}]

    def _is_ticked(self, values: Mapping[str, Any], key: str) -> bool:
        mark = fold(_text(values.get(key)))
        if mark in TICKS:
            return True
        if mark in BLANKS:
            return False
        raise ValidationError({key: _("“%(text)s” is no tick. Write / or leave it blank.") % {"text": values[key]}})


def _text(value: Any) -> str:
    return "" if value is None else str(value)


ONE_LINE_A_ROW = OneLineARow()
