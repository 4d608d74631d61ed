"""How personal data go: out of the record, the files, the row and every line of its history."""

import datetime
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import models, transaction

from pmqa.evidence.durable import remove_stored
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.personal.models import PersonalRecord
from pmqa.thai.sorting import sort_key

# Stands in the register where words were; Thai, as the register is.
GONE = "(ลบตามคำขอของเจ้าของข้อมูล)"


def erase_contents(record: PersonalRecord, *, by: Person | None, at: datetime.datetime) -> None:
    """Empties `record` and removes its files, wherever they were attached. Call inside a transaction."""
    for file in list(record.files.all()):
        erase_file(file, by=by, at=at)
    record.name = record.contact = record.folded = record.digits = ""
    record.erased_at = at
    record.save(update_fields=["name", "contact", "folded", "digits", "erased_at"])


def erase_file(file: EvidenceFile, *, by: Person | None, at: datetime.datetime) -> None:
    """Takes what `file` holds from the disk once the transaction is committed; what tells of it, at once.

    Its number stays, so that it is not given again, and so does the line of its history that says when it came.
    """
    for name in filter(None, (file.stored.name, file.thumbnail.name)):
        transaction.on_commit(partial(remove_stored, name))
    for relation in EvidenceFile._meta.get_fields(include_hidden=True):
        if relation.many_to_many and relation.auto_created and not relation.concrete:
            through: Any = relation.through  # type: ignore[union-attr]
            through._default_manager.filter(**{relation.field.m2m_reverse_field_name(): file.pk}).delete()
    file.title, file.sort_key = GONE, sort_key(GONE)
    file.stored = file.thumbnail = file.caption = file.place = file.original_name = file.sha256 = ""
    file.size, file.taken_on = 0, None
    file.deleted_at = file.deleted_at or at
    file.version, file.updated_at, file.updated_by = file.version + 1, at, by or file.updated_by
    file.save()
    wipe_history(file, {"title": GONE, "caption": "", "place": "", "original_name": "", "taken_on": ""})


def erase_words(row: Any, *, table: EvidenceTable, by: Person, at: datetime.datetime) -> None:
    """Puts GONE in the place of the words of `row` that its model names in PERSONAL_WORDS, also in its history."""
    names = tuple(name for name in getattr(row, "PERSONAL_WORDS", ()) if getattr(row, name) not in ("", GONE))
    if not names:
        return
    for name in names:
        setattr(row, name, GONE)
    values = table.values_of(row)
    row.sort_key = sort_key(" ".join(str(values[name]) for name in table.identity))
    row.version, row.updated_by, row.updated_at = row.version + 1, by, at
    row.save(update_fields=[*names, "sort_key", "version", "updated_by", "updated_at"])
    wipe_history(row, dict.fromkeys(names, GONE))
    changed_rows([row], [kept_values(table, values)], RowChange.Action.CHANGED, by, at)


def wipe_history(row: models.Model, words: Mapping[str, str]) -> None:
    """Writes `words` over those columns of `row` that hold anything, in every line of its history."""
    changes = list(RowChange.objects.select_for_update(of=("self",)).filter(table=row._meta.label_lower, row_id=row.pk))
    for change in changes:
        change.values |= {name: word for name, word in words.items() if change.values.get(name)}
    RowChange.objects.bulk_update(changes, ["values"], batch_size=200)
