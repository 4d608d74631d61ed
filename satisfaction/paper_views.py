"""Sheets of paper, entered one after the other by keyboard alone; who entered one can mend it and take it back."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.views import closed_page, number_in, table_context
from satisfaction import sheets
from satisfaction.actions import running_of
from satisfaction.criterion import SURVEYS
from satisfaction.models import PaperSheet, SatisfactionSurvey
from satisfaction.public_form import Asked, PaperForm, asked_of
from satisfaction.views import door

LATEST = 10
Store = Callable[[PaperForm], str]


def paper(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The form of one sheet, and the latest sheets; stored, it comes again for the next one."""
    assessment, survey = door(request, unit, year, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    running, by = running_of(survey), _by(request)
    if running is None:
        return redirect("survey", unit, year, row)
    asked = asked_of(running)

    def store(form: PaperForm) -> str:
        today = timezone.localdate()
        sheet = sheets.enter_sheet(questionnaire=running, filled=form.filled(), by=by, today=today)
        return _("Stored as your sheet %(number)s: write the number on it. Here is the next one.") % {
            "number": sheet.number
        }

    form = PaperForm(asked=asked, initial={name: request.GET.get(name, "") for name in ("group", "service")})
    answer, form = _sent(request, assessment, survey, form, store)
    if answer is not None:
        return answer
    context = _context(request, assessment, survey, form)
    return render(request, "satisfaction/paper.html", context | _latest(request, survey, asked))


def _by(request: HttpRequest) -> Any:
    return request.user


def _context(
    request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, form: PaperForm
) -> dict[str, Any]:
    _focus(form)
    return table_context(request, assessment, SURVEYS, survey=survey, form=form, sent=uuid.uuid4())


def _focus(form: PaperForm) -> None:
    """The keyboard begins where something is wrong, else at the first field that is still blank."""
    name = next(
        (name for name in form.fields if (name in form.errors if form.is_bound else not form[name].value())),
        next(iter(form.fields), ""),
    )
    if name:
        form.fields[name].widget.attrs["autofocus"] = True


def _latest(request: HttpRequest, survey: SatisfactionSurvey, asked: Asked) -> dict[str, Any]:
    """The latest sheets of who looks, or the one with the number that is asked for, each with its answers in short."""
    mine = sheets.sheets_of(survey, _by(request)).filter(questionnaire=asked.questionnaire)
    wanted = number_in(request.GET.get("number", "").strip())
    shown = mine if wanted is None else mine.filter(number=wanted)
    form = PaperForm(asked=asked)
    latest = [
        (sheet, sheets.in_short(asked, sheets.typed_of(form, sheet)))
        for sheet in shown.prefetch_related("response__answers")[:LATEST]
    ]
    return {"latest": latest, "entered": mine.count(), "wanted": wanted}


def _sent(
    request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, form: PaperForm, store: Store
) -> tuple[HttpResponse | None, PaperForm]:
    """Stores what was sent by `store`, once, and leads to the next sheet; else the form that is to be shown."""
    if request.method != "POST":
        return None, form
    form = PaperForm(request.POST, asked=form.asked)
    try:
        if _store(request, assessment, form, store):
            return _next(request, assessment.unit.code, assessment.year, survey.pk), form
    except Closed:
        return closed_page(request, assessment), form
    except ValidationError as problem:
        form.add_error(None, problem)
    return None, form


def _next(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The next sheet is most often of the same group and service: their numbers stand there already."""
    kept = {name: request.POST[name] for name in ("group", "service") if _is_short(request, name)}
    address = reverse("survey-paper-add", args=[unit, year, row])
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _is_short(request: HttpRequest, name: str) -> bool:
    return request.POST.get(name, "").isdecimal() and len(request.POST[name]) < 4


def _store(request: HttpRequest, assessment: Assessment, form: PaperForm, store: Store) -> bool:
    """Stores the sheet, once. False, with nothing stored, when it is not valid."""
    by = _by(request)
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        words = store(form)
    messages.success(request, words)
    return True


def sheet(request: HttpRequest, unit: str, year: int, row: int, sheet: int) -> HttpResponse:
    """A sheet that this person entered, to be held against the paper: mended, or taken back."""
    assessment, survey = door(request, unit, year, row)
    held = _sheet_or_404(request, survey, sheet)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    if held.response is None:
        messages.error(request, sheets.GONE)
        return redirect("survey-paper-add", unit, year, row)
    asked = asked_of(held.questionnaire)

    def store(form: PaperForm) -> str:
        seen = number_in(request.POST.get("seen", ""))
        sheets.mend_sheet(sheet=held, filled=form.filled(), seen=seen, today=timezone.localdate())
        return _("Your sheet %(number)s is mended. Here is the next one.") % {"number": held.number}

    form = PaperForm(asked=asked, initial=sheets.typed_of(PaperForm(asked=asked), held))
    answer, form = _sent(request, assessment, survey, form, store)
    if answer is not None:
        return answer
    held.refresh_from_db(fields=["version"])
    context = _context(request, assessment, survey, form)
    return render(request, "satisfaction/sheet.html", context | {"held": held})


def _sheet_or_404(request: HttpRequest, survey: SatisfactionSurvey, pk: int) -> PaperSheet:
    """A sheet that this person entered, one that was taken back too."""
    mine = PaperSheet.objects.filter(questionnaire__survey=survey, by=_by(request))
    known = mine.select_related("response", "questionnaire__survey").prefetch_related("response__answers")
    return get_object_or_404(known, pk=pk)


@post_only
def sheet_delete(request: HttpRequest, unit: str, year: int, row: int, sheet: int) -> HttpResponse:
    """Takes a sheet back that this person entered."""
    assessment, survey = door(request, unit, year, row)
    by, held = _by(request), _sheet_or_404(request, survey, sheet)
    try:
        with writing(assessment, by):
            if first_time(request.POST.get("sent", ""), by):
                seen = number_in(request.POST.get("seen", ""))
                sheets.take_back(sheet=held, seen=seen, today=timezone.localdate())
                words = _("Your sheet %(number)s is taken back: none of its answers is kept.")
                messages.success(request, words % {"number": held.number})
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("survey-sheet-edit", unit, year, row, sheet)
    return redirect("survey-paper-add", unit, year, row)
