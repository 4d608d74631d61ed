"""Opens the zip of a workbook without trusting it, and streams its XML parts through expat.

Only what is declared in the zip's directory is ever inflated, so the declared sizes are a true upper bound:
`zipfile` stops at the declared size and compares the checksum.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

from pmqa.exchange.refusals import Limits, Refusal, WorkbookRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_CHUNK = 64 * 1024
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class Handler(Protocol):
    """Receives a part's elements by local name; `elements` counts them."""

    elements: int

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


@dataclass
class Archive:
    """An opened workbook. `parts` by lower-case name, as part names ignore case; `elements` read so far."""

    zip: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    limits: Limits
    elements: int = 0


def is_zip(content: bytes) -> bool:
    """Whether the bytes begin as a zip does."""
    return content.startswith(_ZIP)


def refuse_other_kinds(content: bytes) -> None:
    """Raises WorkbookRefused for what is recognised as no .xlsx by its bytes, whatever the file is called."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookRefused(Refusal.PASSWORD)
        if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
            raise WorkbookRefused(Refusal.OLD_FORMAT)
        raise WorkbookRefused(Refusal.NOT_A_WORKBOOK)
    if is_zip(content) and _OPEN_DOCUMENT in content[:200]:
        raise WorkbookRefused(Refusal.OTHER_FORMAT)


def open_archive(content: bytes, limits: Limits) -> Archive:
    """The zip of a workbook, checked by its directory alone; raises WorkbookRefused."""
    if content.count(_DIRECTORY_ENTRY) > limits.entries:
        raise WorkbookRefused(Refusal.BOMB)
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        raise WorkbookRefused(Refusal.DAMAGED) from None
    entries = packed.infolist()
    parts = {entry.filename.lower(): entry for entry in entries}
    if len(parts) != len(entries):
        raise WorkbookRefused(Refusal.UNSAFE)
    for entry in entries:
        _check_entry(entry, limits)
    if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
        raise WorkbookRefused(Refusal.BOMB)
    return Archive(packed, parts, limits)


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename
    if name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/"):
        raise WorkbookRefused(Refusal.UNSAFE)
    if entry.flag_bits & 1:
        raise WorkbookRefused(Refusal.PASSWORD)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WorkbookRefused(Refusal.DAMAGED)
    if entry.file_size > max(limits.ratio_from, entry.compress_size * limits.ratio):
        raise WorkbookRefused(Refusal.BOMB)


def refuse_document_types(archive: Archive, read: set[str]) -> None:
    """Walks the XML parts not in `read` (lower-case names) for a DTD; raises WorkbookRefused."""
    for name in archive.parts:
        if name.endswith((".xml", ".rels")) and name not in read:
            try:
                stream(archive, name, None)
            except WorkbookRefused as refused:
                if refused.code is not Refusal.DAMAGED:  # a drawing that nobody reads may be as it is
                    raise


def stream(archive: Archive, name: str, handler: Handler | None) -> None:
    """Feeds the part to the handler; WorkbookRefused for a DTD, bad XML, too many elements, a missing part."""
    for _step in steps(archive, name, handler):
        pass


def steps(archive: Archive, name: str, handler: Handler | None) -> Iterator[None]:
    """`stream`, a piece at a time: after each the handler can be asked for what it has so far."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    if handler is not None:
        parser.buffer_text = True
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
    fed = 0
    try:
        for chunk in _chunks(archive, name):
            parser.Parse(chunk, False)
            fed += len(chunk)
            _check_progress(archive, handler, fed - parser.CurrentByteIndex)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise WorkbookRefused(Refusal.DAMAGED) from None
    archive.elements += handler.elements if handler else 0


def _check_progress(archive: Archive, handler: Handler | None, waiting: int) -> None:
    """`waiting`: bytes of one token not yet closed; an endless attribute would be held whole, twice over."""
    elements = archive.elements + (handler.elements if handler else 0)
    if waiting > archive.limits.token_bytes or elements > archive.limits.elements:
        raise WorkbookRefused(Refusal.BOMB)


def _chunks(archive: Archive, name: str) -> Iterator[bytes]:
    entry = archive.parts.get(name.lower())
    if entry is None:
        raise WorkbookRefused(Refusal.DAMAGED)
    try:
        with archive.zip.open(entry) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise WorkbookRefused(Refusal.DAMAGED) from None


def _refuse_document_type(*_: object) -> None:
    raise WorkbookRefused(Refusal.UNSAFE)
