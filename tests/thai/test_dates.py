"""Dates of the Buddhist era, read and shown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.dates import MONTHS, MONTHS_SHORT, Reading, format_date, format_time, read_date

FIRST, LAST = datetime.date(1957, 1, 1), datetime.date(2100, 12, 31)
OCTOBER_15 = datetime.date(2025, 10, 15)


@pytest.mark.parametrize(
    "text",
    [
        "15 ต.ค. 68",
        "๑๕ ต.ค. ๖๘",
        "15 ต.ค.68",
        "15ตค68",
        "15 ต. ค. 2568",
        "15 ตุลาคม พ.ศ. 2568",
        "๑๕ ตุลาคม พ.ศ.๒๕๖๘",
        "15 ตุลาคม 2568",
        "15 เดือนตุลาคม พ.ศ. 2568",
        "15 ตุลาคม ค.ศ. 2025",
        "15-ต.ค.-68",
        "15/10/2568",
        "15 / 10 / 2568",
        "15/10/68",
        "15.10.2568",
        "15-10-2025",
        "2025-10-15",
        "2568-10-15",
        "2568-10-15 00:00:00",
        "2025-10-15T00:00",
        "วันพุธที่ 15 ตุลาคม พ.ศ. 2568",
        "วันที่ 15 ตุลาคม 2568",
        "พุธ 15 ต.ค. 68",
        "พ. 15 ต.ค. 68",
        "เมื่อ 15 ต.ค. 68",
        "Wed, 15 Oct 2025",
        "Wednesday 15 October 2025",
        "15 OCTOBER C.E. 2025",
        "15\xa0ต.ค.\u200b 68\n",
    ],
)
def test_texts_for_one_day(text: str) -> None:
    assert read_date(text) == Reading(OCTOBER_15, corrected=False)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_by_each_of_its_names(month: int) -> None:
    for name in (MONTHS[month - 1], MONTHS_SHORT[month - 1], MONTHS_SHORT[month - 1].replace(".", "")):
        assert read_date(f"1 {name} 2569").date == datetime.date(2026, month, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "n = 12",
        "เร็ว ๆ นี้",
        "ต.ค. 68",
        "15 ต.ค.",
        "15 ต.ค. 568",
        "32/10/2568",
        "10/15/2568",
        "29 ก.พ. 2568",
        "15/10-2568",
        "15 10 2568",
        "15 ต.ค. 2410",
        "15 ต.ค. 1899",
        "15 ตุลาคม พ.ศ. 2025",
        "15 ตุลาคม ค.ศ. 2568",
        "15 ตุลาคม ค.ศ. 25",
        "15 ต.ค. 68 14.05 น.",
        "2568-10-15 08:30:00",
        "15/10/25680",
        "45945",
        "0/10/2568",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(text)


def test_leap_days_by_the_common_year() -> None:
    assert read_date("29 ก.พ. 2567").date == datetime.date(2024, 2, 29)
    assert read_date("29/2/67").date == datetime.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        (datetime.datetime(2568, 11, 3, 8, 30), datetime.date(2025, 11, 3)),
        (datetime.date(2567, 2, 28), datetime.date(2024, 2, 28)),
        (datetime.date(2443, 1, 1), datetime.date(1900, 1, 1)),
        (datetime.date(2942, 12, 31), datetime.date(2399, 12, 31)),
    ],
)
def test_a_stored_buddhist_year_is_corrected(stored: datetime.date, meant: datetime.date) -> None:
    assert read_date(stored) == Reading(meant, corrected=True)


def test_a_stored_common_year_is_taken_as_it_is() -> None:
    assert read_date(datetime.datetime(2026, 3, 12, 23, 59)) == Reading(datetime.date(2026, 3, 12), corrected=False)
    assert type(read_date(datetime.datetime(2026, 3, 12)).date) is datetime.date


@pytest.mark.parametrize(
    "stored",
    [
        datetime.date(2568, 2, 29),  # a leap day of C.E. 2568; C.E. 2025 has none
        datetime.date(1899, 12, 31),
        datetime.date(2400, 1, 1),
        datetime.date(2943, 1, 1),
    ],
)
def test_a_stored_date_that_cannot_be_meant_is_refused(stored: datetime.date) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(stored)


@pytest.mark.parametrize(
    ("style", "thai_digits", "language", "shown"),
    [
        ("short", False, "th", "22 พ.ย. 2569"),
        ("short", True, "th", "๒๒ พ.ย. ๒๕๖๙"),
        ("long", False, "th", "22 พฤศจิกายน 2569"),
        ("numeric", False, "th", "22/11/2569"),
        ("short", False, "en", "22 Nov 2026"),
        ("long", False, "en-gb", "22 November 2026"),
        ("numeric", False, "en", "22/11/2026"),
    ],
)
def test_dates_shown(style: str, thai_digits: bool, language: str, shown: str) -> None:
    assert format_date(datetime.date(2026, 11, 22), style, thai_digits, language) == shown


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="medium"):
        format_date(OCTOBER_15, "medium")


def test_every_date_shown_is_read_again() -> None:
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = datetime.date.fromordinal(ordinal)
        assert read_date(format_date(day)).date == day


@given(
    st.dates(FIRST, LAST),
    st.sampled_from(["short", "long", "numeric"]),
    st.booleans(),
    st.sampled_from(["th", "en"]),
)
def test_every_style_is_read_again(day: datetime.date, style: str, thai_digits: bool, language: str) -> None:
    assert read_date(format_date(day, style, thai_digits, language)) == Reading(day, corrected=False)


@given(st.text("0123456789๐๑๒/-. ตคพศวันที่พุธOct", max_size=20))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        year = read_date(text).date.year
    except ValueError:
        return
    assert 1900 <= year < 2400


def test_times_shown() -> None:
    assert format_time(datetime.time(14, 5)) == "14.05 น."
    assert format_time(datetime.datetime(2026, 1, 1, 9, 0), thai_digits=True) == "๐๙.๐๐ น."
    assert format_time(datetime.time(14, 5), language="en") == "14:05"
