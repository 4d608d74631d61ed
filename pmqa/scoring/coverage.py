"""The coverage matrix: groups and services down, what was done for them across; an empty cell is a gap."""

from collections.abc import Mapping
from dataclasses import dataclass

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import CoverageColumn
from pmqa.evidence.facts import standing
from pmqa.profile.models import Group, Service
from pmqa.scoring.models import NotNeeded


@dataclass(frozen=True)
class CoverageLine:
    """A group (with its type) or a service, what a form calls it; for each column a count, and the unit's reason
    why none is needed, where it gave one."""

    id: int
    name: str
    kind: str
    called: str
    cells: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[CoverageColumn, ...]
    lines: tuple[CoverageLine, ...]


@dataclass(frozen=True)
class Coverage:
    groups: Matrix
    services: Matrix


def coverage_of(assessment: Assessment) -> Coverage:
    """The matrix of one assessment: one query a column, one a register, and one for the reasons."""
    group_columns = tuple(column for criterion in CRITERIA for column in criterion.group_coverage)
    service_columns = tuple(column for criterion in CRITERIA for column in criterion.service_coverage)
    groups = [(row.pk, row.name, str(row.get_kind_display()), row.name) for row in standing(Group, [assessment])]
    services = [
        (row.pk, row.names[-1] if row.product else row.process, "", row.process)
        for row in standing(Service, [assessment])
    ]
    given = NotNeeded.objects.filter(assessment=assessment).values_list("column", "row_id", "reason")
    reasons = {(column, row_id): reason for column, row_id, reason in given}
    return Coverage(
        Matrix(group_columns, _lines(assessment, groups, group_columns, reasons)),
        Matrix(service_columns, _lines(assessment, services, service_columns, reasons)),
    )


def _lines(
    assessment: Assessment,
    rows: list[tuple[int, str, str, str]],
    columns: tuple[CoverageColumn, ...],
    reasons: Mapping[tuple[str, int], str],
) -> tuple[CoverageLine, ...]:
    counts: list[Mapping[int, int]] = [column.count([assessment]).get(assessment.pk, {}) for column in columns]
    return tuple(
        CoverageLine(
            pk,
            name,
            kind,
            called,
            tuple(count.get(pk, 0) for count in counts),
            tuple(reasons.get((column.key, pk), "") for column in columns),
        )
        for pk, name, kind, called in rows
    )
