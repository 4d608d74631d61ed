"""The page of the annual reports of a round, for headquarters: ask for one, watch it, cancel it, take the file."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pmqa.annual.formats import MAKING
from pmqa.annual.jobs import ask_for_annual_report, cancel, go_on
from pmqa.annual.models import AnnualJob
from pmqa.cycle.models import Round
from pmqa.cycle.scope import headquarters_or_404
from pmqa.evidence.actions import first_time
from pmqa.evidence.durable import open_stored

SHOWN_JOBS, UNITS_A_PAGE = 20, 100


class AnnualForm(forms.Form):
    """What headquarters chooses about an annual report."""

    format = forms.ChoiceField(
        label=gettext_lazy("What to make"),
        choices=[each for each in AnnualJob.Format.choices if each[0] in MAKING],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the report"), choices=settings.LANGUAGES)
    thai_digits = forms.BooleanField(label=gettext_lazy("Figures and dates in Thai digits"), required=False)

    def clean_format(self) -> str:
        chosen: str = self.cleaned_data["format"]
        missing = MAKING[chosen].missing()
        if missing:
            raise ValidationError(missing)
        return chosen


def _round_or_404(request: HttpRequest, year: int) -> Round:
    headquarters_or_404(request)
    return get_object_or_404(Round, year=year)


def _job_or_404(request: HttpRequest, year: int, job: int) -> AnnualJob:
    jobs = AnnualJob.objects.select_related("round", "by", "cancelled_by")
    return get_object_or_404(jobs, round=_round_or_404(request, year), pk=job)


def annual(request: HttpRequest, year: int) -> HttpResponse:
    found = _round_or_404(request, year)
    form = AnnualForm(initial={"language": get_language(), "format": AnnualJob.Format.PDF})
    return _page(request, found, form)


def _page(request: HttpRequest, found: Round, form: AnnualForm, status: int = 200) -> HttpResponse:
    jobs = list(found.annual_jobs.select_related("round", "by", "cancelled_by")[:SHOWN_JOBS])
    context = {
        "round": found,
        "form": form,
        "units": found.assessments.count(),
        "jobs": jobs,
        "is_moving": any(job.is_open for job in jobs),
        "sent": uuid.uuid4(),
    }
    return render(request, "annual/page.html", context, status=status)


def annual_make(request: HttpRequest, year: int) -> HttpResponse:
    """Asks for a report: a new one, or the same that somebody asked for and that is not done yet."""
    found = _round_or_404(request, year)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form, by = AnnualForm(request.POST), request.user
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if _is_first_time(request):
        now = timezone.now()
        job = ask_for_annual_report(round_=found, **form.cleaned_data, by=by, at=now)  # type: ignore[arg-type]
        if job.created_at != now:
            messages.info(request, _("The same report is being made already. You will be told when it is ready."))
    return redirect("annual", year)


def _is_first_time(request: HttpRequest) -> bool:
    with transaction.atomic():
        try:
            return first_time(request.POST.get("sent", ""), request.user)  # type: ignore[arg-type]
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
            return False


def annual_state(request: HttpRequest, year: int, job: int) -> HttpResponse:
    """How far a report is: its part of the page for htmx, the whole page for everybody else."""
    found = _job_or_404(request, year, job)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("annual", year)
    return render(request, "annual/_job.html", {"round": found.round, "job": found, "sent": uuid.uuid4()})


def annual_units(request: HttpRequest, year: int, job: int) -> HttpResponse:
    """What became of each unit in a report; with `failed` in the address, of those alone that could not be made."""
    found = _job_or_404(request, year, job)
    parts = found.parts.select_related("assessment__unit").order_by("number")
    is_narrow = "failed" in request.GET
    parts = parts.filter(state="FAILED") if is_narrow else parts
    page = Paginator(parts, UNITS_A_PAGE).get_page(request.GET.get("page"))
    address = "failed=1" if is_narrow else ""
    context = {"round": found.round, "job": found, "page": page, "address": address, "is_narrow": is_narrow}
    return render(request, "annual/units.html", context)


def annual_cancel(request: HttpRequest, year: int, job: int) -> HttpResponse:
    found = _job_or_404(request, year, job)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by: Any = request.user
    if cancel(job=found, by=by, at=timezone.now()):
        messages.success(request, _("Cancelled. It stops after the unit that is being made."))
    else:
        messages.info(request, _("It had ended already."))
    return redirect("annual", year)


def annual_go_on(request: HttpRequest, year: int, job: int) -> HttpResponse:
    """Lets a failed job go on; what it had made is not made again."""
    found = _job_or_404(request, year, job)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not go_on(job=found, at=timezone.now()):
        messages.info(request, _("It goes on already, or the same report is being made anew."))
    return redirect("annual", year)


def annual_file(request: HttpRequest, year: int, job: int) -> FileResponse:
    found = _job_or_404(request, year, job)
    if not found.is_done:
        raise Http404
    try:
        content = open_stored(found.stored)
    except OSError:
        raise Http404(_("The file is no longer there. Make it again.")) from None
    making = MAKING[found.format]
    name = f"annual-{found.round.year}.{making.ending}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=making.content_type)
