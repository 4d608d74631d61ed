"""An assessor declares, walks through the points, judges and remarks, submits; and sees nobody else's judgement."""

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pmqa.assessing.models import Phrase
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.organization.models import Person
from tests.judging.conftest import People
from tests.organization.walk import addresses, fill_every_table

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]
CANARY = "นกขมิ้นเหลืองอ่อน"


@pytest.fixture
def client(review: Assessment, people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.other)


def sent(**fields: str) -> dict[str, str]:
    return {"sent": str(uuid.uuid4()), **fields}


def judge(client: Client, item: str = "CS1-A1", verdict: str = "SEEN", **fields: str) -> Any:
    return client.post(reverse("review-judge", args=PLACE), sent(item=item, verdict=verdict, version="0", **fields))


def remark(client: Client, code: str = "cs1", **fields: str) -> Any:
    words = {"kind": "STRENGTH", "point": "", "text": "จำแนกกลุ่มครบ จึงเลือกช่องทางได้ตรง", **fields}
    return client.post(reverse("review-remark", args=[*PLACE, code]), sent(**words))


def test_nothing_is_shown_before_the_declaration(client: Client, people: People) -> None:
    Assignment.objects.filter(assessor=people.other).update(declared_at=None)
    declaration = reverse("review-declare", args=PLACE)
    assert client.get(reverse("review", args=[*PLACE, "cs1"]))["Location"] == declaration
    assert judge(client).status_code == 403
    assert client.post(declaration, sent(declared="conflict")).context["form"].errors
    assert client.post(declaration, sent(declared="none")).status_code == 302
    assert client.get(reverse("review", args=[*PLACE, "cs1"])).status_code == 200


def test_a_conflict_takes_the_assessment_out_of_sight(client: Client, people: People) -> None:
    Assignment.objects.filter(assessor=people.other).update(declared_at=None)
    client.post(reverse("review-declare", args=PLACE), sent(declared="conflict", conflict="พี่ชายรับราชการที่นี่"))
    assert Assignment.objects.get(assessor=people.other).conflict == "พี่ชายรับราชการที่นี่"
    for address in (reverse("review", args=[*PLACE, "cs1"]), reverse("start", args=PLACE)):
        assert client.get(address).status_code == 404
    assert client.get(reverse("my-work")).status_code == 200


def test_a_point_is_judged_without_script_and_the_way_leads_on(client: Client, people: People) -> None:
    answer = judge(client, words="เห็นตารางครบ", next="1")
    assert answer["Location"].endswith("?point=CS1-A2")
    held = Judgement.objects.get()
    assert (held.verdict, held.words, held.sheet.assessor) == ("SEEN", "เห็นตารางครบ", people.other)
    page = client.get(reverse("review", args=[*PLACE, "cs1"]), {"point": "CS1-A1"}).content.decode()
    assert "เห็นตารางครบ" in page


def test_a_script_gets_the_part_of_the_page(client: Client) -> None:
    answer = client.post(
        reverse("review-judge", args=PLACE),
        sent(item="CS1-A1", verdict="SEEN", version="0"),
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_a_change_in_another_window_is_shown_and_nothing_typed_is_lost(client: Client) -> None:
    judge(client, words="คำแรก")
    answer = judge(client, verdict="NOT_SEEN", words="คำที่สอง")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "คำแรก" in page
    assert "คำที่สอง" in page
    assert Judgement.objects.get().words == "คำแรก"


@pytest.mark.parametrize(
    "fields", [{"verdict": "PERFECT"}, {"percent": "33"}, {"percent": "x"}, {"words": "ก" * 5000}, {"sent": "x"}]
)
def test_what_no_form_sends_is_refused_and_stores_nothing(client: Client, fields: dict[str, str]) -> None:
    form = sent(item="CS1-A1", verdict="", version="0") | fields
    assert client.post(reverse("review-judge", args=PLACE), form).status_code == 409
    assert not Judgement.objects.exists()
    assert judge(client, item="CS9-A1").status_code == 404


def test_what_lacks_is_listed_and_a_submitted_sheet_stays(client: Client, review: Assessment) -> None:
    judge(client)
    page = client.get(reverse("review-submit", args=PLACE))
    assert {gap.lack for gap, _item, _address in page.context["blocking"]} == {"NO_EVIDENCE", "NO_WORDS"}
    client.post(reverse("review-submit", args=PLACE), sent())
    assert not Sheet.objects.get().is_locked
    judge_again = sent(item="CS1-A1", verdict="NOT_SEEN", version="1")
    assert client.post(reverse("review-judge", args=PLACE), judge_again).status_code == 302
    assert client.post(reverse("review-submit", args=PLACE), sent()).status_code == 302
    assert Sheet.objects.get().is_locked
    late = sent(item="CS1-A1", verdict="SEEN", version="2")
    client.post(reverse("review-judge", args=PLACE), late)
    assert Judgement.objects.get().verdict == "NOT_SEEN"
    assert remark(client).status_code == 409
    assert not Remark.objects.exists()


def test_remarks_are_written_changed_and_removed(client: Client) -> None:
    assert remark(client, text="").status_code == 409
    assert remark(client, evidence="E-CS1-2569-404").status_code == 409
    assert remark(client).status_code == 302
    held = Remark.objects.get()
    assert remark(client, remark=str(held.pk), version="1", text="ข้อความใหม่").status_code == 302
    assert remark(client, remark=str(held.pk), version="1", text="ช้าไป").status_code == 409
    assert Remark.objects.get().text == "ข้อความใหม่"
    client.post(reverse("review-remark-remove", args=[*PLACE, "cs1"]), sent(remark=str(held.pk)))
    assert not Remark.objects.exists()


def test_another_assessors_remark_is_not_within_reach(client: Client, people: People, scored: Any) -> None:
    sheet = scored(people.leader, submit=False)
    theirs = Remark.objects.create(sheet=sheet, criterion="CS1", kind="OFI", text="ของอีกคน")
    client.post(reverse("review-remark-remove", args=[*PLACE, "cs1"]), sent(remark=str(theirs.pk)))
    assert remark(client, remark=str(theirs.pk), version="1", text="แก้ของเขา").status_code == 409
    assert Remark.objects.get().text == "ของอีกคน"


def test_a_judgement_is_seen_by_who_made_it_alone(
    assessment: Assessment,
    staff: Person,
    people: People,
    put: Callable[[str], Assessment],
    scored: Any,
    fill: Callable[..., Any],
    client_of: Callable[[Person], Client],
) -> None:
    put("DRAFT")
    fill_every_table(assessment, staff, fill)
    put("IN_REVIEW")
    sheet = scored(people.other, words=CANARY, submit=False)
    Remark.objects.create(sheet=sheet, criterion="CS1", kind="OFI", text=CANARY)
    beside = [reverse(name) for name in ("my-work", "assessments", "record", "headquarters")]
    very_place = f"{reverse('review', args=[*PLACE, 'cs1'])}?point=CS1-A1"
    beside += [very_place, reverse("round-unit", args=[2569, "alpha"])]
    walked = [*(each.url for each in addresses(assessment)), *beside]
    assert client_of(people.other).get(very_place).content.decode().count(CANARY) == 2
    for other in (people.leader, people.undeclared, people.centre, people.head, staff):
        client = client_of(other)
        for address in walked:
            assert CANARY.encode() not in content_of(client.get(address)), (other, address)


def content_of(answer: Any) -> bytes:
    """What an answer holds, a workbook or an archive unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    if not content.startswith(b"PK"):
        return bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_the_shelf_is_kept_by_headquarters(
    client: Client, people: People, client_of: Callable[[Person], Client]
) -> None:
    centre, form = client_of(people.centre), {"place": "CS1-A1", "kind": "STRENGTH", "text": "จำแนกครบทุกภารกิจ"}
    for name in ("phrases", "phrase-add"):
        assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse("phrase-add"), sent(**form)).status_code == 404
    assert centre.post(reverse("phrase-add"), sent(**form)).status_code == 302
    phrase = Phrase.objects.get()
    assert "จำแนกครบทุกภารกิจ" in centre.get(reverse("phrases")).content.decode()
    assert "จำแนกครบทุกภารกิจ" in client.get(reverse("review", args=[*PLACE, "cs1"])).content.decode()
    for address in (reverse("phrase-edit", args=[phrase.pk]), reverse("phrase-remove", args=[phrase.pk])):
        assert client.post(address, sent(**form)).status_code == 404
    assert centre.post(reverse("phrase-remove", args=[phrase.pk]), sent()).status_code == 302
    assert not Phrase.objects.exists()


def test_a_phrase_is_taken_into_the_form_and_stays_as_it_is(client: Client) -> None:
    phrase = Phrase.objects.create(criterion="CS1", point="CS1-A1", kind="PRACTICE", text="จำแนกตามพันธกิจ")
    Phrase.objects.create(criterion="CS1", point="CS1-A2", kind="OFI", text="ของประเด็นอื่น")
    address = reverse("review", args=[*PLACE, "cs1"])
    page = client.get(address, {"point": "CS1-A1", "phrase": phrase.pk})
    form = page.context["remark_form"]
    assert [form[name].value() for name in ("kind", "point", "text")] == ["STRENGTH", "CS1-A1", "จำแนกตามพันธกิจ"]
    assert "ของประเด็นอื่น" not in page.content.decode()
    remark(client, text="จำแนกตามพันธกิจ ครบหกข้อ")
    assert Phrase.objects.get(pk=phrase.pk).text == "จำแนกตามพันธกิจ"


def test_letters_are_rated_where_the_round_says_so(client: Client) -> None:
    Round.objects.update(profile="ADLI")
    page = client.get(reverse("review", args=[*PLACE, "cs1"]))
    assert [panel.item for panel in page.context["panels"]] == ["CS1/A", "CS1/I", "CS1-A1"]
    whole = client.get(reverse("review", args=[*PLACE, "cs7"])).context["panels"]
    assert [panel.item for panel in whole] == ["CS7/", "CS7-1"]
    assert judge(client, item="CS1/A", verdict="", percent="45").status_code == 302
    assert judge(client, item="CS1/I", verdict="", percent="NA").status_code == 302
    assert judge(client, item="CS1-A1", verdict="", words="ดูแล้ว").status_code == 302
    for wrong in ({"item": "CS1/L", "percent": "45"}, {"item": "CS2/A", "percent": "44"}, {"item": "CS1-A2"}):
        assert judge(client, **wrong).status_code in (404, 409)
    stored = {each.item: (each.verdict, each.percent, each.words) for each in Judgement.objects.all()}
    assert stored == {
        "CS1/A": ("", 45, ""),
        "CS1/I": ("NOT_APPLICABLE", None, ""),
        "CS1-A1": ("", None, "ดูแล้ว"),
    }
    scores = client.get(reverse("review-submit", args=PLACE)).context["scores"]
    assert [str(percent) for _score, percent, _held in scores[:2]] == ["45.0", "None"]


def test_headquarters_looks_without_judging(
    review: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    centre = client_of(people.centre)
    page = centre.get(reverse("review", args=[*PLACE, "cs1"])).content.decode()
    assert 'name="verdict"' not in page
    assert judge(centre).status_code == 403
    assert remark(centre).status_code == 403
    assert centre.post(reverse("review-submit", args=PLACE), sent()).status_code == 403


@pytest.mark.parametrize(
    ("state", "declared", "waits"),
    [
        ("IN_REVIEW", True, "judge"),
        ("IN_REVIEW", False, "declare"),
        ("DRAFT", True, "wait"),
        ("CONSENSUS", False, "missed"),
        ("PUBLISHED", True, "over"),
    ],
)
def test_the_work_page_says_what_is_to_be_done(
    client: Client, people: People, put: Callable[[str], Assessment], state: str, declared: bool, waits: str
) -> None:
    put(state)
    if not declared:
        Assignment.objects.filter(assessor=people.other).update(declared_at=None)
    page = client.get(reverse("my-work"))
    assert [job.state for job in page.context["jobs"]] == [waits]
    assert page.context["waiting"] == (waits in ("judge", "declare"))


def test_the_leader_sees_how_far_the_others_are_and_an_assessor_does_not(
    client: Client, people: People, scored: Any, client_of: Callable[[Person], Client]
) -> None:
    scored(people.other, submit=False)
    (job,) = client_of(people.leader).get(reverse("my-work")).context["jobs"]
    assert ("other", 1, 38, False) in [
        (each.assignment.assessor.username, each.judged, each.asked, each.is_submitted) for each in job.others
    ]
    assert [job.others for job in client.get(reverse("my-work")).context["jobs"]] == [()]


def test_people_of_the_unit_do_not_know_of_the_review(
    review: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    for who in (people.staff, people.head, people.insider):
        for address in (reverse("review", args=[*PLACE, "cs1"]), reverse("review-submit", args=PLACE)):
            assert client_of(who).get(address).status_code == 404, (who, address)


def test_who_assesses_nothing_has_no_work_page(staff: Person, client_of: Callable[[Person], Client]) -> None:
    assert client_of(staff).get(reverse("my-work")).status_code == 404


@pytest.mark.parametrize("rows", [60, 300])
def test_the_walk_asks_the_database_as_often_however_many_rows(
    review: Assessment,
    people: People,
    put: Callable[[str], Assessment],
    fill: Callable[..., Any],
    client_of: Callable[[Person], Client],
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    put("DRAFT")
    fill("groups", [{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(rows)])
    fill("cs1-criteria", [{"criterion": f"เกณฑ์ {n}", "reason": "ก"} for n in range(rows)])
    put("IN_REVIEW")
    client, address = client_of(people.other), reverse("review", args=[*PLACE, "cs1"])
    client.get(address)
    with django_assert_num_queries(31):
        client.get(address)
