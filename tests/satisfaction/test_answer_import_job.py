"""Long files of answers: batch by batch in the worker, unseen until all is there."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_q.models import OrmQ

from pmqa.answer_files.jobs import read_file, store_file
from pmqa.answer_files.kept import discard
from pmqa.answer_files.storing import BATCH, MovedOn, store_until
from pmqa.management.nightly import nightly
from satisfaction.models import Answer, AnswerImport, Questionnaire, Response
from satisfaction.tallies import answered_of, tally_of
from tests.satisfaction.import_desk import EXPECTED, HEADINGS, ROWS, Importer, csv_file
from tests.satisfaction.people import Designer

LONG = 4_000  # rows that the worker stores


def long_file(rows: int) -> bytes:
    return csv_file([HEADINGS, *(ROWS[number % 2] for number in range(rows))])


def begun(importer: Importer, rows: int) -> AnswerImport:
    """The import of a file of so many rows that the worker has to store it."""
    importer.read(long_file(rows))
    read_file(AnswerImport.objects.get().pk)
    importer.post()
    held = AnswerImport.objects.get()
    assert (held.state, held.stored) == ("STORING", 0)
    return held


def test_what_is_stored_so_far_counts_nowhere(importer: Importer, designer: Designer) -> None:
    held, questionnaire = begun(importer, LONG), Questionnaire.objects.get()
    assert not store_until(held, 0)
    assert Response.objects.count() == BATCH
    assert tally_of(questionnaire).n == questionnaire.responses.count() == 0
    assert list(answered_of([designer.survey.assessment])) == []
    assert f"{BATCH + 1}" in importer.page()
    store_file(held.pk)
    assert tally_of(questionnaire).n == LONG
    assert importer.page().count(str(LONG)) == 1


@pytest.mark.database
def test_a_task_that_comes_twice_or_again_after_a_kill_doubles_nothing(importer: Importer) -> None:
    held = begun(importer, LONG)
    stale = AnswerImport.objects.get()
    store_until(held, 0)
    with pytest.raises(MovedOn):
        store_until(stale, 0)
    nightly()  # takes nothing from under the worker
    for _task in range(3):
        store_file(held.pk)
    held.refresh_from_db()
    assert (held.state, held.stored, Response.objects.count()) == ("DONE", LONG, LONG)
    assert Answer.objects.count() == LONG // 2 * len(EXPECTED)


def test_an_import_whose_worker_was_lost_goes_on_where_it_stood(importer: Importer, clock: Any) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    waiting = OrmQ.objects.count()
    clock.shift(datetime.timedelta(minutes=16))
    assert "<progress" not in importer.page()
    importer.post("go-on")
    assert OrmQ.objects.count() == waiting + 1
    store_file(held.pk)
    assert Response.objects.exclude(questionnaire=None).count() == LONG


@pytest.mark.database
def test_what_is_submitted_meanwhile_gets_no_answer_more(importer: Importer, assessment: Any) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    type(assessment).objects.update(state="SUBMITTED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.update(questionnaire=held.questionnaire)
    store_file(held.pk)
    held.refresh_from_db()
    assert held.state == "FAILED"
    assert not Response.objects.exists()
    assert list(Path(importer.folder).rglob("uploads/answers/*")) == []


def test_an_import_taken_back_while_it_is_stored_leaves_nothing(importer: Importer) -> None:
    held = begun(importer, LONG)
    store_until(held, 0)
    opened = {path: path.read_bytes() for path in Path(importer.folder).rglob("uploads/answers/*")}
    importer.designer.post("survey-import-take-back", file=held.pk)
    store_file(held.pk)
    for path, content in opened.items():  # the worker has them open still
        path.write_bytes(content)
    with pytest.raises(MovedOn):
        store_until(held, 0)
    assert not Response.objects.exists()


def test_a_file_that_is_gone_fails_in_plain_words(importer: Importer) -> None:
    held = begun(importer, LONG)
    discard(held.kept)
    store_file(held.pk)
    assert "message-error" in importer.page()
    assert AnswerImport.objects.get().state == "FAILED"


def test_a_long_file_is_read_by_the_worker_and_told_in_plain_words_when_it_cannot_be(importer: Importer) -> None:
    content = ('ข่าวถูกต้อง,ข้อเสนอแนะ\r\n5,"' + "ย" * 1_000_000 + '"').encode()
    page = importer.read(content)
    assert "<progress" in page
    held = AnswerImport.objects.get()
    read_file(held.pk)
    assert "131072" in importer.page()
    assert AnswerImport.objects.get().state == "FAILED"
    assert list(Path(importer.folder).rglob("uploads/answers/*")) == []
