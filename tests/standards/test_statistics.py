"""The share on time by period: by literals, with none handled apart from not recorded, and from real rows."""

from typing import Any

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.charts.drawing import drawn
from pmqa.charts.table import table_of
from pmqa.cycle.models import Assessment
from standards.models import ServiceStandard
from standards.statistics import Figure, charts_of, on_time_chart

FIGURES = (
    Figure("ไตรมาส 1", 40, 38),
    Figure("ไตรมาส 2", 0),
    Figure("ไตรมาส 3"),
    Figure("ไตรมาส 4", 10, 7),
)


def test_none_handled_is_told_from_not_recorded_in_chart_and_table() -> None:
    chart = on_time_chart("k", "ข่าว", FIGURES)
    none, blank = _("%(period)s (none handled)"), _("%(period)s (not recorded)")
    assert [row.label for row in chart.rows] == [
        "ไตรมาส 1",
        none % {"period": "ไตรมาส 2"},
        blank % {"period": "ไตรมาส 3"},
        "ไตรมาส 4",
    ]
    assert [row.figures for row in table_of(chart).rows] == [
        (38, 2, 0, 40, 95.0),
        (0, 0, 0, 0, None),
        (None, None, None, None, None),
        (7, 3, 0, 10, 70.0),
    ]
    assert [row.figure for row in drawn(chart).rows] == ["40", "0", "–", "10"]


def test_the_line_stands_at_the_goal_and_the_words_count_what_is_below_it() -> None:
    shown = drawn(on_time_chart("k", "ข่าว", FIGURES))
    assert shown.picture.guide == "M320 0v112"  # 80 % of 400, four rows of 28
    assert "90.0" in shown.reading  # 45 of 50
    assert "80" in shown.reading


@pytest.mark.parametrize(("in_time", "below"), [(80, 0), (79, 1)])
def test_exactly_the_goal_is_not_below_it(in_time: int, below: int) -> None:
    with override("en"):
        reading = on_time_chart("k", "ข่าว", [Figure("ต.ค.", 100, in_time)]).reading
    words = "1 period is below" if below else "0 periods are below"
    assert reading == f"{in_time}.0 % of 100 cases were on time; {words} the goal of 80 %."


def test_cases_of_which_nobody_knows_are_neither_on_time_nor_late() -> None:
    chart = on_time_chart("k", "ข่าว", [Figure("ต.ค.", 12)])
    assert chart.rows[0].counts == (0, 0, 12)
    assert table_of(chart).rows[0].figures[-1] is None


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((), "No actual figure is recorded yet."),
        ((Figure("ต.ค."),), "No actual figure is recorded yet."),
        ((Figure("ต.ค.", 0),), "None was handled in the periods that are recorded."),
    ],
)
def test_an_empty_chart_says_why(figures: tuple[Figure, ...], words: str) -> None:
    chart = on_time_chart("k", "ข่าว", figures)
    assert chart.is_empty
    assert chart.nothing == _(words)


def test_each_standard_has_its_chart_in_one_query(
    weather: ServiceStandard, assessment: Assessment, fill: Any, django_assert_num_queries: Any
) -> None:
    assert [chart.key for chart in charts_of(assessment)] == ["on-time"]
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ"}])
    for name, cases in (("พยากรณ์อากาศ", "4"), ("สำรวจและผลิตแผนที่เดินเรือ", "0")):
        fill("cs7-actuals", [{"standard": name, "period": "ต.ค.", "cases": cases}])
    with django_assert_num_queries(1):
        charts = charts_of(assessment)
    assert [(chart.title, chart.total) for chart in charts] == [("พยากรณ์อากาศ", 4), ("สำรวจและผลิตแผนที่เดินเรือ", 0)]
