"""Text that needs no correction is answered at once: the short way and the long way agree."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pmqa.thai.text import fold, normalise

THAI = "กนรอสเแโใไะัาำิีึืฺุู็่้๊๋์ํ๎ๆฯ๐๑๒"
TEXT = st.text(THAI + "aAé1.,- \t\n\r\xa0\x85\u200b\u2028\u2060\xad\u0301\ufeff", max_size=20) | st.text(max_size=20)
HIDDEN = "\x00"  # is taken away, and bars the short way


@pytest.mark.parametrize("lines", [True, False])
@given(text=TEXT)
@example(text="ก \nข")
@example(text="ก\n ข")
@example(text="\nก")
@example(text="ก\n")
@example(text="ก  ข")
@example(text="ผู้")
@example(text="น\u0e33\u0e49")
def test_the_short_way_gives_what_the_long_way_gives(text: str, lines: bool) -> None:
    assert normalise(text, lines=lines) == normalise(HIDDEN + text, lines=lines)


@given(text=TEXT)
def test_a_kept_fold_is_the_fold_of_a_long_text_too(text: str) -> None:
    assert fold(text) == fold(HIDDEN * 300 + text)
