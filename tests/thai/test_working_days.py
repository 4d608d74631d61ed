"""Working days: weekends, holidays of government offices, substituted days, and years that nobody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.working_days import (
    KNOWN_YEARS,
    Due,
    holidays_of,
    is_working_day,
    working_days_after,
    working_days_between,
)

LUNAR = ("วันมาฆบูชา", "วันวิสาขบูชา", "วันอาสาฬหบูชา", "วันเข้าพรรษา")
days = st.dates(date(1990, 1, 1), date(2110, 12, 31))


@pytest.mark.parametrize(
    ("start", "passed", "due"),
    [
        (date(2026, 4, 8), 1, date(2026, 4, 9)),
        (date(2026, 4, 10), 1, date(2026, 4, 16)),  # Songkran 2569: Monday 13 to Wednesday 15
        (date(2026, 4, 10), 15, date(2026, 5, 7)),  # and Coronation Day on 4 May
        (date(2026, 4, 13), 1, date(2026, 4, 16)),  # taken in on a holiday
        (date(2026, 4, 11), 2, date(2026, 4, 17)),  # taken in on a Saturday
        (date(2026, 5, 29), 1, date(2026, 6, 2)),  # Visakha Bucha on Sunday, substituted on Monday 1 June
        (date(2026, 12, 4), 1, date(2026, 12, 8)),  # 5 December on Saturday, substituted on Monday
        (date(2025, 12, 30), 1, date(2026, 1, 5)),  # 31 December, New Year, and 2 January by the cabinet
        (date(2026, 4, 30), 1, date(2026, 5, 1)),  # Labour Day: offices work
        (date(2026, 5, 12), 1, date(2026, 5, 14)),  # Royal Ploughing Ceremony: offices do not
        (date(2026, 4, 13), 0, date(2026, 4, 13)),
    ],
)
def test_days_pass(start: date, passed: int, due: date) -> None:
    assert working_days_after(start, passed) == Due(due, is_calendar_known=True)


def test_a_substitute_for_labour_day_is_no_holiday_of_offices() -> None:
    assert date(2027, 5, 3) not in holidays_of(2027)
    assert is_working_day(date(2027, 5, 3))


def test_holidays_are_named() -> None:
    year = holidays_of(2026)
    assert year[date(2026, 4, 13)] == "วันสงกรานต์"
    assert year[date(2026, 3, 3)] == "วันมาฆบูชา"
    assert year[date(2026, 6, 1)] == "ชดเชยวันวิสาขบูชา"
    assert year[date(2026, 5, 13)] == "วันพืชมงคล"
    assert list(year) == sorted(year)


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_a_known_year_has_its_lunar_days(year: int) -> None:
    names = " ".join(holidays_of(year).values())
    assert [name for name in LUNAR if name not in names] == []


@pytest.mark.parametrize("year", [1996, 2101, 2567, 9999])
def test_an_unknown_year_counts_weekends_alone_and_says_so(year: int) -> None:
    assert holidays_of(year) == {}
    monday = next(day for day in (date(year, 4, n) for n in range(1, 8)) if day.weekday() == 0)
    assert working_days_after(monday, 10) == Due(monday + timedelta(days=14), is_calendar_known=False)


def test_one_unknown_year_on_the_way_is_enough() -> None:
    assert working_days_after(date(2100, 12, 1), 5).is_calendar_known
    assert not working_days_after(date(2100, 12, 1), 50).is_calendar_known
    assert not working_days_after(date(1996, 12, 30), 5).is_calendar_known


def test_days_only_pass() -> None:
    with pytest.raises(ValueError, match="only pass"):
        working_days_after(date(2026, 1, 1), -1)


def test_no_day_lies_after_the_last_one() -> None:
    with pytest.raises(ValueError, match="10000"):
        working_days_after(date(9999, 12, 30), 3)


def test_what_is_not_yet_due_counts_below_nothing() -> None:
    assert working_days_between(date(2026, 4, 10), date(2026, 4, 17)) == 2
    assert working_days_between(date(2026, 4, 17), date(2026, 4, 10)) == -2
    assert working_days_between(date(2026, 4, 11), date(2026, 4, 15)) == 0


@given(days, st.integers(1, 900))
def test_after_and_between_agree(start: date, passed: int) -> None:
    due = working_days_after(start, passed).date
    assert is_working_day(due)
    assert working_days_between(start, due) == passed
    assert working_days_between(start, due - timedelta(days=1)) == passed - 1


@given(days, st.integers(0, 1200))
def test_between_is_what_one_counts_on_the_calendar(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    counted = sum(is_working_day(first + timedelta(days=n)) for n in range(1, length + 1))
    assert working_days_between(first, last) == counted
