"""The geometry: nothing leaves the picture, nothing is drawn for nothing, and lengths follow the counts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.charts import shapes
from pmqa.charts.chart import ChartRow

BOX = re.compile(r"M(-?\d+) (-?\d+)h(-?\d+)v(-?\d+)h-\d+z")
counts = st.lists(st.integers(0, 50_000), min_size=1, max_size=16)
fours = st.lists(st.tuples(*[st.integers(0, 900)] * 4), min_size=1, max_size=12)


def rows(*each: int | tuple[int, ...]) -> list[ChartRow]:
    return [ChartRow("x", count if isinstance(count, tuple) else (count,)) for count in each]


def boxes(picture: shapes.Picture) -> list[tuple[int, int, int, int]]:
    found = [tuple(map(int, box)) for layer in picture.layers for box in BOX.findall(layer.bars)]
    return found  # type: ignore[return-value]


def inside(picture: shapes.Picture) -> bool:
    return all(
        x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= picture.width and y + h <= picture.height
        for x, y, w, h in boxes(picture)
    )


@given(counts)
def test_bars_stay_inside(each: list[int]) -> None:
    assert inside(shapes.bars(rows(*each)))
    assert inside(shapes.pareto(rows(*each), 3))


@given(fours)
def test_divided_bars_and_columns_stay_inside(each: list[tuple[int, ...]]) -> None:
    assert inside(shapes.shares(rows(*each)))
    assert inside(shapes.columns(rows(*each)))


def test_bars_are_as_long_as_their_counts() -> None:
    assert [w for _x, _y, w, _h in boxes(shapes.bars(rows(10, 5, 0, 20)))] == [200, 100, 400]
    assert [w for _x, _y, w, _h in boxes(shapes.pareto(rows(50, 30, 20), 2))] == [200, 120, 80]


def test_the_running_share_ends_at_all_and_the_guide_stands_at_eighty() -> None:
    picture = shapes.pareto(rows(50, 30, 20), 2)
    assert picture.curve == "M200 14L320 42L400 70"
    assert picture.guide == "M320 0v84"
    assert [layer.ink.name for layer in picture.layers] == ["first", "third"]
    assert len(BOX.findall(picture.layers[0].bars)) == 2


def test_the_little_is_seen() -> None:
    assert [w for _x, _y, w, _h in boxes(shapes.bars(rows(50_000, 1)))] == [400, shapes.LEAST]


def test_a_divided_bar_is_full() -> None:
    parts = boxes(shapes.shares(rows((1, 1, 1, 0))))
    assert sum(w for _x, _y, w, _h in parts) == shapes.WIDTH
    assert [x for x, _y, _w, _h in parts] == [0, 133, 267]


def test_columns_stand_on_the_ground() -> None:
    picture = shapes.columns(rows((2, 2, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)))
    tops = [
        (layer.ink.name, y, h) for layer in picture.layers for _x, y, _w, h in [*boxes(shapes.Picture(160, (layer,)))]
    ]
    assert tops == [("first", 80, 80), ("first", 120, 40), ("second", 0, 80)]


def test_rungs_climb_to_the_right_and_are_full_where_something_stands() -> None:
    picture = shapes.ladder(rows(0, 3, 1))
    drawn = [(layer.ink.name, x) for layer in picture.layers for x, *_rest in boxes(shapes.Picture(84, (layer,)))]
    assert drawn == [("first", 133), ("first", 0), ("third", 266)]
    assert inside(picture)


@pytest.mark.parametrize("draw", [shapes.bars, shapes.shares, shapes.columns, lambda each: shapes.pareto(each, 0)])
def test_nothing_is_drawn_for_nothing(draw: object) -> None:
    for each in ([], rows((0, 0, 0, 0)), rows(0, 0)):
        picture = draw(each)  # type: ignore[operator]
        assert picture.layers == ()
        assert picture.curve == ""


@pytest.mark.parametrize("inks", [shapes.SERIES, shapes.OUTCOMES, (shapes.FEW, shapes.MANY)])
def test_inks_differ_without_colour(inks: tuple[shapes.Ink, ...]) -> None:
    """By the line along their middle, or by an edge that is not that of paper."""
    seen = {(ink.edge == shapes.WHITE, bool(ink.line), ink.dashes) for ink in inks}
    assert len(seen) == len(inks)


def test_shares_have_a_line_at_the_goal_where_they_are_asked_for_one() -> None:
    months = [ChartRow("ต.ค.", (8, 2)), ChartRow("พ.ย.", (0, 0), blank=True)]
    assert shapes.shares(months, goal=True).guide == "M320 0v56"
    assert shapes.shares(months).guide == ""
