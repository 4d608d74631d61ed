"""From the plan into the register of improvements: what is done, and what the next year goes on with."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Closed, delete_row
from pmqa.evidence.models import Improvement
from pmqa.followup.actions import PlanClosed
from pmqa.followup.models import PlanAction
from pmqa.followup.register import make_improvement, unfinished_before
from pmqa.followup.reporting import save_report
from pmqa.organization.models import Person, Role
from tests.followup.conftest import NOW, SAID, People

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]


@pytest.fixture
def following(assessment: Assessment, new_assessment: Callable[..., Assessment]) -> Assessment:
    """The next year of the unit, open."""
    return new_assessment("alpha", 2570)


@pytest.fixture
def client(people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.staff)


@pytest.fixture
def done(approved: PlanAction, people: People) -> PlanAction:
    given = {"action": approved.pk, "month": 6, "values": {**SAID, "state": "DONE", "value": "93 %"}, "seen": 0}
    save_report(assessment=approved.assessment, by=people.staff, at=NOW, **given)
    return approved


def improve(client: Client, action: PlanAction, **fields: Any) -> Any:
    return client.post(reverse("plan-action-improve", args=[*PLACE, action.pk]), fields)


def test_an_action_that_is_done_goes_into_the_register_once(
    client: Client, done: PlanAction, following: Assessment
) -> None:
    page = client.get(reverse("plan", args=PLACE)).text
    assert reverse("plan-action-improve", args=[*PLACE, done.pk]) in page
    for _time in range(2):
        answer = improve(client, done)
        row = Improvement.objects.get()
        assert answer["Location"] == reverse("improvements-edit", args=["alpha", 2570, row.pk])
    assert (row.assessment, row.source, row.origin) == (following, "ASSESSMENT", "OFI 2569 CS1-A1")
    assert (row.problem, row.change) == ("ควรออกข่าวให้เร็วขึ้น", done.action)
    assert (row.before, row.after) == ("ได้รับทันเวลา: 61 %", "ได้รับทันเวลา: 93 %")
    assert (row.responsible, row.follow_up) == (done.owner, SAID["words"])
    page = client.get(reverse("plan", args=PLACE)).text
    assert reverse("improvement-thread", args=["alpha", 2570, row.pk]) in page
    assert client.get(reverse("improvement-thread", args=["alpha", 2570, row.pk])).status_code == 200


def test_a_row_that_was_deleted_is_made_anew(
    client: Client, people: People, done: PlanAction, following: Assessment
) -> None:
    improve(client, done)
    delete_row(table=table_of("improvements"), row=Improvement.objects.get(), by=people.staff, at=NOW)
    improve(client, done)
    assert Improvement.objects.filter(deleted_at=None).count() == 1


@pytest.mark.parametrize("closed", ["none", "submitted", "round"])
def test_without_an_open_year_there_is_no_register(
    client: Client, done: PlanAction, new_assessment: Callable[..., Assessment], closed: str
) -> None:
    if closed != "none":
        after = new_assessment("alpha", 2570)
        after.round.is_open = closed != "round"
        after.round.save()
        Assessment.objects.filter(pk=after.pk).update(state="SUBMITTED" if closed == "submitted" else "DRAFT")
    assert reverse("plan-action-improve", args=[*PLACE, done.pk]) not in client.get(reverse("plan", args=PLACE)).text
    answer = improve(client, done)
    assert answer["Location"] == reverse("plan", args=PLACE)
    assert not Improvement.objects.exists()


def test_others_take_nothing_into_a_register(
    people: People, done: PlanAction, following: Assessment, new_assessment: Callable[..., Assessment]
) -> None:
    given: dict[str, Any] = {"assessment": done.assessment, "action": done.pk, "at": NOW}
    for who in (people.assessor, people.centre, people.stranger):
        with pytest.raises(PlanClosed):
            make_improvement(**given, into=following, by=who)
    with pytest.raises(Closed):
        make_improvement(**given, into=new_assessment("delta", 2570), by=people.staff)


def test_who_writes_in_two_units_does_not_mix_them(
    people: People, done: PlanAction, new_assessment: Callable[..., Assessment]
) -> None:
    other = new_assessment("delta", 2570)
    Role.objects.create(person=people.staff, kind=Role.Kind.STAFF, unit=other.unit)
    both = Person.objects.get(pk=people.staff.pk)
    with pytest.raises(ValidationError):
        make_improvement(assessment=done.assessment, action=done.pk, into=other, by=both, at=NOW)


def test_the_next_year_is_offered_what_is_not_done(
    client: Client, people: People, approved: PlanAction, following: Assessment, planned: Callable[..., PlanAction]
) -> None:
    planned(action="ทำแล้ว", state="DONE")
    planned(action="เลิกแล้ว", state="DROPPED", reason="ไม่มีงบ")
    url = reverse("carry-over", args=["alpha", 2570])
    page = client.get(url).text
    assert approved.action in page
    assert "ทำแล้ว" not in page
    assert "เลิกแล้ว" not in page
    assert improve(client, approved, into="2570", back=url)["Location"] == url
    row = Improvement.objects.get()
    assert (row.assessment, row.change, row.after, row.follow_up) == (following, approved.action, "", "")
    assert unfinished_before(following, people.staff) == []


def test_only_who_writes_the_year_is_offered_anything(
    people: People, approved: PlanAction, following: Assessment, new_assessment: Callable[..., Assessment]
) -> None:
    assert unfinished_before(following, people.head) == [approved]
    for who in (people.assessor, people.centre, people.stranger):
        assert unfinished_before(following, who) == []
    assert unfinished_before(new_assessment("beta", 2570), people.stranger) == []


def test_a_forged_year_is_none(client: Client, approved: PlanAction, following: Assessment) -> None:
    for forged in ("2569", "2599", "x", str(10**30)):
        improve(client, approved, into=forged)
    assert set(Improvement.objects.values_list("assessment", flat=True)) <= {following.pk}


def test_more_actions_cost_no_more_queries(
    client: Client, approved: PlanAction, following: Assessment, planned: Callable[..., PlanAction]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("carry-over", args=["alpha", 2570]))
        return len(captured)

    first = count()
    for number in range(4):
        planned(action=f"อย่างที่ {number}")
    assert count() == first
