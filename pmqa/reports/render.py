"""The report on paper: its HTML, and the PDF that is made of it."""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.reports.gathering import report_of
from pmqa.reports.look import Look
from pmqa.reports.pdf import PAPER, render_pdf
from pmqa.reports.report import CriterionPart, PaperTable, Report
from pmqa.reports.sheets import groups_table, services_table
from pmqa.reports.widths import layout

STYLE = Path(__file__).with_name("report.css")
CHARTS = STYLE.parent.parent / "charts" / "charts_paper.css"
FLOWS = CHARTS.with_name("flow_paper.css")
MEASURED = CHARTS.with_name("measured_paper.css")
THAI_DIGITS_STYLE = Path(__file__).with_name("report_thai_digits.css")
# A picture is at most 8 cm wide on paper: 1,200 pixels are 380 to the inch.
LONGEST_SIDE = 1200


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report: its anchor, its title, its template, and the criterion that it prints, if any.

    One that `is_empty` has nothing but its heading to print, and begins no page.
    """

    anchor: str
    title: str
    template: str
    criterion: CriterionPart | None = None
    is_wide: bool = False
    is_empty: bool = False


def chapters_of(report: Report, look: Look) -> list[Chapter]:
    """The chapters of `report` in their order, with titles in the active language."""
    criteria = [
        Chapter(each.code.lower(), f"{each.code} {each.title}", "reports/paper/criterion.html", each)
        for each in report.built_criteria
    ]
    if report.unbuilt_criteria:
        criteria.append(Chapter("unbuilt", _("Criteria not in this version"), "reports/paper/unbuilt.html"))
    return [*_first_chapters(report, look), *criteria, *_last_chapters(report, look)]


def _first_chapters(report: Report, look: Look) -> list[Chapter]:
    coverage, registers = "reports/paper/coverage.html", "reports/paper/registers.html"
    matrices = (groups_table(report.groups), services_table(report.services))
    return [
        Chapter("summary", _("Summary"), "reports/paper/summary.html"),
        Chapter(
            "coverage",
            _("Coverage of groups and services"),
            coverage,
            is_wide=_is_wide(look, *matrices),
            is_empty=not any(matrix.lines for matrix in matrices),
        ),
        Chapter(
            "registers",
            _("Category P registers"),
            registers,
            is_empty=not any(table.lines for table in report.registers),
        ),
    ]


def _last_chapters(report: Report, look: Look) -> list[Chapter]:
    improvements = report.improvements
    return [
        Chapter(
            "improvements",
            improvements.title,
            "reports/paper/improvements.html",
            is_wide=_is_wide(look, improvements),
            is_empty=not improvements.lines and not report.other_pictures,
        ),
        Chapter("evidence", _("List of evidence"), "reports/paper/evidence.html", is_empty=not report.evidence),
    ]


def _is_wide(look: Look, *tables: PaperTable) -> bool:
    return any(layout(table, look).is_wide for table in tables)


def report_html(report: Report, *, thai_digits: bool = False, made_on: datetime.date | None = None) -> str:
    """The whole report as one HTML page in its own language; `made_on` (C.E.) stands on the cover."""
    look = Look(report.language, thai_digits)
    with override(report.language):
        names = {"unit": report.cover.unit, "year": look.figure(report.cover.year)}
        return render_to_string(
            "reports/paper/report.html",
            {
                "report": report,
                "title": _("PMQA category 3 self-assessment report, %(unit)s, fiscal year %(year)s") % names,
                "look": look,
                "made_on": made_on,
                "chapters": chapters_of(report, look),
                "demonstration": settings.DEMONSTRATION,
            },
        )


def stylesheet(*, thai_digits: bool = False) -> str:
    """The CSS of the report: paper in general, this report, and Thai page numbers where they are asked for."""
    files = [PAPER, CHARTS, FLOWS, MEASURED, STYLE, *([THAI_DIGITS_STYLE] if thai_digits else [])]
    return "\n".join(file.read_text() for file in files)


def pictures_of(assessment: Assessment) -> Callable[[str], bytes]:
    """Gives the bytes of a picture by the id of its evidence file; KeyError for one of another assessment."""
    files = {str(file.pk): file for file in EvidenceFile.objects.filter(assessment=assessment, deleted_at=None)}

    def picture(evidence: str) -> bytes:
        with files[evidence].stored.open("rb") as stored:
            return _for_paper(stored.read())

    return picture


def _for_paper(content: bytes) -> bytes:
    """A picture no larger than paper can show."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        small = picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def pdf_of(
    report: Report, assessment: Assessment, *, thai_digits: bool = False, made_on: datetime.date | None = None
) -> bytes:
    """The PDF of `report`, with the pictures of its `assessment`. Raises OSError where Pango is missing."""
    return render_pdf(
        report_html(report, thai_digits=thai_digits, made_on=made_on),
        stylesheet=stylesheet(thai_digits=thai_digits),
        pictures=pictures_of(assessment),
    )


def report_pdf(
    assessment: Assessment, *, language: str = "th", thai_digits: bool = False, made_on: datetime.date | None = None
) -> bytes:
    """The PDF of the report of `assessment` as things stand now, in `language`."""
    with override(language):
        report = report_of(assessment)
    return pdf_of(report, assessment, thai_digits=thai_digits, made_on=made_on)
