"""What the database refuses, whoever asks it."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.judging.actions import open_sheet, save_remark, submit_sheet
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from tests.judging.conftest import NOW, People, remark

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Kind, State = Sheet.Kind, Assessment.State
SHEET, SAID, REMARK, LINK = (model._meta.db_table for model in (Sheet, Judgement, Remark, Remark.evidence.through))
PLACE = "assessment_id, kind, submission, assessor_id, submitted_at, version"


@pytest.fixture
def file(assessment: Assessment) -> EvidenceFile:
    """Evidence of the unit, from before it submitted."""
    return EvidenceFile.objects.create(assessment=assessment, number="E-CS1-2569-001", criterion="CS1")


@pytest.fixture
def written(file: EvidenceFile, people: People, scored: Callable[..., Sheet]) -> Sheet:
    """A sheet with a verdict and a remark that cites evidence."""
    sheet = scored(people.other, submit=False)
    save_remark(
        sheet=sheet, remark=Remark(criterion="CS1", kind="OFI", text="ก"), evidence=[file], seen=0, by=people.other
    )
    return sheet


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def refused(statement: str, says: str = "this sheet is locked") -> None:
    with pytest.raises(IntegrityError, match=says):
        execute(statement)


STATEMENTS = [
    f"UPDATE {SAID} SET verdict = 'SEEN'",
    f"DELETE FROM {SAID}",
    f"INSERT INTO {SAID} (sheet_id, item, verdict, words, version) SELECT id, 'CS1-A2', 'SEEN', '', 1 FROM {SHEET}",
    f"UPDATE {REMARK} SET text = 'ข'",
    f"DELETE FROM {LINK}",
    f"UPDATE {LINK} SET evidencefile_id = evidencefile_id",
]
OF_SHEETS = [
    f"UPDATE {SHEET} SET submitted_at = NULL",
    f"UPDATE {SHEET} SET id = id + 100",
    f"DELETE FROM {SHEET}",
]


@pytest.mark.parametrize("statement", [*STATEMENTS, *OF_SHEETS])
def test_a_submitted_sheet_is_not_changed(written: Sheet, people: People, statement: str) -> None:
    submit_sheet(sheet=written, by=people.other, at=NOW)
    refused(statement)
    assert Judgement.objects.get().verdict == "NOT_SEEN"


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("state", [state for state in State.values if state != State.IN_REVIEW])
def test_a_sheet_is_written_in_review_only(
    written: Sheet, put: Callable[[str], Assessment], statement: str, state: str
) -> None:
    put(state)
    refused(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_in_review_it_is_written(written: Sheet, statement: str) -> None:
    execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"{SHEET} ({PLACE}) SELECT assessment_id, kind, submission, assessor_id, NULL, 9 FROM {SHEET}",
        f"{SHEET} (id, {PLACE}) SELECT id, assessment_id, kind, 7, assessor_id, NULL, 9 FROM {SHEET}",
        f"{SAID} (sheet_id, item, verdict, words, version) SELECT sheet_id, item, 'SEEN', '', 1 FROM {SAID}",
    ],
)
def test_nothing_is_put_in_the_place_of_what_is_locked(written: Sheet, people: People, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("spoken by the other database")
    submit_sheet(sheet=written, by=people.other, at=NOW)
    refused(f"INSERT OR REPLACE INTO {statement}")


def test_the_history_of_a_sheet_stays_from_the_first_word(written: Sheet) -> None:
    table = JudgementChange._meta.db_table
    refused(f"UPDATE {table} SET verdict = 'SEEN'", "stays as it was said")
    refused(f"DELETE FROM {table}", "stays as it was said")


def test_the_unit_judges_itself_while_it_is_a_draft(people: People, put: Callable[[str], Assessment]) -> None:
    sheet = open_sheet(assessment=put(State.DRAFT), kind=Kind.OWN, by=people.staff)
    remark(sheet, people.staff)
    execute(f"UPDATE {REMARK} SET text = 'ข'")
    put(State.SUBMITTED)
    refused(f"UPDATE {REMARK} SET text = 'ค'")
    put(State.DRAFT)
    execute(f"UPDATE {REMARK} SET text = 'ค'")
