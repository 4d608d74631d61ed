"""The law goes before the freeze: what must be forgotten goes, by a narrow way that is recorded, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.models import Case
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.freezing.actions import take_snapshot
from pmqa.freezing.comparing import Kind, compare
from pmqa.freezing.guarding import FROZEN, STAYS, guards_in
from pmqa.freezing.models import Snapshot
from pmqa.freezing.seals import unpacked
from pmqa.freezing.verifying import changed_submissions, erased_since
from pmqa.guards import lay, lift
from pmqa.organization.models import Person
from pmqa.personal.actions import erase
from pmqa.personal.models import ErasedRow
from tests.freezing.everything import NOW
from tests.personal.conftest import CASES, Kept, kept, owner

pytestmark = [pytest.mark.django_db, pytest.mark.database]
__all__ = ["kept", "owner"]


@pytest.fixture
def head(kept: Kept, person: Callable[..., Person]) -> Person:
    return person("head", "HEAD", kept.assessment.unit)


@pytest.fixture
def frozen(kept: Kept, head: Person) -> Kept:
    take_snapshot(assessment=kept.assessment, by=head, at=NOW, rank="", name="ก", position="")
    Assessment.objects.update(state="SUBMITTED")
    return kept


def erase_it(kept: Kept, by: Person) -> None:
    erase(record=kept.record, row=kept.case, table=CASES, by=by, at=NOW, reason="เจ้าของข้อมูลขอ", words=True)


def test_a_person_is_forgotten_in_a_frozen_assessment(
    frozen: Kept, head: Person, django_capture_on_commit_callbacks: Any
) -> None:
    assert compare(frozen.assessment) == []
    with django_capture_on_commit_callbacks(execute=True):
        erase_it(frozen, head)
    found = compare(frozen.assessment)
    assert {(each.kind, each.label) for each in found} == {
        (Kind.ERASED, "complaints.case"),
        (Kind.ERASED, "complaints.case_evidence"),
        (Kind.ERASED, "evidence.evidencefile"),
    }
    assert "erased on 2026-03-01, recorded" in str(found[0])
    assert [said for said in changed_submissions() if "no step" not in said] == []
    assert len(list(erased_since())) == 2


def test_the_snapshot_itself_says_nothing_of_what_may_have_to_go(frozen: Kept) -> None:
    told = unpacked(Snapshot.objects.get()).decode()
    for word in ("แดง", "ข่าวช้า", "สมหญิง", "081"):
        assert word not in told
    assert "F-2569-0900" in told


def test_more_than_had_to_go_is_no_erasure(frozen: Kept, head: Person) -> None:
    erase_it(frozen, head)
    lift(connection)
    Case.objects.update(answer="อื่น")
    lay(connection, guards_in(connection))
    [found] = [each for each in compare(frozen.assessment) if each.label == "complaints.case"]
    assert found.kind == Kind.CHANGED
    assert "answer" in found.columns


def test_other_words_in_place_of_those_are_no_erasure(frozen: Kept, head: Person) -> None:
    erase_it(frozen, head)
    lift(connection)
    Case.objects.update(text="คำอื่น")
    lay(connection, guards_in(connection))
    [found] = [each for each in compare(frozen.assessment) if each.label == "complaints.case"]
    assert found.kind == Kind.CHANGED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE complaints_case SET text = 'x'",
        "UPDATE complaints_case SET text = '', answer = 'x'",
        "UPDATE complaints_case SET number = ''",
        "DELETE FROM complaints_case_evidence",
        "UPDATE evidence_evidencefile SET title = 'x'",
        "UPDATE evidence_evidencefile SET number = 'x', title = title",
    ],
)
def test_nothing_else_passes(frozen: Kept, statement: str) -> None:
    """Before an erasure is written down; and what is no erasing, afterwards too."""

    def refused() -> None:
        with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    refused()
    for row in (frozen.case, frozen.photograph):
        label = row._meta.label_lower
        ErasedRow.objects.create(assessment=frozen.assessment, table=label, row_id=row.pk, at=NOW)
    if "DELETE" not in statement:
        refused()


def test_what_was_erased_stays_recorded(frozen: Kept, head: Person) -> None:
    erase_it(frozen, head)
    for statement in ("UPDATE personal_erasedrow SET row_id = 7", "DELETE FROM personal_erasedrow"):
        with pytest.raises(IntegrityError, match=STAYS), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_of_the_history_only_the_words_go(frozen: Kept, head: Person) -> None:
    erase_it(frozen, head)
    with pytest.raises(IntegrityError, match=STAYS), transaction.atomic():
        RowChange.objects.filter(table="complaints.case").update(at=NOW)
    with pytest.raises(IntegrityError, match=STAYS), transaction.atomic():
        RowChange.objects.filter(table="complaints.case").delete()
    assert EvidenceFile.objects.get().deleted_at is not None
