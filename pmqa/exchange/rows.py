"""A long table read row by row, from a workbook or from text, in memory that does not grow with its rows."""

import codecs
import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pmqa.exchange.archive import is_zip, open_archive, refuse_document_types, refuse_other_kinds
from pmqa.exchange.grid import Value, address
from pmqa.exchange.parts import read_book
from pmqa.exchange.refusals import Limits, Refusal, WorkbookRefused
from pmqa.exchange.sheets import Spent, each_row

_CHUNK = 1024 * 1024
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class SheetRows:
    """The first sheet with anything on it. `rows` are numbers from 1, as Excel counts, and values from column A, of
    rows that hold something; `further` sheets are not read. While `rows` is read, WorkbookRefused may still come."""

    title: str
    rows: Iterator[tuple[int, list[Value]]]
    further: int = 0


def open_rows(path: Path, *, limits: Limits) -> SheetRows:
    """The rows of an .xlsx or of text separated by commas, semicolons or tabs, told by what is in it, not by its name.

    Text is UTF-8, UTF-16 or Thai Windows (cp874). Raises WorkbookRefused; an OSError of the disk passes through.
    """
    size = path.stat().st_size
    if not size:
        raise WorkbookRefused(Refusal.EMPTY)
    if size > limits.file_bytes:
        raise WorkbookRefused(Refusal.FILE_TOO_LARGE, limit=limits.file_bytes // (1024 * 1024))
    with path.open("rb") as opened:
        head = opened.read(512)
    if is_zip(head) or head.startswith(b"\xd0\xcf\x11\xe0"):
        return _sheet(path.read_bytes(), limits)
    return SheetRows("", _text_rows(path, limits))


def _sheet(content: bytes, limits: Limits) -> SheetRows:
    refuse_other_kinds(content)
    archive = open_archive(content, limits)
    beside = (part.file_size for name, part in archive.parts.items() if "/worksheets/" not in name)
    if sum(beside) > limits.beside_bytes:
        raise WorkbookRefused(Refusal.BOMB)
    book, read = read_book(archive)
    refuse_document_types(archive, read)
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    for sheet in shown:
        rows = each_row(archive, book, sheet, Spent())
        first = next(rows, None)
        if first is not None:
            return SheetRows(sheet.title, itertools.chain([first], rows), len(shown) - 1)
    raise WorkbookRefused(Refusal.EMPTY)


def _text_rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[Value]]]:
    encoding, cells = _encoding_of(path), 0
    with path.open(encoding=encoding, newline="") as text:
        first = text.readline(_CHUNK)
        lines = csv.reader(itertools.chain([first], text), delimiter=max(",;\t", key=first.count))
        for number, texts in _numbered(lines):
            cells += len(texts)
            where = {"sheet": "CSV", "cell": address(number, max(len(texts), 1))}
            if number > limits.rows or len(texts) > limits.columns:
                raise WorkbookRefused(Refusal.SHEET_TOO_LARGE, rows=limits.rows, columns=limits.columns, **where)
            if cells > limits.cells:
                raise WorkbookRefused(Refusal.TOO_MANY_CELLS, **where)
            if any(texts):
                yield number, [each or None for each in texts]


def _numbered(lines: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, texts in enumerate(lines, start=1):
            yield number, texts
    except csv.Error:
        raise WorkbookRefused(Refusal.TEXT_TOO_LONG, row=number + 1, limit=csv.field_size_limit()) from None


def _encoding_of(path: Path) -> str:
    """How the text is written. Raises WorkbookRefused for what is no text."""
    with path.open("rb") as opened:
        head = opened.read(512)
    marked = next((encoding for mark, encoding in _MARKS.items() if head.startswith(mark)), "")
    # Without a mark, a separator or line break of UTF-16 tells by the side on which its zero stands.
    zero = head.find(b"\0")
    wide = ("utf-16-le" if zero % 2 else "utf-16-be") if zero >= 0 else ""
    for encoding in (marked,) if marked else (wide,) if wide else ("utf-8", "cp874"):
        if _is_text(path, encoding):
            return encoding
    raise WorkbookRefused(Refusal.NOT_A_TABLE)


def _is_text(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
