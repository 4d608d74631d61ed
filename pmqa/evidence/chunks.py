"""Rows of a table over many assessments, a few thousand at a time, with what their columns show.

What a row names in a many-to-many column is put beside it as a plain list: a manager a row and column, as Django makes
it, is half the time of a long sheet.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models

from pmqa.cycle.models import Row
from pmqa.evidence.forms import name_of_links
from pmqa.evidence.tables import EvidenceTable


def in_chunks(table: EvidenceTable, rows: "models.QuerySet[Any]", size: int) -> Iterator[Any]:
    """Each of `rows` with what its columns show; a fixed number of queries for so many rows."""
    listed = [field for field in _fields(table) if _is_listed(field)]
    names = {field.name for field in listed}
    fetched = table.fetched(rows, leave_out=names)
    each = fetched.iterator(chunk_size=size)
    while some := list(islice(each, size)):
        for field in listed:
            _put_links(some, field)
        yield from some


def _fields(table: EvidenceTable) -> list[Any]:
    shown = {column.name for column in table.columns}
    return [field for field in table.model._meta.many_to_many if field.name in shown]


def _is_listed(field: Any) -> bool:
    """Whether the column names rows of a register, and nothing beside them."""
    return issubclass(field.related_model, Row) and name_of_links(field) == field.name


def _put_links(rows: Sequence[Any], field: Any) -> None:
    """Puts the rows that each names beside it, in the order of their register. Two queries."""
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    links = field.remote_field.through._default_manager.filter(**{f"{own}__in": [row.pk for row in rows]})
    pairs = list(links.order_by().values_list(own, other))
    named = field.related_model._default_manager.in_bulk({pk for _row, pk in pairs})
    found: dict[int, list[Any]] = {}
    for row, pk in pairs:
        found.setdefault(row, []).append(named[pk])
    for row in rows:
        ordered = sorted(found.get(row.pk, ()), key=lambda each: (each.position, each.pk))
        row.__dict__.setdefault("_prefetched_objects_cache", {})[field.name] = ordered
