"""Wrong cells mended on the page: the person's text takes the place of what the workbook holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pmqa.exchange.results import CellError, ImportResult
from pmqa.exchange.workbook import LIMITS, SheetGrid, Value, position

FIELD = "cell:"
SHOWN = 200  # wrong cells on one page
LONGEST_SHOWN = 2_000
ONE_LINE = 80


@dataclass(frozen=True)
class WrongCell:
    """A cell to be mended: `name` of its field on the page, and everything that is wrong in it."""

    sheet: str
    cell: str
    column: str
    messages: tuple[str, ...]
    name: str
    text: str
    mendable: bool

    @property
    def is_long(self) -> bool:
        """Whether the text needs a field of several lines."""
        return "\n" in self.text or len(self.text) > ONE_LINE


def field_name(sheet: str, cell: str) -> str:
    """The name of the page's field for a cell."""
    return f"{FIELD}{sheet}!{cell}"


def wrong_cells(result: ImportResult) -> list[WrongCell]:
    """The cells to mend, in the order of the workbook, each once."""
    cells: dict[tuple[str, str, str], list[CellError]] = {}
    for sheet in result.sheets:
        for error in sheet.errors:
            cells.setdefault((sheet.sheet, error.cell, error.column), []).append(error)
    return [
        WrongCell(
            sheet=sheet,
            cell=cell,
            column=column,
            messages=tuple(error.message for error in errors),
            name=field_name(sheet, cell),
            text=errors[0].text,
            mendable=errors[0].mendable,
        )
        for (sheet, cell, column), errors in cells.items()
    ]


def shown_text(value: Value) -> str:
    """What the page shows of a cell that is to be mended; a very long text only in part."""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value)[:LONGEST_SHOWN]


def mended_cells(posted: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """The person's texts by sheet and cell, from the fields of the page; what names no cell is left out."""
    found: dict[str, dict[str, str]] = {}
    for name, text in posted:
        sheet, mark, cell = name.removeprefix(FIELD).rpartition("!")
        if name.startswith(FIELD) and mark and _is_cell(cell):
            found.setdefault(sheet, {})[cell] = text.replace("\r\n", "\n")
    return found


def _is_cell(cell: str) -> bool:
    try:
        row, column = position(cell)
    except ValueError:
        return False
    return row <= LIMITS.rows and column <= LIMITS.columns


def mended(grids: Sequence[SheetGrid], texts: Mapping[str, Mapping[str, str]]) -> list[SheetGrid]:
    """The sheets with the person's texts in place of their cells. A text that was left as shown changes nothing."""
    return [_mended(grid, texts[grid.title]) if grid.title in texts else grid for grid in grids]


def _mended(grid: SheetGrid, texts: Mapping[str, str]) -> SheetGrid:
    rows, changed = dict(grid.rows), set()
    for cell, text in texts.items():
        row, column = position(cell)
        if text == shown_text(grid.value(row, column)):
            continue
        changed.add(cell)
        values: list[Value] = list(rows.get(row, []))
        values.extend([None] * (column - len(values)))
        values[column - 1] = text or None
        rows[row] = values
    return replace(
        grid,
        rows={row: rows[row] for row in sorted(rows)},
        formulas=grid.formulas - changed,
        broken={cell: error for cell, error in grid.broken.items() if cell not in changed},
    )
