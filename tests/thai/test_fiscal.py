"""The fiscal year, 1 October to 30 September."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.fiscal import bounds, contains, fiscal_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 9, 30), 2568),
        (date(2025, 10, 1), 2569),
        (date(2026, 1, 1), 2569),
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
    ],
)
def test_year_of_a_day(day: date, year: int) -> None:
    assert fiscal_year(day) == year
    assert contains(year, day)
    assert not contains(year + 1, day)


def test_bounds_of_a_year() -> None:
    assert bounds(2569) == (date(2025, 10, 1), date(2026, 9, 30))


def test_a_common_year_has_no_bounds() -> None:
    with pytest.raises(ValueError, match="2026"):
        bounds(2026)


@given(st.dates(date(1900, 1, 1), date(2399, 12, 31)))
def test_a_day_lies_within_its_year_and_its_neighbours_do_not(day: date) -> None:
    first, last = bounds(fiscal_year(day))
    assert first <= day <= last
    assert fiscal_year(first - timedelta(1)) + 1 == fiscal_year(day) == fiscal_year(last + timedelta(1)) - 1
