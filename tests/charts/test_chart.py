"""Charts as values: what they refuse, the table behind them, and how shares are rounded."""

import json
from dataclasses import asdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.charts.chart import Chart, ChartRow, Kind, Rest, by_size, vital_few
from pmqa.charts.table import per_cent, table_of
from tests.charts.charts import EVERY_KIND, bars_chart, columns_chart, pareto_chart, shares_chart


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (1, 3, 33.3),
        (2, 3, 66.7),
        (3, 800, 0.4),
        (0, 5, 0.0),
        (5, 5, 100.0),
        (1, 5000, 0.1),
        (4999, 5000, 99.9),
        (0, 0, None),
    ],
)
def test_a_share_is_rounded_to_one_decimal(part: int, whole: int, share: float | None) -> None:
    assert per_cent(part, whole) == share


def test_a_share_in_words_is_whole() -> None:
    assert per_cent(1, 8, decimals=0) == 13
    assert per_cent(999, 1000, decimals=0) == 99


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_some_is_neither_none_nor_all(part: int, more: int) -> None:
    share = per_cent(part, part + more)
    assert share is not None
    assert (share == 0) == (part == 0)
    assert share < 100
    assert abs(Decimal(str(share)) - Decimal(100 * part) / (part + more)) <= Decimal("0.1")


def test_a_pareto_has_its_share_and_running_share() -> None:
    table = table_of(pareto_chart(10, 40, 30, 20))
    assert [(row.label, *row.figures) for row in table.rows] == [
        ("เรื่องที่ 2", 40, 40.0, 40.0),
        ("เรื่องที่ 3", 30, 30.0, 70.0),
        ("เรื่องที่ 4", 20, 20.0, 90.0),
        ("เรื่องที่ 1", 10, 10.0, 100.0),
    ]
    assert len(table.headings) == 4
    assert table.rows[0].address == "/rows/2/"


def test_what_is_beyond_the_rows_is_counted_as_the_rest() -> None:
    table = table_of(pareto_chart(6, 2, rest=Rest(rows=1234, count=2)))
    assert table.rows[-1].label.endswith("(1,234)")
    assert table.rows[-1].figures == (2, 20.0, 100.0)


def test_shares_are_of_what_is_decided() -> None:
    table = table_of(shares_chart((6, 2, 3, 1), (0, 0, 5, 0), (0, 0, 0, 0)))
    assert [row.figures for row in table.rows] == [
        (6, 2, 3, 1, 12, 66.7),
        (0, 0, 5, 0, 5, None),
        (0, 0, 0, 0, 0, None),
    ]


def test_months_have_their_total_and_ages_their_share() -> None:
    assert table_of(columns_chart((1, 2), (0, 0))).rows[0].figures == (1, 2, 3)
    assert [row.figures for row in table_of(bars_chart(1, 0, 3)).rows] == [(1, 25.0), (0, 0.0), (3, 75.0)]


@pytest.mark.parametrize(
    ("counts", "few"),
    [((40, 30, 20, 10), 3), ((80, 20), 1), ((79, 1, 20), 2), ((5,), 1), ((0, 0), None), ((), None)],
)
def test_the_vital_few_make_eighty_per_cent(counts: tuple[int, ...], few: int | None) -> None:
    rows = [ChartRow("x", (count,)) for count in counts]
    assert vital_few(rows, sum(counts)) == few


def test_rows_that_do_not_reach_eighty_per_cent_have_no_vital_few() -> None:
    assert vital_few([ChartRow("x", (7,))], 10) is None


def test_rows_of_one_size_stand_by_their_labels() -> None:
    rows = by_size([ChartRow("b", (1,)), ChartRow("a", (1,)), ChartRow("c", (2,))])
    assert [row.label for row in rows] == ["c", "a", "b"]


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_a_chart_is_plain_data(chart: Chart) -> None:
    assert json.loads(json.dumps(asdict(chart)))["rows"][0]["label"] == chart.rows[0].label


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_every_row_of_a_table_is_as_wide_as_its_headings(chart: Chart) -> None:
    table = table_of(chart)
    assert {len(row.figures) + 1 for row in table.rows} == {len(table.headings)}


@pytest.mark.parametrize(
    ("kind", "series", "counts", "rest"),
    [
        (Kind.BARS, ("a", "b"), (1, 2), None),
        (Kind.COLUMNS, ("a",) * 5, (1,) * 5, None),
        (Kind.COLUMNS, (), (), None),
        (Kind.COLUMNS, ("a", "b"), (1,), None),
        (Kind.BARS, ("a",), (-1,), None),
        (Kind.COLUMNS, ("a", "b"), (1, 2), Rest(1, 1)),
    ],
)
def test_a_chart_that_could_not_be_drawn_is_refused(
    kind: Kind, series: tuple[str, ...], counts: tuple[int, ...], rest: Rest | None
) -> None:
    with pytest.raises(ValueError, match=r"series|count"):
        Chart("x", "x", kind, "x", series, (ChartRow("r", counts),), "", "", rest)
