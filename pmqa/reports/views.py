"""The page of a unit's reports: ask for one, watch it being made, take the file; and any document's state and file."""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.reports.documents import DOCUMENTS
from pmqa.reports.jobs import ask_for_report
from pmqa.reports.models import ReportJob
from pmqa.reports.pdf import pango_missing

SHOWN_JOBS = 10


class ReportForm(forms.Form):
    """What a person chooses about a report."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the report"), choices=settings.LANGUAGES)
    thai_digits = forms.BooleanField(label=gettext_lazy("Figures and dates in Thai digits"), required=False)


@cache
def pdf_problem(language: str) -> str | None:
    """What keeps this machine from making a PDF, in a language. Looked for once: the answer costs a page's layout."""
    with override(language):
        return pango_missing()


@require_GET
def reports(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    form = ReportForm(initial={"language": get_language()})
    return _page(request, assessment, form)


def _page(request: HttpRequest, assessment: Assessment, form: ReportForm, status: int = 200) -> HttpResponse:
    newest, *older = [
        *assessment.report_jobs.filter(kind=ReportJob.Kind.REPORT).select_related("by")[:SHOWN_JOBS],
        None,
    ]
    context: dict[str, Any] = {
        "assessment": assessment,
        "form": form,
        "job": newest,
        "older": [job for job in older if job is not None],
        "problem": pdf_problem(get_language() or "th"),
    }
    return render(request, "reports/page.html", context, status=status)


@require_POST
def report_make(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    form = ReportForm(request.POST)
    if not form.is_valid() or pdf_problem(get_language() or "th"):
        return _page(request, assessment, form, status=422)
    ask_for_report(assessment=assessment, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    return redirect("reports", unit, year)


@require_GET
def report_state(request: HttpRequest, unit: str, year: int, job: int) -> HttpResponse:
    """How far one document is: the part of its page for htmx, that whole page for everybody else."""
    assessment = assessment_or_404(request, unit, year)
    found = get_object_or_404(assessment.report_jobs, pk=job)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(DOCUMENTS[found.kind].place(found))
    return render(request, "reports/_state.html", {"assessment": assessment, "job": found})


@require_GET
def report_file(request: HttpRequest, unit: str, year: int, job: int) -> FileResponse:
    """The PDF, under a name in the language of the document."""
    assessment = assessment_or_404(request, unit, year)
    found = get_object_or_404(assessment.report_jobs, pk=job, state=ReportJob.State.DONE)
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404(_("The file is no longer there. Make it again.")) from None
    with override(found.language):
        name = DOCUMENTS[found.kind].file_name(found)
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
