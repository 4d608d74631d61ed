"""The photo sheet of one row: its photographs as they will stand on paper, more of them, and the PDF."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import attach_files, first_time, writing
from pmqa.evidence.file_views import answer_upload
from pmqa.evidence.files import keep_sent, kept_or_removed
from pmqa.evidence.forms import Cell
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import row_or_404, table_context
from pmqa.organization.templatetags.thai_dates import thai_date
from pmqa.reports.jobs import ask_for_report
from pmqa.reports.models import ReportJob
from pmqa.reports.photographs import facts_of, photographs_of
from pmqa.reports.photos import ABREAST, USUAL
from pmqa.reports.views import pdf_problem


def _a_page(asked: str | None) -> int:
    """How many photographs stand on a page, as an address or a form says it."""
    return int(asked) if asked in map(str, ABREAST) else USUAL


def _shown(value: Cell) -> Cell:
    return thai_date(value) if isinstance(value, datetime.date) else value


def _standing_or_404(table: EvidenceTable, assessment: Assessment, row: int) -> Any:
    found = row_or_404(table, assessment, row)
    if found.deleted_at is not None:
        raise Http404
    return found


def photos(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = _standing_or_404(table, assessment, row)
    a_page = _a_page(request.GET.get("a_page"))
    files = photographs_of(found)
    jobs = assessment.report_jobs.filter(kind=ReportJob.Kind.PHOTOS, subject=row, options__table=table.key)
    context = table_context(
        request,
        assessment,
        table,
        row=found,
        facts=[(heading, _shown(value)) for heading, value in facts_of(table, found)],
        pages=[files[start : start + a_page] for start in range(0, len(files), a_page)],
        total=len(files),
        a_page=a_page,
        abreast=ABREAST[a_page],
        choices=list(ABREAST),
        job=jobs.select_related("by").first(),
        problem=pdf_problem(get_language() or "th"),
    )
    return render(request, "reports/photos.html", context)


@post_only
def photos_upload(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    """Keeps every photograph sent, with the place and day of the row, and adds it to its evidence; or none."""
    assessment = assessment_or_404(request, unit, year)
    found = _standing_or_404(table, assessment, row)
    back = reverse(f"{table.key}-photos", args=[unit, year, row])
    return answer_upload(request, assessment, lambda: _keep(request, table, found), back)


def _keep(request: HttpRequest, table: EvidenceTable, row: Any) -> list[EvidenceFile]:
    by: Any = request.user
    files = request.FILES.getlist("files")
    kept: list[EvidenceFile] = []
    with kept_or_removed(kept), writing(row.assessment, by):
        if not files:
            raise ValidationError(_("Choose a file first."))
        if first_time(request.POST.get("sent", ""), by):
            known = {"place": getattr(row, "place", ""), "taken_on": getattr(row, "held_on", None)}
            keep_sent(files, kept, assessment=row.assessment, criterion=table.criterion, by=by, **known)
            for file in kept:
                if not file.is_picture:
                    raise ValidationError(_("“%(name)s” is no photograph.") % {"name": file.original_name})
            attach_files(table=table, row=row, files=kept, by=by, at=timezone.now())
    return kept


@post_only
def photos_make(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    """Asks for the sheet as a PDF; the page then shows how far it is."""
    assessment = assessment_or_404(request, unit, year)
    found = _standing_or_404(table, assessment, row)
    language = get_language() or "th"
    a_page = _a_page(request.POST.get("a_page"))
    if not pdf_problem(language):
        ask_for_report(
            assessment=assessment,
            language=language,
            thai_digits="thai_digits" in request.POST,
            by=request.user,  # type: ignore[arg-type]
            kind=ReportJob.Kind.PHOTOS,
            subject=found.pk,
            options={"table": table.key, "a_page": a_page},
        )
    return redirect(f"{reverse(f'{table.key}-photos', args=[unit, year, row])}?a_page={a_page}")
