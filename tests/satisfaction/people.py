"""Who has to do with a questionnaire: the staff who design it, and somebody without an account who answers."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pmqa.door.gate import SOONEST
from satisfaction.models import Question, Questionnaire, SatisfactionSurvey
from tests.every_table.desk import text_of


class Respondent:
    """Opens the page, takes the time that a person takes, and sends it."""

    def __init__(self, questionnaire: Questionnaire, address: str = "192.0.2.7", language: str = "th") -> None:
        self.questionnaire = questionnaire
        self.url = f"/survey/{questionnaire.code}/"
        self.client = Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE=language)

    def names(self) -> list[str]:
        """The names of the fields of the questions, in their order."""
        questions = Question.objects.filter(section__questionnaire=self.questionnaire)
        return [f"q{pk}" for pk in questions.values_list("pk", flat=True)]

    def words(self) -> dict[str, Any]:
        """A full and honest answer."""
        group = self.questionnaire.survey.groups.first()
        given: dict[str, Any] = {"group": group.pk} if self.questionnaire.survey.groups.count() > 1 else {}
        answers = {"SATISFACTION": "4", "IMPORTANCE": "5", "DISSATISFACTION": "0", "TEXT": "ขอบคุณ"}
        for question in Question.objects.filter(section__questionnaire=self.questionnaire):
            choices = [each.pk for each in question.choices.all()]
            chosen = choices[:2] if question.kind == "MULTIPLE" else choices[:1]
            given[f"q{question.pk}"] = answers.get(question.kind, chosen)
        return given

    def open(self, **asked: str) -> Any:
        return self.client.get(self.url, asked)

    def stamp(self) -> str:
        return stamp_in(self.open())

    def send(self, stamp: str = "", after: Any = 2 * SOONEST, **values: Any) -> Any:
        stamp = stamp or self.stamp()
        with time_machine.travel(timezone.now() + after, tick=False):
            told = {name: value for name, value in {**self.words(), **values}.items() if value is not None}
            return self.client.post(self.url, {"stamp": stamp, **told})


def stamp_in(response: Any) -> str:
    found = re.search(r'name="stamp"\s+value="([^"]+)"', text_of(response))
    assert found, text_of(response)
    return found[1]


def is_thanked(response: Any) -> bool:
    return response.status_code == 200 and "message-success" in text_of(response)


@dataclass(frozen=True)
class Designer:
    client: Client
    survey: SatisfactionSurvey

    def url(self, name: str = "survey", **given: int) -> str:
        assessment = self.survey.assessment
        place = {"unit": assessment.unit.code, "year": assessment.year, "row": self.survey.pk}
        return reverse(name, kwargs={**place, **given})

    def get(self, name: str = "survey", **given: int) -> Any:
        return self.client.get(self.url(name, **given))

    def post(self, name: str, told: Any = None, **given: int) -> Any:
        return self.client.post(self.url(name, **given), {"sent": str(uuid.uuid4()), **(told or {})})

    def save(self, name: str, told: Any, **given: int) -> Any:
        """Sends the form of a part with the seal that its page holds."""
        seen = re.search(r'name="seen"\s+value="([^"]*)"', text_of(self.get(name, **given)))
        assert seen
        return self.post(name, {"seen": seen[1], **told}, **given)
