"""Reading facts of many assessments at once: what the criteria's `queries.py` share."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.guidelines import Named

# From so many on, ids are handed over together.
MANY = 50


class Batch(tuple[Assessment, ...]):
    """Assessments whose facts are asked for together: a register that several criteria need is read once."""

    @cached_property
    def registers(self) -> dict[tuple[type[Row], str], Mapping[int, tuple[Named, ...]]]:
        return {}


def among(assessments: Sequence[Assessment]) -> Any:
    """What `assessment__in` takes for `assessments`. Of many the ids go to the database as one parameter: thousands of
    them, each by itself, take as long to write down as their rows to read."""
    ids = [assessment.pk for assessment in assessments]
    if len(ids) < MANY:
        return ids
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [ids])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])


def standing(model: type[Row], assessments: Sequence[Assessment]) -> "QuerySet[Any]":
    """The rows of `model` that stand in any of `assessments`."""
    return model._default_manager.filter(assessment__in=among(assessments), deleted_at=None)


def names(model: type[Row], column: str, assessments: Sequence[Assessment]) -> Mapping[int, tuple[Named, ...]]:
    """The rows of a register by assessment id, as guidelines see them, called by what stands in `column`. One query;
    one for all who ask the same of a `Batch`."""
    known = assessments.registers if isinstance(assessments, Batch) else {}
    if (model, column) not in known:
        found: dict[int, list[Named]] = defaultdict(list)
        for assessment, pk, name in standing(model, assessments).values_list("assessment", "pk", column):
            found[assessment].append(Named(pk, name))
        known[model, column] = defaultdict(tuple, {key: tuple(rows) for key, rows in found.items()})
    return known[model, column]


def links(model: type[Row], field: str, assessments: Sequence[Assessment]) -> Mapping[int, frozenset[int]]:
    """The ids that each row of `model` names in its many-to-many `field`, by row id. One query."""
    many: Any = model._meta.get_field(field)
    own, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    rows = many.remote_field.through._default_manager.filter(
        **{f"{own}__assessment__in": among(assessments), f"{own}__deleted_at": None}
    )
    found: dict[int, set[int]] = defaultdict(set)
    for pk, named in rows.order_by().values_list(f"{own}_id", f"{other}_id"):
        found[pk].add(named)
    return defaultdict(frozenset, {pk: frozenset(ids) for pk, ids in found.items()})


def heading(model: type[Row], name: str) -> str:
    """What people call the column `name` of `model`, in the language of the reader."""
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def counts_by(model: type[Row], field: str, assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many rows of `model` name each row of a register in `field`, by assessment and register id. One query."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for assessment, named in standing(model, assessments).values_list("assessment", field).order_by():
        if named is not None:
            found[assessment][named] += 1
    return found


def proved(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """`rows` with `is_proved`: whether evidence that stands is attached to them."""
    found: QuerySet[Any] = rows.annotate(is_proved=Exists(_evidence_of(rows.model)))
    return found


def pictured(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """`rows` with `is_pictured`: whether a photograph that stands is attached to them."""
    pictures = _evidence_of(rows.model).filter(evidencefile__content_type__startswith="image/")
    found: QuerySet[Any] = rows.annotate(is_pictured=Exists(pictures))
    return found


def _evidence_of(model: Any) -> "QuerySet[Any]":
    field = model._meta.get_field("evidence")
    own = field.m2m_field_name()
    links = field.remote_field.through._default_manager
    return links.filter(**{own: OuterRef("pk"), "evidencefile__deleted_at": None}).order_by()  # type: ignore[no-any-return]
