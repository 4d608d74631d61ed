"""The pages of the consensus: who sees what everybody said, and what they show."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.judging.actions import judge, open_sheet, submit_sheet
from pmqa.judging.consensus import begin_consensus
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark
from tests.assessing.agreeing import CANARY, PAGES, at, held, save_remark, sent, settle
from tests.judging.conftest import NOW, People

pytestmark = pytest.mark.django_db


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
