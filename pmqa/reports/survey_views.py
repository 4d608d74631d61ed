"""The page on which the papers of a survey are made: its poster, and its questionnaire to be filled in by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.views import row_or_404, table_context
from pmqa.reports.jobs import ask_for_report
from pmqa.reports.models import ReportJob
from pmqa.reports.survey_papers import PAPERS, POSTER, TABLE
from pmqa.reports.views import pdf_problem
from satisfaction.actions import running_of


def _door(request: HttpRequest, unit: str, year: int, row: int) -> tuple[Assessment, Any]:
    assessment = assessment_or_404(request, unit, year)
    survey = row_or_404(table_of(TABLE), assessment, row)
    if survey.deleted_at is not None:
        raise Http404
    return assessment, survey


def survey_papers(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, survey = _door(request, unit, year, row)
    jobs = assessment.report_jobs.filter(kind=ReportJob.Kind.SURVEY, subject=row).select_related("by")
    context = table_context(request, assessment, table_of(TABLE), survey=survey, running=running_of(survey))
    context |= {"job": jobs.first(), "problem": pdf_problem(get_language() or "th")}
    return render(request, "reports/survey_papers.html", context)


@post_only
def survey_papers_make(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """Asks for the poster or the questionnaire as a PDF; the page then shows how far it is."""
    assessment, survey = _door(request, unit, year, row)
    language, running = get_language() or "th", running_of(survey)
    paper = request.POST.get("paper", POSTER)
    if running is not None and paper in PAPERS and not pdf_problem(language):
        link = request.build_absolute_uri(reverse("survey-answer", args=[running.code]))
        ask_for_report(
            assessment=assessment,
            language=language,
            thai_digits="thai_digits" in request.POST,
            by=request.user,  # type: ignore[arg-type]
            kind=ReportJob.Kind.SURVEY,
            subject=survey.pk,
            options={"paper": paper, "link": link},
        )
    return redirect("survey-papers", unit, year, row)
