"""The four points of CS7 met, partly and missing: by literal facts, and from real rows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Finding, Named
from standards.guidelines import GUIDELINES, Facts, StandardFact
from standards.models import ServiceStandard, StandardStep
from standards.queries import facts_of

WEATHER, CHARTS = Named(1, "พยากรณ์อากาศ"), Named(2, "แผนที่เดินเรือ")
FORECAST = StandardFact(11, "พยากรณ์อากาศ", 1, promised=480, steps=3, timed=True, added=165, manual=True)
SURVEY = StandardFact(12, "แผนที่เดินเรือ", 2, promised=1440, steps=2, timed=True, added=1440, manual=True)
FULL = Facts(
    year=2569,
    services=(WEATHER, CHARTS),
    standards=(FORECAST, SURVEY),
    announced=frozenset({11, 12}),
    recorded=True,
    trainings=(date(2026, 1, 14),),
)
CODES = [each.code for each in GUIDELINES]


def find(code: str, facts: Facts) -> Finding:
    return next(each for each in GUIDELINES if each.code == code).check(facts)


def words(code: str, facts: Facts) -> str:
    return " ".join(str(reason.text) for reason in find(code, facts).reasons)


def with_forecast(**changed: Any) -> Facts:
    return replace(FULL, standards=(replace(FORECAST, **changed), SURVEY))


@pytest.mark.parametrize("code", CODES)
def test_full_facts_meet_every_point(code: str) -> None:
    assert find(code, FULL) == Finding("MET")


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_missing_never_met_by_emptiness(code: str) -> None:
    finding = find(code, Facts(year=2569))
    assert finding.status == "MISSING"
    assert all(reason.table for reason in finding.reasons)
    assert finding.reasons


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("CS7-1", replace(FULL, standards=(SURVEY,))),
        ("CS7-2", with_forecast(steps=0, timed=True, added=0)),
        ("CS7-2", with_forecast(timed=False)),
        ("CS7-2", with_forecast(promised=None)),
        ("CS7-2", with_forecast(manual=False)),
        ("CS7-2", with_forecast(added=481)),
        ("CS7-3", replace(FULL, announced=frozenset({12}))),
    ],
)
def test_some_but_not_all_is_partly_and_names_the_one_at_fault(code: str, facts: Facts) -> None:
    assert find(code, facts).status == "PARTLY"
    assert "พยากรณ์อากาศ" in words(code, facts)
    assert "แผนที่เดินเรือ" not in words(code, facts)


@pytest.mark.parametrize("added", [479, 480])
def test_steps_may_take_all_that_is_promised(added: int) -> None:
    assert find("CS7-2", with_forecast(added=added)) == Finding("MET")


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (replace(FULL, recorded=False), "MET"),
        (replace(FULL, trainings=()), "MET"),
        (replace(FULL, recorded=False, trainings=()), "MISSING"),
        (replace(FULL, recorded=False, trainings=(date(2025, 9, 30), date(2026, 10, 1))), "MISSING"),
        (replace(FULL, recorded=False, trainings=(date(2025, 10, 1),)), "MET"),
        (replace(FULL, recorded=False, trainings=(date(2026, 9, 30),)), "MET"),
    ],
)
def test_use_is_shown_by_a_figure_or_a_training_of_the_year(facts: Facts, status: str) -> None:
    assert find("CS7-4", facts).status == status


def statuses(assessment: Assessment) -> list[str]:
    facts = facts_of([assessment])[assessment.pk]
    return [str(find(code, facts).status) for code in CODES]


def test_the_points_follow_the_rows(assessment: Assessment, weather: ServiceStandard, fill: Any) -> None:
    assert statuses(assessment) == ["PARTLY", "MISSING", "MISSING", "MISSING"]  # two services, no manual yet
    ServiceStandard.objects.update(manual="คู่มือ")
    assert statuses(assessment) == ["PARTLY", "MET", "MISSING", "MISSING"]
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ"}])
    assert statuses(assessment)[:2] == ["MET", "PARTLY"]
    fill("cs7-announcements", [{"standard": "พยากรณ์อากาศ", "place": "ป้าย"}])
    fill("cs7-actuals", [{"standard": "พยากรณ์อากาศ", "period": "ต.ค."}])
    assert statuses(assessment)[2:] == ["PARTLY", "MISSING"]  # a blank figure is not recorded
    fill("cs7-actuals", [{"standard": "พยากรณ์อากาศ", "period": "พ.ย.", "cases": "0"}])
    assert statuses(assessment)[3] == "MET"  # none handled is


def test_times_that_add_up_to_more_than_promised_are_flagged(assessment: Assessment, weather: ServiceStandard) -> None:
    ServiceStandard.objects.update(manual="คู่มือ", total=2, unit="HOUR")
    facts = facts_of([assessment])[assessment.pk]
    assert (facts.standards[0].promised, facts.standards[0].added) == (120, 165)
    assert statuses(assessment)[1] == "MISSING"
    StandardStep.objects.filter(number=2).update(time=1)
    assert statuses(assessment)[1] == "MET"
