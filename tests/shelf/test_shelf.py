"""The shelf of good practices: headquarters picks among what was published, every unit reads."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Improvement
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person, Role
from pmqa.shelf.actions import ShelfRefused, put_on_shelf, take_down
from pmqa.shelf.models import Practice
from pmqa.shelf.sources import SOURCES, source_of
from tests.followup.conftest import NOW, publish

pytestmark = pytest.mark.django_db
WORDS = "เริ่มจากเรื่องที่ประชาชนเดือดร้อนที่สุดก่อน"


@pytest.fixture
def centre(person: Callable[..., Person]) -> Person:
    return person("centre", Role.Kind.HEADQUARTERS)


@pytest.fixture
def strength(assessment: Assessment, fill: Callable[..., Any]) -> Remark:
    """A published strength; its unit has an example of improvement too."""
    fill("improvements", [{"source": "ข้อร้องเรียน", "problem": "รอนาน", "change": "เปิดช่องเพิ่ม", "after": "รอ 5 นาที"}])
    publish(assessment, ["ควรวัดผล"])
    return Remark.objects.get(kind="STRENGTH")


@pytest.fixture
def send(client_of: Callable[..., Client], centre: Person) -> Callable[..., Any]:
    def post(source: str = "strengths", **given: Any) -> Any:
        address = f"{reverse('round-practices', args=[2569])}?source={source}"
        return client_of(centre).post(address, {"sent": str(uuid.uuid4()), **given})

    return post


def strength_of(assessment: Assessment, submission: int, text: str) -> Remark:
    """A strength of a consensus that was submitted, of an assessment that stands where it stood."""
    state = assessment.state
    Assessment.objects.filter(pk=assessment.pk).update(state="CONSENSUS")
    sheet = Sheet.objects.create(assessment=assessment, kind="CONSENSUS", submission=submission)
    made = Remark.objects.create(sheet=sheet, criterion="CS1", kind="STRENGTH", text=text)
    Sheet.objects.filter(pk=sheet.pk).update(submitted_at=NOW)
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    return made


def read(client: Client, **given: str) -> list[Practice]:
    page = client.get(reverse("shelf"), given)
    assert page.status_code == 200
    return [practice for practice, _kind in page.context["practices"]]


def test_what_is_put_on_the_shelf_is_read_by_every_unit(
    send: Any, strength: Remark, client_of: Any, person: Any, new_assessment: Any
) -> None:
    stranger = client_of(person("stranger", Role.Kind.STAFF, new_assessment("beta").unit))
    assert read(stranger) == []
    form = {"number": strength.pk, "words": WORDS, "sent": str(uuid.uuid4())}
    assert [send(**form).status_code for _n in range(2)] == [302, 302]
    assert send(number=strength.pk, words="อีกครั้ง").status_code == 302
    (practice,) = read(stranger)
    assert (practice.text, practice.words, practice.criterion) == ("ทำดีแล้ว", WORDS, "CS1")
    assert WORDS in stranger.get(reverse("shelf")).text
    for found in ({"q": "เดือดร้อน"}, {"q": "alpha"}, {"criterion": "CS1"}, {"source": "strengths"}, {"source": "x"}):
        assert len(read(stranger, **found)) == 1, found
    for lost in ({"q": "ไม่มีคำนี้"}, {"criterion": "CS2"}, {"source": "improvements"}):
        assert read(stranger, **lost) == [], lost
    assert send(do="take", number=practice.pk).status_code == 302
    assert send(do="take", number=practice.pk).status_code == 302
    assert read(stranger) == []
    entries = AuditEntry.objects.filter(kind="RELEASE").order_by("pk")
    assert [entry.subject for entry in entries] == ["SHELVED", "TAKEN_DOWN"]
    assert send(number=strength.pk, words="กลับมาอีกครั้ง").status_code == 302
    assert [each.words for each in read(stranger)] == ["กลับมาอีกครั้ง"]


def test_a_row_brings_its_texts_and_no_names(send: Any, strength: Remark, client_of: Any, staff: Person) -> None:
    row = Improvement.objects.get()
    assert send("improvements", number=row.pk, words=WORDS).status_code == 302
    (practice,) = read(client_of(staff))
    assert practice.title == "รอนาน"
    assert practice.text.splitlines() == [f"{_('What changed')}: เปิดช่องเพิ่ม", f"{_('After')}: รอ 5 นาที"]


def test_nothing_of_an_unpublished_unit_is_offered_put_up_or_read(
    send: Any, strength: Remark, centre: Person, new_assessment: Any, client_of: Any
) -> None:
    other = new_assessment("beta")
    hidden = strength_of(other, 1, "ยังไม่ประกาศ")
    address = reverse("round-practices", args=[2569])
    assert [offer.text for offer, _practice in client_of(centre).get(address).context["offers"]] == ["ทำดีแล้ว"]
    for number in (hidden.pk, 10**17, Remark.objects.get(kind="OFI").pk):
        answer = send(number=number, words=WORDS)
        assert answer.context["form"].non_field_errors() == [_("This is not published, or not there any more.")]
    assert not Practice.objects.exists()
    # Whatever brought it there: it is not read.
    put_on_shelf(source=source_of("strengths"), number=strength.pk, words=WORDS, by=centre, at=NOW)
    assert len(read(client_of(centre))) == 1
    Practice.objects.update(assessment=other)
    assert read(client_of(centre)) == []


def test_strengths_of_an_earlier_submission_are_not_offered(strength: Remark) -> None:
    kept = strength_of(strength.sheet.assessment, 2, "หลังแก้ไข")
    assert list(source_of("strengths").published()) == [kept]


@pytest.mark.parametrize("words", ["", " ", "ก" * 2001])
def test_what_is_wrong_is_said_and_what_was_typed_stays(send: Any, strength: Remark, words: str) -> None:
    answer = send(number=strength.pk, words=words)
    assert answer.status_code == 200
    assert answer.context["form"].errors["words"]
    assert words.strip() in answer.text
    assert not Practice.objects.exists()


def test_the_shelf_is_filled_by_headquarters_alone(
    strength: Remark, person: Any, client_of: Any, centre: Person
) -> None:
    address = reverse("round-practices", args=[2569])
    given = {"source": source_of("strengths"), "number": strength.pk, "words": WORDS, "at": NOW}
    practice = put_on_shelf(**given, by=centre)
    for kind in ("STAFF", "HEAD", "ASSESSOR", "ADMINISTRATOR"):
        other = person(kind, kind, strength.sheet.assessment.unit if kind in Role.OF_A_UNIT else None)
        client = client_of(other)
        assert client.get(address).status_code == client.post(address, {"words": "x"}).status_code == 404
        with pytest.raises(ShelfRefused):
            put_on_shelf(**given, by=other)
        with pytest.raises(ShelfRefused):
            take_down(practice=practice, by=other, at=NOW)
        assert client.get(reverse("shelf")).status_code == 200
    assert Client().get(reverse("shelf")).status_code == 302
    assert Practice.objects.get().taken_at is None


def test_more_practices_cost_no_more_queries(
    strength: Remark, centre: Person, client_of: Any, new_assessment: Any
) -> None:
    client = client_of(centre)

    def counts() -> list[int]:
        found = []
        for address in (reverse("shelf"), *(f"{choosing}?source={each.key}" for each in SOURCES)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    choosing = reverse("round-practices", args=[2569])
    put_on_shelf(source=SOURCES[0], number=strength.pk, words=WORDS, by=centre, at=NOW)
    before = counts()
    for number in range(4):
        publish(new_assessment(f"more-{number}"), ["ก"])
    for remark in Remark.objects.filter(kind="STRENGTH"):
        put_on_shelf(source=SOURCES[0], number=remark.pk, words=WORDS, by=centre, at=NOW)
    assert counts() == before
