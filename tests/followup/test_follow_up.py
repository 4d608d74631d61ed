"""Follow-up after 6 and 12 months: reports with files, confirmed by the head, and then locked by the database."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from PIL import Image

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict
from pmqa.followup.actions import Incomplete, PlanClosed, save_action
from pmqa.followup.models import Approval, Confirmation, PlanAction, Report, ReportFile
from pmqa.followup.reporting import add_file, confirm_follow_up, save_report, set_removed
from pmqa.organization.models import Person
from tests.evidence.pictures import with_gps
from tests.followup.conftest import NOW, SAID, SIGNED, VALUES, People

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def say(action: PlanAction, by: Person, month: int = 6, seen: int = 0, **other: Any) -> Report:
    given = {"month": month, "values": {**SAID, **other}, "seen": seen, "by": by, "at": NOW}
    return save_report(assessment=action.assessment, action=action.pk, **given)


def confirm(assessment: Assessment, by: Person, month: int = 6) -> Confirmation:
    return confirm_follow_up(assessment=assessment, month=month, by=by, at=NOW, **SIGNED)


def test_a_report_moves_the_action_on(approved: PlanAction, people: People) -> None:
    report = say(approved, people.staff)
    approved.refresh_from_db()
    assert (report.by, report.at, report.percent, report.value) == (people.staff, NOW, 50, "80 %")
    assert (approved.state, approved.version) == ("UNDER_WAY", 2)
    entry = AuditEntry.objects.get(subject="REPORT")
    assert entry.detail["state"] == ["", "UNDER_WAY"]
    say(approved, people.staff, month=12, state="DONE")
    say(approved, people.staff, seen=1, state="PLANNED", words="แก้คำ")
    approved.refresh_from_db()
    assert approved.state == "DONE"


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"state": "DROPPED"}, {"state": ""}, {"percent": 101}, {"percent": -1}]
)
def test_a_report_with_bad_values_is_refused(approved: PlanAction, people: People, wrong: Any) -> None:
    with pytest.raises(ValidationError):
        say(approved, people.staff, **wrong)
    assert not Report.objects.exists()


def test_the_database_knows_two_follow_ups_and_a_hundred_per_cent(reported: PlanAction) -> None:
    for wrong in ({"month": 7}, {"percent": 101}, {"state": "DROPPED"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(**wrong)


def test_a_report_over_a_newer_one_is_refused(reported: PlanAction, people: People) -> None:
    with pytest.raises(Conflict):
        say(reported, people.head, words="ทับ")


def test_others_report_nothing(approved: PlanAction, people: People) -> None:
    for who in (people.assessor, people.centre, people.administrator, people.stranger):
        with pytest.raises(PlanClosed):
            say(approved, who)


def test_a_dropped_or_foreign_action_has_no_report(
    approved: PlanAction, people: People, others: Any, planned: Callable[..., PlanAction]
) -> None:
    with pytest.raises(ValidationError):
        say(planned(state="DROPPED", reason="ไม่มีงบ"), people.staff)
    theirs = PlanAction.objects.create(
        assessment=others[0].sheet.assessment, **VALUES, updated_by=people.stranger, updated_at=NOW
    )
    with pytest.raises(ValidationError):
        save_report(
            assessment=approved.assessment, action=theirs.pk, month=6, values=SAID, seen=0, by=people.staff, at=NOW
        )


def attach(report: Report, by: Person, content: bytes, name: str, **other: str) -> ReportFile:
    given = {"title": "", "classification": "NORMAL", **other}
    return add_file(report=report, content=content, name=name, by=by, at=NOW, **given)


def test_a_photograph_loses_its_position(reported: PlanAction, people: People) -> None:
    file = attach(Report.objects.get(), people.staff, with_gps(), "รอบเช้า.jpg")
    content = file.stored.read()
    file.stored.close()
    assert not Image.open(io.BytesIO(content)).getexif()
    assert (file.sha256, file.size, file.title) == (hashlib.sha256(content).hexdigest(), len(content), "รอบเช้า")
    assert file.thumbnail


@pytest.mark.parametrize(
    ("content", "name", "more"),
    [
        (b"MZ...", "a.exe", {}),
        (b"MZ...", "a.pdf", {}),
        (b"", "a.pdf", {}),
        (b"%PDF-1.7", "a.pdf", {"classification": "CLASSIFIED", "title": "ลับ"}),
        (b"", "", {"classification": "CLASSIFIED"}),
        (b"%PDF-1.7", "a.pdf", {"classification": "PUBLIC"}),
    ],
)
def test_a_file_that_may_not_be_kept_is_refused(
    reported: PlanAction, people: People, content: bytes, name: str, more: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        attach(Report.objects.get(), people.staff, content, name, **more)
    assert not ReportFile.objects.exists()


def test_a_classified_file_is_named_only(reported: PlanAction, people: People) -> None:
    file = attach(Report.objects.get(), people.staff, b"", "", classification="CLASSIFIED", title="แผนลับ")
    assert (file.title, file.stored.name, file.sha256) == ("แผนลับ", "", "")


def test_a_file_is_taken_away_and_put_back(reported: PlanAction, people: People, others: Any) -> None:
    file = attach(Report.objects.get(), people.staff, b"%PDF-1.7", "a.pdf")
    given = {"file": file.pk, "by": people.staff, "at": NOW}
    assert set_removed(assessment=reported.assessment, removed=True, **given).removed_at == NOW
    assert set_removed(assessment=reported.assessment, removed=False, **given).removed_at is None
    with pytest.raises(PlanClosed):
        set_removed(assessment=reported.assessment, removed=True, file=file.pk, by=people.centre, at=NOW)


def test_the_head_confirms_once_when_all_is_said(
    assessment: Assessment, people: People, approved: PlanAction, planned: Callable[..., PlanAction]
) -> None:
    dropped = planned(state="DROPPED", reason="ไม่มีงบ")
    with pytest.raises(Incomplete) as problem:
        confirm(assessment, people.head)
    assert [(lack.kind, lack.action) for lack in problem.value.lacks] == [("NO_REPORT", approved)]
    assert dropped.reports.count() == 0
    say(approved, people.staff)
    with pytest.raises(PlanClosed):
        confirm(assessment, people.staff)
    made = confirm(assessment, people.head)
    assert (made.name, made.position) == (SIGNED["name"], SIGNED["position"])
    with pytest.raises(PlanClosed):
        confirm(assessment, people.head)
    assert AuditEntry.objects.filter(subject="CONFIRMED").count() == 1


def test_a_plan_without_approval_is_not_confirmed(assessment: Assessment, people: People, plan: PlanAction) -> None:
    say(plan, people.staff)
    with pytest.raises(Incomplete) as problem:
        confirm(assessment, people.head)
    assert [lack.kind for lack in problem.value.lacks] == ["NOT_APPROVED"]


@pytest.fixture
def confirmed(reported: PlanAction, people: People) -> PlanAction:
    """Confirmed after six months, with a file; reported after twelve, too."""
    attach(Report.objects.get(), people.staff, b"%PDF-1.7", "a.pdf")
    confirm(reported.assessment, people.head)
    say(reported, people.staff, month=12)
    return reported


def test_what_is_confirmed_is_not_reported_anew(confirmed: PlanAction, people: People) -> None:
    with pytest.raises(PlanClosed):
        say(confirmed, people.staff, seen=1, words="แก้")
    with pytest.raises(PlanClosed):
        set_removed(
            assessment=confirmed.assessment, file=ReportFile.objects.get().pk, removed=True, by=people.head, at=NOW
        )
    say(confirmed, people.staff, month=12, seen=1, words="ยังแก้ได้")
    given = {"values": {**VALUES, "owner": "คนใหม่"}, "ofis": [], "by": people.staff, "at": NOW}
    confirmed.refresh_from_db()
    assert save_action(assessment=confirmed.assessment, action=confirmed.pk, seen=confirmed.version, **given)


REPORT, FILE, ACTION, SIGNATURE, APPROVAL = (
    model._meta.db_table for model in (Report, ReportFile, PlanAction, Confirmation, Approval)
)
COPIED = "action_id, words, state, value, by_id, at, version"
LOCKED = [
    f"UPDATE {REPORT} SET words = 'ข' WHERE month = 6",
    f"UPDATE {REPORT} SET month = 12 WHERE month = 6",
    f"DELETE FROM {REPORT} WHERE month = 6",
    f"INSERT INTO {REPORT} (month, {COPIED}) SELECT 6, {COPIED} FROM {REPORT} WHERE month = 12",
    f"UPDATE {FILE} SET sha256 = ''",
    f"UPDATE {FILE} SET report_id = (SELECT id FROM {REPORT} WHERE month = 12)",
    f"DELETE FROM {FILE}",
    f"UPDATE {ACTION} SET id = id + 100",
    f"UPDATE {ACTION} SET assessment_id = (SELECT MAX(id) FROM cycle_assessment)",
    f"DELETE FROM {ACTION}",
    f"UPDATE {SIGNATURE} SET month = 12",
    f"DELETE FROM {SIGNATURE}",
    f"UPDATE {APPROVAL} SET name = 'ผู้อื่น'",
    f"DELETE FROM {APPROVAL}",
]
ALLOWED = [
    f"UPDATE {REPORT} SET words = 'ข' WHERE month = 12",
    f"UPDATE {ACTION} SET owner = 'ข'",
]
REPLACED = [
    f"{REPORT} (month, {COPIED}) SELECT 6, {COPIED} FROM {REPORT} WHERE month = 12",
    f"{SIGNATURE} SELECT * FROM {SIGNATURE}",
    f"{APPROVAL} SELECT * FROM {APPROVAL}",
    f"{ACTION} SELECT * FROM {ACTION}",
    f"{FILE} SELECT * FROM {FILE}",
]


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", LOCKED)
def test_the_database_refuses_to_change_what_is_confirmed(confirmed: PlanAction, statement: str) -> None:
    with pytest.raises(IntegrityError, match=r"confirmed|stays as it is"):
        execute(statement)


@pytest.mark.parametrize("statement", ALLOWED)
def test_the_rest_may_change(confirmed: PlanAction, statement: str) -> None:
    execute(statement)


@pytest.mark.parametrize("statement", REPLACED)
def test_nothing_is_put_in_the_place_of_what_is_confirmed(confirmed: PlanAction, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("spoken by the other database")
    with pytest.raises(IntegrityError, match=r"confirmed|stays as it is"):
        execute(f"INSERT OR REPLACE INTO {statement}")
