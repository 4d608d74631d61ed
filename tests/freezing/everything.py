"""Makes a row in every frozen table, whatever tables there are: from the fields of the models."""

import datetime
import hashlib
import uuid
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.organization.models import Person

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
CONTENT = "บันทึกการประชุม".encode()


def row_in_every_table(assessment: Assessment, *, by: Person) -> dict[str, Any]:
    """One row of `assessment` in each frozen table, by the table's label; the file has its bytes on the disk."""
    made: dict[str, Any] = {"cycle.assessment": assessment, "organization.person": by}
    for table in frozen_tables():
        _made(table.model, made)
    return made


def _made(model: Any, made: dict[str, Any]) -> Any:
    label = model._meta.label_lower
    if label not in made:
        made[label] = row = model(**{field.name: _value(field, made) for field in model._meta.concrete_fields[1:]})
        if model is EvidenceFile:
            row.sha256, row.size, row.deleted_at = hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), None
            row.stored.save("minutes.txt", ContentFile(CONTENT), save=False)
            row.thumbnail = ""
        row.save()
    return made[label]


def _value(field: Any, made: dict[str, Any]) -> Any:
    if field.is_relation:
        return _made(field.remote_field.model, made)
    if field.name == "deleted_at":
        return None
    if field.choices:
        return field.choices[0][0]
    plain = {
        models.DateTimeField: NOW,
        models.DateField: NOW.date(),
        models.BooleanField: False,
        models.DecimalField: Decimal("4.20"),
        models.IntegerField: 5,
        models.JSONField: {"ก": 1},
        models.FileField: "",
    }
    found = next((value for kind, value in plain.items() if isinstance(field, kind)), None)
    return uuid.uuid4().hex[: field.max_length or 8] if found is None else found


def changed(table: FrozenTable) -> tuple[str, Any]:
    """A column of `table`, and what no row made here holds in it; None where a row holds nothing but keys."""
    fields = [field for field in table.fields if field.name != "sort_key"]
    for kind, value in ((models.CharField | models.TextField, "x"), (models.IntegerField, 2)):
        for field in fields:
            if isinstance(field, kind) and not field.is_relation and not field.primary_key:
                return field.column, value
    return table.owner.column, None
