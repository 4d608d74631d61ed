"""The report on paper: its HTML, and the PDF that is made of it."""

import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.reports.chapters import chapters_of
from pmqa.reports.look import Look
from pmqa.reports.pdf import PAPER
from pmqa.reports.report import Report

STYLE = Path(__file__).with_name("report.css")
OUTCOMES = STYLE.with_name("report_outcomes.css")
CHARTS = STYLE.parent.parent / "charts" / "charts_paper.css"
FLOWS = CHARTS.with_name("flow_paper.css")
MEASURED = CHARTS.with_name("measured_paper.css")
THAI_DIGITS_STYLE = Path(__file__).with_name("report_thai_digits.css")


def report_html(report: Report, *, thai_digits: bool = False, made_on: datetime.date | None = None) -> str:
    """The whole report as one HTML page in its own language; `made_on` (C.E.) stands on the cover."""
    look = Look(report.language, thai_digits)
    with override(report.language):
        names = {"unit": report.cover.unit, "year": look.figure(report.cover.year)}
        return render_to_string(
            "reports/paper/report.html",
            {
                "report": report,
                "title": _title(report) % names,
                "kind": _kind(report),
                "look": look,
                "made_on": made_on,
                "chapters": chapters_of(report, look),
                "demonstration": settings.DEMONSTRATION,
            },
        )


def _kind(report: Report) -> str:
    """What stands on the cover above everything else."""
    if report.is_feedback:
        return _("Feedback report of the assessors")
    return _("Report of criterion %(code)s") % {"code": report.alone} if report.alone else _("Self-assessment report")


def _title(report: Report) -> str:
    if report.is_feedback:
        return _("PMQA category 3 feedback report of the assessors, %(unit)s, fiscal year %(year)s")
    if report.alone:
        return f"PMQA {report.alone}, %(unit)s, {_('Fiscal year')} %(year)s"
    return _("PMQA category 3 self-assessment report, %(unit)s, fiscal year %(year)s")


def stylesheet(*, thai_digits: bool = False) -> str:
    """The CSS of the report: paper in general, this report, and Thai page numbers where they are asked for."""
    files = [PAPER, CHARTS, FLOWS, MEASURED, STYLE, OUTCOMES, *([THAI_DIGITS_STYLE] if thai_digits else [])]
    return "\n".join(file.read_text() for file in files)
