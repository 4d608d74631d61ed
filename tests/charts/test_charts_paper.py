"""Charts in a PDF: their words can be read, each bar is drawn, and a chart does not leave its page."""

import io
from pathlib import Path

import pdfplumber
import pypdf
import pytest
from django.template.loader import render_to_string

from pmqa import charts
from pmqa.charts.chart import Chart
from pmqa.charts.drawing import drawn, folded
from pmqa.reports.pdf import PAPER, render_pdf
from tests.charts.charts import EVERY_KIND, LONG, pareto_chart

STYLE = Path(charts.__path__[0]) / "charts_paper.css"


def pdf_of(chart: Chart) -> pdfplumber.PDF:
    body = render_to_string("charts/chart.html", {"drawn": drawn(folded(chart)), "paper": True})
    page = f'<html lang="th"><body>{body}</body></html>'
    return pdfplumber.open(io.BytesIO(render_pdf(page, stylesheet=PAPER.read_text() + STYLE.read_text())))


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
