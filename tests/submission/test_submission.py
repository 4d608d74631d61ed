"""A unit judges itself, checks the whole; its head certifies, submits, and takes back before the review begins."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.models import Snapshot
from pmqa.judging.models import Judgement
from pmqa.organization.models import Person, Role
from tests.organization.walk import picture

pytestmark = pytest.mark.django_db
WORDS = {"rank": "พล.ร.ท.", "name": "เข็มทิศ ตัวอย่าง", "position": "เจ้ากรม", "sure": "on"}
PLACE = ["alpha", 2569]


@pytest.fixture
def head(person: Callable[..., Person], assessment: Assessment) -> Person:
    return person("head", Role.Kind.HEAD, assessment.unit)


@pytest.fixture
def client(head: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(head)


def sent(**fields: str) -> dict[str, str]:
    return {"sent": str(uuid.uuid4()), **fields}


def submit(client: Client, **fields: str) -> Any:
    return client.post(reverse("submission-submit", args=PLACE), sent(**{**WORDS, **fields}))


def take_back(client: Client, reason: str = "ลืมแนบภาพ") -> Any:
    return client.post(reverse("submission-take-back", args=PLACE), {"reason": reason})


def state() -> str:
    return Assessment.objects.get().state


def test_the_head_certifies_and_what_stands_is_fixed(client: Client, head: Person, fill: Callable[..., Any]) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    assert submit(client).status_code == 302
    snapshot = Snapshot.objects.get()
    assert (snapshot.rank, snapshot.name, snapshot.position, snapshot.by) == (*list(WORDS.values())[:3], head)
    assert state() == "SUBMITTED"
    entry = AuditEntry.objects.get(kind="CERTIFICATION")
    assert (entry.by, entry.detail["sha256"], entry.detail["name"]) == (head, snapshot.sha256, WORDS["name"])
    page = client.get(reverse("submission", args=PLACE)).content.decode()
    assert snapshot.sha256[:12] in page
    assert WORDS["position"] in page
    assert client.get(reverse("groups-add", args=PLACE)).status_code != 200


def test_a_form_sent_twice_submits_once(client: Client, assessment: Assessment) -> None:
    form = sent(**WORDS)
    for _n in range(2):
        assert client.post(reverse("submission-submit", args=PLACE), form).status_code == 302
    assert Snapshot.objects.count() == 1


def test_staff_cannot_submit(assessment: Assessment, staff: Person, client_of: Callable[[Person], Client]) -> None:
    answer = submit(client_of(staff))
    assert answer.context["certificate"].non_field_errors() == [_("This step is not yours to take.")]
    assert (state(), Snapshot.objects.count()) == ("DRAFT", 0)
    page = client_of(staff).get(reverse("submission", args=PLACE)).content.decode()
    assert reverse("submission-submit", args=PLACE) not in page


@pytest.mark.parametrize("lacking", ["name", "position", "sure"])
def test_without_name_position_and_word_nothing_is_submitted(
    client: Client, assessment: Assessment, lacking: str
) -> None:
    answer = submit(client, **{lacking: ""})
    assert list(answer.context["certificate"].errors) == [lacking]
    assert WORDS["rank"] in answer.content.decode()
    assert state() == "DRAFT"


def test_after_the_last_day_the_form_is_refused_and_an_extension_lets_it_pass(
    client: Client, assessment: Assessment
) -> None:
    Round.objects.update(closes_on=datetime.date(2026, 9, 30))
    with time_machine.travel("2026-10-01T00:00:00+07:00", tick=False):
        assert submit(client).status_code != 302
        assert state() == "DRAFT"
        Assessment.objects.update(extended_until=datetime.date(2026, 10, 1))
        assert submit(client).status_code == 302
    assert state() == "SUBMITTED"


def test_a_damaged_file_is_named_and_nothing_is_submitted(
    client: Client, assessment: Assessment, staff: Person, settings: Any
) -> None:
    from django.utils import timezone

    from pmqa.evidence.actions import writing
    from pmqa.evidence.files import store_file

    with writing(assessment, staff):
        store_file(assessment=assessment, criterion="CS1", title="", content=picture(), name="ภาพ.png",
                   by=staff, at=timezone.now())  # fmt: skip
    file = EvidenceFile.objects.get()
    (settings.MEDIA_ROOT / file.stored.name).write_bytes(b"other")
    answer = submit(client)
    assert file.number in str(answer.context["certificate"].non_field_errors())
    assert (state(), Snapshot.objects.count(), AuditEntry.objects.count()) == ("DRAFT", 0, 0)


def test_the_head_takes_back_until_the_review_begins(client: Client, assessment: Assessment) -> None:
    submit(client)
    assert take_back(client, "").context["taking_back"].errors
    assert take_back(client).status_code == 302
    assert state() == "DRAFT"
    assert "ลืมแนบภาพ" in client.get(reverse("submission", args=PLACE)).content.decode()
    submit(client)
    assert [each.number for each in Snapshot.objects.all()] == [1, 2]
    Assessment.objects.update(state="IN_REVIEW")
    assert take_back(client).status_code == 403
    assert state() == "IN_REVIEW"


def test_after_the_last_day_what_was_submitted_stands(client: Client, assessment: Assessment) -> None:
    submit(client)
    Round.objects.update(closes_on=datetime.date(2026, 1, 31))
    assert take_back(client).context["taking_back"].non_field_errors()
    assert state() == "SUBMITTED"


def own(client: Client, code: str = "cs1", **fields: str) -> Any:
    return client.post(reverse("own", args=[*PLACE, code]), sent(**fields))


def test_the_unit_judges_itself_beside_each_point(client: Client, assessment: Assessment) -> None:
    said = {"mark-CS1-A1": "SEEN", "words-CS1-A1": "มีหลักเกณฑ์ครบ", "seen-CS1-A1": "0", "mark-CS1-A2": "NOT_APPLICABLE"}
    answer = own(client, **said)
    assert list(answer.context["form"].errors) == ["words-CS1-A2"]
    assert "มีหลักเกณฑ์ครบ" in answer.content.decode()
    assert not Judgement.objects.exists()
    assert own(client, **said | {"words-CS1-A2": "ไม่มีภารกิจนี้", "seen-CS1-A2": "0"}).status_code == 302
    held = {each.item: (each.verdict, each.words, each.version) for each in Judgement.objects.all()}
    assert held == {"CS1-A1": ("SEEN", "มีหลักเกณฑ์ครบ", 1), "CS1-A2": ("NOT_APPLICABLE", "ไม่มีภารกิจนี้", 1)}
    page = client.get(reverse("submission", args=PLACE)).content.decode()
    assert "100.0 %" in page
    assert "ไม่มีภารกิจนี้" in page


def test_a_change_that_was_not_seen_is_shown_and_kept_out(client: Client, assessment: Assessment) -> None:
    own(client, **{"mark-CS1-A1": "SEEN", "seen-CS1-A1": "0"})
    answer = own(client, **{"mark-CS1-A1": "NOT_SEEN", "words-CS1-A1": "ของฉัน", "seen-CS1-A1": "0"})
    assert answer.context["theirs"].verdict == "SEEN"
    assert "ของฉัน" in answer.content.decode()
    assert Judgement.objects.get().verdict == "SEEN"
    assert 'name="seen-CS1-A1" value="1"' in answer.content.decode()


def test_in_bands_letters_are_rated(client: Client, assessment: Assessment) -> None:
    Round.objects.update(profile="ADLI")
    page = client.get(reverse("own", args=[*PLACE, "cs7"]))
    assert page.context["form"].items == ("CS7/",)
    assert own(client, "cs7", **{"mark-CS7/": "65", "seen-CS7/": "0"}).status_code == 302
    assert Judgement.objects.get().percent == 65
    assert own(client, "cs7", **{"mark-CS7/": "67", "seen-CS7/": "1"}).context["form"].errors


@pytest.mark.parametrize("code", ["cs8", "P", "CS1-A1"])
def test_there_are_seven_criteria(client: Client, assessment: Assessment, code: str) -> None:
    assert client.get(reverse("own", args=[*PLACE, code])).status_code == 404


def test_forged_fields_change_nothing(client: Client, assessment: Assessment) -> None:
    assert own(client, **{"mark-CS1-A1": "PERFECT", "seen-CS1-A1": "0"}).context["form"].errors
    assert own(client, **{"mark-CS2-A1": "SEEN", "seen-CS2-A1": "0"}).status_code == 302
    assert own(client, **{"mark-CS1-A1": "SEEN", "seen-CS1-A1": "9" * 40}).status_code == 200
    assert not Judgement.objects.exists()


def test_the_own_judgement_is_of_the_unit_alone_until_it_is_submitted(
    client: Client, assessment: Assessment, person: Callable[..., Person], client_of: Callable[[Person], Client]
) -> None:
    own(client, **{"mark-CS1-A1": "SEEN", "words-CS1-A1": "คำของหน่วยเอง", "seen-CS1-A1": "0"})
    reader = client_of(person("reader", Role.Kind.HEADQUARTERS))
    for address in (reverse("submission", args=PLACE), reverse("criterion", args=[*PLACE, "cs1"])):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "คำของหน่วยเอง" not in answer.content.decode()
    assert reader.get(reverse("own", args=[*PLACE, "cs1"])).status_code != 200
