"""The results after publication: what was agreed, and nothing that one assessor said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pmqa.cycle.models import Assessment, Round
from pmqa.judging.actions import judge, open_sheet
from pmqa.judging.consensus import publish, submit_consensus
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark
from tests.assessing.agreeing import AGREED, CANARY, at, save_remark, settle
from tests.assessing.test_walk import content_of
from tests.judging.conftest import NOW, People
from tests.organization.walk import addresses, fill_every_table

pytestmark = pytest.mark.django_db


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
    for person in (people.leader, people.other):
        # A name that stands nowhere by chance.
        person.first_name = f"assessor-called-{person.username}"
        person.save()
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
