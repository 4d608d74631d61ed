"""One form for Thai text that looks the same, and the names in a cell."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmqa.thai.text import fold, normalise, split_names

# Where the corrections meet: marks, vowels, digits, spaces, invisible and composing characters.
THAI = "กนรอสเแโใไะัาำิีึืฺุู็่้๊๋์ํ๎ๆฯ๐๑๒"
AWKWARD = st.text(THAI + "aAé12.,;()-•/ \t\n\r\xa0\u200b\u2060\xad\u0301\u0338\u0345\ufe0f“—", max_size=30)
TEXT = AWKWARD | st.text(max_size=30)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ก\u0e4d\u0e32ลังพล", "กำลังพล"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33"),
        ("\u0e40\u0e40ม่", "แม่"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ผ\u0e49\u0e39", "ผ\u0e39\u0e49"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("กำ\u200bลัง\u2060พล\ufeff", "กำลังพล"),
        ("ร้อง\xadเรียน\x00", "ร้องเรียน"),
        ("สินค้า\xa0/\tบริการ", "สินค้า / บริการ"),
        ("  แบบ  \r\n   สำรวจ \r ช่อง\x0bทาง  ", "แบบ\nสำรวจ\nช่อง\nทาง"),
        ("ย่อหน้า\n\nใหม่", "ย่อหน้า\n\nใหม่"),
        ("cafe\u0301", "caf\u00e9"),
        ("\ufb01 ①", "\ufb01 ①"),
        ("๒๕๖๙", "๒๕๖๙"),
        (" \n\t ", ""),
    ],
)
def test_what_looks_the_same_is_stored_the_same(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


def test_lines_are_folded_on_request() -> None:
    assert normalise("แบบ \r\n\r\n สำรวจ", lines=False) == "แบบ สำรวจ"


@settings(deadline=None)
@given(TEXT, st.booleans())
def test_normalising_twice_changes_nothing(text: str, lines: bool) -> None:
    once = normalise(text, lines=lines)
    assert normalise(once, lines=lines) == once


@settings(deadline=None)
@given(TEXT)
def test_normalised_text_has_no_hidden_or_doubled_character(text: str) -> None:
    stored = normalise(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert not [sign for sign in stored if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    assert stored == stored.strip()
    assert not [pair for pair in ("  ", " \n", "\n ", "\u0e4d\u0e32", "\u0e40\u0e40") if pair in stored]


@pytest.mark.parametrize("signs", [" ", "่", "ำ", "ํ", "ำ่", "่ิ", "เ", "\n", ",", "(", "1", "1) ", "- "])
def test_long_nonsense_is_not_slow(signs: str) -> None:
    started = time.process_time()
    split_names(signs * (32_767 // len(signs)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("อื่น ๆ", "อื่นๆ"),
        ("ภารกิจอื่น ๆ ที่ได้รับมอบหมาย", "ภารกิจอื่นๆที่ได้รับมอบหมาย"),
        ("สินค้า / บริการที่ให้", "สินค้า/บริการที่ให้"),
        ("หน้าที่ตามกฎกระ ทรวง", "หน้าที่ตามกฎกระทรวง"),
        ("ประชุม\nเชิง\nปฏิบัติการ", "ประชุมเชิงปฏิบัติการ"),
        ("ข้อ ๘", "ข้อ 8"),
        ("Customer PROFILE", "customer profile"),
        ("พ.ศ. ๒๕๖๘–๒๕๖๙", "พ.ศ. 2568-2569"),
        ("“ทะเล”", '"ทะเล"'),
        ("ลําดับความสําคัญ", "ลำดับความสำคัญ"),
        ("เ เม่", "แม่"),
        ("✔\ufe0f", "✔"),
    ],
)
def test_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ขา", "ข้า"), ("กลุ่ม 1", "กลุ่ม 2"), ("ก/ข", "กข"), ("①", "1")])
def test_folded_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(deadline=None)
@given(TEXT)
def test_folding_twice_changes_nothing_and_spelling_does_not_count(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(normalise(text))


def test_folding_settles_for_every_character_it_changes() -> None:
    changing = [sign for sign in map(chr, range(0x110000)) if unicodedata.normalize("NFD", sign.casefold()) != sign]
    assert len(changing) > 1000
    assert [sign for sign in changing if fold(fold(sign + "\u0301")) != fold(sign + "\u0301")] == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ผู้เดินเรือพาณิชย์\nชาวประมง", ["ผู้เดินเรือพาณิชย์", "ชาวประมง"]),
        ("เรือหลวงที่เข้าซ่อม, กำลังพลและครอบครัว", ["เรือหลวงที่เข้าซ่อม", "กำลังพลและครอบครัว"]),
        ("เรือหลวง،ชุมชน；อู่; ท่าเรือ", ["เรือหลวง", "ชุมชน", "อู่", "ท่าเรือ"]),
        ("1. ผู้ขายและผู้รับจ้าง 2. ชุมชนรอบอู่", ["ผู้ขายและผู้รับจ้าง", "ชุมชนรอบอู่"]),
        ("๑) ผู้ขาย\n๒) ชุมชน", ["ผู้ขาย", "ชุมชน"]),
        ("(1) ผู้ขาย, (2) ชุมชน", ["ผู้ขาย", "ชุมชน"]),
        ("1)ผู้ขาย,2)ชุมชน", ["ผู้ขาย", "ชุมชน"]),
        ("- ผู้ขาย\n-ชุมชน\n– อู่", ["ผู้ขาย", "ชุมชน", "อู่"]),
        ("• ผู้ขาย • ชุมชน", ["ผู้ขาย", "ชุมชน"]),
        ("1. เรือหลวงที่เข้าซ่อม", ["เรือหลวงที่เข้าซ่อม"]),
        ("กองเรือยุทธการที่ 2. ส่วนหน้า", ["กองเรือยุทธการที่ 2. ส่วนหน้า"]),
        ("3.5 เมตร", ["3.5 เมตร"]),
        ("๓.๕ เมตร", ["๓.๕ เมตร"]),
        ("ชาวประมง 1,000 ราย", ["ชาวประมง 1,000 ราย"]),
        ("ผู้ขาย (วัสดุ, อะไหล่), ชุมชน", ["ผู้ขาย (วัสดุ, อะไหล่)", "ชุมชน"]),
        ("กรุงเทพ - สัตหีบ", ["กรุงเทพ - สัตหีบ"]),
        ("สื่อ อื่น ๆ\nสื่ออื่นๆ", ["สื่อ อื่น ๆ"]),
        ("ชุมชน,\n\n, อู่", ["ชุมชน", "อู่"]),
        ("ก\u0e4d\u0e32ลังพล", ["กำลังพล"]),
        ("-", []),
        ("—", []),
        (" ไม่มี ", []),
        ("1. -", []),
        ("", []),
    ],
)
def test_names_in_a_cell(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


NAMES = st.lists(
    st.text("กขคงผู้รับบริการ", min_size=3, max_size=12).map(normalise), min_size=1, max_size=20, unique_by=fold
)


@settings(deadline=None)
@given(NAMES, st.sampled_from([", ", ",", "; ", "\n", "\r\n", "،"]))
def test_joined_names_come_apart_again(names: list[str], separator: str) -> None:
    assert split_names(separator.join(names)) == names


@settings(deadline=None)
@given(NAMES, st.sampled_from(["{}. ", "{}) ", "({}) ", "{}."]), st.sampled_from([" ", "\n", ", "]))
def test_numbered_names_come_apart_again(names: list[str], mark: str, separator: str) -> None:
    numbered = [mark.format(number) + name for number, name in enumerate(names, 1)]
    assert split_names(separator.join(numbered)) == names


@settings(deadline=None)
@given(TEXT)
def test_no_name_is_empty_or_given_twice(text: str) -> None:
    names = split_names(text)
    assert len({fold(name) for name in names}) == len(names)
    assert all(name == name.strip() and fold(name) not in ("", "-", "ไม่มี") for name in names)


@pytest.mark.parametrize("marks", ["\u0e48\u0e38", "\u0316\u0301", "\u0f73", "\u0344\u0316"])
def test_a_long_run_of_marks_is_ordered_at_once(marks: str) -> None:
    """Unicode's own ordering compares each mark with each other: the public door would stand still for hours."""
    text = "ก" + marks * 200_000
    assert normalise(text) == normalise(normalise(text)) != ""


@settings(max_examples=30, deadline=None)
@given(st.text("กaé\u0301\u0316\u0323\u0344\u0f71\u0f73\u0f75\u0f81ุ่", min_size=20, max_size=60))
def test_long_and_short_texts_are_stored_alike(piece: str) -> None:
    text = f"ก {piece} ก"
    assert normalise(" ".join([text] * 60)) == " ".join([normalise(text)] * 60)
