"""Erasing and expiring: nothing is left on the disk, in the row or in its history, and nothing goes a day too early."""

import datetime
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from complaints.models import Case
from pmqa.door.models import Throttle
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.management.nightly import nightly, plan_nightly
from pmqa.organization.models import Person
from pmqa.personal.actions import erase, find
from pmqa.personal.erasing import GONE
from pmqa.personal.jobs import remove_expired
from pmqa.personal.models import PersonalLook, PersonalRecord
from tests.organization.walk import NOW, everything
from tests.personal.conftest import CASES, CONTACT, NAME, TABLES_BY_KEY, Kept

MIDNIGHT = datetime.datetime(2027, 3, 2, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def head(kept: Kept, person: Callable[..., Person]) -> Person:
    return person("head", "HEAD", kept.assessment.unit)


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def erase_it(kept: Kept, by: Person, *, words: bool) -> None:
    case = Case.objects.get(pk=kept.case.pk)
    erase(record=kept.record, row=case, table=CASES, by=by, at=NOW, reason="เจ้าของข้อมูลขอ", words=words)


@pytest.mark.database
def test_erasing_takes_bytes_name_and_what_tells_of_the_photograph(
    kept: Kept, head: Person, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(stored()) == 2
    with django_capture_on_commit_callbacks() as after_commit:
        erase_it(kept, head, words=False)
        assert len(stored()) == 2  # a transaction that is rolled back has lost nothing
    for step in after_commit:
        step()
    assert stored() == []
    file = EvidenceFile.objects.get()
    assert (file.stored.name, file.thumbnail.name, file.original_name, file.title) == ("", "", "", GONE)
    assert file.deleted_at
    assert not Case.objects.get().evidence.exists()
    kept.record.refresh_from_db()
    assert (kept.record.name, kept.record.contact, kept.record.folded, kept.record.digits) == ("", "", "", "")
    everywhere = str(everything())
    for gone in (NAME, CONTACT, "0812345678", "ภาพของแดง", "แดง.jpg"):
        assert gone not in everywhere
    assert "แม่ค้าชื่อแดงบอก" in everywhere
    [found] = PersonalLook.objects.all()
    assert (found.action, found.by, found.reason) == ("ERASE", head, "เจ้าของข้อมูลขอ")


@pytest.mark.database
def test_erasing_the_words_reaches_every_line_of_the_history(kept: Kept, head: Person, staff: Person) -> None:
    RowChange.objects.create(
        assessment=kept.assessment,
        table="complaints.case",
        row_id=kept.case.pk,
        action="CHANGED",
        values={"text": "แม่ค้าชื่อแดงโทรมา", "number": "F-2569-0900"},
        by=staff,
        at=NOW,
    )
    version = kept.case.version
    erase_it(kept, head, words=True)
    case = Case.objects.get()
    assert (case.subject, case.text, case.version) == (GONE, GONE, version + 1)
    everywhere = str(everything())
    for gone in ("แดง", "ข่าวช้า"):
        assert gone not in everywhere
    assert {change.values["number"] for change in RowChange.objects.filter(table="complaints.case")} == {"F-2569-0900"}
    last = RowChange.objects.filter(table="complaints.case").first()
    assert last is not None
    assert (last.by, last.values["text"]) == (head, GONE)
    erase_it(kept, head, words=True)
    assert Case.objects.get().version == version + 1
    assert PersonalLook.objects.count() == 1


@pytest.mark.database
def test_erasing_the_words_leaves_what_a_colleague_changed_meanwhile(kept: Kept, head: Person) -> None:
    seen = Case.objects.get(pk=kept.case.pk)
    Case.objects.update(answer="เพิ่มรอบเช้า", version=seen.version + 1)
    erase(record=kept.record, row=seen, table=CASES, by=head, at=NOW, reason="ขอ", words=True)
    case = Case.objects.get()
    assert (case.answer, case.text, case.version) == ("เพิ่มรอบเช้า", GONE, seen.version + 2)
    last = RowChange.objects.filter(table="complaints.case").order_by("pk").last()
    assert last is not None
    assert last.values["answer"] == "เพิ่มรอบเช้า"


@pytest.mark.database
def test_a_name_that_grows_as_it_is_stored_is_refused_where_it_does_not_fit(
    kept: Kept, head: Person, client_of: Callable[..., Client]
) -> None:
    sent = {"name": "\u0958" * 150, "sent": str(uuid.uuid4())}  # each is kept as two signs
    assert client_of(head).post(kept.url("people-add"), sent).status_code == 422
    assert PersonalRecord.objects.count() == 1


def test_erasing_does_not_wait_for_an_open_round(kept: Kept, head: Person) -> None:
    type(kept.assessment).objects.update(state="SUBMITTED")
    erase_it(kept, head, words=True)
    assert NAME not in str(everything())


@pytest.mark.database
@pytest.mark.parametrize(
    ("closed_on", "days"), [(None, 0), (datetime.date(2026, 3, 31), 30)], ids=["never closed", "closed"]
)
def test_contacts_go_on_the_day_after_their_last_in_bangkok(kept: Kept, closed_on: Any, days: int) -> None:
    """Received on 1 March 2026 and kept for 365 days: the last day is 1 March 2027, or as much later as it closed."""
    Case.objects.update(closed_on=closed_on)
    over = MIDNIGHT + datetime.timedelta(days=days)
    PersonalRecord.objects.update(keep_until=datetime.date(2027, 3, 1))
    with time_machine.travel(over - SECOND, tick=False):
        assert nightly() == 0
        assert PersonalRecord.objects.get().contact == CONTACT
    with time_machine.travel(over, tick=False):
        assert nightly() == 1
        assert nightly() == 0
    assert PersonalRecord.objects.get().contact == ""
    assert [(each.action, each.by) for each in PersonalLook.objects.all()] == [("EXPIRE", None)]


@pytest.mark.database
@pytest.mark.parametrize("until", [datetime.date(2399, 1, 1), datetime.date(2027, 9, 30)], ids=["slip", "opened again"])
def test_a_last_day_that_was_written_down_too_late_does_not_count(kept: Kept, until: datetime.date) -> None:
    """The date of closing was wrong once, or the case was closed, looked at by night, and opened again."""
    PersonalRecord.objects.update(keep_until=until)
    with time_machine.travel(MIDNIGHT, tick=False):
        assert nightly() == 1
    assert PersonalRecord.objects.get().contact == ""


@pytest.mark.database
def test_nothing_is_kept_for_a_day_on_which_nothing_can_have_closed_yet(kept: Kept) -> None:
    Case.objects.update(closed_on=datetime.date(2399, 1, 1))
    with time_machine.travel(MIDNIGHT, tick=False):
        assert nightly() == 1
    assert PersonalRecord.objects.get().contact == ""


def test_files_go_with_the_contact(kept: Kept, django_capture_on_commit_callbacks: Any) -> None:
    with time_machine.travel(MIDNIGHT, tick=False), django_capture_on_commit_callbacks(execute=True):
        nightly()
    assert stored() == []
    assert Case.objects.get().text == "แม่ค้าชื่อแดงบอก"


def test_one_bad_record_does_not_keep_the_others(kept: Kept, caplog: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("The trigger that refuses is written for SQLite.")
    good = PersonalRecord.objects.create(
        assessment=kept.assessment, table="gone", row_id=1, name="ก", given_at=NOW, keep_until=NOW.date()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER stuck BEFORE UPDATE ON personal_personalrecord WHEN old.id = {kept.record.pk} "
            "AND new.name = '' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with time_machine.travel(MIDNIGHT + datetime.timedelta(days=365), tick=False):
        assert remove_expired(TABLES_BY_KEY) == 1
    good.refresh_from_db()
    assert good.erased_at
    kept.record.refresh_from_db()
    assert (kept.record.contact, kept.record.looks.count()) == (CONTACT, 0)
    assert f"personal.PersonalRecord {kept.record.pk} could not be removed" in caplog.text
    assert NAME not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_bytes_that_the_disk_keeps_back_go_the_next_night(kept: Kept, head: Person, caplog: Any) -> None:
    picture = Path(settings.MEDIA_ROOT) / str(kept.photograph.stored)
    content = picture.read_bytes()
    picture.unlink()
    picture.mkdir()  # what cannot be taken away as a file
    erase_it(kept, head, words=False)
    assert remove_expired(TABLES_BY_KEY) == 0
    assert "evidence.EvidenceFile" in caplog.text
    picture.rmdir()
    picture.write_bytes(content)
    remove_expired(TABLES_BY_KEY)
    assert stored() == []
    assert EvidenceFile.objects.get().stored.name == ""


def test_the_nightly_work_forgets_old_counts_and_stands_in_the_calendar_once(db: None) -> None:
    from django_q.models import Schedule

    Throttle.objects.create(key="x", ends_at=NOW)
    assert nightly() == 0
    assert not Throttle.objects.exists()
    plan_nightly()
    plan_nightly()
    [planned] = Schedule.objects.filter(name="nightly")
    assert planned.func == "pmqa.management.nightly.nightly"


@pytest.mark.database
@pytest.mark.parametrize(
    "text", ["สมหญิง", "ใจกล้า", "ใจ กล้า", "081-234", "0812345678", "081 234 5678", "+66 81 234 5678", "๐๘๑๒๓๔"]
)
def test_a_person_is_found_however_it_is_written(kept: Kept, text: str) -> None:
    assert list(find(kept.assessment.unit, text)) == [kept.record]


@pytest.mark.database
@pytest.mark.parametrize("text", ["", " ", "แดง", "0899", "%", "_", "12"])
def test_nobody_is_found_by_what_is_not_theirs(kept: Kept, text: str) -> None:
    PersonalRecord.objects.update(contact="", folded="สมหญิง", digits="0812345678")
    assert list(find(kept.assessment.unit, text)) == []


def test_a_copy_holds_everything_that_is_kept(kept: Kept, head: Person, client_of: Callable[..., Client]) -> None:
    client = client_of(head)
    client.post(kept.url("people-look"), {"reason": "โทรกลับ"})
    url = reverse("personal-export", args=["alpha", 2569])
    answer = client.post(url, {"record": kept.record.pk, "reason": "เจ้าของข้อมูลขอสำเนา", "sent": str(uuid.uuid4())})
    assert "attachment" in answer["Content-Disposition"]
    [given] = json.loads(answer.content)["records"]
    assert (given["name"], given["contact"], given["notice_version"]) == (NAME, CONTACT, "2569-1")
    assert "แม่ค้าชื่อแดงบอก" in given["row"].values()
    assert given["files"][0]["number"] == kept.photograph.number
    assert [look["action"] for look in given["looks"]] == ["EXPORT", "LOOK"]
