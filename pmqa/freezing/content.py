"""The content of a submission as canonical bytes: the same rows and files always make the same, and no others do.

JSON in UTF-8, keys sorted, without spaces: {"format": 1, "unit": code, "year": B.E., "tables": {label: {"columns":
[...], "rows": [[...], …]}}, "digests": {label: {"columns": […],
"rows": n, "sha256": …}}, "files": {id: {"number": …, "sha256": …,
"size": …}}}. A table stands there with every stored row of the assessment in the order of its id, those too that are
marked as deleted (`deleted_at`); without `sort_key`, which follows from the others. Dates and times are ISO 8601,
times in UTC; decimals are texts. Of a table that grows without bound only the digest of its rows is kept. The words of
people that the law may make us forget stand there as a digest, one for all of a row's: it proves them while they are
there, and says nothing when they are gone.
"""

import datetime
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models.fields.files import FieldFile

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.personal.erasing import gone_of
from pmqa.personal.models import PersonalRecord

FORMAT = 1
# Tables of answers to surveys, of which there may be many thousands.
DIGESTED = ("satisfaction.response", "satisfaction.answer")
DERIVED = "sort_key"
AT_ONCE = 1_000

Line = list[Any]


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def plain(value: Any) -> Any:
    """`value` of a column as JSON knows it. TypeError for what it does not know: nothing is guessed."""
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, FieldFile):
        return value.name or ""
    raise TypeError(f"{type(value).__name__} has no place in a snapshot.")


def columns_of(table: FrozenTable) -> list[Any]:
    """The fields whose columns stand in the content."""
    return [field for field in table.fields if field.name != DERIVED]


def lines_of(table: FrozenTable, assessment: int) -> Iterator[Line]:
    """The rows of `table` as they stand in the content."""
    fields = columns_of(table)
    sealed = [at for at, field in enumerate(fields) if field.name in gone_of(table.model)]
    chosen = _files_of_people(assessment) if table.model is EvidenceFile else None
    key = next(at for at, field in enumerate(fields) if field.primary_key)
    rows = table.rows_of(assessment).values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=AT_ONCE):
        line = [plain(value) for value in row]
        if sealed and (chosen is None or line[key] in chosen):
            _seal(table, line, sealed, key)
        yield line


def _seal(table: FrozenTable, line: Line, places: list[int], key: int) -> None:
    """Puts in the `places` of `line` one digest of what stands there, bound to its row."""
    told = canonical([table.label, line[key], [line[at] for at in places]])
    digest = hashlib.sha256(told).hexdigest()
    for at in places:
        line[at] = f"sealed:{digest}"


def _files_of_people(assessment: int) -> set[int]:
    """The files that people sent, which may have to be erased."""
    links = PersonalRecord.files.through._default_manager.filter(personalrecord__assessment=assessment)
    return set(links.values_list("evidencefile", flat=True))


def digest_of(table: FrozenTable, assessment: int, columns: Collection[str] = ()) -> dict[str, Any]:
    """How many rows there are, and the SHA-256 over them, a line each; memory does not grow with the rows. Of all
    columns, or of those in `columns`."""
    names = [field.column for field in columns_of(table)]
    places = [at for at, name in enumerate(names) if not columns or name in columns]
    total, count = hashlib.sha256(), 0
    for line in lines_of(table, assessment):
        total.update(canonical([line[at] for at in places]) + b"\n")
        count += 1
    return {"columns": [names[at] for at in places], "rows": count, "sha256": total.hexdigest()}


@dataclass(frozen=True)
class Measured:
    """A file as its bytes are on the disk now; `sha256` is "" where they cannot be read."""

    row: EvidenceFile
    sha256: str
    size: int

    @property
    def is_as_uploaded(self) -> bool:
        return (self.sha256, self.size) == (self.row.sha256, self.row.size)


def measured_files(assessment: int) -> Iterator[Measured]:
    """The files of the assessment that stand and have bytes of their own, read from the disk."""
    rows = EvidenceFile._base_manager.filter(assessment=assessment, deleted_at=None).exclude(stored="")
    for row in rows.only("number", "title", "stored", "sha256", "size").order_by("pk"):
        try:
            with row.stored.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
                yield Measured(row, digest, content.tell())
        except OSError:
            yield Measured(row, "", 0)


def told_of(assessment: Assessment, files: Iterable[Measured]) -> dict[str, Any]:
    """The content of the assessment as it stands now, with its `files` as they were measured; not yet as bytes."""
    tables = frozen_tables()
    return {
        "format": FORMAT,
        "unit": assessment.unit.code,
        "year": assessment.year,
        "tables": {
            table.label: {
                "columns": [field.column for field in columns_of(table)],
                "rows": list(lines_of(table, assessment.pk)),
            }
            for table in tables
            if table.label not in DIGESTED
        },
        "digests": {table.label: digest_of(table, assessment.pk) for table in tables if table.label in DIGESTED},
        "files": {
            str(each.row.pk): {"number": each.row.number, "sha256": each.sha256, "size": each.size} for each in files
        },
    }


def content_of(assessment: Assessment) -> bytes:
    """The content of the assessment as it stands now; see the head of this module."""
    return canonical(told_of(assessment, measured_files(assessment.pk)))
