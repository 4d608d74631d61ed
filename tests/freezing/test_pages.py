"""Who comes a moment too late reads so: no page fails, and the doctor says in words what is wrong."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.actions import take_snapshot
from pmqa.freezing.guarding import guards_in
from pmqa.freezing.middleware import SubmittedMeanwhile
from pmqa.guards import lay, lift
from pmqa.management import health
from pmqa.organization.models import Person, Unit
from pmqa.profile.models import Group
from satisfaction.answering import NotOpen, take_answer
from satisfaction.models import AnswerReceipt, Question, Questionnaire, Response
from satisfaction.public_form import Filled, Given
from tests.freezing.everything import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Freeze = Callable[[Assessment], None]


def test_a_write_that_is_refused_is_a_page_that_says_so(full: Assessment, staff: Person, freeze: Freeze) -> None:
    freeze(full)
    request = RequestFactory().post("/")
    request.user = staff
    page = SubmittedMeanwhile(lambda asked: HttpResponse())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Group.objects.create(assessment=full, name="ก", kind="RECIPIENT")
    answer = page.process_exception(request, refused.value)
    assert answer is not None
    assert answer.status_code == 409
    assert "การประเมินเพิ่งถูกส่งไปเมื่อครู่" in answer.content.decode()
    with pytest.raises(IntegrityError) as double, transaction.atomic():
        Unit.objects.create(code=full.unit.code, name="ก")
    assert page.process_exception(request, double.value) is None


def test_an_answer_that_comes_as_the_unit_submits_is_told_so(
    full: Assessment, freeze: Freeze, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look came before the submission, the answer after it."""
    Questionnaire.objects.update(state="PUBLISHED", closes_on=None)
    freeze(full)
    monkeypatch.setattr("satisfaction.answering.takes_answers", lambda questionnaire, today: True)
    filled = Filled(None, None, (Given(Question.objects.get(), value=4),))
    told: dict[str, Any] = {"filled": filled, "token": "", "today": NOW.date()}
    with pytest.raises(NotOpen):
        take_answer(questionnaire=Questionnaire.objects.get(), key=uuid.uuid4(), **told)
    assert Response.objects.count() == 1
    assert not AnswerReceipt.objects.exists()


@pytest.fixture
def submitted(full: Assessment, person: Callable[..., Person]) -> Assessment:
    from pmqa.cycle.actions import change_state

    head = person("head", "HEAD", full.unit)
    take_snapshot(assessment=full, by=head, at=NOW, rank="", name="ก", position="")
    return change_state(assessment=full, to="SUBMITTED", by=head, at=NOW)


def test_the_doctor_finds_a_submission_sound(submitted: Assessment) -> None:
    checks = (health.guards, health.chain, health.submissions, health.submissions_remark)
    assert [check() for check in checks] == [""] * len(checks)


def test_the_doctor_names_the_row_and_the_file(submitted: Assessment) -> None:
    lift(connection)
    assert "tables are not guarded" in health.guards()
    Group.objects.update(name="อื่น")
    lay(connection, guards_in(connection))
    group, file = Group.objects.get(), EvidenceFile.objects.get()
    file.stored.storage.delete(file.stored.name)
    said = health.submissions()
    assert f"alpha 2569: C/S group (row {group.pk} of profile.group): changed behind the program's back: name" in said
    assert f"evidence file (row {file.pk} of evidence.evidencefile): the file is not on the disk" in said
    written = io.StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=written)
    assert f"WRONG  Submissions are as they were submitted: {said}" in written.getvalue()


def test_the_doctor_remarks_what_has_no_snapshot(full: Assessment) -> None:
    Assessment.objects.update(state="PUBLISHED")
    assert (health.submissions(), health.submissions_remark()) == ("", "1 have no snapshot")
