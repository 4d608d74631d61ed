"""Each point of CS1 met, partly and missing by literal facts, with reasons that name what is at fault."""

from dataclasses import replace
from datetime import date

import pytest

from customers.guidelines import GUIDELINES, AnalysisFact, Facts, ProfileFact
from pmqa.evidence.guidelines import Finding, Named

FISHERS, VILLAGE = Named(1, "ชาวประมง"), Named(2, "ชุมชนชายฝั่ง")
CHARTS, TIDES = Named(11, "ทำแผนที่"), Named(12, "พยากรณ์น้ำ")
FULL = Facts(
    year=2569,
    groups=(FISHERS, VILLAGE),
    duties=(CHARTS, TIDES),
    criteria=1,
    analysis=(
        AnalysisFact(21, "ผลิตแผนที่", frozenset({11}), frozenset({1, 2})),
        AnalysisFact(22, "พยากรณ์", frozenset({12}), frozenset({1})),
    ),
    profiles=(ProfileFact(31, 1, "ชาวประมง", True), ProfileFact(32, 2, "ชุมชนชายฝั่ง", True)),
    reviews=(date(2025, 10, 12),),
)
NO_DUTY = replace(FULL.analysis[1], duties=frozenset())
NO_GROUP = replace(FULL.analysis[1], groups=frozenset())
ONLY_FISHERS = (replace(FULL.analysis[0], groups=frozenset({1})), FULL.analysis[1])
NO_NEEDS = replace(FULL.profiles[1], has_needs=False)


def find(code: str, facts: Facts) -> Finding:
    return next(each for each in GUIDELINES if each.code == f"CS1-{code}").check(facts)


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
        ("A1", replace(FULL, criteria=0), "หลักเกณฑ์"),
        ("A1", replace(FULL, analysis=(FULL.analysis[0], NO_DUTY)), "พยากรณ์"),
        ("A2", replace(FULL, analysis=(FULL.analysis[0], NO_GROUP)), "พยากรณ์น้ำ"),
        ("A2", replace(FULL, analysis=ONLY_FISHERS), "ชุมชนชายฝั่ง"),
        ("A3", replace(FULL, profiles=FULL.profiles[:1]), "ชุมชนชายฝั่ง"),
        ("A4", replace(FULL, profiles=(FULL.profiles[0], NO_NEEDS)), "ชุมชนชายฝั่ง"),
        ("A5", replace(FULL, reviews=(date(2025, 9, 30),)), ""),
        ("I1", replace(FULL, analysis=ONLY_FISHERS), "ชุมชนชายฝั่ง"),
        ("I1", replace(FULL, profiles=FULL.profiles[:1]), "ชุมชนชายฝั่ง"),
    ],
)
def test_some_but_not_all_is_partly_and_names_the_fault(code: str, facts: Facts, word: str) -> None:
    finding = find(code, facts)
    assert finding.status == "PARTLY"
    assert any(word in str(reason.text) for reason in finding.reasons)
    assert all(reason.table for reason in finding.reasons)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 10, 1), "MET"),
        (date(2026, 9, 30), "MET"),
        (date(2026, 10, 1), "MISSING"),
        (date(2024, 10, 1), "PARTLY"),
        (date(2024, 9, 30), "MISSING"),
    ],
)
def test_the_fiscal_year_runs_from_october_to_september(day: date, status: str) -> None:
    assert find("A5", replace(FULL, reviews=(day,))).status == status


def test_a_group_without_profile_opens_a_new_profile_of_that_group() -> None:
    (reason,) = find("A3", replace(FULL, profiles=FULL.profiles[:1])).reasons
    assert (reason.table, reason.start) == ("cs1-profiles", (("group", "ชุมชนชายฝั่ง"),))


def test_a_profile_without_needs_opens_that_very_row() -> None:
    (reason,) = find("A4", replace(FULL, profiles=(FULL.profiles[0], NO_NEEDS))).reasons
    assert (reason.table, reason.row) == ("cs1-profiles", 32)
