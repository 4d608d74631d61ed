"""The official look of a sheet: typeface, rules, filled headings, landscape A4 with repeated heading rows."""

import math
import unicodedata
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

TITLE, NOTE, GROUP, HEADING, TEXT, NUMBER, DATE = (
    f"pmqa-{name}" for name in ("title", "note", "group", "heading", "text", "number", "date")
)
THAI_DATE = "[$-107041E]d mmm yyyy;@"
_TYPEFACE = "TH Sarabun New"
_SIZE = 14
_A4 = 9
_LINE = 20.0  # points for one line of the typeface
_TALLEST = 409.0  # Excel's limit
_FILLED, _FILLED_BOLD = 0.9, 0.65  # Thai breaks between words, so lines are not filled to the end


def register(workbook: Workbook) -> None:
    """Makes the styles known to the workbook by name."""
    line = Side(style="thin", color="FF7F7F7F")
    box = Border(left=line, right=line, top=line, bottom=line)
    body, bold = Font(name=_TYPEFACE, size=_SIZE), Font(name=_TYPEFACE, size=_SIZE, bold=True)
    fill = PatternFill("solid", fgColor="FFDCE6F1")
    head = {"font": bold, "fill": fill, "border": box}
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    top = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    for style in (
        NamedStyle(TITLE, font=Font(name=_TYPEFACE, size=_SIZE + 2, bold=True)),
        NamedStyle(NOTE, font=body),
        NamedStyle(GROUP, alignment=middle, **head),
        NamedStyle(HEADING, alignment=middle, **head),
        NamedStyle(TEXT, font=body, border=box, alignment=top),
        NamedStyle(NUMBER, font=body, border=box, alignment=centre),
        NamedStyle(DATE, font=body, border=box, alignment=centre, number_format=THAI_DATE),
    ):
        workbook.add_named_style(style)


def row_height(texts: Sequence[str], widths: Sequence[float], *, bold: bool) -> float | None:
    """Points that the wrapped texts need in columns of these widths (in characters); None for a single line.

    Written into the file because not every program measures rows when it opens one.
    """
    lines, filled = 1, _FILLED_BOLD if bold else _FILLED
    for text, width in zip(texts, widths, strict=True):
        lines = max(lines, sum(_lines(paragraph, width * filled) for paragraph in text.split("\n")))
    return min(lines * _LINE, _TALLEST) if lines > 1 else None


def _lines(paragraph: str, width: float) -> int:
    letters = sum(unicodedata.category(character) != "Mn" for character in paragraph)
    return max(1, math.ceil(letters / max(width, 1)))


def set_up_page(worksheet: WriteOnlyWorksheet, widths: Sequence[float], first_heading: int, first_row: int) -> None:
    """Column widths in characters, frozen headings, print set-up; `first_row` follows the headings."""
    worksheet.sheet_format.defaultRowHeight, worksheet.sheet_format.customHeight = _LINE + 1, True
    for number, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = width
    worksheet.freeze_panes = f"A{first_row}"
    worksheet.print_title_rows = f"{first_heading}:{first_row - 1}"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = _A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_margins.left = worksheet.page_margins.right = 0.5
    worksheet.page_margins.top = worksheet.page_margins.bottom = 0.7
    worksheet.oddFooter.center.text = "&P / &N"
