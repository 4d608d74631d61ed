"""Answers on both sides of a middle line, and measures of two years."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.charts import likert, shapes
from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.charts.drawing import drawn, folded
from pmqa.charts.table import table_of
from pmqa.thai.digits import to_thai
from tests.charts.charts import likert_chart, scores_chart

BOX = re.compile(r"M(-?\d+) (-?\d+)h(-?\d+)v(-?\d+)h-\d+z")
fives = st.lists(st.tuples(*[st.integers(0, 5_000)] * 5), min_size=1, max_size=12)


def boxes(picture: shapes.Picture) -> dict[str, list[tuple[int, ...]]]:
    return {layer.ink.name: [tuple(map(int, box)) for box in BOX.findall(layer.bars)] for layer in picture.layers}


@given(fives)
def test_a_row_is_half_the_picture_wide_and_never_leaves_it(counts: list[tuple[int, ...]]) -> None:
    picture = likert.likert([ChartRow("x", each) for each in counts])
    found = [box for each in boxes(picture).values() for box in each]
    assert all(x >= 0 and x + wide <= shapes.WIDTH and y + high <= picture.height for x, y, wide, high in found)
    for number, each in enumerate(counts):
        of_row = [box for box in found if box[1] // shapes.ROW == number]
        assert sum(box[2] for box in of_row) == (likert.MIDDLE if any(each) else 0)


def test_answers_stand_on_both_sides_of_the_middle() -> None:
    found = boxes(likert.likert([ChartRow("x", (1, 1, 2, 1, 5)), ChartRow("y", (0, 0, 4, 0, 0))]))
    assert [(x, wide) for x, _y, wide, _high in found["overdue"]] == [(140, 20)]
    assert [(x, wide) for x, _y, wide, _high in found["late"]] == [(160, 20)]
    assert [(x, wide) for x, _y, wide, _high in found["open"]] == [(180, 40), (100, 200)]
    assert [(x, wide) for x, _y, wide, _high in found["high"]] == [(220, 20)]
    assert [(x, wide) for x, _y, wide, _high in found["first"]] == [(240, 100)]


@pytest.mark.parametrize("inks", [likert.ANSWERS, likert.YEARS])
def test_inks_differ_without_colour(inks: tuple[shapes.Ink, ...]) -> None:
    assert len({(ink.edge == shapes.WHITE, bool(ink.line), ink.dashes) for ink in inks}) == len(inks)


def test_scores_are_lengths_of_the_whole() -> None:
    picture = likert.scores([ChartRow("x", (250, 500)), ChartRow("y", (None, 0))], 500)
    assert boxes(picture) == {"first": [(0, 4, 200, 11)], "third": [(0, 16, 400, 8)]}


def test_the_table_has_the_mean_of_the_answers() -> None:
    table = table_of(likert_chart((0, 1, 0, 0, 2), (0, 0, 0, 0, 0)))
    assert [row.figures[-2:] for row in table.rows] == [(3, Decimal("4.00")), (0, None)]
    made = drawn(likert_chart((1, 0, 0, 0, 2)))
    assert (made.rows[0].figure, made.rows[0].share) == ("3", "3.67")
    assert made.lines[0].figures == ("1", "0", "0", "0", "2", "3", "3.67")


def test_what_was_not_measured_is_a_dash_and_nothing_is_added_up() -> None:
    chart = scores_chart((421, None), (0, 400))
    made = drawn(chart)
    assert [(row.figure, row.share) for row in made.rows] == [("4.21", "–"), ("0.00", "4.00")]
    assert made.beside == ("ปีนี้", "ปีก่อน")
    assert [line.figures for line in made.lines] == [("4.21", "–"), ("0.00", "4.00")]
    many = scores_chart(*[(300, 300)] * 40)
    assert folded(many) == many


def test_years_over_figures_are_in_the_digits_of_the_figures() -> None:
    made = drawn(replace(scores_chart((421, None)), series=("2569", "2568")), digits=to_thai)
    assert made.beside == ("๒๕๖๙", "๒๕๖๘")
    assert made.headings[1:] == made.beside


def test_nothing_measured_differs_from_nought() -> None:
    assert scores_chart((None, None)).is_empty
    assert not scores_chart((0, None)).is_empty


@pytest.mark.parametrize(("kind", "counts"), [(Kind.LIKERT, (1, 2, 3, 4)), (Kind.LIKERT, (None,) * 5)])
def test_a_chart_that_could_not_be_drawn_is_refused(kind: Kind, counts: tuple) -> None:
    with pytest.raises(ValueError, match=r"series|count"):
        Chart("x", "x", kind, "x", ("a",) * len(counts), (ChartRow("r", counts),), "", "")
