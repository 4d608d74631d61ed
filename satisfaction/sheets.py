"""Sheets of paper that were entered: stored with a number, mended, taken back. The paper stays the original.

Call the changes inside `writing` of the survey's assessment. Who entered a sheet had it in hand, so that it tells them
nothing new; nobody else opens it.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.organization.models import Person
from satisfaction.answering import store_answers, store_response
from satisfaction.models import Answer, PaperSheet, Question, Questionnaire, Response, SatisfactionSurvey
from satisfaction.public_form import Asked, Filled, NumberField, PaperForm

LONGEST_IN_SHORT = 24
GONE = gettext_lazy("This sheet was taken back after the page was opened.")


def sheets_of(survey: SatisfactionSurvey, by: Person) -> "QuerySet[PaperSheet]":
    """The sheets that `by` entered for `survey` and that stand, the latest first."""
    rows = PaperSheet.objects.filter(questionnaire__survey=survey, by=by, response__source=Response.Source.PAPER)
    return rows.select_related("response__group", "response__service", "questionnaire").order_by("-number")


def enter_sheet(*, questionnaire: Questionnaire, filled: Filled, by: Person, today: datetime.date) -> PaperSheet:
    """Stores a sheet with the next number of those that `by` enters for the survey; no number comes twice."""
    known = PaperSheet.objects.filter(questionnaire__survey=questionnaire.survey_id, by=by)
    last = known.aggregate(last=Max("number"))["last"] or 0
    source = Response.Source.PAPER
    response = store_response(questionnaire=questionnaire, filled=filled, source=source, today=today)
    return PaperSheet.objects.create(
        questionnaire=questionnaire, response=response, by=by, number=last + 1, entered_on=today
    )


def mend_sheet(*, sheet: PaperSheet, filled: Filled, seen: int | None, today: datetime.date) -> None:
    """Writes down anew what stands on the paper. What was entered before is not kept. ValidationError when the sheet
    is not at the version `seen` any more."""
    held = _held(sheet, seen)
    response = held.response
    response.group, response.service = filled.group, filled.service
    response.save()
    response.answers.all().delete()
    store_answers(response, filled)
    held.version, held.mended_on = held.version + 1, today
    held.save()


def take_back(*, sheet: PaperSheet, seen: int | None, today: datetime.date) -> None:
    """Removes the answers of a sheet; that it was entered and taken back stays. ValidationError as above."""
    held = _held(sheet, seen)
    response, held.response = held.response, None
    held.version, held.taken_back_on = held.version + 1, today
    held.save()
    response.delete()


def _held(sheet: PaperSheet, seen: int | None) -> Any:
    held = PaperSheet.objects.select_related("response").filter(pk=sheet.pk).exclude(response=None).first()
    if held is None:
        raise ValidationError(GONE)
    if held.version != seen:
        raise ValidationError(
            _("This sheet was changed after the page was opened. Saving again puts what stands here in its place.")
        )
    return held


def typed_of(form: PaperForm, sheet: PaperSheet) -> dict[str, str]:
    """What is typed into `form` for this sheet, by the names of its fields. Answers are read as they are prefetched."""
    response: Any = sheet.response
    codes = {"group": [str(response.group_id)], "service": [str(response.service_id)]}
    for answer in response.answers.all():
        codes.setdefault(f"q{answer.question_id}", []).append(_code(answer))
    return {name: _typed(field, codes.get(name, [])) for name, field in form.fields.items()}


def _code(answer: Answer) -> str:
    if answer.choice_id is not None:
        return str(answer.choice_id)
    return answer.text if answer.value is None else str(answer.value)


def _typed(field: Any, codes: list[str]) -> str:
    if not isinstance(field, NumberField):
        return "".join(codes)
    numbers = {code: number for number, code in field.codes.items()}
    return " ".join(sorted((numbers[code] for code in codes if code in numbers), key=int))


def in_short(asked: Asked, typed: Mapping[str, str]) -> str:
    """The answers of a sheet on one line, in the order of the questions, – where one is blank."""
    words = (_short(question, typed[f"q{question.pk}"]) for question in asked.questions)
    return " · ".join(words)


def _short(question: Question, words: str) -> str:
    if question.kind != Question.Kind.TEXT:
        return words.replace(" ", "+") or "–"
    cut = words[:LONGEST_IN_SHORT]
    return f"“{cut}{'…' if len(words) > len(cut) else ''}”" if words else "–"
