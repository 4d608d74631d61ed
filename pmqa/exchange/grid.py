"""What the importer sees of a worksheet: values at Excel addresses, merged areas, formulas, broken cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

Value = str | int | float | bool | datetime | None

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def column_letters(column: int) -> str:
    """Column number from 1 ("A") to Excel's letters; raises ValueError below 1."""
    if column < 1:
        raise ValueError(f"no column {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Row and column, both counted from 1, to an Excel address: (6, 7) is "G6"."""
    return f"{column_letters(column)}{row}"


def position(text: str) -> tuple[int, int]:
    """Excel address to (row, column), both from 1; raises ValueError on anything else."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(f"no cell address: {text[:20]!r}")
    return int(match[2]), _column_number(match[1])


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


@dataclass(frozen=True)
class Area:
    """A merged range; rows and columns from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def has(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        in_rows = self.first_row <= row <= self.last_row
        return in_rows and self.first_column <= column <= self.last_column


@dataclass(frozen=True)
class SheetGrid:
    """One worksheet. Rows and columns count from 1, as in Excel.

    `rows` holds only rows with a value or a broken cell, in order; each list starts at column A and ends at the
    last of these.
    Numbers that are whole come as int, dates as datetime with the year as stored (2568 if 2568 was typed).
    `formulas` are the addresses of formulas, whose last computed value stands in `rows`.
    `broken` maps the address of a cell that has no usable value to Excel's error ("#REF!"), or to "" where a
    formula was never computed; such a cell is None in `rows`.
    `merged` is cut to the rows and columns in use.
    """

    title: str
    rows: Mapping[int, list[Value]]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    formulas: frozenset[str] = frozenset()
    broken: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def last_row(self) -> int:
        """The last row with a value, 0 on an empty sheet."""
        return max(self.rows, default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column with a value, 0 on an empty sheet."""
        return max(map(len, self.rows.values()), default=0)

    def value(self, row: int, column: int) -> Value:
        """The value of the cell itself; None where there is none."""
        values = self.rows.get(row, [])
        return values[column - 1] if 1 <= column <= len(values) else None

    def merged_value(self, row: int, column: int) -> Value:
        """The value the cell shows: inside a merged area that of the area's first cell."""
        area = self.area_at(row, column)
        return self.value(area.first_row, area.first_column) if area else self.value(row, column)

    def area_at(self, row: int, column: int) -> Area | None:
        """The merged area over the cell, if any."""
        return next((area for area in self._areas_by_row.get(row, ()) if area.has(row, column)), None)

    @cached_property
    def _areas_by_row(self) -> dict[int, list[Area]]:
        found: dict[int, list[Area]] = {}
        for area in self.merged:
            for row in range(area.first_row, area.last_row + 1):
                found.setdefault(row, []).append(area)
        return found
