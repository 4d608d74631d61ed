"""Thai dictionary order from plain string comparison."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmqa.thai.sorting import sort_key
from pmqa.thai.text import fold, normalise

# In the order of the Unicode Collation Algorithm's Thai tailoring.
WORDS = (
    "ก่ง กด กะ การ กำลังพล กิจ เก่ง เกา เก่า เก้า เกาะ แกะ โกง ใกล้ ไกล ขน เขา เข้า นาม นำ น้ำ ปา ป่า ป้า ป๊า ป๋า ปาก "
    "รัก ฤดู ล้อ ฦ ศาล สิทธิ สิทธิ์ สิทธิชัย หา ห้า อู่ เอก แฮม"
).split()
TEXT = st.text("กขคเแไาำิ่้์ๆ019aBé -/.,", max_size=20) | st.text(max_size=20)
WORD = st.text("กขคเแไาำิ่้", min_size=1, max_size=8)


def test_dictionary_order() -> None:
    assert sorted(set(WORDS), key=sort_key) == WORDS


@pytest.mark.parametrize(
    "ordered",
    [
        ["CS2-1", "CS2-2", "CS2-10", "CS10-1"],
        ["กลุ่ม 1", "กลุ่ม ๒", "กลุ่ม 10", "กลุ่ม 1,000"],
        ["9", "12345678", "123456789", "1234567890", "12345678901234567890"],
        ["7", "กอง", "ข้อ"],
        ["army", "Navy", "navy yard", "กองทัพเรือ"],
        ["กองแผน", "กอง ฝึก", "กองรบ"],
        ["อื่น", "อื่น ๆ", "อื่นใด"],
    ],
)
def test_numbers_case_and_spaces(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_key) == ordered


def test_case_and_spelling_of_the_same_do_not_count() -> None:
    assert sort_key("Navy") == sort_key("NAVY")
    assert sort_key("ก\u0e4d\u0e32ลัง\u200bพล") == sort_key("กำลังพล")
    assert sort_key(" \n") == ""


def test_a_long_text_keeps_to_the_column() -> None:
    assert len(sort_key("กำลังพล" * 1000)) == 240
    assert len(sort_key("1" * 1000)) == 240


@settings(deadline=None)
@given(TEXT)
def test_a_key_can_be_stored_and_is_stable(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= 240
    assert "\x00" not in key
    assert bool(key.encode()) == bool(normalise(text))
    assert sort_key(normalise(text)) == key


@settings(deadline=None)
@given(st.lists(TEXT, max_size=10))
def test_databases_compare_bytes_in_the_same_order(texts: list[str]) -> None:
    keys = [sort_key(text) for text in texts]
    assert sorted(keys) == sorted(keys, key=str.encode)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_texts_that_differ_have_different_keys(one: str, other: str) -> None:
    if fold(one) != fold(other):
        assert sort_key(one) != sort_key(other)


@given(WORD.filter(lambda word: word[-1] not in "เแไ"), st.sampled_from("กขค"))
def test_a_beginning_goes_before_the_longer_word(word: str, letter: str) -> None:
    assert sort_key(word) < sort_key(word + letter)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_go_by_value(one: int, other: int) -> None:
    assert (sort_key(f"กลุ่ม {one}") < sort_key(f"กลุ่ม {other}")) == (one < other)
