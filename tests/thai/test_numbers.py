"""Digits and numbers as they are typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.digits import to_arabic, to_thai
from pmqa.thai.numbers import parse_decimal, parse_int


def test_digits_both_ways() -> None:
    assert to_arabic("ข้อ ๑๒๓๔๕๖๗๘๙๐ / 7") == "ข้อ 1234567890 / 7"
    assert to_thai("E-CS4-2569-012") == "E-CS๔-๒๕๖๙-๐๑๒"


@given(st.text("0123456789กข. "))
def test_arabic_digits_return(text: str) -> None:
    assert to_arabic(to_thai(text)) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("๔๕", 45),
        (" 8 ", 8),
        ("1,234,567", 1_234_567),
        ("๑,๐๐๐", 1000),
        ("1, 000", 1000),
        ("1\xa0234", 1234),
        ("007", 7),
        ("45.0", 45),
        ("-3", -3),
        ("\u22123", -3),
        ("+3", 3),
    ],
)
def test_whole_numbers(text: str, number: int) -> None:
    assert parse_int(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "n = 12",
        "12 คน",
        "",
        "-",
        "4.5",
        "1,23",
        "12 5",
        "1,234 567",
        "1_000",
        "1e3",
        "٣",
        "①",
        "½",
        "NaN",
        "inf",
        "12%",
    ],
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_int(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("๔.๕๐", "4.50"), ("1,234.5", "1234.5"), ("12", "12"), ("-0.25", "-0.25")],
)
def test_decimal_numbers(text: str, number: str) -> None:
    assert str(parse_decimal(text)) == number


@pytest.mark.parametrize("text", ["3,5", "3.", ".5", "1.2.3", "๘๐ %", "NaN", "Infinity", "ร้อยละ 80"])
def test_what_is_no_decimal_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_decimal(text)


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_return_however_written(number: int) -> None:
    assert parse_int(to_thai(f"{number:,}")) == parse_int(str(number)) == number


@given(st.decimals(-(10**9), 10**9, places=3))
def test_decimal_numbers_return_however_written(number: Decimal) -> None:
    assert parse_decimal(to_thai(f"{number:,}")) == number
