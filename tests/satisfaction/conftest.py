"""A survey that was answered: `answered({"ผู้เดินเรือ": [(5, 0, "ดี"), …]})`, by group."""

import datetime
import itertools
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.profile.models import Group, Service
from satisfaction.models import Answer, Choice, Question, Questionnaire, Response, SatisfactionSurvey, Section

DAY = datetime.date(2026, 2, 3)
KINDS = ("SATISFACTION", "DISSATISFACTION", "TEXT", "IMPORTANCE", "MULTIPLE")
WORDS = ("ความสะดวก", "ไม่พอใจสิ่งใดหรือไม่", "ข้อเสนอแนะ", "ความสะดวก", "ทราบจากช่องทางใด")


@dataclass(frozen=True)
class Survey:
    """A survey with its questionnaire, the questions in the order of KINDS, and the two choices of the last."""

    row: SatisfactionSurvey
    questionnaire: Questionnaire
    questions: Sequence[Question]
    choices: Sequence[Choice]

    def answer(self, group: Group | None, given: Sequence[Any], service: Service | None = None) -> Response:
        """One answered questionnaire: `given` in the order of the questions, None for no answer, a text, a number, or
        for several choices a tuple of their places."""
        response = Response.objects.create(questionnaire=self.questionnaire, group=group, service=service, day=DAY)
        for question, value in itertools.zip_longest(self.questions, given):
            for columns in _columns(value, self.choices):
                Answer.objects.create(response=response, question=question, **columns)
        return response


def _columns(value: Any, choices: Sequence[Choice]) -> list[dict[str, Any]]:
    if value is None:
        return []
    if isinstance(value, tuple):
        return [{"choice": choices[place]} for place in value]
    return [{"text": value}] if isinstance(value, str) else [{"value": value}]


@pytest.fixture
def new_survey(db: None) -> Callable[..., Survey]:
    """Makes a survey of groups by name: `new_survey(assessment, ["ผู้เดินเรือ"])`."""

    def make(assessment: Assessment, groups: Sequence[str], title: str = "แผนที่เดินเรือ") -> Survey:
        at = {"updated_at": timezone.now()}
        row = SatisfactionSurvey.objects.create(
            assessment=assessment, title=title, population=200, sample_size=40, **at
        )
        for name in groups:
            kind = {"kind": "RECIPIENT", **at}
            row.groups.add(Group.objects.get_or_create(assessment=assessment, name=name, defaults=kind)[0])
        questionnaire = Questionnaire.objects.create(
            survey=row, version=1, code=uuid.uuid4().hex[:16], state=Questionnaire.State.PUBLISHED
        )
        section = Section.objects.create(questionnaire=questionnaire, position=1, title="การให้บริการ")
        questions = [
            Question.objects.create(section=section, position=place, kind=kind, text=words)
            for place, (kind, words) in enumerate(zip(KINDS, WORDS, strict=True))
        ]
        choices = [
            Choice.objects.create(question=questions[-1], position=place, text=text)
            for place, text in enumerate(("เว็บไซต์", "เพื่อน"))
        ]
        return Survey(row, questionnaire, questions, choices)

    return make


@pytest.fixture
def answered(assessment: Assessment, new_survey: Callable[..., Survey]) -> Callable[..., Survey]:
    """Makes a survey and its answers by group."""

    def make(by_group: Mapping[str, Sequence[Sequence[Any]]], into: Assessment | None = None) -> Survey:
        survey = new_survey(into or assessment, list(by_group))
        for group in survey.row.groups.all():
            for given in by_group[group.name]:
                survey.answer(group, given)
        return survey

    return make
