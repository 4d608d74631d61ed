"""Results of a survey of 20,000 answered questionnaires × 25 questions, against one full grouping of the same rows.

When answers came or went everything is counted anew; else the counts come from a cache. Memory is that of the process.
"""

import datetime
import random
import resource
from collections.abc import Iterator
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

RESPONSES, QUESTIONS, GROUPS = 20_000, 25, 8
ROUNDS = 3
MOST_TIME, MOST_CACHED = 5.0, 0.5
MOST_MEMORY = 100  # MB above what the process had before
GROUPING = (
    "SELECT a.question_id, r.group_id, r.service_id, a.value, COUNT(*) FROM satisfaction_answer a "
    "JOIN satisfaction_response r ON r.id = a.response_id WHERE r.questionnaire_id = %s GROUP BY 1, 2, 3, 4"
)


def measure() -> Iterator[Measure]:
    """Seconds of processor time of the results, and their ratio to the bare grouping; MB that they take."""
    found = in_child("bench.results", "results")
    rows = f"{RESPONSES:,} × {QUESTIONS} answers"
    for name, most in (("counted", MOST_TIME), ("cached", MOST_CACHED)):
        ratio = found[f"{name} ratio"]
        yield Measure(
            f"Results of {rows}, {name}, to one grouping",
            found[f"{name} seconds"],
            "s",
            ratio,
            f"ratio at most {most:.2f}",
            ratio <= most,
        )
    yield Measure(
        f"Memory for the results of {rows}",
        found["memory"],
        "MB",
        found["memory"] / MOST_MEMORY,
        f"at most {MOST_MEMORY} MB",
        found["memory"] <= MOST_MEMORY,
    )


def _results() -> dict[str, float]:
    from django.core.cache import cache
    from django.db import connection

    from satisfaction.results import results_of

    questionnaire = _questionnaire()

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(GROUPING, [questionnaire.pk])
            cursor.fetchall()

    def fresh() -> None:
        cache.clear()
        assert results_of(questionnaire).n == RESPONSES

    before = _megabytes()
    fresh()
    memory = _megabytes() - before
    counted = compare(fresh, bare, rounds=ROUNDS)
    cached = compare(lambda: results_of(questionnaire), bare, rounds=ROUNDS)
    return {
        "counted seconds": counted.ours,
        "counted ratio": counted.ratio,
        "cached seconds": cached.ours,
        "cached ratio": cached.ratio,
        "memory": memory,
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _questionnaire() -> Any:
    from django.utils import timezone

    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Unit
    from pmqa.profile.models import Group
    from satisfaction.models import Question, Questionnaire, SatisfactionSurvey, Section

    dates = {"opens_on": datetime.date(2025, 10, 1), "closes_on": datetime.date(2199, 9, 30)}
    unit = Unit.objects.create(code="bench", name="หน่วยทดสอบ")
    assessment = Assessment.objects.create(unit=unit, round=Round.objects.create(year=2569, **dates))
    at = {"assessment": assessment, "updated_at": timezone.now()}
    groups = Group.objects.bulk_create(Group(name=f"กลุ่ม {n}", kind="RECIPIENT", **at) for n in range(GROUPS))
    survey = SatisfactionSurvey.objects.create(title="ความพึงพอใจ", sample_size=RESPONSES, **at)
    survey.groups.set(groups)
    questionnaire = Questionnaire.objects.create(survey=survey, version=1, code="bench", state="PUBLISHED")
    section = Section.objects.create(questionnaire=questionnaire, position=1, title="การให้บริการ")
    questions = Question.objects.bulk_create(
        Question(section=section, position=n, kind="SATISFACTION", text=f"คำถามที่ {n}") for n in range(QUESTIONS)
    )
    _answer(questionnaire, groups, questions)
    return questionnaire


def _answer(questionnaire: Any, groups: list[Any], questions: list[Any]) -> None:
    from satisfaction.models import Answer, Response

    chance, day = random.Random(7), datetime.date(2026, 2, 3)
    for start in range(0, RESPONSES, 1_000):
        responses = Response.objects.bulk_create(
            Response(questionnaire=questionnaire, group=groups[n % GROUPS], day=day)
            for n in range(start, start + 1_000)
        )
        Answer.objects.bulk_create(
            (
                Answer(response=response, question=question, value=chance.choice((2, 3, 4, 4, 5)))
                for response in responses
                for question in questions
            ),
            batch_size=5_000,
        )


if __name__ == "__main__":
    answer({"results": _results})
