"""The kinds of documents that a job can make: for each, what is printed, and how."""

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.judging.consensus import published_sheet
from pmqa.reports import memo, photos, survey_papers
from pmqa.reports.gathering import report_of
from pmqa.reports.models import ReportJob
from pmqa.reports.pages import Page, SubjectGone
from pmqa.reports.render import report_html, stylesheet
from pmqa.reports.report import Report
from pmqa.reports.variants import criterion_alone, feedback

__all__ = ["DOCUMENTS", "Document", "SubjectGone", "fingerprint_of"]

Kind = ReportJob.Kind


@dataclass(frozen=True)
class Document:
    """One kind. Every function is called in the language of the job.

    `gather` reads what is to be printed into a frozen value with a `version`; it raises SubjectGone when the row that
    the document tells of is deleted. `page` lays that value out, with the day (C.E.) on which it is printed.
    `file_name` is what the file is called when somebody saves it, and `place` the address at which the job is watched.
    """

    gather: Callable[[ReportJob], Any]
    page: Callable[[Any, ReportJob, datetime.date], Page]
    file_name: Callable[[ReportJob], str]
    place: Callable[[ReportJob], str]


@cache
def layout_of() -> str:
    """What tells the layout and the words of documents from those of another release, or another WeasyPrint."""
    here, base = Path(__file__).parent, Path(settings.BASE_DIR)
    folders = (here, here.parent / "charts", here.parent / "thai")
    code = (path for folder in folders for kind in ("*.py", "*.css") for path in folder.glob(kind))
    templates = (*(base / "templates" / "reports" / "paper").glob("*"), *(base / "templates" / "charts").glob("*"))
    files = (*sorted(code), *sorted(templates), *sorted((base / "locale").rglob("*.po")))
    told = f"{version('weasyprint')} {settings.DEMONSTRATION}".encode()
    return hashlib.sha256(told + b"".join(path.read_bytes() for path in files)).hexdigest()


def fingerprint_of(job: ReportJob, content: Any) -> str:
    """Alike for two jobs that would make the same pages; `content` is what was gathered for `job`."""
    options = json.dumps(job.options, sort_keys=True)
    parts = (job.kind, job.subject, options, content.version, job.language, job.thai_digits, layout_of())
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


def _criterion(job: ReportJob) -> Report:
    return criterion_alone(report_of(job.assessment), job.options["criterion"])


def _feedback(job: ReportJob) -> Report:
    if published_sheet(job.assessment) is None:
        raise SubjectGone(_("The results are not published."))
    return feedback(report_of(job.assessment))


def _report_page(report: Any, job: ReportJob, made_on: datetime.date) -> Page:
    html = report_html(report, thai_digits=job.thai_digits, made_on=made_on)
    return Page(html, stylesheet(thai_digits=job.thai_digits))


def _report_name(job: ReportJob) -> str:
    words = {"unit": job.assessment.unit.name, "year": job.assessment.year}
    if job.kind == Kind.REPORT:
        return _("PMQA category 3 report %(unit)s %(year)s.pdf") % words
    return f"{job.called} {words['unit']} {words['year']}.pdf"


def _report_place(job: ReportJob) -> str:
    return reverse("reports", args=[job.assessment.unit.code, job.assessment.year])


DOCUMENTS: Mapping[str, Document] = {
    Kind.REPORT: Document(lambda job: report_of(job.assessment), _report_page, _report_name, _report_place),
    Kind.CRITERION: Document(_criterion, _report_page, _report_name, _report_place),
    Kind.FEEDBACK: Document(_feedback, _report_page, _report_name, _report_place),
    Kind.PHOTOS: Document(photos.gather, photos.page, photos.file_name, photos.place),
    Kind.MEMO: Document(memo.gather, memo.page, memo.file_name, memo.place),
    Kind.SURVEY: Document(survey_papers.gather, survey_papers.page, survey_papers.file_name, survey_papers.place),
}
