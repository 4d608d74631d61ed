"""What a criterion is, on one page: its tables, what is asked, and where its facts come from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmqa.charts.chart import Chart
from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Guideline
from pmqa.evidence.tables import EvidenceTable


def no_charts(assessment: Assessment) -> Sequence[Chart]:
    """The charts of a criterion that counts nothing."""
    return ()


@dataclass(frozen=True)
class Criterion:
    """A criterion. `facts_of` computes the facts of many assessments at once, in a fixed number of queries.

    `coverage_of` counts, by assessment, column of the coverage matrix and group (or service) id. `charts_of` gives the
    charts of one assessment, each with one query, in the active language.
    """

    code: str
    title: Any
    law: Any
    steps: tuple[Any, ...]
    tables: tuple[EvidenceTable, ...]
    guidelines: tuple[Guideline, ...]
    facts_of: Callable[[Sequence[Assessment]], Mapping[int, Any]]
    group_coverage: tuple["CoverageColumn", ...] = ()
    service_coverage: tuple["CoverageColumn", ...] = ()
    charts_of: Callable[[Assessment], Sequence[Chart]] = no_charts

    @property
    def has_charts(self) -> bool:
        return self.charts_of is not no_charts


@dataclass(frozen=True)
class CoverageColumn:
    """A column of the coverage matrix: how often each group (or service) stands in `table`, whose form calls it
    `named` where that is not "group" or "service"."""

    key: str
    title: Any
    table: str
    count: Callable[[Sequence[Assessment]], Mapping[int, Mapping[int, int]]]
    named: str = ""


def no_facts(assessments: Sequence[Assessment]) -> Mapping[int, Any]:
    """The facts of a criterion none of whose points is checked yet."""
    return {assessment.pk: None for assessment in assessments}
