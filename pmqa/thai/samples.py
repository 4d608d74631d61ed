"""How many to ask, of a known number of people."""

from fractions import Fraction
from math import floor

_CHI_SQUARE = Fraction("3.841")
_PROPORTION = Fraction("0.5")
_ERROR = Fraction("0.05")


def _nearest(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def _check(population: int) -> None:
    if population < 1:
        raise ValueError(f"a population is at least 1, not {population}")


def yamane(population: int, error: float = 0.05) -> int:
    """Sample size by Taro Yamane for a population of N people and an error e, as a share (0.05 is 5 %).

    n = N / (1 + N e²), at 95 % confidence, to the nearest whole number as in the published table (500: 222,
    1,000: 286, 10,000: 385). ValueError if N is below 1 or e is not between 0 and 1.
    Source: Yamane, T., Statistics: An Introductory Analysis, 2nd edition, Harper and Row, New York, 1967.
    """
    _check(population)
    if not 0 < error < 1:
        raise ValueError(f"an error is a share between 0 and 1, not {error}")
    share = Fraction(str(error))
    return _nearest(population / (1 + population * share**2))


def krejcie_morgan(population: int) -> int:
    """Sample size by Krejcie and Morgan for a population of N people.

    s = X² N P (1 - P) / (d² (N - 1) + X² P (1 - P)), with X² = 3.841 (one degree of freedom, 95 %
    confidence), P = 0.5 and d = 0.05, to the nearest whole number (100: 80, 500: 217, 1,000: 278). The
    published table prints a few numbers that differ by one (100,000: 384, where the formula gives 383);
    the formula rules here. ValueError if N is below 1.
    Source: Krejcie, R. V. and Morgan, D. W., "Determining Sample Size for Research Activities", Educational
    and Psychological Measurement 30, 1970, pages 607 to 610.
    """
    _check(population)
    spread = _CHI_SQUARE * _PROPORTION * (1 - _PROPORTION)
    return _nearest(spread * population / (_ERROR**2 * (population - 1) + spread))
