"""The pages of a follow-up: reports, files, the day on which it is due, the confirmation."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.audit.models import AuditEntry
from pmqa.followup import report_views
from pmqa.followup.models import Confirmation, PlanAction, Report, ReportFile
from pmqa.management.health import evidence_files
from pmqa.organization.models import Person
from pmqa.personal.models import ErasedRow
from tests.evidence.pictures import with_gps
from tests.followup.conftest import SAID, SIGNED, People

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]
FORM = {**{name: str(value) for name, value in SAID.items()}, "classification": "NORMAL", "title": "", "seen": "0"}


@pytest.fixture
def client(people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.staff)


@pytest.fixture
def head(people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.head)


def pdf(name: str = "รายงาน.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 follow-up")


def send(client: Client, action: PlanAction, month: int = 6, **other: Any) -> Any:
    form = {"sent": str(uuid.uuid4()), **FORM, **other}
    return client.post(reverse("plan-report", args=[*PLACE, month, action.pk]), form)


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def confirm(client: Client) -> Any:
    form = {"sent": str(uuid.uuid4()), **SIGNED, "sure": "on"}
    return client.post(reverse("plan-confirm", args=[*PLACE, 6]), form)


def test_a_report_is_kept_once_with_its_files(client: Client, approved: PlanAction) -> None:
    key = str(uuid.uuid4())
    for _time in range(2):
        files = [pdf(), SimpleUploadedFile("ภาพ.jpg", with_gps())]
        assert send(client, approved, sent=key, files=files).status_code == 302
    assert (Report.objects.get().version, ReportFile.objects.count()) == (1, 2)
    page = client.get(reverse("plan-follow-up", args=[*PLACE, 6])).text
    assert "รายงาน" in page
    assert "50 %" in page
    assert evidence_files() == ""


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"state": "DROPPED"}, "state"),
        ({"percent": "101"}, "percent"),
        ({"percent": "ครึ่งหนึ่ง"}, "percent"),
        ({"classification": "CLASSIFIED", "title": "ลับ"}, "classification"),
        ({"files": SimpleUploadedFile("a.exe", b"MZ")}, "__all__"),
        ({"files": SimpleUploadedFile("a.pdf", b"")}, "files"),
    ],
)
def test_a_bad_report_keeps_what_was_typed_and_no_file(
    client: Client, approved: PlanAction, wrong: dict[str, Any], field: str
) -> None:
    page = send(client, approved, **{"value": "พิมพ์ไว้", "files": [pdf()], **wrong})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "พิมพ์ไว้" in page.text
    assert not Report.objects.exists()
    assert on_disk() == []


def test_a_bad_file_after_a_good_one_leaves_neither(client: Client, approved: PlanAction) -> None:
    page = send(client, approved, files=[pdf(), SimpleUploadedFile("a.exe", b"MZ")])
    assert page.context["form"].errors
    assert not ReportFile.objects.exists()
    assert on_disk() == []


def test_files_are_taken_back_with_a_transaction_that_is_lost(
    client: Client, approved: PlanAction, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_given: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(report_views.messages, "success", lost)
    with pytest.raises(RuntimeError):
        send(client, approved, files=[pdf()])
    assert on_disk() == []


def test_a_report_over_a_newer_one_shows_both(client: Client, reported: PlanAction) -> None:
    page = send(client, reported, words="คำของฉัน", files=[pdf()])
    assert page.status_code == 409
    assert SAID["words"] in page.text
    assert "คำของฉัน" in page.text
    assert page.context["seen"] == 1
    assert on_disk() == []


@pytest.fixture
def file(client: Client, approved: PlanAction) -> ReportFile:
    send(client, approved, files=[SimpleUploadedFile("ภาพ.jpg", with_gps())])
    return ReportFile.objects.get()


def test_a_file_is_sent_to_those_who_read_the_plan(
    people: People, file: ReportFile, client_of: Callable[..., Client]
) -> None:
    for name in ("plan-file", "plan-file-thumbnail"):
        url = reverse(name, args=[*PLACE, file.pk])
        for who in (people.staff, people.assessor, people.centre):
            answer = client_of(who).get(url)
            assert answer["Content-Type"] == "image/jpeg"
            assert "sandbox" in answer["Content-Security-Policy"]
            assert answer.getvalue()
        for who in (people.stranger, people.conflicted, people.administrator):
            assert client_of(who).get(url).status_code == 404


def test_a_file_is_taken_away_by_the_unit_and_comes_back(
    client: Client, people: People, file: ReportFile, client_of: Callable[..., Client]
) -> None:
    remove, back = (reverse(f"plan-file-{step}", args=[*PLACE, file.pk]) for step in ("remove", "back"))
    assert client_of(people.assessor).post(remove).status_code == 403
    assert client_of(people.stranger).post(remove).status_code == 404
    assert client.post(reverse("plan-file-remove", args=[*PLACE, 10**18])).status_code == 404
    page = client.post(remove, follow=True)
    assert f'action="{back}"' in page.text
    assert client.get(reverse("plan-file", args=[*PLACE, file.pk])).status_code == 404
    client.post(back)
    assert client.get(reverse("plan-file", args=[*PLACE, file.pk])).getvalue()


def test_the_head_confirms_and_it_is_closed(client: Client, head: Client, file: ReportFile) -> None:
    assert confirm(client).status_code == 403
    assert confirm(head).status_code == 302
    assert Confirmation.objects.count() == 1
    assert confirm(head).status_code == 403
    action = file.report.action
    assert send(client, action, seen="1").status_code == 403
    assert client.get(reverse("plan-report", args=[*PLACE, 6, action.pk])).status_code == 403
    assert client.post(reverse("plan-file-remove", args=[*PLACE, file.pk])).status_code == 403
    assert send(client, action, month=12).status_code == 302


def test_what_lacks_is_told_before_the_confirmation(head: Client, approved: PlanAction) -> None:
    page = confirm(head)
    assert page.status_code == 200
    assert f'href="#action-{approved.pk}"' in page.text
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(("moment", "late"), [("2026-09-30 16:59:59", False), ("2026-09-30 17:00:00", True)])
def test_after_its_day_it_is_overdue_and_still_taken(
    people: People, approved: PlanAction, client_of: Callable[..., Client], moment: str, late: bool
) -> None:
    with time_machine.travel(f"{moment}+00:00", tick=False):
        client = client_of(people.head)
        page = client.get(reverse("plan-follow-up", args=[*PLACE, 6]))
        assert (_("overdue") in page.text) is late
        assert send(client, approved).status_code == 302
        assert confirm(client).status_code == 302
        assert _("overdue") not in client.get(reverse("plan-follow-up", args=[*PLACE, 6])).text


def test_a_file_is_erased_from_what_is_confirmed_too(client: Client, head: Client, file: ReportFile) -> None:
    confirm(head)
    url = reverse("plan-file-erase", args=[*PLACE, file.pk])
    assert client.post(url).status_code == 403
    for _time in range(2):
        assert head.post(url).status_code == 302
    held = ReportFile.objects.get()
    assert (held.stored.name, held.thumbnail.name, held.sha256, held.original_name) == ("", "", "", "")
    assert on_disk() == []
    assert ErasedRow.objects.count() == AuditEntry.objects.filter(kind="ERASURE").count() == 1
    assert evidence_files() == ""


def test_a_disk_that_keeps_the_bytes_takes_the_erasing_back(
    head: Client, file: ReportFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(settings.MEDIA_ROOT) / file.stored.name
    path.unlink()
    path.mkdir()  # what cannot be taken away like a file
    head.post(reverse("plan-file-erase", args=[*PLACE, file.pk]))
    held = ReportFile.objects.get()
    assert held.stored.name == file.stored.name
    assert not ErasedRow.objects.exists()


def test_the_doctor_sees_a_file_that_was_changed(file: ReportFile) -> None:
    (Path(settings.MEDIA_ROOT) / file.stored.name).write_bytes(b"other")
    assert "is not what was uploaded" in evidence_files()
