"""The parts of a workbook around its sheets: relations, the list of sheets, shared texts, number formats."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pmqa.exchange.archive import Archive, stream
from pmqa.exchange.refusals import Refusal, WorkbookRefused

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DURATION = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
# ECMA-376 part 1, 18.8.30: built in, so without a code in the file; 71-81 are the Thai ones.
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 79), 80, 81}
_BUILT_IN_DURATIONS = {46, 79}


class NumberKind(Enum):
    """What a cell's number format makes of its number."""

    PLAIN = 0
    DATE = 1
    DURATION = 2


@dataclass(frozen=True)
class SheetPart:
    """A worksheet's title, part name and whether it is hidden."""

    title: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """What the sheets refer to."""

    sheets: list[SheetPart]
    texts: list[str]
    kinds: list[NumberKind]
    epoch: datetime


def plain_text(text: str) -> str:
    """Excel's _xHHHH_ escapes back to the characters they stand for."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a surrogate pair are joined, a lone half could not be stored.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def kind_of_format(code: str) -> NumberKind:
    """Number format code to kind; [$-107041E]d mmmm yyyy;@ and Buddhist years (bbbb) are dates."""
    section = _NO_CODE.sub("", code).split(";")[0]
    if _DURATION.search(section):
        return NumberKind.DURATION
    if section.lower() in ("general", "standard"):
        return NumberKind.PLAIN
    return NumberKind.DATE if re.search("[dmyhsb]", section, re.IGNORECASE) else NumberKind.PLAIN


def read_book(archive: Archive) -> tuple[Book, set[str]]:
    """The workbook around the sheets, and the lower-case names of the parts read; raises WorkbookRefused."""
    top = _relations(archive, "_rels/.rels", "")
    workbook = next((target for kind, target in top.values() if kind == "officeDocument"), "")
    if workbook.endswith(".bin"):
        raise WorkbookRefused(Refusal.OTHER_FORMAT)
    folder, file_name = posixpath.split(workbook)
    relations_part = posixpath.join(folder, "_rels", f"{file_name}.rels")
    listing = _Listing()
    stream(archive, workbook, listing)
    if not listing.is_workbook:
        raise WorkbookRefused(Refusal.NOT_A_WORKBOOK)
    relations = _relations(archive, relations_part, folder)
    texts, styles = _Texts(), _Styles()
    read = {"_rels/.rels", workbook.lower(), relations_part.lower()}
    for wanted, handler in (("sharedStrings", texts), ("styles", styles)):
        for part in (target for kind, target in relations.values() if kind == wanted):
            stream(archive, part, handler)
            read.add(part.lower())
    sheets = _sheets(archive, listing, relations)
    epoch = CALENDAR_MAC_1904 if listing.from_1904 else CALENDAR_WINDOWS_1900
    return Book(sheets, texts.found, styles.kinds(), epoch), read | {sheet.part.lower() for sheet in sheets}


def _sheets(archive: Archive, listing: "_Listing", relations: Mapping[str, tuple[str, str]]) -> list[SheetPart]:
    found = []
    for title, state, relation in listing.sheets:
        kind, part = relations.get(relation, ("", ""))
        if not kind or (kind == "worksheet" and part.lower() not in archive.parts):
            raise WorkbookRefused(Refusal.DAMAGED)
        if kind == "worksheet":
            found.append(SheetPart(title, part, state in ("hidden", "veryHidden")))
    if len(found) > archive.limits.sheets:
        raise WorkbookRefused(Refusal.TOO_MANY_SHEETS, limit=archive.limits.sheets)
    return found


def _relations(archive: Archive, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Relation id to (last word of its type, part name)."""
    relations = _Relations()
    stream(archive, part, relations)
    found = {}
    for key, kind, target in relations.found:
        name = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
        found[key] = (kind.rpartition("/")[2], name.lstrip("/"))
    return found


def local(name: str) -> str:
    """An element's name without its namespace prefix."""
    return name.rpartition(":")[2] if ":" in name else name


class _Relations:
    def __init__(self) -> None:
        self.elements = 0
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            self.found.append((attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", "")))

    def end(self, name: str) -> None:
        """Nothing is nested."""

    def text(self, text: str) -> None:
        """Relations have no text."""


class _Listing:
    """xl/workbook.xml."""

    def __init__(self) -> None:
        self.elements = 0
        self.is_workbook = False
        self.from_1904 = False
        self.sheets: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        name = local(name)
        if self.elements == 1:
            self.is_workbook = name == "workbook"
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((plain_text(attributes.get("name", "")), attributes.get("state", ""), relation))

    def end(self, name: str) -> None:
        """Sheets are told from their attributes."""

    def text(self, text: str) -> None:
        """Sheets are told from their attributes."""


class _Texts:
    """xl/sharedStrings.xml: runs of rich text joined, phonetic hints left out."""

    def __init__(self) -> None:
        self.elements = 0
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_hint = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        name = local(name)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._in_hint = True
        elif name == "t":
            self._in_text = not self._in_hint

    def end(self, name: str) -> None:
        name = local(name)
        if name == "si":
            self.found.append(plain_text("".join(self._pieces)))
        elif name == "rPh":
            self._in_hint = False
        elif name == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _Styles:
    """xl/styles.xml: the number format of each cell style."""

    def __init__(self) -> None:
        self.elements = 0
        self._codes: dict[str, str] = {}
        self._formats: list[str] = []
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        name = local(name)
        if name in ("numFmts", "cellXfs"):
            self._inside = name
        elif name == "numFmt" and self._inside == "numFmts":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and self._inside == "cellXfs":
            self._formats.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if local(name) == self._inside:
            self._inside = ""

    def text(self, text: str) -> None:
        """Formats are told from attributes."""

    def kinds(self) -> list[NumberKind]:
        """One kind a cell style, in order."""
        known = {number: self._kind(number) for number in set(self._formats)}
        return [known[number] for number in self._formats]

    def _kind(self, number: str) -> NumberKind:
        if number in self._codes:
            return kind_of_format(self._codes[number])
        if not number.isdecimal():
            return NumberKind.PLAIN
        if int(number[:6]) in _BUILT_IN_DURATIONS:
            return NumberKind.DURATION
        return NumberKind.DATE if int(number[:6]) in _BUILT_IN_DATES else NumberKind.PLAIN
