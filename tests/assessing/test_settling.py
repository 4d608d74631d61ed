"""What is settled in the consensus, item by item: with a reason, once, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from pmqa.judging.models import Sheet
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark
from tests.assessing.agreeing import AGREED, at, held, save_remark, sent, settle
from tests.judging.conftest import People

pytestmark = pytest.mark.django_db


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
