"""Writes workbooks in the official look: text stays text, dates are dates shown in B.E., choices drop down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from pmqa.exchange.cells import cell_text, cell_value, sheet_title, xml_text
from pmqa.exchange.grid import Value, address
from pmqa.exchange.look import (
    DATE,
    GROUP,
    HEADING,
    NOTE,
    NUMBER,
    TEXT,
    TITLE,
    register,
    row_height,
    set_up_page,
)

CHOICES_SHEET = "รายการ"
_LIST_IN_PLACE = 255  # Excel's limit for choices written into the cell's own rule
_PREPARED_ROWS = 1_000  # rows below the heading in which drop-downs work


@dataclass(frozen=True)
class OutColumn:
    """One column. Neighbours with the same `group` stand under one heading over all of them.

    `width` in characters. `choices` drop down in the cells, and with `strict` nothing else can be typed.
    `help` is shown beside the chosen cell. `is_date` prepares empty cells for dates.
    """

    heading: str
    width: float = 24
    group: str = ""
    choices: tuple[str, ...] = ()
    strict: bool = True
    help: str = ""
    is_date: bool = False
    centred: bool = False


@dataclass(frozen=True)
class OutSheet:
    """One table: `notes` above the headings, `rows` below, then `blank_rows` ruled and ready for typing."""

    title: str
    columns: tuple[OutColumn, ...]
    rows: Sequence[Sequence[Value | date]] = ()
    notes: tuple[str, ...] = ()
    blank_rows: int = 0


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; `created_at` with a time zone or without."""

    title: str = ""
    author: str = ""
    created_at: datetime | None = None


@dataclass
class _Book:
    workbook: Workbook
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)


@dataclass
class _Page:
    """A sheet being written; `row` is the last row appended."""

    book: _Book
    worksheet: WriteOnlyWorksheet
    widths: tuple[float, ...]
    row: int = 0
    cells: dict[tuple[int, str], WriteOnlyCell] = field(default_factory=dict)


def write_workbook(
    sheets: Sequence[OutSheet], target: Path | IO[bytes], *, properties: Properties = Properties()
) -> list[str]:
    """Writes the sheets as .xlsx; returns the cells ("Sheet!B3") whose text was cut to Excel's 32,767 characters.

    Text never becomes a formula and reads back as it was. Every row has a value a column. Dates are C.E.;
    Excel shows them in B.E. Raises ValueError without a sheet or where a row is not as wide as the columns.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    for sheet in sheets:
        if any(len(values) != len(sheet.columns) for values in sheet.rows):
            raise ValueError(f"a row of {sheet.title} is not as wide as its columns")
    book = _Book(Workbook(write_only=True))
    register(book.workbook)
    _describe(book.workbook, properties)
    taken = {CHOICES_SHEET.casefold()}
    for sheet in sheets:
        _write_sheet(book, sheet, sheet_title(sheet.title, taken))
    _write_choices(book)
    book.workbook.save(target)
    return book.cut


def _describe(workbook: Workbook, properties: Properties) -> None:
    workbook.properties.title = cell_text(properties.title)[0]
    workbook.properties.creator = cell_text(properties.author)[0]
    if properties.created_at is not None:
        created = cell_value(properties.created_at)
        workbook.properties.created = workbook.properties.modified = created


def _write_sheet(book: _Book, sheet: OutSheet, title: str) -> None:
    page = _Page(book, book.workbook.create_sheet(title), tuple(column.width for column in sheet.columns))
    levels = 2 if any(column.group for column in sheet.columns) else 1
    first_heading = len(sheet.notes) + 1
    first_row = first_heading + levels
    set_up_page(page.worksheet, page.widths, first_heading, first_row)
    _add_rules(book, page.worksheet, sheet, first_row)
    for number, note in enumerate(sheet.notes):
        _append(page, [note], [NOTE if number else TITLE])
    _write_headings(page, sheet.columns, levels)
    blank: list[Value] = [None] * len(sheet.columns)
    for values in (*sheet.rows, *[blank] * sheet.blank_rows):
        styles = [_style(column, value) for column, value in zip(sheet.columns, values, strict=True)]
        _append(page, values, styles)


def _write_headings(page: _Page, columns: tuple[OutColumn, ...], levels: int) -> None:
    """One row, or two: groups over their columns, and headings without a group over both rows."""
    if levels == 2:
        starts = _starts(columns)
        upper = [column.group or column.heading for column in columns]
        texts = [text if at in starts else None for at, text in enumerate(upper)]
        _append(page, texts, [GROUP if column.group else HEADING for column in columns])
        for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
            _merge_heading(page, start + 1, end, columns[start].group)
    lower = [None if levels == 2 and not column.group else column.heading for column in columns]
    _append(page, lower, [HEADING] * len(columns))


def _starts(columns: tuple[OutColumn, ...]) -> list[int]:
    """Where a new upper heading begins, from 0."""
    groups = [column.group for column in columns]
    return [at for at, group in enumerate(groups) if at == 0 or not group or group != groups[at - 1]]


def _merge_heading(page: _Page, first: int, last: int, group: str) -> None:
    row = page.row
    if not group or last > first:
        area = CellRange(min_row=row, max_row=row if group else row + 1, min_col=first, max_col=last)
        page.worksheet.merged_cells.add(area.coord)


def _append(page: _Page, values: Sequence[Value | date], styles: Sequence[str]) -> None:
    """The next row; one that is as wide as the table gets the height its wrapped texts need."""
    page.row += 1
    pairs = zip(values, styles, strict=True)
    cells = [_cell(page, column, value, style) for column, (value, style) in enumerate(pairs, start=1)]
    if len(values) == len(page.widths) and styles[0] not in (TITLE, NOTE):
        # A group heading has the width of several columns: one line.
        pairs = zip(values, styles, strict=True)
        texts = [value if isinstance(value, str) and style != GROUP else "" for value, style in pairs]
        page.worksheet.row_dimensions[page.row].height = row_height(texts, page.widths, bold=HEADING in styles)
    page.worksheet.append(cells)


def _style(column: OutColumn, value: Value | date) -> str:
    if isinstance(value, date) or (value is None and column.is_date):
        return DATE
    if column.centred or (isinstance(value, int | float) and not isinstance(value, bool)):
        return NUMBER
    return TEXT


def _cell(page: _Page, column: int, value: Value | date, style: str) -> WriteOnlyCell:
    """The column's cell in this style, filled anew: rows are written as they are appended, and styling is slow."""
    cell = page.cells.get((column, style))
    if cell is None:
        cell = page.cells[column, style] = WriteOnlyCell(page.worksheet)
        cell.style = style
    if not isinstance(value, str):
        cell.value = cell_value(value)
        return cell
    text, was_cut = cell_text(value)
    if was_cut:
        page.book.cut.append(f"{page.worksheet.title}!{address(page.row, column)}")
    cell.value = text or None
    if text:
        cell.data_type = "s"  # else "=…" would be a formula and "#REF!" an error
    return cell


def _add_rules(book: _Book, worksheet: WriteOnlyWorksheet, sheet: OutSheet, first_row: int) -> None:
    last_row = first_row + len(sheet.rows) + max(sheet.blank_rows, _PREPARED_ROWS)
    for number, column in enumerate(sheet.columns, start=1):
        if not column.choices and not column.help:
            continue
        rule = DataValidation(allow_blank=True, sqref=f"{address(first_row, number)}:{address(last_row, number)}")
        if column.choices:
            rule.type, rule.formula1 = "list", _list_of(book, column.choices)
            rule.showErrorMessage, rule.errorStyle = True, "stop" if column.strict else "warning"
            rule.error = _("Choose from the list.")
        if column.help:
            rule.showInputMessage, rule.promptTitle, rule.prompt = (
                True,
                column.heading[:32],
                column.help[:255],
            )
        worksheet.data_validations.append(rule)


def _list_of(book: _Book, choices: tuple[str, ...]) -> str:
    """The choices in place where Excel allows it, else the address of their column on the hidden sheet."""
    in_place = xml_text(",".join(choices))
    if len(in_place) <= _LIST_IN_PLACE and not any("," in choice or '"' in choice for choice in choices):
        return f'"{in_place}"'
    if choices not in book.lists:
        letters = get_column_letter(len(book.lists) + 1)
        book.lists[choices] = f"{quote_sheetname(CHOICES_SHEET)}!${letters}$1:${letters}${len(choices)}"
    return book.lists[choices]


def _write_choices(book: _Book) -> None:
    if not book.lists:
        return
    page = _Page(book, book.workbook.create_sheet(CHOICES_SHEET), ())
    page.worksheet.sheet_state = "hidden"
    for row in range(max(map(len, book.lists))):
        texts = [choices[row] if row < len(choices) else None for choices in book.lists]
        _append(page, texts, [TEXT] * len(texts))
