from fractions import Fraction

import pytest

from pmqa.charts.radar import INKS, Outline, drawn_radar

AXES = ("CS1", "CS2", "CS3", "CS4")


def test_the_first_axis_goes_up_and_values_lie_on_theirs() -> None:
    drawn = drawn_radar(AXES, [Outline("ตนเอง", (Fraction(100), Fraction(50), Fraction(0), Fraction(100)))])
    [outline] = drawn.outlines
    assert outline.lines.startswith("M240.0 34.0L308.0 170.0")
    assert outline.dots.count("M") == 4
    assert [mark.words for mark in drawn.marks] == list(AXES)
    assert drawn.marks[0].left == "50.00"


def test_what_was_not_measured_breaks_the_outline_and_is_no_zero() -> None:
    drawn = drawn_radar(AXES, [Outline("ตนเอง", (Fraction(100), None, Fraction(40), Fraction(100)))])
    [outline] = drawn.outlines
    assert outline.lines.count("L") == 2
    assert outline.dots.count("M") == 3
    assert "240.0 170.0" not in outline.lines


def test_scale_in_the_digits_of_the_reader() -> None:
    drawn = drawn_radar(AXES, [], digits=lambda text: text.replace("5", "๕"))
    assert drawn.scale[0].words == "๕0"


def test_an_outline_keeps_its_ink_whoever_else_measured() -> None:
    alone = drawn_radar(AXES, [Outline("ปีก่อน", (Fraction(1),) * 4, place=2)])
    assert alone.outlines[0].ink == INKS[2]


@pytest.mark.parametrize(("axes", "count"), [(AXES[:2], 2), (AXES, 3)])
def test_a_value_for_each_axis_and_three_axes_at_least(axes: tuple[str, ...], count: int) -> None:
    with pytest.raises(ValueError, match="radar"):
        drawn_radar(axes, [Outline("ตนเอง", (Fraction(1),) * count)])
