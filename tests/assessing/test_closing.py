"""A consensus is begun, submitted and published from its pages, once each."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.consensus import begin_consensus, submit_consensus
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person
from tests.assessing.agreeing import at, sent, settle
from tests.judging.conftest import NOW, People

pytestmark = pytest.mark.django_db


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
