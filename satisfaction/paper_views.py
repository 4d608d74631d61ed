"""Sheets of paper, entered one after the other by keyboard alone."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.views import closed_page, table_context
from satisfaction.actions import running_of
from satisfaction.answering import store_response
from satisfaction.criterion import SURVEYS
from satisfaction.models import Questionnaire, Response
from satisfaction.public_form import PaperForm, asked_of
from satisfaction.views import door


def paper(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The form of one sheet; stored, it comes again for the next one."""
    assessment, survey = door(request, unit, year, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    running = running_of(survey)
    if running is None:
        return redirect("survey", unit, year, row)
    asked = asked_of(running)
    form = PaperForm(asked=asked, initial={name: request.GET.get(name, "") for name in ("group", "service")})
    if request.method == "POST":
        form = PaperForm(request.POST, asked=asked)
        try:
            if _store(request, assessment, running, form):
                messages.success(request, _("The sheet is stored. Here is the next one."))
                return _next(request, unit, year, row)
        except Closed:
            return closed_page(request, assessment)
        except ValidationError as problem:
            form.add_error(None, problem)
    _focus(form)
    context = table_context(request, assessment, SURVEYS, survey=survey, form=form, sent=uuid.uuid4())
    context["entered"] = running.responses.filter(source=Response.Source.PAPER).count()
    return render(request, "satisfaction/paper.html", context)


def _focus(form: PaperForm) -> None:
    """The keyboard begins where something is wrong, else at the first field that is still blank."""
    name = next(
        (name for name in form.fields if (name in form.errors if form.is_bound else not form[name].value())), ""
    )
    if name:
        form.fields[name].widget.attrs["autofocus"] = True


def _next(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The next sheet is most often of the same group and service: their numbers stand there already."""
    kept = {name: request.POST[name] for name in ("group", "service") if _short(request, name)}
    address = reverse("survey-paper-add", args=[unit, year, row])
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _short(request: HttpRequest, name: str) -> bool:
    return request.POST.get(name, "").isdecimal() and len(request.POST[name]) < 4


def _store(request: HttpRequest, assessment: Assessment, running: Questionnaire, form: PaperForm) -> bool:
    """Stores the sheet, once. False, with nothing stored, when it is not valid."""
    by: Any = request.user
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        source, today = Response.Source.PAPER, timezone.localdate()
        store_response(questionnaire=running, filled=form.filled(), source=source, today=today)
    return True
