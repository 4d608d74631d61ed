"""The measures of CS6 and what of them is hidden: pure functions of counts, exact until they are rounded.

A scale runs from 1 to 5. `counts` of a scale are the numbers of answers by value. Rounding is to two decimals, halves
up, as people round by hand; a level is read from the mean as it is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, isqrt

from django.utils.translation import gettext_lazy as _

VALUES = (1, 2, 3, 4, 5)
LOW = (1, 2)  # answers of a scale that count as dissatisfied
LEAST = 5  # a group of which fewer answered is hidden
MOST_LEFT_OUT = Fraction(1, 10)

# The first mean of each level above the lowest. EQUAL: the range of 4 in five steps of 0.80 (Best, Research in
# Education, 1977). NEAREST: the whole number nearest to the mean, halves up.
SCALES: Mapping[str, tuple[Decimal, ...]] = {
    "EQUAL": tuple(map(Decimal, ("1.81", "2.61", "3.41", "4.21"))),
    "NEAREST": tuple(map(Decimal, ("1.50", "2.50", "3.50", "4.50"))),
}
LEVELS = (_("lowest"), _("low"), _("moderate"), _("high"), _("highest"))


def rounded(value: Fraction) -> Decimal:
    """`value` to two decimals, halves up."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def mean_of(counts: Mapping[int, int]) -> Fraction | None:
    """The arithmetic mean Σ(value × count) ÷ n; None of no answers."""
    n = sum(counts.values())
    return Fraction(sum(value * count for value, count in counts.items()), n) if n else None


def deviation_of(counts: Mapping[int, int]) -> Decimal | None:
    """The S.D. of a sample, √(Σ(value − mean)² ÷ (n − 1)), as STDEV.S of Excel; None of fewer than two answers.

    To two decimals, halves up, by whole numbers: no floating point comes between.
    """
    n, mean = sum(counts.values()), mean_of(counts)
    if mean is None or n < 2:
        return None
    variance = sum((count * (value - mean) ** 2 for value, count in counts.items()), Fraction(0)) / (n - 1)
    twice = isqrt(floor(variance * 40_000))  # floor(2 × 100 × the root)
    return Decimal((twice + 1) // 2).scaleb(-2)


def level_of(mean: Decimal, scale: str) -> int:
    """The level, 1 to 5, of a mean of two decimals. EQUAL: 1.00-1.80, 1.81-2.60, 2.61-3.40, 3.41-4.20, 4.21-5.00.
    NEAREST: 1.00-1.49, 1.50-2.49, 2.50-3.49, 3.50-4.49, 4.50-5.00."""
    return 1 + sum(mean >= first for first in SCALES[scale])


@dataclass(frozen=True)
class Measures:
    """What is told of the answers to a scale: how many there are of each value from 1 to 5, and what follows."""

    n: int
    counts: tuple[int, ...]
    mean: Decimal
    deviation: Decimal | None
    level: int

    @property
    def low(self) -> int:
        """How many answered 1 or 2, which is not the same as a yes to a question for dissatisfaction."""
        return sum(self.counts[value - 1] for value in LOW)


def measures_of(counts: Mapping[int, int], scale: str) -> Measures | None:
    """The measures of answers to a scale; None of no answers. ValueError for a value that is not on it."""
    if not set(counts) <= set(VALUES):
        raise ValueError(f"not on the scale: {sorted(set(counts) - set(VALUES))}")
    mean = mean_of(counts)
    if mean is None:
        return None
    each = tuple(counts.get(value, 0) for value in VALUES)
    shown = rounded(mean)
    return Measures(sum(each), each, shown, deviation_of(counts), level_of(shown, scale))


def quadrant(importance: Decimal, performance: Decimal, middle: tuple[Decimal, Decimal]) -> str:
    """Where a matter stands (Martilla and James, Importance-Performance Analysis, 1977). `middle` are the means of all
    matters, of importance and of performance; what is on a middle counts as above it.

    FIX: important, done poorly; KEEP: important, done well; LOW: neither; TOO_MUCH: done well, hardly important.
    """
    important, well = importance >= middle[0], performance >= middle[1]
    return ("KEEP" if well else "FIX") if important else ("TOO_MUCH" if well else "LOW")


# ---- What is shown ----

Cell = tuple[int | None, int | None]  # the ids of a group and of a service; None where the answer names none


@dataclass(frozen=True)
class Shown:
    """Which answers are told of: those of these groups and services, and of no other anything, totals included."""

    groups: frozenset[int | None] = frozenset()
    services: frozenset[int | None] = frozenset()
    tells_services: bool = False

    def holds(self, cell: Cell) -> bool:
        return cell[0] in self.groups and (not self.tells_services or cell[1] in self.services)


def shown_of(cells: Mapping[Cell, int]) -> Shown:
    """What may be shown of so many answers by group and service.

    A group of fewer than 5 answers is left out of everything, and so is a service, until each group and service that
    remains has 5 among the answers that remain. Services are told apart only where that leaves out no more than a
    tenth of the answers: else the answers of all services are shown as one.
    """
    together = core(cells, by_service=False)
    apart = core(cells, by_service=True)
    left_out = _sum(cells, together) - _sum(cells, apart)
    return apart if left_out <= MOST_LEFT_OUT * _sum(cells, together) else together


def core(cells: Mapping[Cell, int], *, by_service: bool) -> Shown:
    """The largest part of `cells` in which every group, and every service where they are told apart, has 5 answers."""
    left = {cell: count for cell, count in cells.items() if count}
    while True:
        groups, services = _totals(left, 0), _totals(left, 1)
        kept = {
            cell: count
            for cell, count in left.items()
            if groups[cell[0]] >= LEAST and (not by_service or services[cell[1]] >= LEAST)
        }
        if len(kept) == len(left):
            return Shown(frozenset(groups), frozenset(services), by_service)
        left = kept


def _totals(cells: Mapping[Cell, int], place: int) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for cell, count in cells.items():
        found[cell[place]] += count
    return found


def _sum(cells: Mapping[Cell, int], shown: Shown) -> int:
    return sum(count for cell, count in cells.items() if shown.holds(cell))


def within(cells: Mapping[Cell, int], shown: Shown) -> Shown:
    """What may be shown of the answers to one question among those of its questionnaire: `shown`, narrowed again."""
    held = {cell: count for cell, count in cells.items() if shown.holds(cell)}
    return shown_of(held) if shown.tells_services else core(held, by_service=False)


def summed(counts: Iterable[Mapping[int, int]]) -> Counter[int]:
    """The counts of several cells as one."""
    found: Counter[int] = Counter()
    for each in counts:
        found.update(each)
    return found
