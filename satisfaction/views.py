"""The page on which a survey is designed and its answers come in: versions, publishing, tokens, the way to it."""

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.door.gate import new_gate
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.views import closed_page, number_in, row_or_404, table_context
from satisfaction import actions
from satisfaction.answering import takes_answers
from satisfaction.criterion import SURVEYS
from satisfaction.forms import TokensForm
from satisfaction.models import Question, Questionnaire, Response, SatisfactionSurvey
from satisfaction.public_form import AnswerForm, asked_of
from satisfaction.starters import STARTERS
from satisfaction.tallies import CameIn, came_in

State = Questionnaire.State
Survey = SatisfactionSurvey


def door(request: HttpRequest, unit: str, year: int, row: int) -> tuple[Assessment, Survey]:
    """The survey that stands in this row; Http404 outside the person's scope and for a deleted one."""
    assessment = assessment_or_404(request, unit, year)
    survey: Survey = row_or_404(SURVEYS, assessment, row)
    if survey.deleted_at is not None:
        raise Http404
    return assessment, survey


def carry_out(request: HttpRequest, assessment: Assessment, survey: Survey, act: Callable[[], Any], words: str) -> Any:
    """Does `act` once for the form that was sent, says `words` or why not, and leads back to the page of the survey."""
    by: Any = request.user
    try:
        with writing(assessment, by):
            if first_time(request.POST.get("sent", ""), by):
                act()
                messages.success(request, words)
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("survey", assessment.unit.code, assessment.year, survey.pk)


def survey(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """Where the questionnaire stands, and what can be done next."""
    assessment, found = door(request, unit, year, row)
    draft, running = actions.draft_of(found), actions.running_of(found)
    context = table_context(request, assessment, SURVEYS, survey=found, draft=draft, running=running)
    versions = list(found.questionnaires.all())
    counted = came_in(versions)
    for each in versions:
        each.count = counted[each.pk].n
    context |= {"versions": versions, "starters": STARTERS, "others": _others(assessment, found)}
    if draft:
        context |= _draft_context(draft)
    if running:
        context |= _running_context(request, running, counted.get(running.pk, CameIn()))
    return render(request, "satisfaction/survey.html", context)


def _draft_context(draft: Questionnaire) -> dict[str, Any]:
    sections = list(draft.sections.prefetch_related("questions__choices"))
    kinds = {question.kind for section in sections for question in section.questions.all()}
    lacks = bool(kinds) and not {Question.Kind.SATISFACTION, Question.Kind.DISSATISFACTION} <= kinds
    return {"sections": sections, "lacks_kind": lacks}


def _running_context(request: HttpRequest, running: Questionnaire, counted: CameIn) -> dict[str, Any]:
    """What is told of the answers is what results show. How many tokens are used is not told: those that are hidden
    would be in it."""
    labels = dict(Response.Source.choices)
    return {
        "came_in": counted.n,
        "sources": [(labels[source], count) for source, count in sorted(counted.sources.items())],
        "by_group": [(group, counted.groups.get(group.pk, 0)) for group in running.survey.groups.all()],
        "link": link_to(request, running),
        "is_open": takes_answers(running, timezone.localdate()),
        "flagged": running.responses.filter(is_flagged=True).count(),
        "tokens": running.tokens.count(),
        "tokens_form": TokensForm(),
        "tokens_sent": uuid.uuid4(),
    }


def link_to(request: HttpRequest, questionnaire: Questionnaire) -> str:
    """The address of the public page, as it is printed."""
    return request.build_absolute_uri(reverse("survey-answer", args=[questionnaire.code]))


def _others(assessment: Assessment, found: Survey) -> list[Questionnaire]:
    """The questionnaires of the unit's other surveys, the newest version of each, newest year first."""
    known = Questionnaire.objects.filter(survey__assessment__unit=assessment.unit, survey__deleted_at=None)
    known = known.exclude(survey=found).select_related("survey__assessment__round")
    newest: dict[int, Questionnaire] = {}
    for each in known.order_by("-survey__assessment__round__year", "survey__position", "-version"):
        newest.setdefault(each.survey_id, each)
    return list(newest.values())


@post_only
def survey_draft(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """A new draft: from a starter, from another survey of the unit, or from the version before."""
    assessment, found = door(request, unit, year, row)

    def start() -> None:
        starter = next((each for each in STARTERS if each.key == request.POST.get("starter")), None)
        if starter is not None:
            actions.start_draft(survey=found, parts=starter.parts)
            return
        pk = number_in(request.POST.get("copy", ""))
        like = Questionnaire.objects.filter(pk=pk, survey__assessment__unit=assessment.unit).first()
        if like is None:
            raise ValidationError(_("Choose with which questions to begin."))
        actions.start_draft(survey=found, parts=actions.parts_of(like), like=like)

    return carry_out(request, assessment, found, start, _("A draft is ready. Look through its questions."))


@post_only
def survey_publish(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, found = door(request, unit, year, row)

    def publish() -> None:
        actions.publish(survey=found, at=timezone.now(), today=timezone.localdate())

    return carry_out(request, assessment, found, publish, _("Published. The link below takes answers now."))


@post_only
def survey_close(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, found = door(request, unit, year, row)
    words = _("Closed. The link takes no more answers; sheets of paper can still be entered.")
    by: Any = request.user

    def close() -> None:
        actions.close_by_hand(table=SURVEYS, survey=found, by=by, at=timezone.now())

    return carry_out(request, assessment, found, close, words)


@post_only
def survey_discard(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    assessment, found = door(request, unit, year, row)
    words = _("The draft is thrown away.")
    return carry_out(request, assessment, found, lambda: actions.discard_draft(survey=found), words)


def survey_preview(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """A version as the public sees it: the draft, or the one that is asked for."""
    _assessment, found = door(request, unit, year, row)
    wanted = number_in(request.GET.get("version", ""))
    versions = found.questionnaires.all() if wanted is None else found.questionnaires.filter(version=wanted)
    shown = versions.first()
    if shown is None:
        return redirect("survey", unit, year, row)
    context = {"unit": _assessment.unit, "survey": found, "questionnaire": shown, "preview": True}
    context |= {"form": AnswerForm(asked=asked_of(shown)), "gate": new_gate()}
    return render(request, "satisfaction/answer.html", context)


def survey_qr(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The picture that leads a phone to the public page: SVG, or with `?png` PNG for other papers."""
    _assessment, found = door(request, unit, year, row)
    running = actions.running_of(found)
    if running is None:
        return redirect("survey", unit, year, row)
    code, buffer, kind = segno.make(link_to(request, running), error="m"), io.BytesIO(), "svg"
    if "png" in request.GET:
        kind = "png"
        code.save(buffer, kind=kind, scale=16, border=4)
    else:
        code.save(buffer, kind=kind, scale=8, border=4, light="#fff")
    answer = HttpResponse(buffer.getvalue(), content_type="image/png" if kind == "png" else "image/svg+xml")
    answer["Content-Disposition"] = f'inline; filename="survey-{running.code}.{kind}"'
    return answer


@post_only
def survey_tokens(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """Makes tokens and shows them, this once, as a list to print or as CSV to send."""
    assessment, found = door(request, unit, year, row)
    by: Any = request.user
    form, key = TokensForm(request.POST), request.POST.get("sent", "")
    is_valid = form.is_valid()
    try:
        with writing(assessment, by):
            if first_time(key, by):
                if not is_valid:
                    raise ValidationError(form.errors["count"][0])
                actions.make_tokens(survey=found, key=uuid.UUID(key), count=form.cleaned_data["count"])
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("survey", unit, year, row)
    return _tokens_page(request, assessment, found, uuid.UUID(key), form.cleaned_data.get("count"))


def _tokens_page(
    request: HttpRequest, assessment: Assessment, found: Survey, key: uuid.UUID, count: int | None
) -> HttpResponse:
    running = actions.running_of(found)
    made = actions.tokens_of(running, key) if running else []
    if len(made) != count:
        messages.error(request, _("A list was made from that page before. To make another, send this form anew."))
        return redirect("survey", assessment.unit.code, assessment.year, found.pk)
    link = link_to(request, running) if running else ""
    tokens = [(actions.grouped_token(token), f"{link}?t={token}") for token in made]
    if "csv" in request.POST:
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="tokens-{found.pk}.csv"'
        csv.writer(answer).writerows([(_("Token"), _("Link")), *tokens])
    else:
        context = table_context(request, assessment, SURVEYS, survey=found, tokens=tokens, link=link)
        answer = render(request, "satisfaction/tokens.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
