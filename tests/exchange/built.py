"""Workbooks put together by hand, for what no spreadsheet program would write."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relation(number: int, kind: str, target: str) -> str:
    """One relation; `kind` is the last word of its type."""
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def parts(sheet: str, *, title: str = "ชีต", texts: str = "", styles: str = "", properties: str = "") -> dict[str, str]:
    """The parts of a workbook with one sheet; `sheet` stands inside <worksheet>, `texts` inside <sst>."""
    links = [relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "sharedStrings", "sharedStrings.xml")]
    links.append(relation(3, "styles", "styles.xml"))
    listing = f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets>'
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{relation(1, "officeDocument", "xl/workbook.xml")}'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}{listing}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{"".join(links)}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }


def zipped(contents: Mapping[str, str | bytes]) -> bytes:
    """A zip of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def one_sheet(rows: str, *, after: str = "", **others: str) -> bytes:
    """A workbook whose one sheet has these <row> elements."""
    return zipped(parts(f"<sheetData>{rows}</sheetData>{after}", **others))


def text_cell(where: str, text: str) -> str:
    """A cell with its text in place."""
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The zip with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()} | dict(changed))
