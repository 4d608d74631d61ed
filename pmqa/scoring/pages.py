"""What the pages of findings show: points with their reasons linked to the form that mends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse

from pmqa.criteria import CRITERIA, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.facts import standing
from pmqa.evidence.guidelines import Guideline, Reason, Status
from pmqa.evidence.models import RowChange, Statement
from pmqa.evidence.tables import EvidenceTable
from pmqa.scoring.engine import Point, Tally, tally


@dataclass(frozen=True)
class LinkedReason:
    text: str
    address: str


@dataclass(frozen=True)
class ShownPoint:
    guideline: Guideline
    status: Status
    reasons: tuple[LinkedReason, ...]
    statement: Statement | None


@dataclass(frozen=True)
class Task:
    """A criterion on the start page: its points, and where it stands."""

    criterion: Criterion
    tally: Tally
    marked: Any
    started: bool
    last: RowChange | None


def address_of(assessment: Assessment, reason: Reason) -> str:
    """Where `reason` is mended: the very row, a new row with what is known filled in, or the table; "" for nowhere."""
    if not reason.table:
        return ""
    place = [assessment.unit.code, assessment.year]
    if reason.row is not None:
        return reverse(f"{reason.table}-edit", args=[*place, reason.row])
    if reason.start:
        return f"{reverse(f'{reason.table}-add', args=place)}?{urlencode(reason.start)}"
    return reverse(reason.table, args=place)


def shown_points(assessment: Assessment, points: Sequence[Point]) -> list[ShownPoint]:
    """The points of a criterion with the unit's statements. Two queries."""
    statements = {
        each.guideline: each
        for each in Statement.objects.filter(assessment=assessment).prefetch_related("evidence")
        if each.text
    }
    return [
        ShownPoint(
            guideline=point.guideline,
            status=point.finding.status,
            reasons=tuple(
                LinkedReason(str(reason.text), address_of(assessment, reason)) for reason in point.finding.reasons
            ),
            statement=statements.get(point.guideline.code),
        )
        for point in points
    ]


def tasks_of(assessment: Assessment, points: Sequence[Point]) -> list[Task]:
    """The task list CS1..CS7. A fixed number of queries."""
    marks = {mark.criterion: mark for mark in assessment.marks.select_related("by")}
    changes = _last_changes(assessment)
    return [
        Task(
            criterion=criterion,
            tally=tally(point for point in points if point.criterion is criterion),
            marked=marks.get(criterion.code),
            started=any(label(table) in changes for table in criterion.tables),
            last=max(
                (changes[label(table)] for table in criterion.tables if label(table) in changes),
                key=lambda change: change.pk,
                default=None,
            ),
        )
        for criterion in CRITERIA
    ]


def label(table: EvidenceTable) -> str:
    return table.model._meta.label_lower


def _last_changes(assessment: Assessment) -> Mapping[str, RowChange]:
    """The last change of each table, by its label: one query for the ids, one for the changes."""
    found = RowChange.objects.filter(assessment=assessment).order_by().values_list("table").annotate(last=Max("pk"))
    changes = RowChange.objects.select_related("by").in_bulk([last for _table, last in found])
    return {change.table: change for change in changes.values()}


def row_counts(assessment: Assessment, tables: Sequence[EvidenceTable]) -> dict[str, int]:
    """How many rows each table has, by key: one query a table."""
    return {table.key: standing(table.model, [assessment]).aggregate(n=Count("pk"))["n"] for table in tables}


def next_step(assessment: Assessment, points: Sequence[Point]) -> LinkedReason | None:
    """The next thing to do: the first reason of the first point that is not met and can be mended."""
    for point in points:
        for reason in point.finding.reasons:
            if point.finding.status != Status.MET and reason.table:
                return LinkedReason(f"{point.guideline.code}: {reason.text}", address_of(assessment, reason))
    return None


def tables_of(criterion: Criterion) -> tuple[EvidenceTable, ...]:
    """The tables shown on a criterion's page: its own, and the improvements that serve every criterion."""
    return (*criterion.tables, table_of("improvements"))
