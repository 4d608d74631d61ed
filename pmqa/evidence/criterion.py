"""What a criterion is, on one page: its tables, what is asked, and where its facts come from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable

from pmqa.charts.chart import Chart
from pmqa.charts.flow import FlowChart
from pmqa.charts.measured import Found
from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Guideline, Reviewed
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person


def no_charts(assessment: Assessment) -> Sequence[Chart]:
    """The charts of a criterion that counts nothing."""
    return ()


def no_flows(assessment: Assessment) -> Sequence[FlowChart]:
    """The flow charts of a criterion that has no steps to draw."""
    return ()


def nothing_found(assessment: Assessment) -> Sequence[Found]:
    """What a criterion found that asks nobody."""
    return ()


def no_links(assessment: Assessment, person: Person) -> Sequence["Link"]:
    """The further pages of a criterion that has none, and what waits for a person where nothing does."""
    return ()


def no_lines(assessment: Assessment) -> Sequence[str]:
    """What a criterion with nothing to tell the unit head adds to the year-end summary."""
    return ()


@dataclass(frozen=True)
class Criterion:
    """A criterion. `facts_of` computes the facts of many assessments at once, in a fixed number of queries.

    `group_coverage` and `service_coverage` are its columns of the coverage matrix. `charts_of` gives the charts of
    one assessment, each with one query, in the active language; `flows_of` its flow charts, and `found_in` what its
    surveys found, both for paper. `year_lines` are what it adds to the year-end summary for the unit head: lines of
    plain text in the active language. `moved_of` tells, for the assessments with these ids (a query for them), what
    beside the history of rows lets its facts become others: alike as long as they are the same. `links_of` are further
    pages that belong to it, as far as the person may open them; `waiting_of` is what waits for the person: a sentence,
    and in its hint the button. `carried_review` is how the review of what was carried over is written down. `absences`
    are what headquarters looks for in all units: what one may have nothing of.
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
    flows_of: Callable[[Assessment], Sequence[FlowChart]] = no_flows
    found_in: Callable[[Assessment], Sequence[Found]] = nothing_found
    links_of: Callable[[Assessment, Person], Sequence["Link"]] = no_links
    waiting_of: Callable[[Assessment, Person], Sequence["Link"]] = no_links
    improvement_sources: tuple["ImprovementSource", ...] = ()
    year_lines: Callable[[Assessment], Sequence[str]] = no_lines
    carried_review: "CarriedReview | None" = None
    moved_of: Callable[[Any], Mapping[int, Any]] | None = None
    absences: tuple["Absence", ...] = ()

    @property
    def has_charts(self) -> bool:
        return self.charts_of is not no_charts


@dataclass(frozen=True)
class Link:
    """A page that belongs to a criterion, beside its tables. `hint` says who it is for."""

    title: str
    address: str
    hint: str = ""


@dataclass(frozen=True)
class CoverageColumn:
    """A column of the coverage matrix: how often each group (or service) stands in `table`, whose form calls it
    `named` where that is not "group" or "service"."""

    key: str
    title: Any
    table: str
    count: Callable[[Sequence[Assessment]], Mapping[int, Mapping[int, int]]]
    named: str = ""


@dataclass(frozen=True)
class ImprovementSource:
    """Where improvements of one `source` begin, in rows of the tables with these keys, and which points they serve."""

    source: str
    tables: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class Absence:
    """What a unit may lack. `point` is the point that asks for it; where it is the same thing as that the point is not
    met, that is all, and else `lacking` is the condition on assessments, in the words of the database."""

    key: str
    title: Any
    point: str
    lacking: Callable[[], Q | Combinable] | None = None


@dataclass(frozen=True)
class CarriedReview:
    """When something was said of every carried row of the tables `of` (by key), a row with `values` is written in
    `table`: those of its identity but the date stay the same, so that it is found again."""

    of: tuple[str, ...]
    table: EvidenceTable
    values: Callable[[Reviewed, str], Mapping[str, Any]]


def no_facts(assessments: Sequence[Assessment]) -> Mapping[int, Any]:
    """The facts of a criterion none of whose points is checked yet."""
    return {assessment.pk: None for assessment in assessments}
