"""Answers of the demonstration: every survey of hydro answered, this year and last; this year one group by four people,
which is too few to show, and one survey with the importance of what it asks.

The answers follow from counting, not from chance, so that two installations hold the same figures.
"""

import datetime
from collections.abc import Iterator

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.organization.models import Person
from satisfaction.actions import close, publish, start_draft
from satisfaction.models import Answer, Question, Response, SatisfactionSurvey, SurveyResult
from satisfaction.starters import STARTERS

Kind = Question.Kind
# Twenty answers to a scale each, with the means 4.2, 4.05 and 3.9, which groups take in turn.
SCALES = ("54544545434554443554", "54443544534454443454", "45443543442454443354")
# How much the same matters to them: more than they are content with, so that the picture shows what to mend first.
IMPORTANCE = ("55545554555455545554", "44543454344543454345", "34433443433443433443")
# Of how many people one is not satisfied.
DISSATISFIED = (17, 11, 9)
TEXTS = ("ขอให้แจ้งผลทางไลน์ด้วย", "เจ้าหน้าที่ให้ข้อมูลดี", "อยากให้ลงข้อมูลย้อนหลังบนเว็บไซต์", "รอนานในช่วงเช้า")


def answer_surveys(assessment: Assessment, *, by: Person, important: str = "") -> None:
    """A questionnaire for each survey of `assessment`, answered and closed: of the first starter, or of the one that
    asks for importance too where the title is `important`."""
    surveys = SatisfactionSurvey.objects.filter(assessment=assessment, deleted_at=None).exclude(starts_on=None)
    with writing(assessment, by):
        for survey in surveys:
            starter = STARTERS[int(survey.title == important)]
            questionnaire = start_draft(survey=survey, parts=starter.parts)
            day = survey.starts_on
            at = datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)
            publish(survey=survey, at=at, today=day)
            _answer(survey, questionnaire.pk, day)
            close(survey=survey)


def _answer(survey: SatisfactionSurvey, questionnaire: int, day: datetime.date) -> None:
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire).prefetch_related("choices").order_by("pk")
    )
    services = list(survey.services.order_by("pk"))
    answered = SurveyResult.objects.filter(survey=survey, deleted_at=None).exclude(answers=None).order_by("pk")
    for turn, result in enumerate(answered):
        responses = Response.objects.bulk_create(
            Response(
                questionnaire_id=questionnaire,
                group_id=result.group_id,
                service=services[number % len(services)] if services else None,
                day=day + datetime.timedelta(days=number % 20),
            )
            for number in range(result.answers)
        )
        Answer.objects.bulk_create(
            answer
            for number, response in enumerate(responses)
            for place, question in enumerate(questions)
            for answer in _answers(response, question, number, place, turn)
        )


def _answers(response: Response, question: Question, number: int, place: int, turn: int) -> Iterator[Answer]:
    if question.kind in (Kind.SATISFACTION, Kind.IMPORTANCE):
        # Of what matters, each question is asked of another scale; with content, each group has its own.
        is_content = question.kind == Kind.SATISFACTION
        scale = SCALES[turn % len(SCALES)] if is_content else IMPORTANCE[place % len(IMPORTANCE)]
        yield Answer(response=response, question=question, value=int(scale[(number + 3 * place) % len(scale)]))
    elif question.kind == Kind.DISSATISFACTION:
        yield Answer(response=response, question=question, value=int(number % DISSATISFIED[turn % 3] == 2))
    elif question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        choices = list(question.choices.all())
        yield Answer(response=response, question=question, choice=choices[(number + turn) % len(choices)])
    elif number % 9 == 0:
        yield Answer(response=response, question=question, text=TEXTS[(number // 9 + turn) % len(TEXTS)])
