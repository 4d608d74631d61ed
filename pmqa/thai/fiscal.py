"""The Thai fiscal year: 1 October to 30 September, called by the B.E. year in which it ends.

Source: Budget Procedures Act B.E. 2561 (2018), section 4.
"""

from datetime import date

_BUDDHIST_ERA = 543
_FIRST_MONTH = 10


def fiscal_year(d: date) -> int:
    """The fiscal year (B.E.) of a date (C.E.): 2569 for 1 October 2025 to 30 September 2026."""
    return d.year + _BUDDHIST_ERA + (d.month >= _FIRST_MONTH)


def bounds(year: int) -> tuple[date, date]:
    """First and last day (C.E., both inside) of the fiscal year `year` (B.E.); ValueError before 2400."""
    if year < 2400:
        raise ValueError(f"not a year of the Buddhist era: {year}")
    ends = year - _BUDDHIST_ERA
    return date(ends - 1, _FIRST_MONTH, 1), date(ends, _FIRST_MONTH - 1, 30)


def contains(year: int, d: date) -> bool:
    """Whether the date (C.E.) lies in the fiscal year `year` (B.E.)."""
    return fiscal_year(d) == year
