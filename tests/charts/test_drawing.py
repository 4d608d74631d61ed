"""Charts on the page: what stands beside the picture, what is folded, and what no picture may hold."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from pmqa.charts.chart import Chart, Rest
from pmqa.charts.drawing import drawn, folded
from pmqa.thai.digits import to_thai
from tests.charts.charts import EVERY_KIND, LONG, bars_chart, columns_chart, ladder_chart, pareto_chart, shares_chart

SVG = re.compile(r"<svg.*?</svg>", re.S)


def page_of(chart: Chart, **given: object) -> str:
    return render_to_string("charts/chart.html", {"drawn": drawn(chart), **given})


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_a_picture_is_small_and_holds_no_text_and_no_style(chart: Chart) -> None:
    pictures = SVG.findall(page_of(chart))
    assert pictures
    for picture in pictures:
        assert re.sub(r"<[^>]*>", "", picture).strip() == ""
        assert not re.search(r"\sstyle=|<text|<title|<style|[\u0e00-\u0e7f]", picture)
    assert len(pictures[0]) < 2_000


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_every_label_title_and_reading_stands_in_words(chart: Chart) -> None:
    page = page_of(chart, download="/x.xlsx")
    for words in (chart.title, chart.reading, *chart.series, *(row.label for row in chart.rows)):
        assert words in page
    assert 'href="/x.xlsx"' in page
    assert f'data-copy="chart-{chart.key}-table"' in page
    assert f'id="chart-{chart.key}-table"' in page


def test_rows_lead_to_what_was_counted() -> None:
    assert '<a href="/rows/1/">' in page_of(pareto_chart(3, 2))


def test_paper_has_the_table_open_and_nothing_to_press() -> None:
    page = page_of(pareto_chart(3, 2), paper=True, download="/x.xlsx")
    assert "<table" in page
    for pressed in ("<a ", "<button", "<details"):
        assert pressed not in page


@pytest.mark.parametrize(
    "chart", [pareto_chart(), pareto_chart(0, 0), bars_chart(0), columns_chart((0, 0)), shares_chart(), columns_chart()]
)
def test_nothing_counted_is_said_in_words(chart: Chart) -> None:
    page = page_of(chart, download="/x.xlsx")
    assert chart.nothing in page
    assert chart.reading not in page
    assert "<svg" not in page
    assert "<table" not in page


def test_one_row_is_a_chart() -> None:
    made = drawn(pareto_chart(7))
    assert [(row.figure, row.share) for row in made.rows] == [("7", "100.0")]


def test_two_hundred_rows_are_fifteen_and_the_others() -> None:
    made = drawn(pareto_chart(*range(1, 201)))
    assert len(made.rows) == 16
    assert made.rows[-1].label.endswith("(185)")
    assert made.rows[-1].figure == f"{sum(range(1, 186)):,}"
    assert len(made.lines) == 200
    assert len(drawn(folded(pareto_chart(*range(1, 201)))).lines) == 16


def test_the_rest_joins_the_others() -> None:
    made = drawn(pareto_chart(*range(1, 21), rest=Rest(rows=30, count=30)))
    assert (made.rows[-1].label[-4:], made.rows[-1].figure) == ("(35)", "45")
    few = drawn(pareto_chart(9, rest=Rest(rows=2, count=2)))
    assert [row.figure for row in few.rows] == ["9", "2"]


def test_sixteen_rows_are_shown_as_they_are() -> None:
    chart = pareto_chart(*range(1, 17))
    assert folded(chart) == chart


def test_a_long_label_is_cut_beside_the_picture_and_whole_in_the_table() -> None:
    made = drawn(pareto_chart(3, 2, label=LONG + "{}"))
    assert made.is_tall
    assert made.rows[0].label.endswith("…")
    assert len(made.rows[0].label) < 70
    assert made.lines[0].label == LONG + "1"
    assert made.height == "6em"


def test_a_label_is_never_cut_before_a_mark() -> None:
    made = drawn(pareto_chart(1, label="ก" * 42 + "ที่" * 20 + "{}"))
    assert made.rows[0].label == "ก" * 42 + "ที่" + "…"


def test_figures_are_written_once() -> None:
    made = drawn(pareto_chart(1234, 1), digits=to_thai)
    assert made.rows[0].figure == "๑,๒๓๔"
    assert made.lines[0].figures == ("๑,๒๓๔", "๙๙.๙", "๙๙.๙")
    assert drawn(shares_chart((0, 0, 2, 0))).rows[0].share == "–"


def test_notes_are_words_and_stand_last() -> None:
    made = drawn(ladder_chart("", "ประชุม 1"), digits=to_thai)
    assert (made.headings, made.noted) == (("ระดับ", "จำนวน"), "กิจกรรม")
    assert [(line.label, line.figures, line.note) for line in made.lines] == [
        ("ระดับ ๒", ("๐",), ""),
        ("ระดับ ๑", ("๑",), "ประชุม 1"),
    ]
    assert "<td>ประชุม 1</td>" in page_of(ladder_chart("", "ประชุม 1"))


def test_text_of_people_stays_text() -> None:
    assert "<b>" not in page_of(pareto_chart(2, label="<b>{}"))


def test_english_words_are_english() -> None:
    with override("en"):
        page = page_of(pareto_chart(*range(1, 201)))
    assert "Others (185)" in page
    assert "running share" in page
