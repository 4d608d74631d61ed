"""Reading facts of many assessments at once: what the criteria's `queries.py` share."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.guidelines import Named


def standing(model: type[Row], assessments: Sequence[Assessment]) -> "QuerySet[Any]":
    """The rows of `model` that stand in any of `assessments`."""
    return model._default_manager.filter(assessment__in=[assessment.pk for assessment in assessments], deleted_at=None)


def names(model: type[Row], assessments: Sequence[Assessment]) -> Mapping[int, tuple[Named, ...]]:
    """The rows of a register by assessment id, as guidelines see them. One query."""
    found: dict[int, list[Named]] = defaultdict(list)
    for row in standing(model, assessments):
        found[row.assessment_id].append(Named(row.pk, str(row)))
    return defaultdict(tuple, {key: tuple(rows) for key, rows in found.items()})


def links(model: type[Row], field: str, assessments: Sequence[Assessment]) -> Mapping[int, frozenset[int]]:
    """The ids that each row of `model` names in its many-to-many `field`, by row id. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for pk, named in standing(model, assessments).exclude(**{field: None}).values_list("pk", field).order_by():
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
