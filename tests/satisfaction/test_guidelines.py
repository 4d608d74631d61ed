"""Each point of CS6 met, partly and missing by literal facts, and by rows of a unit."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Finding, Named
from satisfaction.guidelines import GUIDELINES, Facts, ImprovementFact, SurveyFact
from satisfaction.queries import facts_of
from tests.every_table.rows import REGISTERS

FISHERS, VILLAGE = Named(1, "ชาวประมง"), Named(2, "จังหวัดชายทะเล")
SURVEY = SurveyFact(11, "ความพึงพอใจ", date(2026, 2, 1), frozenset({1, 2}), criteria=True)
FULL = Facts(
    year=2569,
    groups=(FISHERS, VILLAGE),
    surveys=(SURVEY,),
    satisfied=frozenset({1, 2}),
    dissatisfied=frozenset({1, 2}),
    improvements=(ImprovementFact(21, "แจ้งเตือนช้า", evidence=True),),
)
OTHER = replace(SURVEY, id=12, name="แบบที่สอง")


def find(code: str, facts: Facts) -> Finding:
    return next(each for each in GUIDELINES if each.code == f"CS6-{code}").check(facts)


@pytest.mark.parametrize("code", [each.code[4:] for each in GUIDELINES])
def test_full_facts_meet_every_point(code: str) -> None:
    assert find(code, FULL) == Finding("MET")


@pytest.mark.parametrize("code", [each.code[4:] for each in GUIDELINES])
def test_nothing_is_missing_never_met_by_emptiness(code: str) -> None:
    finding = find(code, Facts(year=2569))
    assert finding.status == "MISSING"
    assert finding.reasons


@pytest.mark.parametrize(
    ("code", "facts", "word"),
    [
        ("AD1", replace(FULL, surveys=(replace(SURVEY, groups=frozenset({1})),)), "จังหวัดชายทะเล"),
        ("AD2", replace(FULL, surveys=(SURVEY, replace(OTHER, criteria=False))), "แบบที่สอง"),
        ("AD3", replace(FULL, surveys=(SURVEY, replace(OTHER, lacking=("จำนวนประชากร",)))), "จำนวนประชากร"),
        ("AD4", replace(FULL, satisfied=frozenset({1})), "จังหวัดชายทะเล"),
        ("AD4", replace(FULL, dissatisfied=frozenset()), "ไม่พึงพอใจ"),
        ("LI1", replace(FULL, improvements=(replace(FULL.improvements[0], evidence=False),)), "แจ้งเตือนช้า"),
    ],
)
def test_some_but_not_all_is_partly_and_names_the_fault(code: str, facts: Facts, word: str) -> None:
    finding = find(code, facts)
    assert finding.status == "PARTLY"
    assert any(word in str(reason.text) for reason in finding.reasons)
    assert all(reason.table for reason in finding.reasons)


def test_a_survey_of_last_year_or_without_a_date_does_not_count() -> None:
    for day in (date(2025, 9, 30), None):
        facts = replace(FULL, surveys=(replace(SURVEY, starts_on=day),))
        assert {find(code, facts).status for code in ("AD1", "AD2", "AD3")} == {"MISSING"}


def test_rows_tell_the_points(assessment: Assessment, fill: Any) -> None:
    fill("groups", REGISTERS["groups"])
    survey = {"title": "แบบที่หนึ่ง", "groups": "ชาวประมง", "starts_on": "1 ก.พ. 2569", "method": "กระดาษ"}
    fill("cs6-surveys", [survey])
    fill("cs6-results", [{"survey": "แบบที่หนึ่ง", "group": "ชาวประมง", "mean": "4.2"}])
    facts = facts_of([assessment])[assessment.pk]
    [found] = facts.surveys
    assert (found.criteria, found.lacking) == (False, ("จำนวนประชากร", "ขนาดกลุ่มตัวอย่าง", "วิธีการสุ่มตัวอย่าง"))
    assert (len(facts.satisfied), len(facts.dissatisfied)) == (1, 0)
    fill("cs6-results", [{"survey": "แบบที่หนึ่ง", "group": "กำลังพลและครอบครัว", "dissatisfied": "0"}])
    assert len(facts_of([assessment])[assessment.pk].dissatisfied) == 1


def test_many_assessments_cost_the_queries_of_one(assessment: Assessment, new_assessment: Any) -> None:
    with CaptureQueriesContext(connection) as one:
        facts_of([assessment])
    with CaptureQueriesContext(connection) as many:
        facts_of([assessment, *(new_assessment(f"unit-{n}") for n in range(3))])
    selects = [each for each in many if each["sql"].startswith("SELECT") and "satisfaction" in each["sql"]]
    assert len(selects) == len([each for each in one if "satisfaction" in each["sql"]])
