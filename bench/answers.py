"""Importing answers of a file, against reading it with openpyxl and one bulk_create; and the memory for a long file.

Ours reads the file twice: once for the preview, once to store it. Each figure comes from a process of its own.
"""

import datetime
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

RESPONSES, QUESTIONS, GROUPS = 4_000, 25, 4
# As many rows of fewer questions, or more of either: PMQA_BENCH_ANSWERS="100000 25".
LONG_RESPONSES, LONG_QUESTIONS = (int(each) for each in os.environ.get("PMQA_BENCH_ANSWERS", "100000 5").split())
ROUNDS = 2
MOST_TIME = 3.0
MOST_MEMORY = 150  # MB of the process, Django and all
DEGREES = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")


def measure() -> Iterator[Measure]:
    """Seconds of processor time and their ratio to the bare way; of a long file seconds, and the largest memory."""
    time, long = in_child("bench.answers", "time"), in_child("bench.answers", "long")
    yield Measure(
        name=f"Import of {RESPONSES:,} × {QUESTIONS} answers, to openpyxl and bulk_create",
        figure=time["ours"],
        unit="s",
        ratio=time["ratio"],
        goal=f"ratio at most {MOST_TIME:.2f}",
        holds=time["ratio"] <= MOST_TIME,
    )
    yield Measure(
        name=f"Memory of an import of {LONG_RESPONSES:,} × {LONG_QUESTIONS} answers",
        figure=long["peak"],
        unit="MB",
        ratio=long["peak"] / MOST_MEMORY,
        goal=f"at most {MOST_MEMORY} MB",
        holds=long["peak"] <= MOST_MEMORY,
    )


def _times() -> dict[str, float]:
    questionnaire, by, path = _prepared(RESPONSES, QUESTIONS)
    result = compare(
        lambda: _ours(questionnaire, by, path, RESPONSES), lambda: _bare(questionnaire, path), rounds=ROUNDS
    )
    return {"ours": result.ours, "ratio": result.ratio}


def _long() -> dict[str, float]:
    questionnaire, by, path = _prepared(LONG_RESPONSES, LONG_QUESTIONS)
    _ours(questionnaire, by, path, LONG_RESPONSES)
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _prepared(responses: int, questions: int) -> tuple[Any, Any, Path]:
    """A published questionnaire, somebody who may import, and a workbook as Google Forms gives it."""
    from django.conf import settings
    from django.utils import timezone

    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Person, Role, Unit
    from pmqa.profile.models import Group
    from satisfaction.models import Question, Questionnaire, SatisfactionSurvey, Section

    dates = {"opens_on": datetime.date(2025, 10, 1), "closes_on": datetime.date(2099, 9, 30)}  # open for ever
    unit = Unit.objects.create(code="bench", name="หน่วยทดสอบ")
    assessment = Assessment.objects.create(unit=unit, round=Round.objects.create(year=2569, **dates))
    at = {"assessment": assessment, "updated_at": timezone.now()}
    groups = Group.objects.bulk_create(Group(name=f"กลุ่ม {n}", kind="RECIPIENT", **at) for n in range(GROUPS))
    survey = SatisfactionSurvey.objects.create(title="ความพึงพอใจ", **at)
    survey.groups.set(groups)
    questionnaire = Questionnaire.objects.create(survey=survey, version=1, code="bench", state="PUBLISHED")
    section = Section.objects.create(questionnaire=questionnaire, position=1, title="การให้บริการ")
    Question.objects.bulk_create(
        Question(section=section, position=n, kind="SATISFACTION", text=f"คำถามที่ {n}") for n in range(questions)
    )
    path = Path(settings.PMQA_DATA) / "answers.xlsx"
    _write(path, responses, questions)
    by = Person.objects.create(username="staff")
    Role.objects.create(person=by, kind=Role.Kind.STAFF, unit=unit)
    return questionnaire, Person.objects.get(pk=by.pk), path


def _write(path: Path, responses: int, questions: int) -> None:
    """In a process of its own, so that its memory is not counted."""
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=_write_workbook, args=(path, responses, questions))
    process.start()
    process.join()


def _write_workbook(path: Path, responses: int, questions: int) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("การตอบแบบฟอร์ม 1")
    sheet.append(["ประทับเวลา", "ที่อยู่อีเมล", "กลุ่ม", *(f"คำถามที่ {n}" for n in range(questions))])
    start = datetime.datetime(2026, 1, 1, 8)  # noqa: DTZ001 - a sheet knows no zones
    for number in range(responses):
        degrees = (DEGREES[(number * 7 + n * 3) % 5] for n in range(questions))
        moment = start + datetime.timedelta(minutes=number)
        sheet.append([moment, f"p{number}@example.org", f"กลุ่ม {number % GROUPS}", *degrees])
    book.save(path)


def _ours(questionnaire: Any, by: Any, path: Path, wanted: int) -> None:
    """As the page and the worker do it: read, match, check, store, show."""
    from pmqa.answer_files import jobs, kept
    from pmqa.evidence.actions import writing
    from satisfaction.models import AnswerImport

    with path.open("rb") as opened:
        name, digest = kept.keep(iter(lambda: opened.read(65536), b""))
    held = jobs.begin(questionnaire=questionnaire, name=name, digest=digest, called="a.xlsx", language="th", by=by)
    jobs.read_file(held.pk)
    held = AnswerImport.objects.get(pk=held.pk)
    with writing(questionnaire.survey.assessment, by):
        jobs.start_storing(held=held, again=True)
    jobs.store_file(held.pk)
    held.refresh_from_db()
    assert (held.state, held.stored) == ("DONE", wanted), (held.state, held.stored, held.error)


def _bare(questionnaire: Any, path: Path) -> None:
    import openpyxl
    from django.db import transaction

    from satisfaction.models import Answer, Question, Response

    questions = list(Question.objects.filter(section__questionnaire=questionnaire))
    groups = {group.name: group for group in questionnaire.survey.groups.all()}
    _headings, *lines = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    with transaction.atomic():
        responses = Response.objects.bulk_create(
            Response(questionnaire=questionnaire, group=groups[line[2]], day=line[0].date(), source="FILE")
            for line in lines
        )
        Answer.objects.bulk_create(
            Answer(response=response, question=question, value=DEGREES.index(degree) + 1)
            for response, line in zip(responses, lines, strict=True)
            for question, degree in zip(questions, line[3:], strict=True)
        )


if __name__ == "__main__":
    answer({"time": _times, "long": _long})
