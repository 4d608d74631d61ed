"""Answers of a file are stored here: batch by batch, unseen, and shown at once when all of them are there.

A batch is a transaction of its own, so that nobody waits long for the database, and moves the import on from the row
that the batch before ended with. Whoever finds that it was moved on by another stops: a task that is delivered twice,
or taken up again after its worker was killed, doubles nothing.
"""

import datetime
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pmqa.answer_files.headings import DAY, GROUP, LEAVE_OUT, SERVICE
from pmqa.answer_files.kept import file_at, kept_profile
from pmqa.answer_files.meaning import Meaning, meaning_of, questions_of
from pmqa.answer_files.plan import UNTOLD, Plan
from pmqa.answer_files.profile import FileProfile, opened, saved_profile
from pmqa.evidence.actions import writing
from pmqa.organization.models import Person
from satisfaction.models import Answer, AnswerImport, Question, Response
from satisfaction.public_form import Asked, asked_of

State = AnswerImport.State
# What is stored in one transaction: SQLite lets nobody else write meanwhile, some tenths of a second.
BATCH, BATCH_ANSWERS = 500, 5_000  # responses, and answers in them
SCALE_KINDS = (Question.Kind.SATISFACTION, Question.Kind.IMPORTANCE, Question.Kind.DISSATISFACTION)


class MovedOn(Exception):
    """Somebody else works on this import, or it has come to its end."""


@dataclass(frozen=True)
class Row:
    """A row of the file as it is stored: ids of its group and service, its day, and columns of its answers."""

    number: int
    group: int | None
    service: int | None
    day: datetime.date
    answers: Sequence[Mapping[str, Any]]


class Reader:
    """Turns rows of texts into rows to be stored, by the plan."""

    def __init__(self, plan: Plan, profile: FileProfile, asked: Asked) -> None:
        self.day = datetime.date.fromisoformat(plan.day)
        self.group, self.service = _id(plan.group), _id(plan.service)
        self.columns: list[tuple[int, str, Meaning, Question | None]] = []
        questions = questions_of(asked)
        for column in profile.columns:
            target = plan.target(column.number)
            if target != LEAVE_OUT:
                meaning = meaning_of(target, asked, plan.values.get(str(column.number), {}), column.values)
                self.columns.append((column.number, target, meaning, questions.get(target)))

    def row(self, number: int, texts: Sequence[str]) -> Row:
        answers: list[Mapping[str, Any]] = []
        day, group, service = self.day, self.group, self.service
        for place, target, meaning, question in self.columns:
            text = texts[place] if place < len(texts) else ""
            codes = meaning.of(text)[0] if text else ()
            if not codes:
                continue
            if question is not None:
                answers += (_stored(question, code) for code in codes)
            elif target == DAY:
                day = datetime.date.fromisoformat(codes[0])
            elif target == GROUP:
                group = int(codes[0])
            elif target == SERVICE:
                service = int(codes[0])
        return Row(number, group, service, day, answers)


def _id(code: str) -> int | None:
    return int(code) if code and code != UNTOLD else None


def _stored(question: Question, code: str) -> Mapping[str, Any]:
    """The columns of an answer."""
    if question.kind == Question.Kind.TEXT:
        return {"question_id": question.pk, "text": code}
    if question.kind in SCALE_KINDS:
        return {"question_id": question.pk, "value": int(code)}
    return {"question_id": question.pk, "choice_id": int(code)}


def store_until(held: AnswerImport, until: float) -> bool:
    """Stores rows of the file from where the import stands until all are stored (True) or the clock
    (`time.monotonic`) passes `until`. Raises MovedOn, WorkbookRefused and OSError."""
    asked, profile = asked_of(held.questionnaire), saved_profile(kept_profile(held.kept))
    reader = Reader(Plan(**held.plan), profile, asked)
    with file_at(held.kept) as path:
        _sheet, rows = opened(path, max(profile.heading_row, held.last_row))
        for batch in _batches(reader.row(number, texts) for number, texts in rows if any(texts)):
            _store(held, batch)
            if time.monotonic() > until:
                return False
    return True


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    answers = 0
    for row in rows:
        batch.append(row)
        answers += len(row.answers)
        if len(batch) == BATCH or answers >= BATCH_ANSWERS:
            yield batch
            batch, answers = [], 0
    if batch:
        yield batch


def _store(held: AnswerImport, batch: Sequence[Row]) -> None:
    answered = [row for row in batch if row.answers]
    with transaction.atomic():
        standing = AnswerImport.objects.filter(pk=held.pk, state=State.STORING, last_row=held.last_row)
        moved = standing.update(
            last_row=batch[-1].number,
            stored=F("stored") + len(answered),
            skipped=F("skipped") + len(batch) - len(answered),
            moved_at=timezone.now(),
        )
        if not moved:
            raise MovedOn
        responses = Response.objects.bulk_create(
            Response(imported=held, group_id=row.group, service_id=row.service, day=row.day, source="FILE")
            for row in answered
        )
        Answer.objects.bulk_create(
            Answer(response=response, **columns)
            for response, row in zip(responses, answered, strict=True)
            for columns in row.answers
        )
    held.last_row = batch[-1].number


def show(held: AnswerImport) -> None:
    """Gives what was stored to its questionnaire, all at once: results count it from now on.

    Raises Closed when the evidence cannot be changed any more, and MovedOn.
    """
    with writing(held.questionnaire.survey.assessment, held.by):
        if not AnswerImport.objects.filter(pk=held.pk, state=State.STORING).update(
            state=State.DONE, moved_at=timezone.now()
        ):
            raise MovedOn
        held.responses.update(questionnaire=held.questionnaire)


def conceal(held: AnswerImport, *, by: Person, at: datetime.datetime) -> None:
    """Takes everything that was stored away from its questionnaire, all at once. `remove` deletes it afterwards.

    Call inside `writing`."""
    taken = {"state": State.TAKEN_BACK, "taken_back_by": by, "taken_back_at": at, "kept": "", "moved_at": at}
    AnswerImport.objects.filter(pk=held.pk).update(**taken)
    held.responses.update(questionnaire=None)


def remove(held: AnswerImport) -> None:
    """Deletes what was concealed, batch by batch; a second call goes on where the first was stopped."""
    concealed = Response.objects.filter(imported=held, questionnaire=None).exclude(imported__state=State.STORING)
    while pks := list(concealed.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            Answer.objects.filter(response__in=pks).delete()
            Response.objects.filter(pk__in=pks, questionnaire=None).delete()
