"""Two years beside each other: means, changes in the units that have both, and the caveat where rules differ."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Round
from pmqa.headquarters.compared import differing
from pmqa.organization.models import Role, Unit
from pmqa.rollup.models import Computed, CriterionResult

pytestmark = pytest.mark.django_db


def stored(assessment: Assessment, met: int, own: Any = None) -> None:
    """`met` of 4 points of CS1; own judgement of it and of the category."""
    now, kind = timezone.now(), assessment.unit.kind
    Computed.objects.create(assessment=assessment, as_of=now, at=now, mark="x", release="x", own=own)
    CriterionResult.objects.create(
        assessment=assessment, round=assessment.round, kind=kind, criterion="CS1", met=met, partly=0, missing=4 - met,
        own=own,
    )  # fmt: skip


@pytest.fixture
def years(new_assessment: Callable[..., Assessment]) -> None:
    """alpha went from 1 to 3 of 4; beta is there this year alone, gamma last year alone."""
    for code, year, met, own in (
        ("alpha", 2569, 3, Decimal(80)), ("beta", 2569, 1, Decimal(20)), ("alpha", 2568, 1, Decimal(60)),
        ("gamma", 2568, 4, None),
    ):  # fmt: skip
        Unit.objects.filter(code="alpha").update(kind="กรม")
        stored(new_assessment(code, year), met, own)
    Unit.objects.filter(code="alpha").update(kind="กรม")
    CriterionResult.objects.filter(assessment__unit__code="alpha").update(kind="กรม")


def told(client: Client, **given: str) -> Any:
    page = client.get(reverse("round-compare", args=[2569]), given)
    assert page.status_code == 200
    return page


def first(page: Any) -> tuple[Any, ...]:
    line = page.context["criteria_lines"][0]
    return line.now.words, line.now.of, line.before.words, line.before.of, line.change, line.both, line.sign


@pytest.mark.database
def test_the_change_is_that_of_the_units_of_both_years(client: Client, years: None) -> None:
    assert first(told(client)) == ("50.0", 2, "62.5", 2, Decimal("50.0"), 1, "▲")
    assert first(told(client, measure="own")) == ("50.0", 2, "60.0", 1, Decimal("20.0"), 1, "▲")
    assert first(told(client, measure="published")) == ("–", 0, "–", 0, None, 0, "")
    assert first(told(client, kind="-")) == ("25.0", 1, "100.0", 1, None, 0, "")
    kinds = told(client, measure="own").context["kind_lines"]
    assert [(line.title, line.now.words, line.before.words, line.change) for line in kinds] == [
        ("กรม", "80.0", "60.0", Decimal("20.0")), ("ไม่ระบุประเภท", "20.0", "–", None),
    ]  # fmt: skip
    assert [(line.title, line.change) for line in told(client).context["kind_lines"]] == [
        ("กรม", Decimal("50.0")), ("ไม่ระบุประเภท", None),
    ]  # fmt: skip


def test_no_difference_is_told_where_the_rules_differ(client: Client, years: None) -> None:
    Round.objects.filter(year=2568).update(profile="ADLI", weights={"CS1": 2})
    page = told(client, measure="own")
    assert first(page) == ("50.0", 2, "60.0", 1, None, 0, "")
    assert f"{_('Scoring profile')}, {_('Weights')}" in page.text
    assert first(told(client))[4] == Decimal("50.0")
    Round.objects.filter(year=2568).update(criteria_version="PMQA 5")
    assert first(told(client))[4] is None


def test_what_the_rules_of_two_years_differ_in() -> None:
    def differ(**other: Any) -> int:
        return len(differing(Round(year=2569), Round(**{"year": 2568, **other}), "own"))

    assert differ() == differ(weights={"CS1": 1}) == differ(caps_weakest=False) == differ(has_threads=True) == 0
    assert differ(weights={"CS2": 0.5}) == differ(criteria_version="x") == 1
    assert differ(profile="ADLI", caps_weakest=False) == 2


def test_an_earlier_year_is_chosen_and_a_first_year_stands_alone(
    client: Client, years: None, new_assessment: Any
) -> None:
    stored(new_assessment("alpha", 2567), 2)
    assert first(told(client, **{"with": "2567"}))[2:6] == ("50.0", 1, Decimal("25.0"), 1)
    assert first(told(client, **{"with": "2570"})) == first(told(client, **{"with": "x"})) == first(told(client))
    Round.objects.filter(year=2569).update(year=2566)
    page = client.get(reverse("round-compare", args=[2566]))
    assert page.context["before"] is None
    assert page.context["criteria_lines"][0].now.words == "50.0"


def test_more_units_cost_no_more_queries(client: Client, years: None, new_assessment: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(client)
        return len(captured)

    before = count()
    for number in range(4):
        for year in (2568, 2569):
            stored(new_assessment(f"more-{number}", year), number)
    assert count() == before <= 6 + 7


@pytest.mark.parametrize("kind", ["STAFF", "ASSESSOR", "ADMINISTRATOR"])
def test_it_is_for_headquarters_alone(years: None, person: Any, client_of: Any, kind: str) -> None:
    somebody = person("somebody", kind, Unit.objects.first() if kind in Role.OF_A_UNIT else None)
    assert client_of(somebody).get(reverse("round-compare", args=[2569])).status_code == 404
