"""The texts of units that are compared: the long texts of their rows and their statements, not the public's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, TextField

from pmqa.criteria import TABLES
from pmqa.cycle.models import Round
from pmqa.evidence.models import EvidenceFile, Statement
from pmqa.evidence.tables import EvidenceTable
from pmqa.likeness.models import Place

A_CHUNK = 2000


@dataclass(frozen=True)
class TextSource:
    """Columns of a model that are compared; `table` is None for statements."""

    model: type[Model]
    columns: tuple[str, ...]
    table: EvidenceTable | None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Text:
    """One text, where it stands. `column` is a column, or the point of a statement."""

    unit: int
    assessment: int
    label: str
    row: int
    column: str
    text: str


def _columns(table: EvidenceTable) -> tuple[str, ...]:
    fields = (field for field in table.model._meta.concrete_fields if type(field) is TextField)
    return tuple(field.name for field in fields if field.name in table.form.base_fields)


SOURCES: tuple[TextSource, ...] = (
    TextSource(Statement, ("text",), None),
    *(TextSource(table.model, _columns(table), table) for table in TABLES if not table.of_public and _columns(table)),
)
_BY_LABEL = {source.label: source for source in SOURCES}


def texts_of(held: Round) -> Iterator[Text]:
    """Every text of the round, the same order every time; one query a source, read in chunks."""
    for source in SOURCES:
        rows = source.model._default_manager.filter(assessment__round=held).order_by("pk")
        if source.table:
            rows = rows.filter(deleted_at=None)
        named = () if source.table else ("guideline",)
        read = rows.values_list("assessment__unit", "assessment", "pk", *source.columns, *named)
        for unit, assessment, row, *values in read.iterator(chunk_size=A_CHUNK):
            columns = source.columns if source.table else (values.pop(),)
            for column, text in zip(columns, values, strict=True):
                if text:
                    yield Text(unit, assessment, source.label, row, column, text)


def words_at(places: Sequence[Place]) -> dict[int, str]:
    """What stands now at each of `places`, by the id of the place: a text, or number and title of a file; nothing where
    the row is gone. One query a table."""
    by_label: dict[str, list[Place]] = {}
    for place in places:
        by_label.setdefault(place.table, []).append(place)
    found = {}
    for label, some in by_label.items():
        rows = _rows(label, [place.row_id for place in some])
        for place in some:
            if (row := rows.get(place.row_id)) is not None:
                found[place.pk] = _words(row, place)
    return found


def _rows(label: str, ids: Sequence[int]) -> dict[int, Any]:
    source = _BY_LABEL.get(label)
    model: Any = source.model if source else EvidenceFile
    rows = model._default_manager.filter(pk__in=ids)
    if source is None or source.table:
        rows = rows.filter(deleted_at=None)
    return {row.pk: row for row in rows}


def _words(row: Any, place: Place) -> str:
    if isinstance(row, EvidenceFile):
        return f"{row.number} {row.title}"
    return str(row.text if isinstance(row, Statement) else getattr(row, place.column))


def table_at(place: Place) -> EvidenceTable | None:
    """The table in which a place stands; None for a statement."""
    if place.table == EvidenceFile._meta.label_lower:
        return next(table for table in TABLES if table.model is EvidenceFile)
    source = _BY_LABEL.get(place.table)
    return source.table if source else None
