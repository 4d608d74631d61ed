"""The parts of a streamed workbook beside its rows: its list of sheets, the official look, what a sheet begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from openpyxl.utils import get_column_letter

from pmqa.exchange.cells import cell_text
from pmqa.exchange.look import THAI_DATE

TEXT, NUMBER, DATE, HEADING, TITLE, MET, PARTLY, MISSING = range(1, 9)
STATUS_STYLES = {"MET": MET, "PARTLY": PARTLY, "MISSING": MISSING}
# The rows above the first of the table: the note, and one or two of headings.
_ABOVE = 1

_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class StreamedColumn:
    """A column: `above` heads a block of neighbours; `width` in characters."""

    heading: str
    width: float = 24
    above: str = ""


@dataclass(frozen=True)
class StreamedSheet:
    """A sheet: `title` on its tab (as Excel allows it, see cells.sheet_title), `note` above the headings, `rows` how
    many follow, and how many columns stay in sight when it is moved."""

    title: str
    note: str
    columns: tuple[StreamedColumn, ...]
    rows: int
    fixed_columns: int = 2

    @property
    def has_blocks(self) -> bool:
        return any(column.above for column in self.columns)

    @property
    def first_row(self) -> int:
        """Where the rows begin, counted from 1."""
        return _ABOVE + (3 if self.has_blocks else 2)

    @property
    def heading_rows(self) -> str:
        return f"{_ABOVE + 1}:{self.first_row - 1}"


def sheet_start(sheet: StreamedSheet, headings: str) -> str:
    """All of a worksheet before its rows: headings that stay in sight, widths, the height of a line."""
    corner = f"{get_column_letter(sheet.fixed_columns + 1)}{sheet.first_row}"
    pane = (
        f'<pane xSplit="{sheet.fixed_columns}" ySplit="{sheet.first_row - 1}" topLeftCell="{corner}"'
        ' activePane="bottomRight" state="frozen"/>'
    )
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(sheet.columns, start=1)
    )
    return (
        f'{_START}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="21" customHeight="1"/><cols>{widths}</cols><sheetData>{headings}'
    )


def sheet_end(sheet: StreamedSheet) -> str:
    """All of it behind its rows: a filter over the headings, merged headings, the page on which it is printed."""
    last = f"{get_column_letter(len(sheet.columns))}{max(sheet.first_row, sheet.first_row + sheet.rows - 1)}"
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in _merged(sheet))
    count = f'<mergeCells count="{merged.count("<")}">{merged}</mergeCells>' if merged else ""
    return (
        f'</sheetData><autoFilter ref="A{sheet.first_row - 1}:{last}"/>{count}'
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _merged(sheet: StreamedSheet) -> list[str]:
    """The areas of headings over a block of columns, and of those without one over both rows."""
    if not sheet.has_blocks:
        return []
    upper, found, at = _ABOVE + 1, [], 0
    while at < len(sheet.columns):
        above, end = sheet.columns[at].above, at + 1
        while above and end < len(sheet.columns) and sheet.columns[end].above == above:
            end += 1
        if not above or end > at + 1:
            found.append(f"{get_column_letter(at + 1)}{upper}:{get_column_letter(end)}{upper if above else upper + 1}")
        at = end
    return found


def content_types(sheets: int) -> str:
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{_START}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{parts}</Types>'
    )


def package_relations() -> str:
    return _relations(
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    )


def workbook_relations(sheets: int) -> str:
    numbers = range(1, sheets + 1)
    parts = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    return _relations(*parts, (f"{_OFFICE}/styles", "styles.xml"))


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_START}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def workbook(sheets: Sequence[StreamedSheet]) -> str:
    """The list of sheets, with the headings that are repeated on each printed page."""
    tabs, names = [], []
    for number, sheet in enumerate(sheets, start=1):
        tabs.append(f'<sheet name="{escape(sheet.title)}" sheetId="{number}" r:id="rId{number}"/>')
        first, last = sheet.heading_rows.split(":")
        tab = escape(sheet.title.replace("'", "''"))
        place = f"'{tab}'!${first}:${last}"
        names.append(f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">{place}</definedName>')
    return (
        f'{_START}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(tabs)}</sheets>'
        f"<definedNames>{''.join(names)}</definedNames></workbook>"
    )


def core(title: str, author: str, at: datetime) -> str:
    texts = [escape(cell_text(text)[0]) for text in (title, author)]
    return (
        f'{_START}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{texts[0]}</dc:title><dc:creator>{texts[1]}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at:%Y-%m-%dT%H:%M:%SZ}</dcterms:created></cp:coreProperties>'
    )


def styles() -> str:
    """The looks of cells, in the order of the numbers above; 0 is the plain one that every workbook has."""
    face = '<name val="TH Sarabun New"/><family val="2"/>'
    colours = ("FF1B7F4B", "FF8A5A00", "FFB42318")
    fonts = [f'<font><sz val="14"/>{face}</font>', f'<font><b/><sz val="14"/>{face}</font>']
    fonts.append(f'<font><b/><sz val="16"/>{face}</font>')
    fonts += [f'<font><b/><sz val="14"/><color rgb="{colour}"/>{face}</font>' for colour in colours]
    side = "".join(
        f'<{name} style="thin"><color rgb="FF7F7F7F"/></{name}>' for name in ("left", "right", "top", "bottom")
    )
    top = '<alignment vertical="top" wrapText="1"/>'
    centre = '<alignment horizontal="center" vertical="top" wrapText="1"/>'
    middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    looks = [
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        _look(top),
        _look(centre),
        _look(centre, number=164),
        _look(middle, font=1, fill=2),
        '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        *(_look(centre, font=font) for font in (3, 4, 5)),
    ]
    return (
        f'{_START}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{escape(THAI_DATE)}"/></numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/></patternFill></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/></border><border>{side}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(alignment: str, *, font: int = 0, fill: int = 0, number: int = 0) -> str:
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="1" xfId="0" applyNumberFormat="1"'
        f' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
    )
