"""The search of a round for equal files and near-equal texts, and who is shown what of it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.evidence.actions import writing
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile, Improvement, Statement
from pmqa.likeness import finding
from pmqa.likeness.jobs import search, search_open_rounds
from pmqa.likeness.models import Likeness, Place, Search
from pmqa.likeness.texts import SOURCES
from pmqa.organization.models import Person, Role
from pmqa.storage.turns import turn

pytestmark = pytest.mark.django_db
TEXT = "หน่วยสำรวจความต้องการของชาวประมงทุกไตรมาสด้วยแบบสอบถามและการประชุมกลุ่มย่อย แล้วนำผลไปปรับข่าวอากาศรอบเช้า"
OTHER = "โรงพยาบาลเปิดคลินิกนอกเวลาราชการทุกวันเสาร์และวันอาทิตย์ เพื่อให้ผู้ป่วยไม่ต้องลางานมาพบแพทย์ตามนัด"


def stated(assessment: Assessment, text: str, point: str = "CS1-A1") -> Statement:
    return Statement.objects.create(assessment=assessment, guideline=point, text=text)


def improved(assessment: Assessment, change: str) -> Improvement:
    return Improvement.objects.create(assessment=assessment, source="CHANNEL", problem="ช้า", change=change)


@pytest.fixture
def three(assessment: Assessment, new_assessment: Callable[..., Assessment]) -> list[Assessment]:
    """alpha and beta say nearly the same in different places; gamma says it twice itself, of something else."""
    beta, gamma = new_assessment("beta"), new_assessment("gamma")
    stated(assessment, TEXT)
    improved(beta, TEXT.replace("ทุกไตรมาส", "ทุกปี"))
    improved(beta, "ข้อความสั้น")
    for point in ("CS1-A1", "CS1-A2"):
        stated(gamma, OTHER, point)
    improved(assessment, "ข้อความสั้น")
    return [assessment, beta, gamma]


def found(kind: str = "TEXT") -> list[tuple[int, list[str]]]:
    rows = Likeness.objects.filter(kind=kind).order_by("-length", "pk")
    return [(each.units, [place.assessment.unit.code for place in each.places.all()]) for each in rows]


@pytest.mark.database
def test_near_equal_texts_of_different_units_are_found_wherever_they_stand(three: list[Assessment]) -> None:
    search(three[0].round_id)
    assert found() == [(2, ["alpha", "beta"])]
    first, second = Place.objects.order_by("rank")
    assert (first.table, first.column, first.share) == ("evidence.statement", "CS1-A1", 100)
    assert (second.table, second.column) == ("evidence.improvement", "change")
    assert 80 <= second.share < 100
    assert Search.objects.get().texts == 9


def test_a_new_search_takes_the_place_of_the_last(three: list[Assessment], new_assessment: Any) -> None:
    stated(new_assessment("alpha", 2568), TEXT)
    for _time in range(2):
        search(three[0].round_id)
    assert found() == [(2, ["alpha", "beta"])]
    Improvement.objects.filter(assessment=three[1]).update(deleted_at=timezone.now())
    with turn(f"likeness {three[0].round_id}"):
        assert search(three[0].round_id) == 0
        assert found() == [(2, ["alpha", "beta"])]
    search(three[0].round_id)
    assert found() == []


def test_words_of_the_public_are_not_compared() -> None:
    compared = {source.label for source in SOURCES}
    assert "complaints.case" not in compared
    assert {"evidence.statement", "evidence.improvement", "complaints.systemreview"} <= compared


def test_what_everybody_writes_is_told_by_its_count(
    three: list[Assessment], new_assessment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        for point in ("CS1-A1", "CS2-A1", "CS3-A1", "CS4-A1"):
            stated(
                new_assessment(f"more-{number}") if point == "CS1-A1" else Assessment.objects.latest("pk"), TEXT, point
            )
    monkeypatch.setattr(finding, "MOST_PLACES", 8)
    search(three[0].round_id)
    ((units, codes),) = found()
    assert (units, len(codes)) == (6, 8)
    assert max(map(codes.count, codes)) == finding.MOST_OF_A_UNIT


@pytest.fixture
def files(assessment: Assessment, staff: Person, person: Any, new_assessment: Any) -> list[EvidenceFile]:
    other = new_assessment("beta")
    made = []
    for held, by in ((assessment, staff), (other, person("beta-staff", Role.Kind.STAFF, other.unit))):
        for content in (b"%PDF-1.7 the same", f"%PDF-1.7 {held.pk}".encode()):
            with writing(held, by):
                given = {"criterion": "CS1", "title": "คำสั่ง", "content": content, "name": "a.pdf"}
                made.append(store_file(assessment=held, **given, by=by, at=timezone.now()))
    return made


def test_equal_files_of_different_units_are_found(files: list[EvidenceFile], client_of: Any, person: Any) -> None:
    search(Round.objects.get().pk)
    assert found("FILE") == [(2, ["alpha", "beta"])]
    page = client_of(person("centre", Role.Kind.HEADQUARTERS)).get(
        reverse("round-alike", args=[2569]), {"what": "files"}
    )
    assert files[0].number in page.text
    EvidenceFile.objects.filter(pk=files[2].pk).update(deleted_at=timezone.now())
    search(Round.objects.get().pk)
    assert found("FILE") == []


@pytest.fixture
def client(person: Any, client_of: Any) -> Client:
    signed_in: Client = client_of(person("centre", Role.Kind.HEADQUARTERS))
    return signed_in


def test_headquarters_reads_them_as_the_rows_are_now(client: Client, three: list[Assessment]) -> None:
    address = reverse("round-alike", args=[2569])
    assert client.get(address).context["searched"] is None
    search(three[0].round_id)
    page = client.get(address)
    assert TEXT in page.text
    assert "ทุกปี" in page.text
    assert (
        reverse("improvements-edit", args=["beta", 2569, Improvement.objects.get(change__contains="ทุกปี").pk])
        in page.text
    )
    for given, count in (
        ({"q": "beta"}, 1),
        ({"q": "gamma"}, 0),
        ({"kind": "x"}, 0),
        ({"sort": "units", "page": "x"}, 1),
    ):
        assert client.get(address, given).context["page"].paginator.count == count, given
    Statement.objects.filter(assessment=three[0]).update(text="ลบแล้ว")
    assert TEXT not in client.get(address).text


def test_a_search_is_asked_for_once_and_every_night_for_open_rounds(
    client: Client, three: list[Assessment], new_assessment: Any, django_capture_on_commit_callbacks: Any
) -> None:
    new_assessment("alpha", 2568)
    Round.objects.filter(year=2568).update(is_open=False)
    form = {"sent": str(uuid.uuid4())}
    for sent in (form, form, {"sent": "x"}):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("round-alike", args=[2569]), sent).status_code == 302
    assert OrmQ.objects.count() == 1
    assert search_open_rounds() == 1
    assert OrmQ.objects.count() == 2


def test_more_likenesses_cost_no_more_queries(client: Client, three: list[Assessment], new_assessment: Any) -> None:
    def count(*, who: Client = client) -> list[int]:
        search(three[0].round_id)
        counts = []
        for address in (reverse("round-alike", args=[2569]), reverse("review-alike", args=["alpha", 2569])):
            with CaptureQueriesContext(connection) as captured:
                assert who.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    before = count()
    for number in range(4):
        made = new_assessment(f"more-{number}")
        stated(made, TEXT)
        stated(made, OTHER, "CS2-A1")
    stated(three[0], OTHER, "CS2-A1")
    assert count() == before


def test_an_assessor_sees_the_own_units_words_and_the_names_of_others(
    client: Client, three: list[Assessment], person: Any, client_of: Any
) -> None:
    search(three[0].round_id)
    assessor = person("assessor", Role.Kind.ASSESSOR)
    address = reverse("review-alike", args=["alpha", 2569])
    Assignment.objects.create(assessment=three[0], assessor=assessor)
    assert client_of(assessor).get(address).status_code == 404
    Assignment.objects.update(declared_at=timezone.now())
    page = client_of(assessor).get(address)
    assert TEXT in page.text
    assert "หน่วย beta" in page.text
    assert "ทุกปี" not in page.text
    assert page.context["lines"][0][2] == 0
    Assignment.objects.update(conflict="ญาติ")
    assert client_of(assessor).get(address).status_code == 404
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["STAFF", "HEAD", "ASSESSOR", "ADMINISTRATOR"])
def test_nobody_else_knows_of_it(three: list[Assessment], person: Any, client_of: Any, kind: str) -> None:
    search(three[0].round_id)
    client = client_of(person("somebody", kind, three[0].unit if kind in Role.OF_A_UNIT else None))
    for address in (reverse("round-alike", args=[2569]), reverse("review-alike", args=["alpha", 2569])):
        assert client.get(address).status_code == 404
    assert client.post(reverse("round-alike", args=[2569]), {"sent": str(uuid.uuid4())}).status_code == 404
    assert not OrmQ.objects.exists()
