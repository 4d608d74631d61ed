"""The difference between two texts that give a figure."""

import pytest

from pmqa.threads.change import change_between


@pytest.mark.parametrize(
    ("before", "after", "difference", "per_cent", "words"),
    [
        ("12", "0", "-12", "-100 %", ""),
        ("61 %", "93 %", "+32", "+52.5 %", "%"),
        ("ได้รับทันเวลา ๖๑ %", "ได้รับทันเวลา 93%", "+32", "+52.5 %", "ได้รับทันเวลา %"),
        ("3.6", "4.10", "+0.5", "+13.9 %", ""),
        ("1,200 บาท", "950.50 บาท", "-249.5", "-20.8 %", "บาท"),
        ("0 ครั้ง", "5 ครั้ง", "+5", "", "ครั้ง"),
        ("7 วัน", "7", "0", "0 %", "วัน"),
        ("-2", "2", "+4", "+200 %", ""),
        (
            "0.00000000001",
            "999,999,999,999",
            "+999,999,999,998.99999999999",
            "+9,999,999,999,989,999,999,999,900 %",
            "",
        ),
    ],
)
def test_figures_of_the_same_thing_are_compared(
    before: str, after: str, difference: str, per_cent: str, words: str
) -> None:
    change = change_between(before, after)
    assert change is not None
    assert (change.signed, change.signed_per_cent, change.words) == (difference, per_cent, words)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "5"),
        ("ช้า", "เร็ว"),
        ("3 วัน", "4 ชั่วโมง"),
        ("3 ใน 10", "9 ใน 10"),
        ("1/2569", "2/2569"),
        ("61 %", "ดีขึ้นมาก"),
        ("1,2,3", "4"),
        ("9" * 400, "x"),
        ("1", "9" * 40),
        (f"0.{'0' * 40}1", "1"),
    ],
)
def test_what_cannot_be_compared_is_not(before: str, after: str) -> None:
    assert change_between(before, after) is None
