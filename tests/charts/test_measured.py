"""Bars with measures beside them, and points on a plane: pure geometry and figures, no words in a picture."""

import re

import pytest

from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.charts.drawing import SHOWN
from pmqa.charts.measured import HIGH, WIDE, Measured, Plane, Point, drawn_measured, drawn_plane, pieces
from pmqa.thai.digits import to_thai


def measured(rows: int) -> Measured:
    answers = tuple(ChartRow(f"ข้อ {number}", (0, 1, 2, 3, 4)) for number in range(rows))
    chart = Chart("k", "ส่วนที่ 1", Kind.LIKERT, "ข้อ", ("1", "2", "3", "4", "5"), answers, "", "ไม่มี")
    return Measured(chart, ("n", "mean"), tuple(("10", f"{number}.25") for number in range(rows)), "n = 10")


def plane(*points: tuple[int, int]) -> Plane:
    middle = tuple(sum(each[place] for each in points) // len(points) for place in (0, 1))
    dots = tuple(Point(f"เรื่อง {number}", *each, "รักษาไว้") for number, each in enumerate(points))
    words = ("ก", "ข", "ค", "ง")
    return Plane("ภาพ", ("พึงพอใจ", "สำคัญ"), (middle[0], middle[1]), words, dots, ("ข้อ", "สำคัญ", "พึงพอใจ", "ที่"))


def test_every_row_keeps_its_measures_however_many_there_are() -> None:
    parts = pieces(measured(SHOWN * 2 + 1))
    assert [len(part.chart.rows) for part in parts] == [SHOWN, SHOWN, 1]
    assert [part.is_sub for part in parts] == [False, True, True]
    assert [row for part in parts for _label, row in drawn_measured(part).rows] == list(measured(31).figures)


@pytest.mark.parametrize("figures", [(("1",),), (("1", "2"), ("3", "4"))])
def test_a_row_without_its_measures_is_refused(figures: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="not a figure for each"):
        Measured(measured(1).chart, ("n", "mean"), figures)


def test_figures_may_be_in_thai_digits() -> None:
    assert drawn_measured(measured(1), digits=to_thai).rows[0][1] == ("๑๐", "๐.๒๕")
    assert drawn_plane(plane((400, 410)), digits=to_thai).grid.rows[0][1:3] == ("๔.๑๐", "๔.๐๐")


def test_points_stand_on_their_side_of_the_lines() -> None:
    drawn = drawn_plane(plane((300, 450), (450, 300), (430, 480)))
    x, y = map(int, re.findall(r"M(\d+) 0V\d+M0 (\d+)H", drawn.lines)[0])
    dots = [(int(left) + 5, int(up)) for left, up in re.findall(r"M(-?\d+) (-?\d+)a", drawn.dots)]
    assert [(across > x, up < y) for across, up in dots] == [(False, True), (True, False), (True, True)]
    assert all(5 < across < WIDE - 5 and 5 < up < HIGH - 5 for across, up in dots)


@pytest.mark.parametrize("points", [[(400, 400)], [(400, 400), (400, 400)], [(100, 500), (500, 100)]])
def test_no_point_leaves_the_picture(points: list[tuple[int, int]]) -> None:
    drawn = drawn_plane(plane(*points))
    assert all(0 <= float(x) <= 100 and 0 <= float(y) <= 100 for _words, x, y in drawn.marks)


def test_points_that_lie_on_each_other_share_a_mark() -> None:
    drawn = drawn_plane(plane((400, 400), (400, 400), (300, 480)))
    assert [words for words, _x, _y in drawn.marks] == ["1, 2", "3"]
    assert [row[0] for row in drawn.grid.rows] == ["1. เรื่อง 0", "2. เรื่อง 1", "3. เรื่อง 2"]
