"""How personal data go: out of the record, the files, the row and every line of its history."""

import datetime
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from pmqa.evidence.durable import remove_stored
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.personal.models import ErasedRow, PersonalRecord
from pmqa.thai.sorting import sort_key

logger = logging.getLogger(__name__)

# Stands in the register where words were; Thai, as the register is.
GONE = "(ลบตามคำขอของเจ้าของข้อมูล)"
# What is left of a file in its row: columns, and what stands in them then.
FILE_GONE: Mapping[str, Any] = {
    "title": GONE,
    "caption": "",
    "place": "",
    "taken_on": None,
    "original_name": "",
    "size": 0,
    "sha256": "",
    "stored": "",
    "thumbnail": "",
}
# Columns that tell of a change, and not of what stands in the row.
KEEPING = ("sort_key", "version", "updated_at", "updated_by", "deleted_at")


def gone_of(model: type[models.Model]) -> Mapping[str, Any]:
    """The columns of `model` from which a person's words go, and what stands in them then."""
    return FILE_GONE if model is EvidenceFile else dict.fromkeys(getattr(model, "PERSONAL_WORDS", ()), GONE)


def erase_contents(record: PersonalRecord, *, by: Person | None, at: datetime.datetime) -> None:
    """Empties `record` and removes its files, wherever they were attached. Call inside a transaction."""
    for file in list(record.files.all()):
        erase_file(file, by=by, at=at)
    record.name = record.contact = record.folded = record.digits = ""
    record.erased_at = at
    record.save(update_fields=["name", "contact", "folded", "digits", "erased_at"])


def erase_file(file: EvidenceFile, *, by: Person | None, at: datetime.datetime) -> None:
    """Takes `file` from every row, and what tells of it, at once; its bytes from the disk after the commit.

    Its number stays, so that it is not given again, and so does the line of its history that says when it came. Bytes
    that the disk keeps for now are taken by the nightly job.
    """
    _record(file, by=by, at=at)
    for relation in EvidenceFile._meta.get_fields(include_hidden=True):
        if relation.many_to_many and relation.auto_created and not relation.concrete:
            through: Any = relation.through  # type: ignore[union-attr]
            through._default_manager.filter(**{relation.field.m2m_reverse_field_name(): file.pk}).delete()
    for name, left in FILE_GONE.items():
        if name not in ("stored", "thumbnail"):
            setattr(file, name, left)
    file.sort_key = sort_key(GONE)
    file.deleted_at = file.deleted_at or at
    file.version, file.updated_at, file.updated_by = file.version + 1, at, by or file.updated_by
    file.save()
    wipe_history(file, {"title": GONE, "caption": "", "place": "", "original_name": "", "taken_on": ""})
    transaction.on_commit(partial(_remove_now, file))


def remove_bytes(file: EvidenceFile) -> None:
    """Takes the bytes of an erased file from the disk. Doing it twice does no harm. Raises OSError."""
    for name in filter(None, (file.stored.name, file.thumbnail.name)):
        remove_stored(name)
    EvidenceFile.objects.filter(pk=file.pk).update(stored="", thumbnail="")


def _remove_now(file: EvidenceFile) -> None:
    """The same, for a page: what the disk keeps back is written to the log, and the person goes on."""
    try:
        remove_bytes(file)
    except OSError as error:
        logger.error("%s %s is still on the disk: %s", file._meta.label, file.pk, error.strerror)


def left_on_disk() -> QuerySet[EvidenceFile]:
    """Erased files whose bytes could not be taken from the disk when they were erased."""
    return EvidenceFile.objects.filter(title=GONE, deleted_at__isnull=False).exclude(stored="")


def erase_words(row: Any, *, table: EvidenceTable, by: Person, at: datetime.datetime) -> None:
    """Puts GONE in the place of the words of `row` that its model names in PERSONAL_WORDS, also in its history."""
    names = tuple(name for name in getattr(row, "PERSONAL_WORDS", ()) if getattr(row, name) not in ("", GONE))
    if not names:
        return
    _record(row, by=by, at=at)
    for name in names:
        setattr(row, name, GONE)
    values = table.values_of(row)
    row.sort_key = sort_key(" ".join(str(values[name]) for name in table.identity))
    row.version, row.updated_by, row.updated_at = row.version + 1, by, at
    row.save(update_fields=[*names, "sort_key", "version", "updated_by", "updated_at"])
    wipe_history(row, dict.fromkeys(names, GONE))
    changed_rows([row], [kept_values(table, values)], RowChange.Action.CHANGED, by, at)


def _record(row: Any, *, by: Person | None, at: datetime.datetime) -> None:
    """Writes down that `row` is erased, before it is: else the database would refuse it where the row is frozen."""
    place = {"table": row._meta.label_lower, "row_id": row.pk}
    ErasedRow.objects.get_or_create(**place, defaults={"assessment_id": row.assessment_id, "by": by, "at": at})


def wipe_history(row: models.Model, words: Mapping[str, str]) -> None:
    """Writes `words` over those columns of `row` that hold anything, in every line of its history."""
    changes = list(RowChange.objects.select_for_update(of=("self",)).filter(table=row._meta.label_lower, row_id=row.pk))
    for change in changes:
        change.values |= {name: word for name, word in words.items() if change.values.get(name)}
    RowChange.objects.bulk_update(changes, ["values"], batch_size=200)
