"""Each point of CS2 met, partly and missing by literal facts, with reasons that name what is at fault."""

from dataclasses import replace
from datetime import date

import pytest

from channels.guidelines import GUIDELINES, ChannelFact, EffectFact, Facts, ImprovementFact, UseFact
from pmqa.evidence.guidelines import Finding, Named

FISHERS, VILLAGE = Named(1, "ชาวประมง"), Named(2, "จังหวัดชายทะเล")
FULL = Facts(
    year=2569,
    groups=(FISHERS, VILLAGE),
    channels=(
        ChannelFact(11, "ชาวประมง · แบบสำรวจ", 1, "แบบสำรวจ"),
        ChannelFact(12, "จังหวัดชายทะเล · สายด่วน", 2, "สายด่วน"),
    ),
    effects=(
        EffectFact(21, "แบบสำรวจ", True, True, True, True),
        EffectFact(22, "สายด่วน", True, True, True, True),
    ),
    uses=(UseFact(31, "ข่าวอากาศช้า", told=True, improver=True),),
    reviews=(date(2026, 3, 12),),
    improvements=(ImprovementFact(41, "ข่าวอากาศช้า", before_after=True, evidence=True),),
)
HOTLINE = FULL.effects[1]


def find(code: str, facts: Facts) -> Finding:
    return next(each for each in GUIDELINES if each.code == f"CS2-{code}").check(facts)


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
        ("A1", replace(FULL, channels=FULL.channels[:1]), "จังหวัดชายทะเล"),
        ("A2", replace(FULL, channels=(FULL.channels[0], replace(FULL.channels[1], lacking=("เหตุผล",)))), "เหตุผล"),
        ("A3", replace(FULL, uses=(replace(FULL.uses[0], told=False),)), "ข่าวอากาศช้า"),
        ("A3", replace(FULL, uses=(replace(FULL.uses[0], improver=False),)), "ข่าวอากาศช้า"),
        ("A4", replace(FULL, effects=FULL.effects[:1]), "สายด่วน"),
        ("A4", replace(FULL, effects=(FULL.effects[0], replace(HOTLINE, has_measure=False))), "สายด่วน"),
        ("A5", replace(FULL, effects=(FULL.effects[0], replace(HOTLINE, has_upkeep=False))), "สายด่วน"),
        ("A5", replace(FULL, effects=(FULL.effects[0], replace(HOTLINE, has_actual=False))), "สายด่วน"),
        ("A5", replace(FULL, effects=(FULL.effects[0], replace(HOTLINE, has_evidence=False))), "สายด่วน"),
        ("A5", replace(FULL, reviews=(date(2025, 9, 30),)), ""),
        ("DI1", replace(FULL, improvements=(replace(FULL.improvements[0], evidence=False),)), "ข่าวอากาศช้า"),
        ("DI1", replace(FULL, improvements=(replace(FULL.improvements[0], before_after=False),)), "ข่าวอากาศช้า"),
    ],
)
def test_some_but_not_all_is_partly_and_names_the_fault(code: str, facts: Facts, word: str) -> None:
    finding = find(code, facts)
    assert finding.status == "PARTLY"
    assert any(word in str(reason.text) for reason in finding.reasons)
    assert all(reason.table for reason in finding.reasons)


def test_a_group_that_nobody_hears_opens_a_new_row_of_that_group() -> None:
    (reason,) = find("A1", replace(FULL, channels=FULL.channels[:1])).reasons
    assert (reason.table, reason.start) == ("cs2-channels", (("group", "จังหวัดชายทะเล"),))


def test_one_complete_example_is_enough_beside_incomplete_ones() -> None:
    incomplete = ImprovementFact(42, "อื่น", before_after=False, evidence=False)
    assert find("DI1", replace(FULL, improvements=(incomplete, *FULL.improvements))).status == "MET"
    unused = UseFact(32, "อื่น", told=False, improver=False)
    assert find("A3", replace(FULL, uses=(unused, *FULL.uses))).status == "MET"
