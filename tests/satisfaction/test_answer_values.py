"""What people write for an answer, and which column holds what: pure functions, told by literals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.answer_files.days import day_of, is_month_first, without_time
from pmqa.answer_files.headings import Wanted, matched
from pmqa.answer_files.values import Choices, scale_of, yes_no_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("๔", 4), ("3.0", 3), ("มากที่สุด", 5), ("มาก", 4), ("ปานกลาง", 3), ("น้อย", 2), ("น้อยที่สุด", 1),
        ("พึงพอใจมาก", 4), ("ความพึงพอใจระดับมากที่สุด", 5), ("5 - มากที่สุด", 5), ("มากที่สุด (5)", 5), ("มาก = 4", 4),
        ("เห็นด้วยอย่างยิ่ง", 5), ("เห็นด้วย", 4), ("ไม่เห็นด้วย", 2), ("Very satisfied", 5), ("strongly disagree", 1),
        ("ระดับ 4", 4), ("5 คะแนน", 5), ("5-เยี่ยม", 5), ("เฉย ๆ", 3),
        ("1 - มากที่สุด", None), ("ดีมาก", None), ("ไม่พึงพอใจมาก", None), ("10", None), ("4.5", None), ("6", None),
        ("0", None), ("5/5", None), ("5-1", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_a_degree_is_understood_or_left_to_a_person(text: str, value: int | None) -> None:
    assert scale_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("มี", 1), ("ไม่มี", 0), ("ใช่", 1), ("ไม่ใช่", 0), ("Yes", 1), ("no", 0), ("TRUE", 1), ("1", 1), ("๐", 0),
        ("0 - ไม่มี", 0), ("1 - ไม่มี", None), ("บางครั้ง", None), ("", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, value: int | None) -> None:
    assert yes_no_of(text) == value


WAYS = Choices.of([("a", ["เว็บ, แอป และอื่น ๆ"]), ("b", ["วิทยุ", "Radio"]), ("c", ["เว็บ"])])


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("เว็บ, แอป และอื่น ๆ, วิทยุ", ("a", "b"), ()),
        ("เว็บ, วิทยุ", ("c", "b"), ()),
        ("วิทยุ;เว็บ", ("b", "c"), ()),
        ("วิทยุ\nเว็บ", ("b", "c"), ()),
        ("1, 2", ("a", "b"), ()),
        ("2. radio", ("b",), ()),
        ("1. วิทยุ", (), ("1. วิทยุ",)),
        ("วิทยุ, อื่น ๆ: เพื่อน", ("b",), ("อื่น ๆ: เพื่อน",)),
        ("4", (), ("4",)),
        (",,วิทยุ,", ("b",), ()),
        ("วิทยุ, วิทยุ", ("b",), ()),
    ],
)
def test_several_choices_of_which_one_holds_a_comma(
    text: str, codes: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert WAYS.several(text) == (codes, unknown)


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert scale_of(text) in (None, 1, 2, 3, 4, 5)
    assert yes_no_of(text) in (None, 0, 1)
    WAYS.several(text)
    day_of(without_time(text))


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("3/2/2026, 14:22:11", "2026-02-03"),
        ("2026/02/03 9:15:30 AM GMT+7", "2026-02-03"),
        ("25 พ.ย. 2569, 9:15:30", "2026-11-25"),
        ("25/11/2569, 9.15 น.", "2026-11-25"),
        ("2026-02-03T10:00:00Z", "2026-02-03"),
        ("๓/๒/๒๕๖๙ ๑๔:๒๒", "2026-02-03"),
        ("2026-02-03", "2026-02-03"),
        ("มาก 5:3", None),
        ("31/2/2026", None),
    ],
)
def test_a_stamp_gives_its_day_and_no_time(stamp: str, day: str | None) -> None:
    assert str(day_of(without_time(stamp))) == str(day)


def test_american_stamps_are_told_by_a_day_that_cannot_be_a_month() -> None:
    assert is_month_first(["2/13/2026", "2/1/2026"])
    assert str(day_of("2/13/2026", month_first=True)) == "2026-02-13"
    assert not is_month_first(["2/1/2026"])
    assert not is_month_first(["2/13/2026", "13/2/2026"])  # in doubt the wrong ones are shown


QUESTIONS = [
    Wanted("q1", ("ข่าวถูกต้อง", "News is right"), ("บริการ",)),
    Wanted("q2", ("ความสะดวก",)),
    Wanted("q3", ("ความสะดวก",)),
    Wanted("q4", ("เจ้าหน้าที่ให้บริการด้วยความสุภาพ",)),
    Wanted("q5", ("ทันเวลา",), ("ก",)),
    Wanted("q6", ("ทันเวลา",), ("ข",)),
]


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["ประทับเวลา", "1. ข่าวถูกต้อง *", "อีเมล"], ["day", "q1", ""]),
        (["Timestamp", "news is right", "Group"], ["day", "q1", "group"]),
        (["ข้อ ๑.๑ ข่าวถูกต้อง (ไม่บังคับ)"], ["q1"]),
        (["ความสะดวก", "ความสะดวก"], ["q2", "q3"]),
        (["ความสะดวก"], [""]),  # which of the two nobody knows
        (["ข [ทันเวลา]", "ก [ทันเวลา]"], ["q6", "q5"]),
        (["โปรดให้คะแนน [ข่าวถูกต้อง]"], ["q1"]),
        (["เจ้าหน้าที่ให้บริการด้วยความสุภาพเรียบร้อย"], ["q4"]),
        (["เจ้าหน้าที่ให้บริการด้วยความสุภาพ", "เจ้าหน้าที่ให้บริการด้วยความสุภาพฯ"], ["q4", ""]),
        (["เจ้าหน้าที่แต่งกายสุภาพ"], [""]),
        (["ข่าวถูกต้อง", "ข่าวถูกต้อง"], ["", ""]),
        (["", "", "วันที่"], ["", "", "day"]),
    ],
)
def test_columns_are_told_from_their_headings_and_never_guessed(headings: list[str], found: list[str]) -> None:
    assert matched(headings, QUESTIONS, {}) == found
