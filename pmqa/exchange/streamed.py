"""Very large sheets, written piece by piece: rows as XML text that many workers make, and the whole of their pieces.

No cell names its place, which the format allows: a piece is the same wherever it comes to stand. A text stands in its
cell, never becomes a formula, and reads back as it was. Memory does not grow with the rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from pmqa.exchange.cells import cell_text, cell_value
from pmqa.exchange.streamed_parts import (
    DATE,
    HEADING,
    NUMBER,
    STATUS_STYLES,
    TEXT,
    TITLE,
    StreamedSheet,
    content_types,
    core,
    package_relations,
    sheet_end,
    sheet_start,
    styles,
    workbook,
    workbook_relations,
)

__all__ = ["StatusCell", "StreamedSheet", "rows_xml", "write_streamed"]

Cell = str | int | float | date | None

_EPOCH = date(1899, 12, 30).toordinal()
# Whatever a cell cannot hold as it stands.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_LONG = 16_000  # characters from which the exact limit of Excel is looked at
# Points of a line, and the share of its letters that Thai vowels and tones above and below do not take up.
_LINE, _BREADTH, _TALLEST = 20, 0.82, 400
_BLANK = f'<c s="{TEXT}"/>'


class StatusCell(str):
    """A cell in the colour of a status: its code is found by the word in `STATUS_STYLES`."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, word: str, code: str) -> "StatusCell":
        made = super().__new__(cls, word)
        made.code = code
        return made


def rows_xml(rows: Iterable[Sequence[Cell]], widths: Sequence[float]) -> Iterator[str]:
    """Each row as XML; its height is that of its longest cell in columns of `widths` (characters)."""
    for row in rows:
        cells, lines = [], 1
        for value, width in zip(row, widths, strict=True):
            if value is None or value == "":
                cells.append(_BLANK)
            elif isinstance(value, str):
                cells.append(_text(value, STATUS_STYLES[value.code] if type(value) is StatusCell else TEXT))
                if len(value) > width or "\n" in value:
                    lines = max(lines, _lines(value, width))
            else:
                cells.append(_number(value))
        height = f' ht="{min(lines * _LINE, _TALLEST)}" customHeight="1"' if lines > 1 else ""
        yield f"<row{height}>{''.join(cells)}</row>"


@lru_cache(maxsize=5000)  # units, points, words of choices: most texts of a long sheet stand in it again and again
def _text(value: str, style: int) -> str:
    if len(value) > _LONG or _SPECIAL.search(value):
        value = escape(cell_text(value)[0], quote=False)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def _number(value: Any) -> str:
    if isinstance(value, datetime):
        value = cell_value(value).date()
    if isinstance(value, date):
        return f'<c s="{DATE}"><v>{value.toordinal() - _EPOCH}</v></c>'
    return f'<c s="{NUMBER}"><v>{value!r}</v></c>'


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) * _BREADTH / width) for line in text.split("\n"))


def write_streamed(
    sheets: Sequence[tuple[StreamedSheet, Iterable[bytes]]], target: IO[bytes], *, title: str, author: str, at: datetime
) -> None:
    """Writes the .xlsx: each sheet with its pieces of `rows_xml`, one after the other."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=4) as archive:
        plain = [sheet for sheet, _pieces in sheets]
        archive.writestr("[Content_Types].xml", content_types(len(plain)))
        archive.writestr("_rels/.rels", package_relations())
        archive.writestr("docProps/core.xml", core(title, author, at))
        archive.writestr("xl/workbook.xml", workbook(plain))
        archive.writestr("xl/_rels/workbook.xml.rels", workbook_relations(len(plain)))
        archive.writestr("xl/styles.xml", styles())
        for number, (sheet, pieces) in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                part.write(sheet_start(sheet, _headings(sheet)).encode())
                for piece in pieces:
                    part.write(piece)
                part.write(sheet_end(sheet).encode())


def _headings(sheet: StreamedSheet) -> str:
    """The title, and one or two rows of headings."""
    title = f'<row ht="26" customHeight="1">{_text(sheet.note, TITLE)}</row>'
    rows = [[column.above or column.heading for column in sheet.columns]] if sheet.has_blocks else []
    rows.append([column.heading for column in sheet.columns])
    if sheet.has_blocks:
        previous, upper = "", []
        for text, column in zip(rows[0], sheet.columns, strict=True):
            upper.append("" if column.above and column.above == previous else text)
            previous = column.above
        rows = [upper, [column.heading if column.above else "" for column in sheet.columns]]
    lines = max(_lines(column.heading, column.width * 0.8) for column in sheet.columns)
    height = f' ht="{max(2, lines) * _LINE}" customHeight="1"'
    return title + "".join(
        f"<row{height if row is rows[-1] else ''}>{''.join(_text(text, HEADING) for text in row)}</row>" for row in rows
    )
