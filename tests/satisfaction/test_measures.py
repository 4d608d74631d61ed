"""The formulas against numpy, scipy and tables, and the proof that what is hidden has no part in what is shown."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from satisfaction.measures import (
    LEAST,
    Shown,
    core,
    deviation_of,
    level_of,
    mean_of,
    measures_of,
    quadrant,
    rounded,
    shown_of,
    within,
)

answers = st.lists(st.integers(1, 5), min_size=1, max_size=300)
cells = st.dictionaries(
    st.tuples(st.one_of(st.none(), st.integers(1, 6)), st.one_of(st.none(), st.integers(1, 4))),
    st.integers(0, 14),
    max_size=24,
)


def near(shown: Decimal, exact: float) -> bool:
    """Whether `shown` is `exact` rounded to two decimals, but for the last bit of floating point."""
    return abs(float(shown) - exact) <= 0.005 + 1e-9


@given(answers)
def test_mean_and_deviation_are_those_of_numpy_and_scipy(given: list[int]) -> None:
    counts, sample = Counter(given), numpy.array(given)
    mean = mean_of(counts)
    assert mean is not None
    assert float(mean) == pytest.approx(float(sample.mean()))
    assert near(rounded(mean), float(sample.mean()))
    if len(given) == 1:
        assert deviation_of(counts) is None
        return
    deviation = deviation_of(counts)
    assert deviation is not None
    assert near(deviation, float(sample.std(ddof=1)))
    assert near(deviation, float(stats.sem(sample)) * math.sqrt(len(given)))


@given(answers)
def test_measures_tell_the_whole_of_the_answers(given: list[int]) -> None:
    found = measures_of(Counter(given), "EQUAL")
    assert found is not None
    assert found.n == len(given) == sum(found.counts)
    assert found.low == sum(answer < 3 for answer in given)
    histogram, _edges = numpy.histogram(given, bins=[0.5, 1.5, 2.5, 3.5, 4.5, 5.5])
    assert found.counts == tuple(histogram)


@pytest.mark.parametrize(
    ("given", "mean", "deviation"),
    [
        ((2, 4, 4, 4, 5, 5, 1, 3), "3.50", "1.41"),  # variance 14/7 = 2
        ((5, 5, 5, 5, 5), "5.00", "0.00"),
        ((1, 5), "3.00", "2.83"),
        ((4, 4, 5), "4.33", "0.58"),
        ((3,) * 199 + (4,), "3.01", "0.07"),  # 3.005 is rounded up
    ],
)
def test_published_roundings(given: tuple[int, ...], mean: str, deviation: str) -> None:
    found = measures_of(Counter(given), "EQUAL")
    assert found is not None
    assert (str(found.mean), str(found.deviation)) == (mean, deviation)


@given(st.integers(100, 500))
def test_a_root_is_rounded_at_its_half(hundredths: int) -> None:
    """Against the definition: the root lies within half a hundredth of what is shown."""
    counts = {1: hundredths, 5: 601 - hundredths}
    shown, n, mean = deviation_of(counts), 601, mean_of(counts)
    assert shown is not None
    assert mean is not None
    variance = sum(count * (value - mean) ** 2 for value, count in counts.items()) / (n - 1)
    low, high = Fraction(shown) - Fraction(1, 200), Fraction(shown) + Fraction(1, 200)
    assert low**2 <= variance < high**2


@pytest.mark.parametrize(
    ("scale", "bounds"),
    [
        ("EQUAL", ("1.00 1.80", "1.81 2.60", "2.61 3.40", "3.41 4.20", "4.21 5.00")),
        ("NEAREST", ("1.00 1.49", "1.50 2.49", "2.50 3.49", "3.50 4.49", "4.50 5.00")),
    ],
)
def test_levels_are_those_of_the_printed_scales(scale: str, bounds: tuple[str, ...]) -> None:
    for level, ends in enumerate(bounds, start=1):
        assert [level_of(Decimal(end), scale) for end in ends.split()] == [level, level]


def test_answers_off_the_scale_are_refused_and_none_has_no_measures() -> None:
    assert measures_of({}, "EQUAL") is None
    with pytest.raises(ValueError, match="not on the scale"):
        measures_of({6: 1}, "EQUAL")


@pytest.mark.parametrize(
    ("importance", "performance", "place"),
    [("4.5", "3.0", "FIX"), ("4.5", "4.0", "KEEP"), ("3.0", "3.0", "LOW"), ("3.0", "4.0", "TOO_MUCH")],
)
def test_quadrants(importance: str, performance: str, place: str) -> None:
    assert quadrant(Decimal(importance), Decimal(performance), (Decimal(4), Decimal(4))) == place


# ---- What is hidden ----


def totals(given: dict[tuple[int | None, int | None], int], shown: Shown, place: int) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for cell, count in given.items():
        if shown.holds(cell):
            found[cell[place]] += count
    return found


@given(cells)
def test_every_group_and_service_that_is_shown_has_five_answers(given: dict) -> None:
    shown = shown_of(given)
    groups, services = totals(given, shown, 0), totals(given, shown, 1)
    assert all(count >= LEAST for count in groups.values())
    assert set(groups) == shown.groups
    if shown.tells_services:
        assert all(count >= LEAST for count in services.values())
        assert sum(services.values()) == sum(groups.values())


@given(cells, st.data())
def test_what_is_shown_does_not_change_with_what_is_hidden(given: dict, data: st.DataObject) -> None:
    """The proof: whatever a small group answered, and whether 1 or 4 did, all that is shown stays as it is."""
    raw: Counter[int | None] = Counter()
    for (group, _service), count in given.items():
        raw[group] += count
    others = {}
    for group in {group for group, count in raw.items() if count < LEAST}:
        left = LEAST - 1
        for service in (None, 1, 2, 3, 4):
            others[(group, service)] = data.draw(st.integers(0, left))
            left -= others[(group, service)]
    changed = {**{cell: count for cell, count in given.items() if raw[cell[0]] >= LEAST}, **others}
    before, after = shown_of(given), shown_of(changed)
    assert before == after
    assert totals(given, before, 0) == totals(changed, after, 0)
    assert totals(given, before, 1) == totals(changed, after, 1)


@given(cells)
def test_what_remains_is_as_large_as_it_can_be(given: dict) -> None:
    """No group or service could be added: the part that is shown is the union of all parts that could be."""
    together = core(given, by_service=False)
    raw: Counter[int | None] = Counter()
    for (group, _service), count in given.items():
        raw[group] += count
    assert together.groups == {group for group, count in raw.items() if count >= LEAST}
    assert core(given, by_service=True).groups <= together.groups


def test_services_are_one_where_telling_them_apart_would_hide_much() -> None:
    small = {(1, service): 4 for service in range(20)}
    assert shown_of(small) == Shown(frozenset({1}), frozenset(range(20)), tells_services=False)
    large = {(1, 1): 50, (1, 2): 40, (1, 3): 3}
    assert shown_of(large) == Shown(frozenset({1}), frozenset({1, 2}), tells_services=True)


def test_a_service_that_goes_may_take_its_group_along() -> None:
    given = {(1, 1): 60, (2, 1): 3, (2, 2): 4}
    shown = shown_of(given)
    assert shown.groups == {1, 2}
    assert not shown.tells_services
    assert core(given, by_service=True).groups == {1}


def test_a_question_that_few_of_a_group_answered_hides_the_group() -> None:
    shown = shown_of({(1, None): 20, (2, None): 8})
    assert within({(1, None): 20, (2, None): 4}, shown).groups == {1}
    assert within({(1, None): 20, (3, None): 9}, shown).groups == {1}


def test_a_question_whose_services_are_small_is_shown_without_them() -> None:
    shown = shown_of({(1, 1): 20, (1, 2): 20})
    assert shown.tells_services
    assert within({(1, 1): 4, (1, 2): 4}, shown) == Shown(frozenset({1}), frozenset({1, 2}), tells_services=False)
