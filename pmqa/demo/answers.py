"""Answers of the demonstration: the surveys of hydro answered, this year and last; this year one group by four people,
which is too few to show, one survey with the importance of what it asks, and a short one that is open to a visitor.

The answers follow from counting, not from chance, so that two installations hold the same figures; and from the rows
of results, so that the page of results and the rows tell the same.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.organization.models import Person
from satisfaction.actions import close, publish, start_draft
from satisfaction.models import Answer, Question, Response, SatisfactionSurvey, SurveyResult
from satisfaction.starters import STARTERS

Kind = Question.Kind
SHORT = next(each for each in STARTERS if each.key == "short")
# Twenty answers to a scale, with the mean 4.1; those of a group are moved from here to the mean of its row of results.
SCALE = "54443544534454443454"
# By how many twentieths each question on content is above or below its group: steps and time below, staff above.
TILTS = (-3, -4, 4, 3, -1, 1, 0)
# How much each matters to them, so that the picture shows what to mend first: steps and time.
HIGH, MIDDLE, LOW = "55545554555455545554", "44543454344543454345", "34433443433443433443"
IMPORTANCE = (HIGH, HIGH, MIDDLE, HIGH, LOW, MIDDLE)
TEXTS = ("ขอให้แจ้งผลทางไลน์ด้วย", "เจ้าหน้าที่ให้ข้อมูลดี", "อยากให้ลงข้อมูลย้อนหลังบนเว็บไซต์", "รอนานในช่วงเช้า")


def answer_surveys(assessment: Assessment, *, by: Person, important: str = "") -> None:
    """A questionnaire for each survey of `assessment`, answered and closed: of the first starter, or of the one that
    asks for importance too where the title is `important`. One that has no results is open for as long as evidence is
    taken, with the questions of the short starter."""
    surveys = SatisfactionSurvey.objects.filter(assessment=assessment, deleted_at=None).exclude(starts_on=None)
    with writing(assessment, by):
        for survey in surveys:
            is_open = not SurveyResult.objects.filter(survey=survey, deleted_at=None).exists()
            starter = SHORT if is_open else STARTERS[int(survey.title == important)]
            questionnaire = start_draft(survey=survey, parts=starter.parts)
            if is_open:
                questionnaire.closes_on = assessment.round.closes_on
                questionnaire.save(update_fields=["closes_on"])
            day = survey.starts_on
            at = datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC)
            publish(survey=survey, at=at, today=day)
            _answer(survey, questionnaire.pk, day)
            if not is_open:
                close(survey=survey)


def _answer(survey: SatisfactionSurvey, questionnaire: int, day: datetime.date) -> None:
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire).prefetch_related("choices").order_by("pk")
    )
    places = _places(questions)
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
            for question, place in zip(questions, places, strict=True)
            for answer in _answers(response, question, number, place, turn, result)
        )


def _places(questions: list[Question]) -> list[int]:
    """The place of each question among those of its kind, from 0."""
    met: Counter[str] = Counter()
    places = []
    for question in questions:
        places.append(met[question.kind])
        met[question.kind] += 1
    return places


@cache
def _scale(mean: Decimal | None, tilt: int) -> str:
    """Twenty answers with the mean `mean`, to the next twentieth, and `tilt` twentieths more."""
    values = [int(each) for each in SCALE]
    wanted = round(mean * len(values)) + tilt if mean is not None else sum(values)
    step = 1 if wanted > sum(values) else -1
    # Every seventh meets all twenty, spread over them.
    for turn in range(4 * len(values)):
        if sum(values) == wanted:
            break
        place = 7 * turn % len(values)
        if 3 <= values[place] + step <= 5:
            values[place] += step
    return "".join(map(str, values))


def _answers(
    response: Response, question: Question, number: int, place: int, turn: int, result: SurveyResult
) -> Iterator[Answer]:
    if question.kind in (Kind.SATISFACTION, Kind.IMPORTANCE):
        is_content = question.kind == Kind.SATISFACTION
        scale = _scale(result.mean, TILTS[place % len(TILTS)]) if is_content else IMPORTANCE[place % len(IMPORTANCE)]
        yield Answer(response=response, question=question, value=int(scale[(number + 3 * place) % len(scale)]))
    elif question.kind == Kind.DISSATISFACTION:
        # As many in a hundred as the row of results tells, spread over all, to the next whole person.
        share = result.dissatisfied or 0
        is_dissatisfied = ((number + 1) * share + 50) // 100 > (number * share + 50) // 100
        yield Answer(response=response, question=question, value=int(is_dissatisfied))
    elif question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        choices = list(question.choices.all())
        yield Answer(response=response, question=question, choice=choices[(number + turn) % len(choices)])
    elif number % 9 == 0:
        yield Answer(response=response, question=question, text=TEXTS[(number // 9 + turn) % len(TEXTS)])
