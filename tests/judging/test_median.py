"""Where the consensus begins, by literals."""

from fractions import Fraction

import pytest

from pmqa.judging.median import Spread, median_of, spread_of
from pmqa.scoring.profiles import ADLI, CHECKLIST, Mark
from tests.scoring import worked

SEEN, PARTLY, NOT_SEEN, LEFT_OUT, NOTHING = (
    Mark(verdict) for verdict in ("SEEN", "PARTLY", "NOT_SEEN", "NOT_APPLICABLE", "")
)


def per_cent(*values: int) -> list[Mark]:
    return [Mark(percent=value) for value in values]


@pytest.mark.parametrize(
    ("said", "median"),
    [
        ([SEEN], SEEN),
        ([SEEN, NOT_SEEN, SEEN], SEEN),
        ([SEEN, NOT_SEEN, PARTLY], PARTLY),
        ([SEEN, PARTLY], PARTLY),  # of two in the middle the lower one
        ([SEEN, NOT_SEEN], NOT_SEEN),
        ([SEEN, SEEN, PARTLY, NOT_SEEN], PARTLY),
        ([SEEN, NOTHING, NOTHING], SEEN),  # nothing said is no 0
        ([SEEN, NOTHING, PARTLY], PARTLY),
        ([LEFT_OUT, LEFT_OUT, SEEN], LEFT_OUT),
        ([LEFT_OUT, SEEN], SEEN),  # as many say so as have a value: no more
        ([LEFT_OUT, NOTHING, NOTHING], LEFT_OUT),
        ([NOTHING, NOTHING], NOTHING),
        ([], NOTHING),
    ],
)
def test_the_median_of_verdicts(said: list[Mark], median: Mark) -> None:
    assert median_of(said, CHECKLIST) == median
    assert median_of(said[::-1], CHECKLIST) == median


@pytest.mark.parametrize(
    ("said", "median"),
    [
        (per_cent(30), Mark(percent=30)),
        (per_cent(10, 90, 45), Mark(percent=45)),
        (per_cent(40, 45), Mark(percent=40)),  # 42.5, down to a multiple of 5
        (per_cent(0, 25, 30, 100), Mark(percent=25)),
        (per_cent(0, 10), Mark(percent=5)),
        ([*per_cent(20, 30), NOTHING], Mark(percent=25)),
        ([LEFT_OUT, LEFT_OUT, *per_cent(50)], LEFT_OUT),
        ([LEFT_OUT, *per_cent(50)], Mark(percent=50)),
        ([NOTHING], NOTHING),
    ],
)
def test_the_median_of_per_cents(said: list[Mark], median: Mark) -> None:
    assert median_of(said, ADLI) == median
    assert median_of(said[::-1], ADLI) == median


def test_how_far_assessors_are_apart() -> None:
    found = spread_of([SEEN, NOT_SEEN, PARTLY, NOTHING], CHECKLIST)
    assert (found.lowest, found.highest, found.mean, found.width) == (0, 100, 50, 100)
    assert spread_of([SEEN, SEEN], CHECKLIST).width == 0
    assert spread_of([SEEN, LEFT_OUT], CHECKLIST).width == 100
    assert spread_of([LEFT_OUT, LEFT_OUT], CHECKLIST).width == 0
    assert spread_of(per_cent(30, 45, 50), ADLI) == Spread((Fraction(30), Fraction(45), Fraction(50)))
    assert (Spread(()).mean, Spread(()).lowest, Spread(()).highest) == (None, None, None)


def test_the_medians_of_the_worked_example() -> None:
    rows = worked.table("Three assessors say")
    assert len(rows) > 8
    for said, median, _why in rows:
        words = [word.strip() for word in said.split("·")]
        profile = ADLI if any(word.isdecimal() for word in words) else CHECKLIST
        assert median_of(list(map(worked.mark, words)), profile) == worked.mark(median), said
