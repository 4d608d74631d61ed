"""The page of the year-end summary: drafted, written, sent to the unit head, acknowledged, printed as a memo."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, Conflict, first_time, writing
from pmqa.evidence.views import closed_page, number_in, row_page
from pmqa.reports.jobs import ask_for_report
from pmqa.reports.memo import sections_of
from pmqa.reports.models import ReportJob
from pmqa.reports.views import pdf_problem
from pmqa.yearend.actions import (
    NotTheHead,
    acknowledge_summary,
    is_head,
    latest_summary,
    make_draft,
    send_summary,
    take_back_summary,
)
from pmqa.yearend.draft import draft_of, summaries
from pmqa.yearend.events import events_of


def summary(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The latest summary and where it stands, or the way to the first draft."""
    assessment = assessment_or_404(request, unit, year)
    found, by = latest_summary(assessment), request.user
    editable = assessment.editable_by(by)  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "assessment": assessment,
        "table": summaries(),
        "editable": editable,
        "summary": found,
        "sent": uuid.uuid4(),
        "heads": is_head(by, assessment),  # type: ignore[arg-type]
        "problem": pdf_problem(get_language() or "th"),
    }
    if found is not None:
        jobs = assessment.report_jobs.filter(kind=ReportJob.Kind.MEMO, subject=found.pk).select_related("by")
        context |= {
            "sections": sections_of(found),
            "events": events_of(found),
            "count": summaries().rows_of(assessment).count(),
            "job": jobs.first(),
        }
    return render(request, "yearend/summary.html", context)


@post_only
def summary_draft(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Stores a draft from this year's data, once; a summary that is there already stays."""
    assessment = assessment_or_404(request, unit, year)
    by: Any = request.user
    try:
        with writing(assessment, by):
            if first_time(request.POST.get("sent", ""), by):
                make_draft(assessment=assessment, by=by, at=timezone.now())
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("summary", unit, year)


def summary_edit(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The form of the latest summary; `?anew` fills it with a new draft, which is stored only when it is saved."""
    assessment = assessment_or_404(request, unit, year)
    found, back = latest_summary(assessment), reverse("summary", args=[unit, year])
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    if found is None or summaries().is_closed(found):
        return redirect(back)
    start = draft_of(assessment, timezone.localdate()).values() if "anew" in request.GET else None
    return row_page(request, assessment, summaries(), found, start, back)


@post_only
def summary_send(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    return _step(request, assessment_or_404(request, unit, year), send_summary, _("Sent to the unit head."))


@post_only
def summary_acknowledge(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    return _step(request, assessment_or_404(request, unit, year), acknowledge_summary, _("Acknowledged."))


@post_only
def summary_take_back(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    words = _("Taken back. The summary can be changed again.")
    return _step(request, assessment_or_404(request, unit, year), take_back_summary, words)


def _step(request: HttpRequest, assessment: Assessment, action: Callable[..., None], words: str) -> HttpResponse:
    """Takes one step with the summary that the person saw, once, and says so."""
    by: Any = request.user
    try:
        with writing(assessment, by):
            if first_time(request.POST.get("sent", ""), by):
                _take(request, assessment, action)
                messages.success(request, words)
    except Closed:
        return closed_page(request, assessment)
    except NotTheHead:
        return render(request, "yearend/not_the_head.html", {"assessment": assessment}, status=403)
    except Conflict:
        messages.error(request, _("The summary was changed after this page was opened. Read it again, then decide."))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("summary", assessment.unit.code, assessment.year)


def _take(request: HttpRequest, assessment: Assessment, action: Callable[..., None]) -> None:
    found = latest_summary(assessment)
    if found is None or found.pk != number_in(request.POST.get("summary", "")):
        raise Conflict(found)
    action(summary=found, seen=number_in(request.POST.get("version", "")), by=request.user, at=timezone.now())


@post_only
def summary_make(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Asks for the memo as a PDF, always in Thai; the page then shows how far it is."""
    assessment = assessment_or_404(request, unit, year)
    found = latest_summary(assessment)
    if found is not None and not pdf_problem(get_language() or "th"):
        ask_for_report(
            assessment=assessment,
            language="th",
            thai_digits="thai_digits" in request.POST,
            by=request.user,  # type: ignore[arg-type]
            kind=ReportJob.Kind.MEMO,
            subject=found.pk,
        )
    return redirect("summary", unit, year)
