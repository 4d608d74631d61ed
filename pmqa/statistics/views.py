"""Pages of statistics: the charts of a criterion, and each of them as a workbook."""

import io
import re
from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmqa.charts.chart import Chart
from pmqa.charts.drawing import drawn
from pmqa.criteria import criterion_of
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.criterion import Criterion
from pmqa.statistics.sheets import chart_bytes

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_safe
def statistics(request: HttpRequest, unit: str, year: int, code: str) -> HttpResponse:
    """Every chart of a criterion. 404 for a criterion without charts."""
    assessment = assessment_or_404(request, unit, year)
    found = _charted_or_404(code)
    context = {
        "assessment": assessment,
        "criterion": found,
        "charts": [drawn(chart) for chart in found.charts_of(assessment)],
    }
    return render(request, "statistics/page.html", context)


@require_safe
def chart_workbook(request: HttpRequest, unit: str, year: int, code: str, key: str) -> FileResponse:
    """The table behind one chart as .xlsx, in the language of the reader. 404 for a chart that is not there."""
    assessment = assessment_or_404(request, unit, year)
    chart = _chart_or_404(_charted_or_404(code).charts_of(assessment), key)
    content = chart_bytes(chart, whose=_whose(assessment))
    name = _NOT_IN_A_NAME.sub("-", f"{chart.title} {assessment.unit} {year}.xlsx")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=_WORKBOOK)


def _charted_or_404(code: str) -> Criterion:
    try:
        found = criterion_of(code)
    except KeyError:
        raise Http404 from None
    if not found.has_charts:
        raise Http404
    return found


def _chart_or_404(charts: Sequence[Chart], key: str) -> Chart:
    for chart in charts:
        if chart.key == key:
            return chart
    raise Http404


def _whose(assessment: Assessment) -> str:
    return _("%(unit)s, fiscal year %(year)s") % {"unit": assessment.unit, "year": assessment.year}
