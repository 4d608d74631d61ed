"""Evidence files: what may be stored, under which number, and how it is kept."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import remove_stored, store_bytes
from pmqa.evidence.history import changed_rows, plain_values
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.numbered import number_after
from pmqa.evidence.pictures import clean_picture
from pmqa.organization.models import Person
from pmqa.thai.sorting import sort_key
from pmqa.thai.text import normalise

LARGEST = 25 * 1024 * 1024
PICTURE = "image/jpeg"

# First bytes of the kinds that may be stored, with their content type. Office files are zip files.
KINDS = (
    (b"\xff\xd8\xff", PICTURE, (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", PICTURE, (".png",)),
    (b"RIFF", PICTURE, (".webp",)),
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.presentationml.presentation", (".pptx",)),
)


class Stored(Protocol):
    """A row with the names of its files."""

    stored: FieldFile
    thumbnail: FieldFile


def content_type_of(content: bytes, name: str) -> str:
    """The content type by the file's first bytes and its ending, which must agree; ValidationError otherwise."""
    ending = PurePath(name).suffix.lower()
    for start, content_type, endings in KINDS:
        if content.startswith(start) and ending in endings:
            return content_type
    raise ValidationError(
        _("“%(name)s” is not a file that can be kept as evidence. Use JPEG, PNG, WEBP, PDF, DOCX, XLSX or PPTX.")
        % {"name": name}
    )


@dataclass(frozen=True)
class Prepared:
    """A file as it may be stored: its bytes, those of a small picture of it (none for other kinds), and its kind."""

    content: bytes
    thumbnail: bytes
    content_type: str
    ending: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def prepared(content: bytes, name: str) -> Prepared:
    """The file as it is kept: a picture re-encoded, without its position (see pictures.py); any other as it is.

    Raises ValidationError for an empty, too large or unknown file.
    """
    if not content:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    if len(content) > LARGEST:
        raise ValidationError(_("“%(name)s” is too large: at most 25 MB.") % {"name": name})
    content_type, thumbnail, ending = content_type_of(content, name), b"", PurePath(name).suffix.lower()
    if content_type == PICTURE:
        content, thumbnail = clean_picture(content)
        ending = ".jpg"
    return Prepared(content, thumbnail, content_type, ending)


def store_prepared(file: Prepared, row: Stored, place: str) -> None:
    """Stores the bytes under `place`, which must be free, and tells `row` their names. Raises OSError."""
    row.stored.name = store_bytes(file.content, f"{place}{file.ending}")
    if file.thumbnail:
        row.thumbnail.name = store_bytes(file.thumbnail, f"{place}-small.jpg")


@contextmanager
def kept_or_removed(rows: Sequence[Stored]) -> Iterator[None]:
    """Takes the files of `rows` from the disk again when the block fails: a row that is rolled back leaves none.

    `rows` may grow in the block. Put the transaction inside it.
    """
    try:
        yield
    except BaseException:
        for row in rows:
            for name in filter(None, (row.stored.name, row.thumbnail.name)):
                remove_stored(name)
        raise


def keep_sent(
    files: "Iterable[UploadedFile[Any]]",
    into: list[EvidenceFile],
    *,
    assessment: Assessment,
    criterion: str,
    by: Person,
    **fields: Any,
) -> None:
    """Keeps files that a form sent, with `fields` of their rows, each told in `into` at once.

    Call inside `writing`, in `kept_or_removed(into)`.

    Raises what `store_file` raises, for the first file that cannot be kept.
    """
    for file in files:
        name = file.name or ""
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("“%(name)s” is too large: at most 25 MB.") % {"name": name})
        content, at = file.read(), timezone.now()
        of_file = {"title": "", "content": content, "name": name, **fields}
        into.append(store_file(assessment=assessment, criterion=criterion, by=by, at=at, **of_file))


def next_number(assessment: Assessment, criterion: str) -> str:
    """The next free evidence number, E-CS1-2569-001.

    Call inside `writing`; numbers of deleted files are not given again.
    """
    start = f"E-{criterion}-{assessment.year}-"
    numbers = EvidenceFile.objects.filter(assessment=assessment, number__startswith=start)
    return f"{start}{number_after(start, numbers.values_list('number', flat=True)):03d}"


def store_file(
    *,
    assessment: Assessment,
    criterion: str,
    title: str,
    content: bytes,
    name: str,
    by: Person,
    at: datetime.datetime,
    **fields: Any,
) -> EvidenceFile:
    """Keeps a file as evidence under the next number. Call inside `writing`.

    A picture is re-encoded (see pictures.py); any other file is kept as it is. The SHA-256 is that of what is kept.
    Raises ValidationError for an empty, too large or unknown file; OSError when the disk refuses, with nothing kept.
    """
    kept = prepared(content, name)
    row = EvidenceFile(
        assessment=assessment,
        criterion=criterion,
        number=next_number(assessment, criterion),
        title=title or normalise(PurePath(name).stem, lines=False)[:300],
        original_name=name[-255:],
        content_type=kept.content_type,
        size=len(kept.content),
        sha256=kept.sha256,
        position=EvidenceFile.objects.filter(assessment=assessment).count() + 1,
        updated_by=by,
        updated_at=at,
        **fields,
    )
    place = f"evidence/{assessment.pk}/{row.number}-{secrets.token_hex(8)}"
    with kept_or_removed([row]):
        store_prepared(kept, row, place)
        row.sort_key = sort_key(row.title)
        row.save()
        changed_rows([row], [plain_values(row)], RowChange.Action.ADDED, by, at)
    return row
