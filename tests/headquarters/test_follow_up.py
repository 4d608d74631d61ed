"""Headquarters sees of every published unit whether its plan and its follow-ups stand."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.cycle.models import Assessment, Round
from pmqa.followup.models import OfiAnswer, PlanAction
from pmqa.followup.reporting import confirm_follow_up
from pmqa.organization.models import Role
from tests.followup.conftest import NOW, SIGNED, People, approved, ofis, people, plan, planned, publish, reported

__all__ = ["approved", "ofis", "people", "plan", "planned", "reported"]
pytestmark = pytest.mark.django_db
URL = "round-follow-up"


@pytest.fixture
def client(people: People, client_of: Callable[..., Client]) -> Client:
    return client_of(people.centre)


@pytest.fixture
def three(reported: PlanAction, people: People, new_assessment: Callable[..., Assessment]) -> PlanAction:
    """Beside the unit whose follow-up is confirmed one without a plan, and one that is not published."""
    confirm_follow_up(assessment=reported.assessment, month=6, by=people.head, at=NOW, **SIGNED)
    publish(new_assessment("gamma"), ["ก", "ข"])
    new_assessment("delta")
    return reported


def listed(client: Client, **given: str) -> list[str]:
    page = client.get(reverse(URL, args=[2569]), given)
    assert page.status_code == 200
    return [row.unit.code for row, _standings in page.context["lines"]]


def test_units_are_narrowed_to_what_they_lack(client: Client, three: PlanAction) -> None:
    assert sorted(listed(client)) == ["alpha", "gamma"]
    assert listed(client, part="no-plan") == listed(client, part="no-6") == listed(client, part="overdue") == ["gamma"]
    assert sorted(listed(client, part="no-12")) == sorted(listed(client, part="nonsense")) == ["alpha", "gamma"]
    assert listed(client, q="gamma") == ["gamma"]
    page = client.get(reverse(URL, args=[2569]))
    assert [count for _key, _title, count in page.context["parts"]] == [1, 1, 2, 1]
    rows = {row.unit.code: row for row in page.context["page"]}
    assert (rows["alpha"].ofis, rows["alpha"].answered, rows["alpha"].actions, rows["alpha"].reported_6) == (2, 2, 1, 1)
    assert (rows["gamma"].ofis, rows["gamma"].answered, rows["gamma"].actions, rows["gamma"].approved_at) == (
        2, 0, 0, None,
    )  # fmt: skip


def test_answers_to_several_ofis_are_counted_once_each(client: Client, three: PlanAction) -> None:
    assert OfiAnswer.objects.count() == 2
    page = client.get(reverse(URL, args=[2569]))
    assert f"{2} / {2}" in page.text


def test_nothing_is_overdue_before_its_day(client: Client, three: PlanAction) -> None:
    Round.objects.update(follow_up_6_on=datetime.date(2199, 1, 1))
    assert listed(client, part="overdue") == []
    Round.objects.update(follow_up_6_on=None, follow_up_12_on=None)
    assert listed(client, part="overdue") == []


@pytest.mark.parametrize("who", ["staff", "head", "assessor", "administrator", "stranger"])
def test_it_is_for_headquarters_alone(
    people: People, three: PlanAction, client_of: Callable[..., Client], who: str
) -> None:
    assert client_of(getattr(people, who)).get(reverse(URL, args=[2569])).status_code == 404


def test_a_round_that_is_not_there(client: Client) -> None:
    assert client.get(reverse(URL, args=[2599])).status_code == 404


def test_more_units_cost_no_more_queries(
    client: Client, three: PlanAction, new_assessment: Callable[..., Assessment]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(URL, args=[2569]))
        return len(captured)

    first = count()
    for number in range(5):
        publish(new_assessment(f"more-{number}"), ["ก"])
    assert count() == first
    assert Role.objects.exists()
