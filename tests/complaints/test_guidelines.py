"""Each point of CS3 met, partly and missing by literal facts, with reasons that name what is at fault."""

from dataclasses import replace
from datetime import date

import pytest

from complaints.guidelines import (
    GUIDELINES,
    AnalysisFact,
    Facts,
    ImprovementFact,
    PlanFact,
    RuleFact,
    SessionFact,
)
from pmqa.evidence.guidelines import Finding, Named

KINDS = (("COMPLAINT", "ข้อร้องเรียน"), ("COMPLIMENT", "คำชมเชย"))
WEATHER, CHARTS = Named(1, "พยากรณ์อากาศ"), Named(2, "แผนที่เดินเรือ")
FULL = Facts(
    year=2569,
    kinds=KINDS,
    services=(WEATHER, CHARTS),
    rules=(RuleFact(11, "COMPLAINT", owner=True, steps=True), RuleFact(12, "COMPLIMENT", owner=True, steps=True)),
    plan=(
        PlanFact(21, "พยากรณ์อากาศ", 1, owner=True, frequency=True),
        PlanFact(22, "แผนที่เดินเรือ", 2, owner=True, frequency=True),
    ),
    analysis=(AnalysisFact(31, "ข่าวช้า", analyst=True, priority=True), AnalysisFact(32, "คิวยาว", True, True)),
    reviews=(SessionFact(41, "ทบทวนเวลาตอบ", date(2026, 3, 20), evidence=True),),
    sharing=(SessionFact(51, "บทเรียนการตอบ", date(2026, 3, 24), summary=True, took_part=True),),
    improvements=(ImprovementFact(61, "รอพิมพ์แผนที่", evidence=True),),
)
COMPLAINTS, COMPLIMENTS = FULL.rules
PLANNED, ANALYSED = FULL.plan[0], FULL.analysis[0]
REVIEW, SHARING = FULL.reviews[0], FULL.sharing[0]
CODES = [each.code[4:] for each in GUIDELINES]


def find(code: str, facts: Facts) -> Finding:
    return next(each for each in GUIDELINES if each.code == f"CS3-{code}").check(facts)


@pytest.mark.parametrize("code", CODES)
def test_full_facts_meet_every_point(code: str) -> None:
    assert find(code, FULL) == Finding("MET")


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_missing_never_met_by_emptiness(code: str) -> None:
    finding = find(code, Facts(year=2569, kinds=KINDS))
    assert finding.status == "MISSING"
    assert finding.reasons
    assert all(reason.table for reason in finding.reasons)


@pytest.mark.parametrize(
    ("code", "facts", "word", "row"),
    [
        ("A1", replace(FULL, rules=(COMPLAINTS,)), "คำชมเชย", None),
        ("A1", replace(FULL, rules=(COMPLAINTS, replace(COMPLIMENTS, owner=False))), "คำชมเชย", 12),
        ("A1", replace(FULL, rules=(COMPLAINTS, replace(COMPLIMENTS, steps=False))), "คำชมเชย", 12),
        ("A2", replace(FULL, plan=(PLANNED,)), "แผนที่เดินเรือ", None),
        ("A2", replace(FULL, plan=(replace(PLANNED, owner=False), FULL.plan[1])), "พยากรณ์อากาศ", 21),
        ("A2", replace(FULL, plan=(replace(PLANNED, frequency=False), FULL.plan[1])), "พยากรณ์อากาศ", 21),
        ("A2", replace(FULL, plan=tuple(replace(each, frequency=False) for each in FULL.plan)), "พยากรณ์อากาศ", 21),
        ("A2", replace(FULL, services=()), "", None),
        ("D1", replace(FULL, reviews=(replace(REVIEW, evidence=False),)), "ทบทวนเวลาตอบ", 41),
        ("L1", replace(FULL, analysis=(replace(ANALYSED, analyst=False), FULL.analysis[1])), "ข่าวช้า", 31),
        ("L1", replace(FULL, analysis=(replace(ANALYSED, priority=False), FULL.analysis[1])), "ข่าวช้า", 31),
        ("L2", replace(FULL, sharing=(replace(SHARING, summary=False),)), "บทเรียนการตอบ", 51),
        ("L2", replace(FULL, sharing=(replace(SHARING, took_part=False),)), "บทเรียนการตอบ", 51),
        ("I1", replace(FULL, improvements=(replace(FULL.improvements[0], evidence=False),)), "รอพิมพ์แผนที่", 61),
    ],
)
def test_some_but_not_all_is_partly_and_names_the_fault(code: str, facts: Facts, word: str, row: int | None) -> None:
    finding = find(code, facts)
    assert finding.status == "PARTLY"
    assert (finding.reasons[0].row, word in str(finding.reasons[0].text)) == (row, True)
    assert all(reason.table for reason in finding.reasons)


@pytest.mark.parametrize("held_on", [date(2025, 9, 30), date(2026, 10, 1)])
@pytest.mark.parametrize(("code", "field"), [("D1", "reviews"), ("L2", "sharing")])
def test_what_was_held_in_another_year_is_not_there(code: str, field: str, held_on: date) -> None:
    [session] = getattr(FULL, field)
    finding = find(code, replace(FULL, **{field: (replace(session, held_on=held_on),)}))
    assert finding.status == "MISSING"


def test_a_kind_or_a_service_that_is_left_out_opens_a_new_row_of_its_own() -> None:
    [kind] = find("A1", replace(FULL, rules=(COMPLAINTS,))).reasons
    assert (kind.table, kind.row, kind.start) == ("cs3-system", None, (("kind", "COMPLIMENT"),))
    [service] = find("A2", replace(FULL, plan=(PLANNED,))).reasons
    assert (service.table, service.row, service.start) == ("cs3-plan", None, (("service", "แผนที่เดินเรือ"),))


def test_a_kind_is_owned_when_any_of_its_rules_is_whole() -> None:
    """The rule of one service may say less than that of all services."""
    of_one_service = RuleFact(13, "COMPLIMENT", owner=False, steps=True)
    assert find("A1", replace(FULL, rules=(of_one_service, *FULL.rules))) == Finding("MET")


def test_an_owner_and_steps_in_two_rules_make_no_whole_one() -> None:
    halves = (RuleFact(12, "COMPLIMENT", owner=True, steps=False), RuleFact(13, "COMPLIMENT", owner=False, steps=True))
    assert find("A1", replace(FULL, rules=(COMPLAINTS, *halves))).status == "PARTLY"


@pytest.mark.parametrize(
    ("code", "field", "incomplete"),
    [
        ("D1", "reviews", SessionFact(42, "อื่น", date(2026, 5, 1))),
        ("L2", "sharing", SessionFact(52, "อื่น", date(2026, 5, 1))),
        ("I1", "improvements", ImprovementFact(62, "อื่น", evidence=False)),
    ],
)
def test_one_complete_example_is_enough_beside_incomplete_ones(code: str, field: str, incomplete: object) -> None:
    facts = replace(FULL, **{field: (incomplete, *getattr(FULL, field))})
    assert find(code, facts) == Finding("MET")


def test_no_analysis_with_analyst_and_priority_is_missing() -> None:
    facts = replace(FULL, analysis=tuple(replace(each, analyst=False) for each in FULL.analysis))
    assert find("L1", facts).status == "MISSING"
