"""What no line may divide."""

from hypothesis import given
from hypothesis import strategies as st

from pmqa.thai.lines import keep_whole, pieces, plain
from pmqa.thai.text import normalise

TERMS = ["ผู้มีส่วนได้ส่วนเสีย", "ผู้รับบริการ", "ภารกิจอื่น ๆ", "ต่างๆ", "ๆ", " ", "ทะเล", "\n"]
TEXT = st.lists(st.sampled_from(TERMS), max_size=8).map("".join).map(normalise)


def test_terms_are_joined_at_each_word() -> None:
    assert keep_whole("ผู้มีส่วนได้ส่วนเสีย") == "ผู้\u2060มี\u2060ส่วน\u2060ได้\u2060ส่วน\u2060เสีย"
    assert keep_whole("กลุ่มผู้รับบริการ") == "กลุ่มผู้\u2060รับ\u2060บริการ"


def test_a_repeat_sign_stays_with_its_word() -> None:
    assert keep_whole("อื่น ๆ ที่") == "อื่น\u00a0\u2060ๆ ที่"
    assert keep_whole("ต่างๆ") == "ต่าง\u2060ๆ"


def test_pieces_name_the_terms() -> None:
    assert pieces("ผู้รับบริการและผู้มีส่วนได้ส่วนเสียอื่น ๆ") == [
        ("ผู้รับบริการ", True),
        ("และ", False),
        ("ผู้มีส่วนได้ส่วนเสีย", True),
        ("อื่น\u00a0\u2060ๆ", False),
    ]
    assert pieces("") == []


@given(TEXT)
def test_joining_is_undone_and_repeats_safely(text: str) -> None:
    joined = keep_whole(text)
    assert keep_whole(joined) == joined
    assert plain(joined) == text


@given(TEXT)
def test_pieces_are_the_text(text: str) -> None:
    found = pieces(text)
    assert plain("".join(piece for piece, _ in found)) == text
    assert all(piece for piece, _ in found)
    assert pieces(keep_whole(text)) == found
