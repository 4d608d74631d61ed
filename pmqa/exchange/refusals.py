"""Why a file cannot be read as a workbook, and the limits that protect the server."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Limits:
    """What a file may ask for. `ratio` is inflated to packed size, for parts of more than `ratio_from` bytes.
    `beside_bytes`: of all parts but the sheets, which are held whole while a sheet is read row by row."""

    file_bytes: int = 10 * 1024 * 1024
    inflated_bytes: int = 60 * 1024 * 1024
    beside_bytes: int = 60 * 1024 * 1024
    entries: int = 2_000
    ratio: int = 100
    ratio_from: int = 1024 * 1024
    token_bytes: int = 4 * 1024 * 1024
    elements: int = 950_000
    sheets: int = 200
    rows: int = 20_000
    columns: int = 200
    cells: int = 200_000
    characters: int = 40_000_000
    cell_characters: int = 2_000_000


LIMITS = Limits()


class Refusal(StrEnum):
    """The kinds of refusal; the value is stable and may be tested for."""

    EMPTY = "empty"
    FILE_TOO_LARGE = "file-too-large"
    NOT_A_WORKBOOK = "not-a-workbook"
    OLD_FORMAT = "old-format"
    OTHER_FORMAT = "other-format"
    PASSWORD = "password"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    BOMB = "bomb"
    SHEET_TOO_LARGE = "sheet-too-large"
    TOO_MANY_CELLS = "too-many-cells"
    TOO_MANY_SHEETS = "too-many-sheets"
    NOT_A_TABLE = "not-a-table"
    TEXT_TOO_LONG = "text-too-long"


MESSAGES: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.FILE_TOO_LARGE: _("The file is larger than %(limit)s MB."),
    Refusal.NOT_A_WORKBOOK: _("The file is not an Excel workbook."),
    Refusal.OLD_FORMAT: _("The file is an old Excel workbook (.xls). Save it as .xlsx first."),
    Refusal.OTHER_FORMAT: _("The file is a spreadsheet of another kind. Save it as .xlsx first."),
    Refusal.PASSWORD: _("The workbook is protected by a password. Remove the password first."),
    Refusal.DAMAGED: _("The workbook is damaged. Open it in Excel, save it again and try once more."),
    Refusal.UNSAFE: _("The workbook contains parts that Excel does not write, so it was not opened."),
    Refusal.BOMB: _("The workbook unpacks to far more than it should, so it was not opened."),
    Refusal.SHEET_TOO_LARGE: _(
        "Sheet “%(sheet)s” reaches to cell %(cell)s. At most %(rows)s rows and %(columns)s columns are read."
    ),
    Refusal.TOO_MANY_CELLS: _("The workbook has too much in it: see sheet “%(sheet)s”, cell %(cell)s."),
    Refusal.TOO_MANY_SHEETS: _("The workbook has more than %(limit)s sheets."),
    Refusal.NOT_A_TABLE: _("The file is neither an Excel workbook (.xlsx) nor a table as text (.csv)."),
    Refusal.TEXT_TOO_LONG: _(
        "Row %(row)s holds a text of more than %(limit)s characters. Perhaps a quotation mark is missing."
    ),
}


class WorkbookRefused(Exception):
    """The file is not read. `code` is a Refusal; the message is put into the reader's language when shown."""

    def __init__(self, code: Refusal, **values: str | int) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        """The reason in the language active now."""
        return str(MESSAGES[self.code]) % self.values

    def __str__(self) -> str:
        return self.message
