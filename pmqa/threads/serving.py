"""Which points an improvement serves as an example, by what it began with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.scoring.engine import Point, findings_of

Served = Mapping[str, tuple[Point, ...]]


def tables_by_source() -> Mapping[str, tuple[str, ...]]:
    """The keys of the tables in which improvements begin, by their source."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for criterion in CRITERIA:
        for each in criterion.improvement_sources:
            found[each.source] += each.tables
    return found


def codes_by_source() -> Mapping[str, tuple[str, ...]]:
    """The codes of the points that an improvement serves, by its source, in the order of the criteria."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for criterion in CRITERIA:
        for each in criterion.improvement_sources:
            found[each.source] += each.points
    return found


def served_by_source(assessment: Assessment) -> Served:
    """The points that improvements serve, as they stand now, by source. A fixed number of queries."""
    criteria = [criterion for criterion in CRITERIA if criterion.improvement_sources]
    return _by_source(findings_of([assessment], criteria)[assessment.pk])


def _by_source(points: Sequence[Point]) -> Served:
    by_code = {point.guideline.code: point for point in points}
    found = {source: tuple(by_code[code] for code in codes) for source, codes in codes_by_source().items()}
    return defaultdict(tuple, found)
