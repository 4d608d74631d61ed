"""Stored results follow the rows: whatever lets a figure become another one is noticed, and nothing else is."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels.criterion import CHANNELS
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.actions import delete_row
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile, Improvement
from pmqa.evidence.statements import StatementForm, save_statement
from pmqa.judging.actions import judge, open_sheet
from pmqa.judging.models import Judgement, Sheet
from pmqa.organization.models import Person, Unit
from pmqa.personal.erasing import erase_file
from pmqa.rollup import marks
from pmqa.rollup.figures import figures_of, stored_figures
from pmqa.rollup.models import Computed, CriterionResult, PointResult
from pmqa.rollup.stored import check_stored, recheck, recompute, recompute_stale
from pmqa.scoring.profiles import Mark
from satisfaction.models import Questionnaire, Response, SatisfactionSurvey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def asked(assessment: Assessment, fill: Callable[..., Any]) -> None:
    """A unit with a group that is heard, asked in a survey, and an improvement with a file behind it."""
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    fill("cs2-channels", [{"group": "ชาวประมง", "channel": "เว็บไซต์", "reason": "ก", "method": "ข", "responsible": "ค"}])
    fill("cs6-surveys", [{"title": "ความพึงพอใจ", "groups": "ชาวประมง"}])
    survey = SatisfactionSurvey.objects.get()
    Questionnaire.objects.create(survey=survey, version=1, code="asked", state="PUBLISHED")
    fill("improvements", [{"source": "ผลสำรวจ", "problem": "รอนาน"}])
    file = EvidenceFile.objects.create(assessment=assessment, number="E-1", criterion="CS6", title="ภาพ")
    Improvement.objects.get().evidence.add(file)
    recompute(Assessment.objects.all())


def stands(assessment: Assessment) -> bool:
    held = Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)
    return stored_figures([held]) == figures_of([held])


def say(assessment: Assessment, by: Person) -> None:
    form = StatementForm({"text": "เรามีแผน", "version": "0", "key": ""}, lookup=Lookup(assessment))
    assert form.is_valid(), form.errors
    save_statement(assessment=assessment, guideline="CS5-A1", form=form, by=by, at=timezone.now())


def judge_own(assessment: Assessment, by: Person) -> None:
    sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.OWN, by=by)
    judge(sheet=sheet, item="CS1-A1", mark=Mark("SEEN"), words="", seen=0, by=by, at=timezone.now())


def answer(_assessment: Assessment, _by: Person) -> None:
    Response.objects.create(questionnaire=Questionnaire.objects.get(), day=datetime.date(2026, 2, 3))


def erase(assessment: Assessment, by: Person) -> None:
    with transaction.atomic():
        erase_file(EvidenceFile.objects.get(), by=by, at=timezone.now())


def publish(assessment: Assessment, by: Person) -> None:
    """As if every step had been taken, with a consensus that was submitted."""
    of = Assessment.objects.filter(pk=assessment.pk)
    of.update(state="CONSENSUS")
    sheet = Sheet.objects.create(assessment=assessment, kind="CONSENSUS", submission=1)
    Judgement.objects.create(sheet=sheet, item="CS1-A1", verdict="SEEN")
    Sheet.objects.filter(pk=sheet.pk).update(submitted_at=timezone.now())
    of.update(state="PUBLISHED", changed_at=timezone.now())


MOVES: dict[str, Callable[[Assessment, Person], object]] = {
    "a row goes": lambda of, by: delete_row(table=CHANNELS, row=CHANNELS.rows_of(of).get(), by=by, at=timezone.now()),
    "a statement": say,
    "own judgement": judge_own,
    "an answer": answer,
    "a file is erased": erase,
    "published": publish,
    "kind of unit": lambda of, by: Unit.objects.update(kind="ฐานทัพ"),
    "rules": lambda of, by: Round.objects.update(weights={"CS1": 2}),
}


@pytest.mark.parametrize("move", MOVES)
def test_what_moves_is_computed_again(assessment: Assessment, staff: Person, move: str) -> None:
    assert recompute_stale() == 0
    before = Computed.objects.get()
    MOVES[move](assessment, staff)
    assert recompute_stale() == 1
    assert stands(assessment)
    assert Computed.objects.get().as_of > before.as_of
    assert recompute_stale() == 0


def test_only_that_assessment_is_computed_again(
    assessment: Assessment, staff: Person, new_assessment: Callable[..., Assessment]
) -> None:
    other = new_assessment("beta")
    assert recompute_stale() == 1
    untouched = Computed.objects.get(assessment=other)
    say(assessment, staff)
    assert recompute_stale() == 1
    assert Computed.objects.get(assessment=other).as_of == untouched.as_of


def test_another_release_computes_everything_again(assessment: Assessment) -> None:
    Computed.objects.update(release="an earlier one")
    assert recompute_stale() == 1
    assert Computed.objects.get().release == marks.release_of()


def test_the_night_finds_what_nothing_accounts_for(assessment: Assessment) -> None:
    CriterionResult.objects.filter(criterion="CS2").update(missing=99)
    PointResult.objects.filter(point="CS6-AD1").update(status="MET")
    PointResult.objects.filter(point="CS7-1").delete()
    assert recompute_stale() == 0
    (found,) = check_stored([assessment])
    assert (found.what, found.is_due) == ("CS2, CS6-AD1, CS7-1", False)
    assert recheck() == 1
    assert stands(assessment)
    assert recheck() == 0


def test_what_is_due_is_no_fault(assessment: Assessment, staff: Person) -> None:
    MOVES["a row goes"](assessment, staff)
    (found,) = check_stored([assessment])
    assert found.is_due
    assert recheck() == 0
    assert stands(assessment)


@pytest.fixture
def queries() -> Callable[[Callable[[], object]], int]:
    def count(work: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as seen:
            work()
        return len(seen)

    return count


def test_queries_do_not_grow_with_assessments(
    fill: Callable[..., Any],
    person: Callable[..., Person],
    new_assessment: Callable[..., Assessment],
    queries: Callable[[Callable[[], object]], int],
) -> None:
    def everything() -> Iterator[int]:
        every = Assessment.objects.select_related("unit", "round")
        yield queries(lambda: recompute(every))
        yield queries(lambda: list(check_stored(list(every))))
        yield queries(recompute_stale)

    few = list(everything())
    for code in ("beta", "gamma", "delta"):
        into = new_assessment(code)
        fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}], into, person(code, "STAFF", into.unit))
    recompute_stale()
    assert list(everything()) == few
