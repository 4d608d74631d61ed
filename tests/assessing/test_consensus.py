"""The pages of the consensus: who sees what everybody said, what is settled with a reason, what is submitted."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.judging.actions import judge, open_sheet, submit_sheet
from pmqa.judging.consensus import begin_consensus, publish, submit_consensus
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark
from tests.assessing.test_walk import content_of
from tests.judging.conftest import NOW, People, remark
from tests.organization.walk import addresses, fill_every_table

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]
CANARY, AGREED = "นกขมิ้นเหลืองอ่อน", "นกกาเหว่าเอย"
PAGES = ("consensus", "consensus-item", "consensus-scores", "consensus-submit")


def at(name: str, *more: str) -> str:
    return reverse(name, args=[*PLACE, *more])


def sent(**fields: str) -> dict[str, str]:
    return {"sent": str(uuid.uuid4()), **fields}


@pytest.fixture
def submitted(review: Assessment, people: People, scored: Callable[..., Sheet]) -> Assessment:
    """Two assessors have submitted, of different minds, with notes and remarks; all others are gone."""
    for who, verdict in ((people.leader, "NOT_APPLICABLE"), (people.other, "NOT_SEEN")):
        sheet = scored(who, verdict, words=f"{CANARY} {who}", submit=False)
        judge(sheet=sheet, item="CS2-A1", mark=Mark("NOT_SEEN"), words="", seen=0, by=who, at=NOW)
        remark(sheet, who, text=f"{CANARY} ข้อสังเกตของ {who}")
        submit_sheet(sheet=sheet, by=who, at=NOW)
    Assignment.objects.filter(assessor__in=[people.undeclared, people.insider]).delete()
    return review


@pytest.fixture
def agreed(submitted: Assessment, people: People) -> Sheet:
    return begin_consensus(assessment=submitted, by=people.centre, at=NOW)


@pytest.fixture
def leader(agreed: Sheet, people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.leader)


def settle(client: Client, item: str = "CS1-A1", verdict: str = "NOT_APPLICABLE", **fields: str) -> Any:
    form = sent(item=item, verdict=verdict, version="1") | fields
    headers = {"HX-Request": "true"} if form.pop("htmx", "") else {}
    return client.post(at("consensus-settle"), form, headers=headers)


def save_remark(client: Client, code: str = "cs1", **fields: str) -> Any:
    words = {"kind": "OFI", "point": "", "text": "ควรทบทวนทุกปี", **fields}
    return client.post(at("consensus-remark", code), sent(**words))


def held(sheet: Sheet, item: str = "CS1-A1") -> tuple[str, str]:
    judgement = sheet.judgements.get(item=item)
    return judgement.verdict, judgement.words


# Who sees it


def test_before_it_begins_who_leads_sees_numbers_and_nobody_more(
    submitted: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    for who in (people.leader, people.centre):
        page = client_of(who).get(at("consensus"))
        assert page.status_code == 200
        assert [each.judged for each in page.context["progress"]] == [2, 2]
        assert CANARY not in page.content.decode()
    answer = client_of(people.other).get(at("consensus"))
    assert (answer.status_code, CANARY in answer.content.decode()) == (403, False)
    assert client_of(people.other).post(at("consensus-begin"), sent()).status_code == 403
    assert Assessment.objects.get().state == "IN_REVIEW"


@pytest.mark.parametrize("who", ["conflicted", "insider", "staff", "head", "stranger", "administrator"])
@pytest.mark.parametrize("state", ["IN_REVIEW", "CONSENSUS"])
def test_for_everybody_else_the_pages_do_not_exist(
    submitted: Assessment, people: People, client_of: Callable[[Person], Client], who: str, state: str
) -> None:
    if state == "CONSENSUS":
        begin_consensus(assessment=submitted, by=people.centre, at=NOW)
    client = client_of(getattr(people, who))
    for address in (*map(at, PAGES), at("consensus-remarks", "cs1"), at("results")):
        assert client.get(address).status_code == 404, address
    for address in (at("consensus-begin"), at("consensus-settle"), at("consensus-publish"), at("consensus-submit")):
        assert client.post(address, sent(item="CS1-A1", verdict="SEEN")).status_code == 404, address
    assert save_remark(client).status_code == 404


def test_from_the_consensus_on_each_assessor_sees_what_all_said(
    agreed: Sheet, people: People, client_of: Callable[[Person], Client]
) -> None:
    for who in (people.leader, people.other, people.centre):
        page = client_of(who).get(at("consensus-item"), {"item": "CS1-A1"}).content.decode()
        assert f"{CANARY} {people.leader}" in page
        assert f"{CANARY} {people.other}" in page


def test_the_pages_are_of_one_submission_and_stay_to_be_read_after_a_return(
    agreed: Sheet, people: People, put: Callable[[str], Assessment], client_of: Callable[[Person], Client]
) -> None:
    change_state(assessment=agreed.assessment, to="DRAFT", by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    client = client_of(people.leader)
    page = client.get(at("consensus"))
    assert (page.status_code, page.context["agreement"].is_open) == (200, False)
    item = client.get(page.context["agreement"].address_of("CS1-A1"))
    assert CANARY in item.content.decode()
    assert settle(client, reason="x").status_code == 403
    assert save_remark(client).status_code == 403


# What they show


def test_items_come_by_spread_or_in_their_order(leader: Client) -> None:
    def first(order: str) -> list[str]:
        return [line.item for line in leader.get(at("consensus"), {"order": order}).context["agreement"].lines()]

    assert first("items")[:2] == ["CS1-A1", "CS1-A2"]
    assert first("")[0] == "CS1-A1"  # one says it is not applicable, the other gives a value: as far as can be
    judged = leader.get(at("consensus")).context["agreement"]
    line = judged.line("CS1-A1")
    assert (line.width, line.median, line.mean, line.is_changed) == (100, Mark("NOT_SEEN"), 0, False)
    assert [voice.mark.verdict for voice in line.voices] == ["NOT_APPLICABLE", "NOT_SEEN"]
    assert (judged.line("CS2-A1").width, len(judged.line("CS2-A1").dots), judged.apart) == (0, 2, 1)


def test_who_found_a_conflict_afterwards_is_not_heard(leader: Client, people: People) -> None:
    Assignment.objects.filter(assessor=people.other).update(conflict="เพิ่งทราบ")
    page = leader.get(at("consensus-item"), {"item": "CS1-A1"})
    assert page.context["agreement"].assessors == [people.leader]
    assert f"{CANARY} {people.other}" not in page.content.decode()


def test_where_letters_are_rated_the_letters_are_settled(
    review: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    Round.objects.update(profile="ADLI")
    for who in (people.leader, people.other):
        sheet = open_sheet(assessment=review, kind="ASSESSOR", by=who)
        judge(sheet=sheet, item="CS1/A", mark=Mark(percent=0), words="", seen=0, by=who, at=NOW)
        judge(sheet=sheet, item="CS1-A1", mark=Mark(), words=f"บันทึกของ {who}", seen=0, by=who, at=NOW)
        submit_sheet(sheet=sheet, by=who, at=NOW)
    begin_consensus(assessment=review, by=people.centre, at=NOW, reason="รีบ")
    client = client_of(people.leader)
    assert client.get(at("consensus")).status_code == 200
    page = client.get(at("consensus-item"), {"item": "CS1/A"})
    assert f"บันทึกของ {people.other}" in page.content.decode()
    assert settle(client, "CS1/A", "", percent="10", words="เห็นแล้ว").status_code == 302
    assert client.get(at("consensus-scores")).status_code == 200
    assert Sheet.objects.get(kind="CONSENSUS").judgements.get(item="CS1/A").percent == 10
    assert client.get(at("consensus-item"), {"item": "CS9/A"}).status_code == 404


def test_what_if_saves_nothing(leader: Client, agreed: Sheet) -> None:
    page = leader.get(at("consensus-scores"), {"CS1-A1": "SEEN", "CS2-A1": "PARTLY"})
    shown = {each["criterion"].code: (str(each["percent"]), str(each["supposed"])) for each in page.context["criteria"]}
    assert (shown["CS1"], shown["CS2"]) == (("0.0", "100.0"), ("0.0", "50.0"))
    assert (page.context["changed"], str(page.context["supposed"])) == (2, "75.0")
    assert held(agreed) == ("NOT_SEEN", "")
    wrong = leader.get(at("consensus-scores"), {"CS1-A1": "PERFECT"})
    assert (wrong.status_code, wrong.context["changed"]) == (200, 0)
    assert wrong.context["form"].errors


def test_what_holds_a_criterion_down_is_told_with_what_is_missing(leader: Client) -> None:
    found = {each["criterion"].code: each for each in leader.get(at("consensus-scores")).context["criteria"]}
    (hold,) = found["CS1"]["holds"]
    assert (hold.name, str(hold.gain), hold.caps) == ("CS1-A1", "100.0", False)
    assert [point.guideline.code for point in hold.lacking] == ["CS1-A1"]


# What is settled


def test_an_item_is_settled_with_a_reason_and_the_way_leads_on(leader: Client, agreed: Sheet) -> None:
    assert settle(leader, words=AGREED, next="1")["Location"].endswith("item=CS1-A2")
    assert held(agreed) == ("NOT_APPLICABLE", AGREED)
    assert AGREED in leader.get(at("consensus")).content.decode()


@pytest.mark.parametrize("htmx", ["", "1"])
def test_without_a_reason_nothing_is_saved_and_nothing_typed_is_lost(leader: Client, agreed: Sheet, htmx: str) -> None:
    answer = settle(leader, words="  ", htmx=htmx)
    assert answer.status_code == (200 if htmx else 409)
    assert "มัธยฐาน" in answer.content.decode()
    assert answer.get("HX-Retarget", "") == ("#said-CS1-A1" if htmx else "")
    if not htmx:
        assert answer.context["panel"].mark == Mark("NOT_APPLICABLE")
    assert held(agreed) == ("NOT_SEEN", "")


@pytest.mark.parametrize("htmx", ["", "1"])
def test_of_two_windows_the_later_one_is_told_and_may_decide(leader: Client, agreed: Sheet, htmx: str) -> None:
    settle(leader, words="คำแรก")
    answer = settle(leader, verdict="PARTLY", words="คำที่สอง", htmx=htmx)
    assert "คำแรก" in answer.content.decode()
    assert (answer.context["panel"].words, answer.context["panel"].version) == ("คำที่สอง", 2)
    assert held(agreed) == ("NOT_APPLICABLE", "คำแรก")
    settle(leader, verdict="PARTLY", words="คำที่สอง", version="2", htmx=htmx)
    assert held(agreed) == ("PARTLY", "คำที่สอง")


def test_a_script_gets_parts_of_the_page(leader: Client) -> None:
    answer = settle(leader, words=AGREED, htmx="1")
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert settle(leader, words=AGREED, version="2", htmx="1", next="1")["HX-Redirect"].endswith("item=CS1-A2")


@pytest.mark.parametrize("fields", [{"verdict": "PERFECT"}, {"percent": "33"}, {"words": "ก" * 5000}, {"sent": "x"}])
def test_what_no_form_sends_is_refused(leader: Client, agreed: Sheet, fields: dict[str, str]) -> None:
    assert settle(leader, **({"words": "เหตุผล"} | fields)).status_code == 409
    assert held(agreed) == ("NOT_SEEN", "")


@pytest.mark.parametrize("item", ["", "-", "CS9-A1", "CS1/A"])
def test_no_item_is_settled_that_nobody_asks(leader: Client, item: str) -> None:
    assert settle(leader, item, words="x").status_code == 404


def test_who_does_not_lead_reads_and_writes_nothing(
    agreed: Sheet, people: People, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(people.other)
    assert "fieldset" in client.get(at("consensus-item")).content.decode()
    assert not client.get(at("consensus-item")).context["agreement"].is_open
    assert settle(client, words="x").status_code == 403
    assert save_remark(client).status_code == 403
    assert client.post(at("consensus-remark-change", "cs1"), sent(do="remove")).status_code == 403
    assert client.post(at("consensus-submit"), sent()).status_code == 403
    assert client.post(at("consensus-publish"), sent()).status_code == 404
    assert held(agreed) == ("NOT_SEEN", "")


# Begun, submitted, published


def test_it_is_begun_by_its_page_once_and_with_a_reason_where_somebody_is_late(
    submitted: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    Assignment.objects.create(assessment=submitted, assessor=people.undeclared)
    centre, form = client_of(people.centre), sent(reason="")
    answer = centre.post(at("consensus-begin"), form)
    assert (answer.status_code, bool(answer.context["begin_form"].errors)) == (409, True)
    form["reason"] = "ลาป่วย"
    for _again in range(2):
        assert centre.post(at("consensus-begin"), form)["Location"] == at("consensus")
    assert Sheet.objects.filter(kind="CONSENSUS").count() == 1
    assert centre.post(at("consensus-begin"), sent())["Location"] == at("consensus")  # it has begun: nothing happens
    assert Sheet.objects.filter(kind="CONSENSUS").count() == 1


def test_what_lacks_is_told_then_it_is_submitted_and_published_once(
    leader: Client, agreed: Sheet, people: People, client_of: Callable[[Person], Client]
) -> None:
    Remark.objects.filter(sheet=agreed).delete()
    settle(leader, verdict="SEEN", words="เห็นแล้ว")
    page = leader.get(at("consensus-submit"))
    assert {gap.lack for gap, _item, _address in page.context["blocking"]} == {"NO_EVIDENCE", "NO_WORDS"}
    for _gap, _item, address in page.context["blocking"]:
        assert leader.get(address).status_code == 200
    leader.post(at("consensus-submit"), sent())
    assert not Sheet.objects.get(pk=agreed.pk).is_locked
    centre = client_of(people.centre)
    assert centre.post(at("consensus-publish"), sent()).status_code == 403
    assert Assessment.objects.get().state == "CONSENSUS"
    settle(leader, verdict="NOT_SEEN", version="2")
    assert leader.post(at("consensus-submit"), sent())["Location"] == at("consensus-submit")
    assert Sheet.objects.get(pk=agreed.pk).is_locked
    assert settle(leader, words="x", version="3").status_code == 409
    form = sent()
    for _again in range(2):
        assert centre.post(at("consensus-publish"), form)["Location"] == at("results")
    assert Assessment.objects.get().state == "PUBLISHED"


def test_headquarters_begins_and_publishes_from_the_page_of_the_round(
    submitted: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    centre, page = client_of(people.centre), reverse("round-unit", args=[2569, "alpha"])
    assert at("consensus-begin") in centre.get(page).content.decode()
    sheet = begin_consensus(assessment=submitted, by=people.centre, at=NOW)
    shown = centre.get(page).content.decode()
    assert at("consensus") in shown
    assert at("consensus-publish") not in shown
    submit_consensus(sheet=sheet, by=people.centre, at=NOW)
    assert at("consensus-publish") in centre.get(page).content.decode()
    for forged in ("publish", "consensus"):
        assert centre.post(page, sent(do=forged)).status_code == 404


def test_my_work_leads_to_the_consensus(
    submitted: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    def says(who: Person) -> str:
        return client_of(who).get(reverse("my-work")).context["jobs"][0].consensus

    assert (says(people.leader), says(people.other)) == ("begin", "")
    begin_consensus(assessment=submitted, by=people.centre, at=NOW)
    assert (says(people.leader), says(people.other)) == ("settle", "read")


# Remarks


def test_a_remark_is_picked_changed_moved_and_removed(leader: Client, agreed: Sheet, people: People) -> None:
    theirs = Remark.objects.filter(sheet__assessor=people.other).get()
    page = leader.get(at("consensus-remarks", "cs1"), {"pick": theirs.pk})
    assert page.context["form"]["text"].value() == theirs.text
    assert set(page.context["taken"]) == {each.pk for each in Remark.objects.exclude(sheet=agreed)}
    assert save_remark(leader).status_code == 302
    first, second, added = agreed.remarks.all()
    assert save_remark(leader, remark=str(added.pk), version="1", text="แก้แล้ว").status_code == 302
    assert save_remark(leader, remark=str(added.pk), version="1", text="ช้าไป").status_code == 409

    def change(do: str, which: Remark = added) -> list[int]:
        answer = leader.post(at("consensus-remark-change", "cs1"), sent(do=do, remark=str(which.pk)))
        assert answer.status_code == 302
        return [each.pk for each in agreed.remarks.all()]

    assert change("up") == [first.pk, added.pk, second.pk]
    assert change("up") == [added.pk, first.pk, second.pk]
    assert change("up") == [added.pk, first.pk, second.pk]
    assert change("down") == [first.pk, added.pk, second.pk]
    assert change("forged") == [first.pk, added.pk, second.pk]
    assert change("remove", theirs) == [first.pk, added.pk, second.pk]  # another sheet's stays where it is
    assert change("remove") == [first.pk, second.pk]
    assert Remark.objects.filter(pk=theirs.pk).exists()


def test_a_question_is_answered_with_people_and_documents(leader: Client, agreed: Sheet) -> None:
    visit = {"answer": "เห็นทะเบียนครบ", "met": "หัวหน้าแผนก", "documents": "ทะเบียน 2569"}
    assert save_remark(leader, **visit).status_code == 409  # an OFI is no question
    assert save_remark(leader, kind="QUESTION", **visit).status_code == 302
    stored = agreed.remarks.get(kind="QUESTION")
    assert {name: getattr(stored, name) for name in visit} == visit
    for _more in range(2):
        save_remark(leader, kind="QUESTION", text=str(uuid.uuid4()))
    assert save_remark(leader, kind="QUESTION").status_code == 409
    assert leader.get(at("consensus-remarks", "cs9")).status_code == 404


# The results


@pytest.fixture
def published(agreed: Sheet, people: People, leader: Client) -> Sheet:
    settle(leader, words=AGREED)
    Remark.objects.filter(sheet=agreed).update(text="ควรทบทวนทุกปี")
    save_remark(leader, kind="QUESTION", text=AGREED, answer=AGREED)
    submit_consensus(sheet=agreed, by=people.centre, at=NOW)
    publish(assessment=agreed.assessment, by=people.centre, at=NOW)
    return agreed


def test_the_unit_sees_the_result_and_nothing_of_one_assessor(
    assessment: Assessment,
    staff: Person,
    people: People,
    put: Callable[[str], Assessment],
    fill: Callable[..., Any],
    request: pytest.FixtureRequest,
    client_of: Callable[[Person], Client],
) -> None:
    put("DRAFT")
    fill_every_table(assessment, staff, fill)
    put("IN_REVIEW")
    request.getfixturevalue("published")
    for who in (people.staff, people.head):
        client = client_of(who)
        page = client.get(at("results"))
        assert page.status_code == 200
        assert "ควรทบทวนทุกปี" in page.content.decode()
        for address in addresses(assessment):
            found = content_of(client.get(address.url))
            for hidden in (CANARY, AGREED, str(people.leader), str(people.other)):
                assert hidden.encode() not in found, (who, address, hidden)


def test_results_say_what_was_agreed(published: Sheet, people: People, client_of: Callable[[Person], Client]) -> None:
    for who in (people.staff, people.head, people.leader, people.centre):
        found = client_of(who).get(at("results")).context["results"]
        by_code = {each.criterion.code: each for each in found.criteria}
        assert (by_code["CS1"].percent, str(by_code["CS2"].percent), by_code["CS2"].passes) == (None, "0.0", False)
        assert [len(by_code["CS1"].opportunities), len(by_code["CS1"].strengths)] == [2, 0]
    for who in (people.conflicted, people.insider, people.stranger, people.administrator):
        assert client_of(who).get(at("results")).status_code == 404


def test_last_years_result_stands_beside_with_a_word_where_the_rules_differ(
    published: Sheet,
    people: People,
    new_assessment: Callable[..., Assessment],
    client_of: Callable[[Person], Client],
) -> None:
    last = new_assessment("alpha", 2568)
    Assessment.objects.filter(pk=last.pk).update(state="CONSENSUS")
    last.refresh_from_db()
    sheet = open_sheet(assessment=last, kind="CONSENSUS", by=people.centre)
    judge(sheet=sheet, item="CS2-A1", mark=Mark("NOT_SEEN"), words="x", seen=0, by=people.centre, at=NOW)
    submit_consensus(sheet=sheet, by=people.centre, at=NOW)
    client = client_of(people.staff)
    assert client.get(at("results")).context["results"].before is None  # it is not published
    publish(assessment=last, by=people.centre, at=NOW)
    found = client.get(at("results")).context["results"]
    assert (found.before, str(found.before_percent), found.is_comparable) == (last, "0.0", True)
    Round.objects.filter(year=2568).update(profile="ADLI")
    found = client.get(at("results")).context["results"]
    assert (found.before_percent, found.is_comparable) == (None, False)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_ask_the_database_as_often_however_much_was_said(
    agreed: Sheet, leader: Client, person: Callable[..., Person], name: str
) -> None:
    leader.get(at(name))
    with CaptureQueriesContext(connection) as few:
        leader.get(at(name))
    for number in range(30):
        Remark.objects.create(sheet=agreed, criterion="CS1", kind="OFI", text=f"ข้อ {number}", position=number)
    for number in range(3):
        more = person(f"more{number}", "ASSESSOR")
        Assignment.objects.create(assessment=agreed.assessment, assessor=more, declared_at=NOW)
        Sheet.objects.create(
            assessment=agreed.assessment, kind="ASSESSOR", submission=1, assessor=more, submitted_at=NOW
        )
    with CaptureQueriesContext(connection) as many:
        page = leader.get(at(name))
    assert len(many) == len(few)
    assert len(page.context["agreement"].sheets) == 5
