"""Copies of a whole assessment, made by the database: one statement a table, however many copies.

Ids are worked out, not asked for: the rows of a table get the ids after its last one, copy by copy in the order of the
original, so that whatever points at a row points at its copy. Nobody else may write these tables meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.judging.models import Judgement, JudgementChange, Sheet


@dataclass(frozen=True)
class Copy:
    """An assessment that is to become a copy; `mark` stands in its texts where the original has its own."""

    assessment: int
    mark: str


@dataclass(frozen=True)
class Placed:
    """Where the copies of the rows of one table go: the first of them to `start`, each copy `span` ids after the one
    before. `first` is the lowest id of the original."""

    first: int
    span: int
    start: int

    def copied(self, column: str) -> str:
        """SQL: the id of the copy of the row whose id is the expression `column`."""
        return f"({column} - {self.first} + {self.start} + t.place * {self.span})"


def copy_assessment(original: Assessment, mark: str, copies: Sequence[Copy]) -> None:
    """Stores all rows of `original`, with their history and the unit's own judgement, for each of `copies`."""
    placed: dict[type[models.Model], Placed] = {}
    for table in _tables():
        ids = list(table.rows_of(original.pk).values_list("pk", flat=True))
        if not ids:
            continue
        last = table.model._base_manager.aggregate(last=models.Max("pk"))["last"]
        placed[table.model] = Placed(ids[0], ids[-1] - ids[0] + 1, last + 1)
        _copy(table.model, ids, mark, copies, placed)
        _copy_history(table.model, original, mark, copies, placed)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(placed)):
            cursor.execute(statement)


def _tables() -> list[FrozenTable]:
    """Every table whose rows belong to an assessment, after those that its rows point at."""
    of_sheet = Sheet._meta.get_field("assessment")
    judged = [FrozenTable(each, (each._meta.get_field("sheet"), of_sheet)) for each in (Judgement, JudgementChange)]
    tables = {table.model: table for table in (*frozen_tables(), FrozenTable(Sheet, (of_sheet,)), *judged)}
    order = {model: {to for to in _pointed_at(model) if to in tables and to is not model} for model in tables}
    return [tables[model] for model in TopologicalSorter(order).static_order()]


def _pointed_at(model: type[models.Model]) -> set[Any]:
    return {field.remote_field.model for field in model._meta.concrete_fields if field.is_relation}


def _copy(
    model: type[models.Model],
    ids: Sequence[int],
    mark: str,
    copies: Sequence[Copy],
    placed: Mapping[type[models.Model], Placed],
) -> None:
    fields = model._meta.concrete_fields
    values = [_value(field, model, placed) for field in fields]
    which = f"s.id IN ({', '.join(map(str, ids))})"
    _insert(model, [field.column for field in fields], values, which, mark, copies)


def _value(field: Any, model: type[models.Model], placed: Mapping[type[models.Model], Placed]) -> str:
    """SQL: what stands in `field` of a copy."""
    column = f's."{field.column}"'
    to = model if field.primary_key else field.remote_field.model if field.is_relation else None
    if to is Assessment:
        return "t.assessment"
    if to in placed:
        return placed[to].copied(column)
    return _text(field, column)


def _text(field: Any, column: str) -> str:
    """SQL: a value, with the mark of the copy in the place of that of the original."""
    if isinstance(field, models.CharField | models.TextField):
        return f"REPLACE({column}, %(mark)s, t.mark)"
    if isinstance(field, models.JSONField):
        postgres = connection.vendor == "postgresql"
        return (
            f"REPLACE({column}::text, %(mark)s, t.mark)::jsonb" if postgres else f"REPLACE({column}, %(mark)s, t.mark)"
        )
    return column


def _copy_history(
    model: type[models.Model],
    original: Assessment,
    mark: str,
    copies: Sequence[Copy],
    placed: Mapping[type[models.Model], Placed],
) -> None:
    fields = [field for field in RowChange._meta.concrete_fields if not field.primary_key]
    values = [
        placed[model].copied('s."row_id"') if field.name == "row_id" else _value(field, RowChange, {})
        for field in fields
    ]
    which = f"s.assessment_id = {original.pk} AND s.\"table\" = '{model._meta.label_lower}'"
    _insert(RowChange, [field.column for field in fields], values, which, mark, copies)


def _insert(
    model: type[models.Model],
    columns: Sequence[str],
    values: Sequence[str],
    which: str,
    mark: str,
    copies: Sequence[Copy],
) -> None:
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    targets = ", ".join(f"({place}, {copy.assessment}, '{copy.mark}')" for place, copy in enumerate(copies))
    sql = (
        f'INSERT INTO "{table}" ({names}) WITH t (place, assessment, mark) AS (VALUES {targets}) '
        f'SELECT {", ".join(values)} FROM "{table}" AS s CROSS JOIN t WHERE {which}'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"mark": mark})
