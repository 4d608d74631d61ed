"""Who may look at a person's contact, what is written down of it, and that nobody else meets it anywhere."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pmqa.organization.models import Person, Role
from pmqa.personal.actions import NotForYou, look
from pmqa.personal.models import PersonalLook, PersonalRecord
from tests.organization.walk import NOW, addresses, everything, fill_every_table
from tests.personal.conftest import CONTACT, NAME, Kept

ALL = ["owner", "HEAD", "ADMINISTRATOR", "staff", "ASSESSOR", "HEADQUARTERS"]
MAY_LOOK = {"owner", "HEAD", "ADMINISTRATOR"}
KNOW_THE_PAGE = {*MAY_LOOK, "staff"}
ANSWER = {"HEAD", "ADMINISTRATOR"}
WHY = {"reason": "โทรกลับ"}


@pytest.mark.parametrize("who", ALL)
def test_a_contact_is_shown_to_three_and_each_look_is_written_down(
    kept: Kept, client_as: Callable[[str], Client], who: str
) -> None:
    client = client_as(who)
    page = client.get(kept.url())
    assert page.status_code == (200 if who in KNOW_THE_PAGE else 404)
    assert CONTACT not in page.content.decode()
    answer = client.post(kept.url("people-look"), WHY)
    shown = who in MAY_LOOK
    assert answer.status_code == (200 if shown else 404)
    assert (CONTACT in answer.content.decode()) == (NAME in answer.content.decode()) == shown
    looks = [(each.record, each.action, each.reason) for each in PersonalLook.objects.all()]
    assert looks == ([(kept.record, "LOOK", "โทรกลับ")] if shown else [])
    if shown:
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ALL)
def test_only_head_and_administrator_erase_and_search(kept: Kept, client_as: Callable[[str], Client], who: str) -> None:
    client, screen = client_as(who), reverse("personal", args=["alpha", 2569])
    may = who in ANSWER
    assert client.get(screen).status_code == (200 if may else 404)
    page = client.get(reverse("criterion", args=["alpha", 2569, "cs3"]))
    assert (f'href="{screen}"' in page.content.decode()) == may
    found = client.post(screen, {"text": NAME, **WHY})
    assert (CONTACT in found.content.decode()) == may
    ticked = {"record": kept.record.pk, "sent": str(uuid.uuid4()), **WHY}
    assert client.post(reverse("personal-export", args=["alpha", 2569]), ticked).status_code == (200 if may else 404)
    assert client.post(reverse("personal-erase", args=["alpha", 2569]), ticked).status_code == (302 if may else 404)
    assert client.post(kept.url("people-erase"), WHY).status_code == 404  # erased already, or not for this person
    assert PersonalRecord.objects.filter(erased_at=None).exists() != may
    assert [each.action for each in PersonalLook.objects.order_by("pk")] == (["LOOK", "EXPORT", "ERASE"] if may else [])


def test_who_handles_the_case_does_not_erase_it(kept: Kept, client_as: Callable[[str], Client]) -> None:
    before = everything()
    assert client_as("owner").post(kept.url("people-erase"), WHY).status_code == 404
    after = everything()
    assert after["personal.PersonalRecord"] == before["personal.PersonalRecord"]


def test_an_owner_who_has_left_the_unit_no_longer_looks(kept: Kept, owner: Person) -> None:
    look(record=kept.record, row=kept.case, by=owner, at=NOW, reason="โทรกลับ")
    Role.objects.filter(person=owner).delete()
    with pytest.raises(NotForYou):
        look(record=kept.record, row=kept.case, by=Person.objects.get(pk=owner.pk), at=NOW, reason="โทรกลับ")


def test_an_owner_who_only_assesses_the_unit_does_not_look(kept: Kept, owner: Person) -> None:
    Role.objects.filter(person=owner).update(kind=Role.Kind.ASSESSOR)
    with pytest.raises(NotForYou):
        look(record=kept.record, row=kept.case, by=Person.objects.get(pk=owner.pk), at=NOW, reason="โทรกลับ")


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_nobody_looks_without_a_reason(kept: Kept, client_as: Callable[[str], Client], reason: str) -> None:
    client = client_as("HEAD")
    for answer in (
        client.post(kept.url("people-look"), {"reason": reason}),
        client.post(reverse("personal", args=["alpha", 2569]), {"text": NAME, "reason": reason}),
        client.post(reverse("personal-export", args=["alpha", 2569]), {"record": kept.record.pk, "reason": reason}),
    ):
        assert CONTACT not in answer.content.decode()
    assert not PersonalLook.objects.exists()


def test_a_record_is_reached_through_its_own_row_only(
    kept: Kept, client_as: Callable[[str], Client], fill: Callable[..., Any]
) -> None:
    [other] = fill("cs3-cases", [{"kind": "คำชมเชย", "received_on": "2 มี.ค. 2569", "subject": "ดี"}])
    url = reverse("cs3-cases-people-look", args=["alpha", 2569, other.pk, kept.record.pk])
    assert client_as("HEAD").post(url, WHY).status_code == 404


def test_the_screen_of_another_unit_neither_finds_nor_takes(
    kept: Kept, new_assessment: Callable[..., Any], person: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    client = client_of(person("their-head", "HEAD", new_assessment("beta").unit))
    assert CONTACT not in client.post(reverse("personal", args=["beta", 2569]), {"text": NAME, **WHY}).content.decode()
    ticked = {"record": kept.record.pk, "sent": str(uuid.uuid4()), **WHY}
    for name in ("personal-export", "personal-erase"):
        assert client.post(reverse(name, args=["beta", 2569]), ticked).status_code == 302
    assert not PersonalLook.objects.exists()
    assert PersonalRecord.objects.filter(contact=CONTACT).exists()


def test_staff_add_a_person_once_and_only_while_evidence_is_open(
    kept: Kept, client_as: Callable[[str], Client]
) -> None:
    client, form = client_as("staff"), {"name": "ใหม่", "contact": "02 475 0000", "sent": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(kept.url("people-add"), form).status_code == 302
    assert PersonalRecord.objects.filter(row_id=kept.case.pk).count() == 2
    assert "2 ราย" in client.get(kept.url()).content.decode() or "2 contacts" in client.get(kept.url()).content.decode()
    assert client.post(kept.url("people-add"), {"sent": str(uuid.uuid4())}).status_code == 422
    kept.assessment.round.is_open = False
    kept.assessment.round.save()
    assert client.post(kept.url("people-add"), {**form, "sent": str(uuid.uuid4())}).status_code == 403


def test_staff_never_meet_the_contact_on_any_page_or_in_any_export(
    kept: Kept, staff: Person, client_as: Callable[[str], Client], fill: Callable[..., Any]
) -> None:
    fill_every_table(kept.assessment, staff, fill)
    client = client_as("staff")
    walked = 0
    for each in addresses(kept.assessment):
        answer = client.get(each.url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert CONTACT.encode() not in content, each.url
        assert NAME.encode() not in content, each.url
        walked += answer.status_code == 200
    assert walked > 100
    history = str(everything()["evidence.RowChange"])
    assert CONTACT not in history
    assert NAME not in history
