"""The page of a unit's reports: ask for one, watch it being made, take the file; and any document's state and file."""

import io
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.followup.published import published_for
from pmqa.reports.documents import DOCUMENTS
from pmqa.reports.gathering import report_of
from pmqa.reports.jobs import ask_for_report
from pmqa.reports.models import ReportJob
from pmqa.reports.others import other_documents
from pmqa.reports.pdf import pango_missing
from pmqa.reports.report import json_of

SHOWN_JOBS = 10
Kind = ReportJob.Kind
# The kinds that this page is for; the others have pages of their own.
SHOWN_KINDS = (Kind.REPORT, Kind.CRITERION, Kind.FEEDBACK)


class ReportForm(forms.Form):
    """What a person chooses about a report: the whole, a criterion alone, or what the assessors give back."""

    part = forms.ChoiceField(label=gettext_lazy("What it tells of"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the report"), choices=settings.LANGUAGES)
    thai_digits = forms.BooleanField(label=gettext_lazy("Figures and dates in Thai digits"), required=False)
    tagged = forms.BooleanField(label=gettext_lazy("For screen readers (PDF/UA-1); takes longer"), required=False)

    def __init__(self, *args: Any, gives_feedback: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        whole = [("", _("The whole assessment"))]
        told = [(Kind.FEEDBACK, Kind.FEEDBACK.label)] if gives_feedback else []
        codes = [(each.code, f"{each.code} {each.title}") for each in CRITERIA]
        self.fields["part"].choices = [*whole, *told, *codes]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for, as `ask_for_report` takes it."""
        given = dict(self.cleaned_data)
        part, tagged = given.pop("part"), given.pop("tagged")
        options = {"tagged": True} if tagged else {}
        if part in ("", Kind.FEEDBACK):
            return {**given, "kind": part or Kind.REPORT, "options": options}
        return {**given, "kind": Kind.CRITERION, "options": {**options, "criterion": part}}


@cache
def pdf_problem(language: str) -> str | None:
    """What keeps this machine from making a PDF, in a language. Looked for once: the answer costs a page's layout."""
    with override(language):
        return pango_missing()


@require_GET
def reports(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    gives_feedback = _may_have_feedback(request, assessment)
    form = ReportForm(initial={"language": get_language()}, gives_feedback=gives_feedback)
    return _page(request, assessment, form, gives_feedback)


def _may_have_feedback(request: HttpRequest, assessment: Assessment) -> bool:
    """Whether the results are published, and this person's to see."""
    return published_for(assessment, request.user) is not None  # type: ignore[arg-type]


def _page(
    request: HttpRequest, assessment: Assessment, form: ReportForm, gives_feedback: bool, status: int = 200
) -> HttpResponse:
    kinds = [kind for kind in SHOWN_KINDS if gives_feedback or kind != Kind.FEEDBACK]
    newest, *older = [
        *assessment.report_jobs.filter(kind__in=kinds).select_related("by")[:SHOWN_JOBS],
        None,
    ]
    context: dict[str, Any] = {
        "assessment": assessment,
        "form": form,
        "job": newest,
        "older": [job for job in older if job is not None],
        "problem": pdf_problem(get_language() or "th"),
        "others": other_documents(assessment, is_published=gives_feedback),
    }
    return render(request, "reports/page.html", context, status=status)


@require_POST
def report_make(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    gives_feedback = _may_have_feedback(request, assessment)
    form = ReportForm(request.POST, gives_feedback=gives_feedback)
    if not form.is_valid() or pdf_problem(get_language() or "th"):
        return _page(request, assessment, form, gives_feedback, status=422)
    ask_for_report(assessment=assessment, by=request.user, **form.asked)  # type: ignore[arg-type]
    return redirect("reports", unit, year)


def _job_or_404(request: HttpRequest, assessment: Assessment, job: int, **narrowed: Any) -> ReportJob:
    found = get_object_or_404(assessment.report_jobs, pk=job, **narrowed)
    if found.kind == Kind.FEEDBACK and not _may_have_feedback(request, assessment):
        raise Http404
    return found


@require_GET
def report_state(request: HttpRequest, unit: str, year: int, job: int) -> HttpResponse:
    """How far one document is: the part of its page for htmx, that whole page for everybody else."""
    assessment = assessment_or_404(request, unit, year)
    found = _job_or_404(request, assessment, job)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(DOCUMENTS[found.kind].place(found))
    return render(request, "reports/_state.html", {"assessment": assessment, "job": found})


@require_GET
def report_file(request: HttpRequest, unit: str, year: int, job: int) -> FileResponse:
    """The PDF, under a name in the language of the document."""
    assessment = assessment_or_404(request, unit, year)
    found = _job_or_404(request, assessment, job, state=ReportJob.State.DONE)
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404(_("The file is no longer there. Make it again.")) from None
    with override(found.language):
        name = DOCUMENTS[found.kind].file_name(found)
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")


@require_GET
def report_json(request: HttpRequest, unit: str, year: int) -> FileResponse:
    """The report as data for other systems, in the language of the reader: what the PDF prints, and nothing more."""
    assessment = assessment_or_404(request, unit, year)
    report = report_of(assessment)
    name = f"pmqa3-{unit}-{year}-{report.version}.json"
    content = io.BytesIO(json_of(report))
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/json")
