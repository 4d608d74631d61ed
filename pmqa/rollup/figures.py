"""The figures of assessments: as their rows tell them now, and as they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.judging.results import scores_of_many
from pmqa.rollup.models import Computed, CriterionResult, PointResult
from pmqa.scoring.engine import Point, findings_of, tally
from pmqa.scoring.profiles import Scores

EXACT = Decimal("0.000001")


@dataclass(frozen=True)
class CriterionFigures:
    """What is stored of one criterion, in the order of the columns of `CriterionResult`."""

    kind: str
    met: int
    partly: int
    missing: int
    own: Decimal | None
    published: Decimal | None


@dataclass(frozen=True)
class PointFigures:
    kind: str
    status: str
    reasons: int


@dataclass(frozen=True)
class Figures:
    """All that is stored of one assessment: per cent of the category, criteria and points by their codes."""

    own: Decimal | None
    published: Decimal | None
    criteria: Mapping[str, CriterionFigures]
    points: Mapping[str, PointFigures]


def figures_of(assessments: Sequence[Assessment]) -> Mapping[int, Figures]:
    """What the rows of `assessments` (with their units and rounds) say now, by id, in a fixed number of queries."""
    findings, scores = findings_of(assessments), scores_of_many(assessments)
    return {each.pk: _figures(each.unit.kind, findings[each.pk], *scores[each.pk]) for each in assessments}


def _figures(kind: str, points: Sequence[Point], own: Scores | None, published: Scores | None) -> Figures:
    criteria = {}
    for criterion in CRITERIA:
        counts = tally(point for point in points if point.criterion is criterion)
        shares = [_exact(each.of(criterion.code).percent) if each else None for each in (own, published)]
        criteria[criterion.code] = CriterionFigures(kind, counts.met, counts.partly, counts.missing, *shares)
    return Figures(
        _exact(own.percent) if own else None,
        _exact(published.percent) if published else None,
        criteria,
        {
            point.guideline.code: PointFigures(kind, str(point.finding.status), len(point.finding.reasons))
            for point in points
        },
    )


def _exact(percent: Fraction | None) -> Decimal | None:
    if percent is None:
        return None
    return (Decimal(percent.numerator) / Decimal(percent.denominator)).quantize(EXACT)


def stored_figures(assessments: Sequence[Assessment]) -> Mapping[int, Figures]:
    """What is stored of `assessments`, by id; nothing for one that was never computed. Three queries."""
    computed = Computed.objects.filter(pk__in=[each.pk for each in assessments]).values_list("pk", "own", "published")
    criteria: dict[int, dict[str, CriterionFigures]] = {}
    points: dict[int, dict[str, PointFigures]] = {}
    found = {}
    for pk, own, published in computed:
        criteria[pk], points[pk] = {}, {}
        found[pk] = Figures(own, published, criteria[pk], points[pk])
    columns = ("assessment", "criterion", "kind", "met", "partly", "missing", "own", "published")
    for pk, code, *rest in CriterionResult.objects.filter(assessment__in=found).values_list(*columns):
        criteria[pk][code] = CriterionFigures(*rest)
    columns = ("assessment", "point", "kind", "status", "reasons")
    for pk, code, *rest in PointResult.objects.filter(assessment__in=found).values_list(*columns):
        points[pk][code] = PointFigures(*rest)
    return found
