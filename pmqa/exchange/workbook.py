"""The door for workbooks: everything the rest of the product may use of this folder's Excel code.

Sheets are read by one streaming pass of expat instead of a workbook library: the fast library reports a formula
that was never computed and a cell with #REF! as blank, does not know the Thai built-in date formats, and copies a
shared text into every cell that names it, so that a file of 400 KB takes gigabytes.
"""

import csv
import io
from pathlib import Path, PurePath
from typing import IO

from pmqa.exchange.archive import is_zip, open_archive, refuse_document_types, refuse_other_kinds
from pmqa.exchange.grid import Area, SheetGrid, Value, address, column_letters, position
from pmqa.exchange.parts import read_book
from pmqa.exchange.refusals import LIMITS, Limits, Refusal, WorkbookRefused
from pmqa.exchange.rows import SheetRows, open_rows
from pmqa.exchange.sheets import Spent, read_sheet
from pmqa.exchange.writing import OutColumn, OutSheet, Properties, write_workbook

__all__ = [
    "LIMITS",
    "Area",
    "Limits",
    "OutColumn",
    "OutSheet",
    "Properties",
    "Refusal",
    "SheetGrid",
    "SheetRows",
    "Value",
    "WorkbookRefused",
    "address",
    "column_letters",
    "open_rows",
    "position",
    "read_workbook",
    "write_workbook",
]


def read_workbook(source: Path | IO[bytes], *, name: str = "", limits: Limits = LIMITS) -> list[SheetGrid]:
    """All worksheets of an .xlsx or .xlsm (macros are never looked at) in their order, or the one of a .csv.

    `name` is what the person's file is called, by default the source's own name; it only tells a .csv.
    Raises WorkbookRefused, and nothing else, whatever the bytes are; an OSError of the disk passes through.
    """
    content = _content(source, limits)
    file_name = PurePath(name or str(getattr(source, "name", "") or ""))
    if not content:
        raise WorkbookRefused(Refusal.EMPTY)
    refuse_other_kinds(content)
    if is_zip(content):
        return _sheets(content, limits)
    if file_name.suffix.lower() == ".csv":
        return [_csv_sheet(content, file_name.stem, limits)]
    raise WorkbookRefused(Refusal.NOT_A_WORKBOOK)


def _content(source: Path | IO[bytes], limits: Limits) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as opened:
            content = opened.read(limits.file_bytes + 1)
    else:
        source.seek(0)
        content = source.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise WorkbookRefused(Refusal.FILE_TOO_LARGE, limit=limits.file_bytes // (1024 * 1024))
    return content


def _sheets(content: bytes, limits: Limits) -> list[SheetGrid]:
    archive = open_archive(content, limits)
    book, read = read_book(archive)
    refuse_document_types(archive, read)
    spent = Spent()
    return [read_sheet(archive, book, sheet, spent) for sheet in book.sheets]


def _csv_sheet(content: bytes, title: str, limits: Limits) -> SheetGrid:
    """A comma, semicolon or tab separated file; UTF-8 or UTF-16 with a mark, else Thai Windows (cp874)."""
    text = _csv_text(content)
    first_line = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first_line.count))
    rows: dict[int, list[Value]] = {}
    cells = 0
    try:
        for number, texts in enumerate(lines, start=1):
            values = _csv_values(texts)
            cells += len(values)
            where = {"sheet": title, "cell": address(number, max(len(values), 1))}
            if values and (number > limits.rows or len(values) > limits.columns):
                raise WorkbookRefused(Refusal.SHEET_TOO_LARGE, rows=limits.rows, columns=limits.columns, **where)
            if cells > limits.cells:
                raise WorkbookRefused(Refusal.TOO_MANY_CELLS, **where)
            if values:
                rows[number] = values
    except csv.Error:
        raise WorkbookRefused(Refusal.NOT_A_WORKBOOK) from None
    return SheetGrid(title=title, rows=rows)


def _csv_values(texts: list[str]) -> list[Value]:
    """The line's texts up to the last that is not empty."""
    values: list[Value] = [text or None for text in texts]
    while values and values[-1] is None:
        values.pop()
    return values


def _csv_text(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkbookRefused(Refusal.NOT_A_WORKBOOK)
