"""The findings of many assessments at once, in a fixed number of queries; one unit is a batch of one."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.facts import Batch
from pmqa.evidence.guidelines import Finding, Guideline, Status
from pmqa.scoring.profiles import Asked


class Point(NamedTuple):
    """One guideline with what was found for one assessment."""

    criterion: Criterion
    guideline: Guideline
    finding: Finding


@dataclass(frozen=True)
class Tally:
    """How many points are met, partly met and missing."""

    met: int
    partly: int
    missing: int

    @property
    def total(self) -> int:
        return self.met + self.partly + self.missing


def findings_of(
    assessments: Sequence[Assessment], criteria: Sequence[Criterion] = CRITERIA
) -> Mapping[int, tuple[Point, ...]]:
    """Every point of `criteria`, in order, by assessment id."""
    batch = Batch(assessments)
    found: dict[int, list[Point]] = {assessment.pk: [] for assessment in batch}
    with _no_garbage():
        for criterion in criteria:
            facts = criterion.facts_of(batch)
            for pk, points in found.items():
                points.extend([Point(criterion, each, each.check(facts[pk])) for each in criterion.guidelines])
    return {pk: tuple(points) for pk, points in found.items()}


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Facts and findings point at no circle: while thousands are made, the collector would walk through all of them
    again and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tally(points: Iterable[Point]) -> Tally:
    """Counts the points by status."""
    counts = Counter(point.finding.status for point in points)
    return Tally(counts[Status.MET], counts[Status.PARTLY], counts[Status.MISSING])


def asked_of(criterion: Criterion) -> Asked:
    """What `criterion` asks, as scoring profiles see it."""
    return Asked(criterion.code, {each.code: each.letters for each in criterion.guidelines})
