"""A chart on paper: its HTML, and the CSS that goes after that of paper."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pmqa.charts.chart import Chart
from pmqa.charts.drawing import drawn, folded
from pmqa.thai.digits import to_thai

STYLE = Path(__file__).with_name("charts_paper.css")


def paper_figure(chart: Chart, *, thai_digits: bool = False) -> SafeString:
    """The figure of `chart` with its table, of at most 16 rows, below it. Its own figures in Thai digits if asked."""
    made = drawn(folded(chart), digits=to_thai if thai_digits else str)
    return render_to_string("charts/chart.html", {"drawn": made, "paper": True})
