"""Charts in a PDF: their words can be read, each bar is drawn, and a chart does not leave its page."""

import io
from dataclasses import replace

import pdfplumber
import pypdf
import pytest
from django.template.loader import render_to_string

from pmqa.charts.chart import Chart
from pmqa.charts.drawing import drawn, folded
from pmqa.reports.pdf import PAPER, render_pdf
from pmqa.reports.render import CHARTS
from pmqa.thai.digits import to_thai
from tests.charts.charts import EVERY_KIND, LONG, bars_chart, pareto_chart, shares_chart

MARGIN = 56  # points: 2 cm, less a hair for the width of lines


def paper_figure(chart: Chart, *, thai_digits: bool = False) -> str:
    made = drawn(folded(chart), digits=to_thai if thai_digits else str)
    return render_to_string("charts/chart.html", {"drawn": made, "paper": True})


def pdf_of(chart: Chart) -> pdfplumber.PDF:
    page = f'<html lang="th"><body>{paper_figure(chart)}</body></html>'
    return pdfplumber.open(io.BytesIO(render_pdf(page, stylesheet=PAPER.read_text() + CHARTS.read_text())))


@pytest.mark.parametrize("chart", EVERY_KIND, ids=lambda chart: chart.kind)
def test_a_chart_is_printed_with_its_picture_and_its_words(chart: Chart) -> None:
    with pdf_of(chart) as paper:
        (page,) = paper.pages
        text = pypdf.PdfReader(paper.stream).pages[0].extract_text()
        drawn_bars = [each for each in (*page.rects, *page.curves) if each["fill"] and each["width"] > 1]
    assert chart.title in text
    assert chart.rows[0].label in text
    assert len(drawn_bars) >= sum(1 for row in chart.rows for count in row.counts if count)


def test_sixteen_rows_of_long_labels_lie_on_one_page_above_their_table() -> None:
    with pdf_of(pareto_chart(*range(1, 201), label=LONG + "{}")) as paper:
        page = paper.pages[0]
        words = page.extract_words()
    axis = [word for word in words if word["text"] == "80"]
    assert axis
    assert axis[-1]["bottom"] < page.height


def test_a_table_of_many_series_is_no_wider_than_its_page() -> None:
    chart = replace(
        shares_chart((6, 2, 3, 1)), series=("ตอบทันกำหนด", "ตอบเกินกำหนด", "ยังไม่ตอบ ยังไม่ถึงกำหนด", "ยังไม่ตอบ เกินกำหนด")
    )
    with pdf_of(chart) as paper:
        (page,) = paper.pages
        lines = [*page.rects, *page.lines, *page.extract_words()]
    assert max(each["x1"] for each in lines) <= page.width - MARGIN


def test_figures_of_a_chart_may_be_in_thai_digits() -> None:
    figure = paper_figure(pareto_chart(1234, 5), thai_digits=True)
    assert "๑,๒๓๔" in figure
    assert "1,234" not in figure
    assert "๘๐ %" in figure
    assert "เรื่องที่ 1<" in figure  # a word of the unit
    assert "ช่วงที่ ๑<" in paper_figure(bars_chart(3), thai_digits=True)


def test_paper_has_no_room_for_hundreds_of_rows() -> None:
    assert paper_figure(pareto_chart(*range(1, 201))).count('<th scope="row">') == 16
