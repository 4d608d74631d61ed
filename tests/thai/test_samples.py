"""Sample sizes against the published tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.samples import krejcie_morgan, yamane


@pytest.mark.parametrize(
    ("population", "size"),
    [(1, 1), (500, 222), (1_000, 286), (2_000, 333), (5_000, 370), (10_000, 385), (100_000, 398), (10**9, 400)],
)
def test_yamane_at_five_percent(population: int, size: int) -> None:
    assert yamane(population) == size


def test_yamane_at_other_errors() -> None:
    assert yamane(1_000, 0.1) == 91
    assert yamane(10_000, 0.01) == 5_000


@pytest.mark.parametrize(
    ("population", "size"),
    [(1, 1), (10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1_000, 278), (10_000, 370), (100_000, 383)],
)
def test_krejcie_and_morgan(population: int, size: int) -> None:
    assert krejcie_morgan(population) == size


@pytest.mark.parametrize("population", [0, -5])
def test_nobody_cannot_be_sampled(population: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        yamane(population)
    with pytest.raises(ValueError, match="at least 1"):
        krejcie_morgan(population)


@pytest.mark.parametrize("error", [0.0, 1.0, 5.0, -0.05])
def test_an_error_is_a_share(error: float) -> None:
    with pytest.raises(ValueError, match="share"):
        yamane(100, error)


@given(st.integers(1, 10**7))
def test_a_sample_is_part_of_its_population_and_grows_with_it(population: int) -> None:
    for size in (yamane, krejcie_morgan):
        assert 1 <= size(population) <= population
        assert size(population) <= size(population + 1)
