"""The pages on which sections, questions and settings of a draft are written."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.views import closed_page, number_in, table_context
from satisfaction import actions
from satisfaction.criterion import SURVEYS
from satisfaction.forms import LastDayForm, QuestionForm, SectionForm, SettingsForm
from satisfaction.models import Question, Questionnaire, SatisfactionSurvey, Section
from satisfaction.views import carry_out, door

OPEN = Questionnaire.State.PUBLISHED
Store = Callable[[Any], None]


def seal_of(values: Mapping[str, Any]) -> str:
    """Alike for the same words: tells whether somebody changed them after a page was opened."""
    return hashlib.sha256(json.dumps(dict(values), default=str, sort_keys=True).encode()).hexdigest()


def _page(
    request: HttpRequest,
    assessment: Assessment,
    survey: SatisfactionSurvey,
    form_class: Any,
    values: Callable[[], Mapping[str, Any]],
    store: Store,
    title: str,
) -> HttpResponse:
    """The form of one part, filled with its stored `values`; sent and valid, `store` is called with it, once."""
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    form: forms.Form = form_class(initial=values())
    if request.method == "POST":
        form = form_class(request.POST)
        try:
            if _store(request, assessment, form, values, store):
                messages.success(request, _("Saved."))
                return redirect("survey", assessment.unit.code, assessment.year, survey.pk)
        except Closed:
            return closed_page(request, assessment)
        except ValidationError as problem:
            form.add_error(None, problem)
    context = table_context(request, assessment, SURVEYS, survey=survey, form=form, title=title)
    context |= {"seen": _seal_now(values), "sent": uuid.uuid4()}
    return render(request, "satisfaction/part.html", context)


def _seal_now(values: Callable[[], Mapping[str, Any]]) -> str:
    try:
        return seal_of(values())
    except ValidationError:
        return ""  # it is gone: there is nothing to compare with


def _store(
    request: HttpRequest,
    assessment: Assessment,
    form: forms.Form,
    values: Callable[[], Mapping[str, Any]],
    store: Store,
) -> bool:
    """False, with nothing stored, when what was sent is not valid."""
    by: Any = request.user
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        if request.POST.get("seen", "") != seal_of(values()):
            raise ValidationError(_("Somebody changed this after the page was opened. Saving again keeps your words."))
        store(form)
    return True


def _draft_or_404(survey: SatisfactionSurvey) -> Questionnaire:
    found = actions.draft_of(survey)
    if found is None:
        raise Http404
    return found


def settings(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    draft = _draft_or_404(survey)

    def values() -> Mapping[str, Any]:
        draft.refresh_from_db()
        return SettingsForm.values_of(draft)

    def store(form: Any) -> None:
        actions.save_settings(survey=survey, values=form.cleaned_data)

    return _page(request, assessment, survey, SettingsForm, values, store, _("Settings"))


def last_day(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """Moves the last day of answers of the published version; a closed one is opened again by it."""
    assessment, survey = door(request, unit, year, row)
    running = actions.running_of(survey)
    if running is None:
        raise Http404
    by: Any = request.user

    def values() -> Mapping[str, Any]:
        return LastDayForm.values_of(actions.running_of(survey) or running)

    def store(form: Any) -> None:
        told = {"closes_on": form.cleaned_data["closes_on"], "at": timezone.now(), "today": timezone.localdate()}
        actions.move_last_day(table=SURVEYS, survey=survey, by=by, **told)

    title = _("Move the last day of answers") if running.state == OPEN else _("Open to answers again")
    return _page(request, assessment, survey, LastDayForm, values, store, title)


def section_add(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    _draft_or_404(survey)
    return _section(request, assessment, survey, None)


def section_edit(request: HttpRequest, unit: str, year: int, row: int, section: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    return _section(request, assessment, survey, _part_or_404(survey, "section", section))


def _part_or_404(survey: SatisfactionSurvey, kind: str, pk: int) -> Any:
    found = actions.part_in(_draft_or_404(survey), kind, pk)
    if found is None:
        raise Http404
    return found


def _section(
    request: HttpRequest, assessment: Assessment, survey: SatisfactionSurvey, section: Section | None
) -> HttpResponse:
    def values() -> Mapping[str, Any]:
        return SectionForm.values_of(_anew(section)) if section else {}

    def store(form: Any) -> None:
        actions.save_section(survey=survey, section=section, values=form.cleaned_data)

    title = _("Section") if section else _("New section")
    return _page(request, assessment, survey, SectionForm, values, store, title)


def _anew(part: Any) -> Any:
    """The part as it is stored now. ValidationError when somebody deleted it meanwhile."""
    found = type(part)._default_manager.filter(pk=part.pk).first()
    if found is None:
        raise ValidationError(_("Somebody deleted this meanwhile."))
    return found


def question_add(request: HttpRequest, unit: str, year: int, row: int, section: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    return _question(request, assessment, survey, _part_or_404(survey, "section", section), None)


def question_edit(request: HttpRequest, unit: str, year: int, row: int, question: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    found: Question = _part_or_404(survey, "question", question)
    return _question(request, assessment, survey, found.section, found)


def _question(
    request: HttpRequest,
    assessment: Assessment,
    survey: SatisfactionSurvey,
    section: Section,
    question: Question | None,
) -> HttpResponse:
    def values() -> Mapping[str, Any]:
        return QuestionForm.values_of(_anew(question)) if question else {}

    def store(form: Any) -> None:
        actions.save_question(survey=survey, section=_anew(section), question=question, asks=form.asks())

    title = _("Question") if question else _("New question")
    return _page(request, assessment, survey, QuestionForm, values, store, title)


@post_only
def part_move(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    kind, pk = _named(request)
    told: dict[str, Any] = {"kind": kind, "pk": pk, "up": "up" in request.POST}
    return carry_out(request, assessment, survey, lambda: actions.move_part(survey=survey, **told), _("Moved."))


@post_only
def part_delete(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, survey = door(request, unit, year, row)
    kind, pk = _named(request)
    words = _("Deleted.")
    return carry_out(request, assessment, survey, lambda: actions.delete_part(survey=survey, kind=kind, pk=pk), words)


def _named(request: HttpRequest) -> tuple[str, int | None]:
    """Which part a button of the page is about."""
    kind = "section" if "section" in request.POST else "question"
    return kind, number_in(request.POST.get(kind, ""))
