"""Working days of Thai government offices: weekends and public holidays are not counted.

Source: Regulation of the Prime Minister's Office on working hours and holidays of government offices, B.E. 2502
(Saturday and Sunday), and the holidays that the cabinet declares, substituted days with them, as the library
`holidays` (country TH) holds them. Two of its days are taken otherwise: Labour Day closes banks and firms but no
government office, so it is a working day here; the Royal Ploughing Ceremony closes government offices, so it is none.

What is known: before C.E. 1997 the substituted days of the library are not whole, and after 2100 it has no days at
all, the lunar ones (Makha, Visakha and Asarnha Bucha, Lent) included. Outside `KNOWN_YEARS` weekends alone are left
out, and a `Due` says so. Inside them, days that the cabinet adds for a single year, and the Ploughing Ceremony,
are known only once they are announced and the library is brought up to date.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

KNOWN_YEARS = range(1997, 2101)  # C.E.

_DAY = timedelta(days=1)
_FRIDAY = 4
# Held by the library as public, but no holiday of government offices; its substituted day is "ชดเชย" and this.
_NOT_FOR_OFFICES = "วันแรงงานแห่งชาติ"


@dataclass(frozen=True)
class Due:
    """A day on which so many working days have passed.

    `is_calendar_known` is false when a year on the way is outside `KNOWN_YEARS`: its holidays were not left out.
    """

    date: date
    is_calendar_known: bool


@cache
def holidays_of(year: int) -> Mapping[date, str]:
    """The holidays of government offices in `year` (C.E.) by day, with their Thai names; empty for an unknown year.

    A substituted day is named "ชดเชย…". Names on one day are parted by "; ". Some days fall on a weekend.
    """
    if year not in KNOWN_YEARS:
        return MappingProxyType({})
    # Imported when it is first needed: it takes half a second, and most commands ask for no holiday.
    from holidays import country_holidays

    days = country_holidays("TH", years=year, language="th", categories=("public", "government"), expand=False)
    named = {day: [name for name in days.get_list(day) if _NOT_FOR_OFFICES not in name] for day in days}
    return MappingProxyType({day: "; ".join(names) for day, names in sorted(named.items()) if names})


def is_working_day(day: date) -> bool:
    """Whether government offices work on `day` (C.E.)."""
    return day.weekday() <= _FRIDAY and day not in holidays_of(day.year)


@cache
def _working_days(year: int) -> tuple[date, ...]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return tuple(day for day in days if is_working_day(day))


def working_days_after(start: date, days: int) -> Due:
    """The day on which `days` working days have passed after `start` (C.E.); the day of `start` is not counted.

    So 1 is the next working day, and 0 is `start` itself, holiday or not. ValueError for less than 0, and where
    the day would lie after the last one that a date can hold.
    """
    if days < 0:
        raise ValueError(f"working days only pass: {days}")
    year, left = start.year, days
    passed = bisect_right(_working_days(year), start) if days else 0
    while left > len(_working_days(year)) - passed:
        left -= len(_working_days(year)) - passed
        year, passed = year + 1, 0
    day = _working_days(year)[passed + left - 1] if left else start
    return Due(day, all(each in KNOWN_YEARS for each in range(start.year, day.year + 1)))


def working_days_between(first: date, last: date) -> int:
    """How many working days have passed on `last` since `first`: of the days after `first`, up to `last` itself.

    Both C.E. Negative when `last` comes before `first`: so many working days are still to come.
    """
    if last < first:
        return -working_days_between(last, first)
    whole = sum(len(_working_days(year)) for year in range(first.year, last.year))
    return whole + bisect_right(_working_days(last.year), last) - bisect_right(_working_days(first.year), first)
