"""Where the consensus begins: the median of what the assessors said of an item, and how far they are apart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmqa.scoring.profiles import CHECKLIST, NOT_APPLICABLE, STEP, WORTH, Mark, value_of


def median_of(marks: Sequence[Mark], profile: str) -> Mark:
    """The median of those of `marks` that have a value.

    Of an even number, the lower of the two verdicts in the middle; of two per cents, their mean, rounded down to a
    multiple of 5. Not applicable where more say so than have a value; nothing where nobody says anything. All of these
    are ours (domain §5 asks for the median and says no more).
    """
    values = sorted(value for mark in marks if (value := value_of(mark, profile)) is not None)
    if sum(mark.verdict == NOT_APPLICABLE for mark in marks) > len(values):
        return Mark(NOT_APPLICABLE)
    if not values:
        return Mark()
    lower, upper = values[(len(values) - 1) // 2], values[len(values) // 2]
    if profile == CHECKLIST:
        return Mark(next(verdict for verdict, worth in WORTH.items() if worth * 100 == lower))
    return Mark(percent=int((lower + upper) / 2 // STEP) * STEP)


@dataclass(frozen=True)
class Spread:
    """How far assessors are apart, in per cent: of those with a value the lowest, the highest and the mean; and how
    many say that the item is not applicable."""

    values: tuple[Fraction, ...]
    left_out: int = 0

    @property
    def lowest(self) -> Fraction | None:
        return min(self.values, default=None)

    @property
    def highest(self) -> Fraction | None:
        return max(self.values, default=None)

    @property
    def mean(self) -> Fraction | None:
        return sum(self.values, Fraction(0)) / len(self.values) if self.values else None

    @property
    def width(self) -> Fraction:
        """The distance of the highest from the lowest. Where some give a value and others say "not applicable", they
        are as far apart as can be: 100."""
        if self.left_out and self.values:
            return Fraction(100)
        return max(self.values) - min(self.values) if self.values else Fraction(0)


def spread_of(marks: Sequence[Mark], profile: str) -> Spread:
    values = (value_of(mark, profile) for mark in marks)
    return Spread(
        tuple(value for value in values if value is not None),
        sum(mark.verdict == NOT_APPLICABLE for mark in marks),
    )
