"""Each point of CS4 and CS5 met, partly and missing by literal facts, with reasons that name what is at fault."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from participation.guidelines import (
    CS4_GUIDELINES,
    CS5_GUIDELINES,
    ActivityFact,
    InformationFact,
    NetworkFact,
    NetworkFacts,
    ParticipationFacts,
    PublicationFact,
    RelationFact,
    SummaryFact,
)
from pmqa.evidence.guidelines import Finding, Named

IN_YEAR = date(2026, 1, 20)
OTHER_YEARS = (None, date(2025, 9, 30), date(2026, 10, 1))
PORTS, SHORE = Named(1, "กรมเจ้าท่า"), Named(2, "ชุมชนชายฝั่ง")

CS4 = NetworkFacts(
    year=2569,
    networks=(NetworkFact(11, "เครือข่ายประมง", groups=1, channels=2), NetworkFact(12, "เครือข่ายแผนที่", 2, 3)),
    activities=(RelationFact(21, "ประชุมประจำปี", IN_YEAR, pictured=True, evaluated=True),),
)
FISHERS, MEETING = CS4.networks[0], CS4.activities[0]

CS5 = ParticipationFacts(
    year=2569,
    stakeholders=(PORTS, SHORE),
    activities=(
        ActivityFact(31, "ร่องน้ำใหม่", IN_YEAR, frozenset({1}), channel=True, result=True, evidence=True),
        ActivityFact(32, "เปิดบ้าน", IN_YEAR, frozenset({2}), channel=True, result=True, evidence=True),
    ),
    information=tuple(
        InformationFact(40 + number, code, name, audience=True, reach=True)
        for number, (code, name) in enumerate((("WEBSITE", "เว็บไซต์"), ("ป้าย", "ป้าย"), ("วิทยุ", "วิทยุ")))
    ),
    summaries=(SummaryFact(51, acknowledged=True),),
    publications=(PublicationFact(61, "ผลการรับฟัง", IN_YEAR, placed=True),),
    statement=True,
)
CHANNEL, OPEN_HOUSE = CS5.activities
WEBSITE, BOARD, RADIO = CS5.information
PUBLISHED = CS5.publications[0]

POINTS = {each.code: each for each in (*CS4_GUIDELINES, *CS5_GUIDELINES)}
CS4_CODES, CS5_CODES = [each.code for each in CS4_GUIDELINES], [each.code for each in CS5_GUIDELINES]


def find(code: str, facts: Any) -> Finding:
    return POINTS[code].check(facts)


def held(**other: Any) -> ParticipationFacts:
    """The full facts with every activity changed alike."""
    return replace(CS5, activities=tuple(replace(each, **other) for each in CS5.activities))


def full(code: str) -> Any:
    return CS4 if code in CS4_CODES else CS5


@pytest.mark.parametrize("code", POINTS)
def test_full_facts_meet_every_point(code: str) -> None:
    assert find(code, full(code)) == Finding("MET")


@pytest.mark.parametrize("code", POINTS)
def test_nothing_is_missing_never_met_by_emptiness(code: str) -> None:
    finding = find(code, type(full(code))(year=2569))
    assert finding.status == "MISSING"
    assert finding.reasons


# A point, facts that meet it in part, a word of the reason, and the row at fault.
FAULTS: tuple[tuple[str, Any, str, int | None], ...] = (
    ("CS4-A1", replace(CS4, networks=(replace(FISHERS, groups=0),)), "เครือข่ายประมง", 11),
    ("CS4-A2", replace(CS4, networks=(replace(FISHERS, channels=1), CS4.networks[1])), "เครือข่ายประมง", 11),
    ("CS4-DLI1", replace(CS4, activities=(replace(MEETING, pictured=False),)), "ประชุมประจำปี", 21),
    ("CS4-DLI2", replace(CS4, activities=(replace(MEETING, evaluated=False),)), "ประชุมประจำปี", 21),
    ("CS5-A1", replace(CS5, statement=False), "", None),
    ("CS5-A1", replace(CS5, activities=()), "", None),
    ("CS5-A2", replace(CS5, activities=(CHANNEL,)), "ชุมชนชายฝั่ง", None),
    ("CS5-A3", replace(CS5, activities=(CHANNEL, replace(OPEN_HOUSE, channel=False))), "เปิดบ้าน", 32),
    ("CS5-D1", replace(CS5, information=(WEBSITE, BOARD)), "2", None),
    ("CS5-D2", replace(CS5, summaries=(SummaryFact(51, acknowledged=False),)), "", None),
    ("CS5-D3", held(result=False), "ร่องน้ำใหม่", 31),
    ("CS5-D3", held(evidence=False), "ร่องน้ำใหม่", 31),
    ("CS5-L1", replace(CS5, publications=(replace(PUBLISHED, placed=False),)), "ผลการรับฟัง", 61),
)


@pytest.mark.parametrize(("code", "facts", "word", "row"), FAULTS)
def test_some_but_not_all_is_partly_and_names_the_fault(code: str, facts: Any, word: str, row: int | None) -> None:
    finding = find(code, facts)
    assert finding.status == "PARTLY"
    assert (finding.reasons[0].row, word in str(finding.reasons[0].text)) == (row, True)


@pytest.mark.parametrize("held_on", OTHER_YEARS)
@pytest.mark.parametrize("code", ["CS4-DLI1", "CS4-DLI2", "CS5-D3", "CS5-L1"])
def test_what_is_dated_in_another_year_or_not_at_all_is_missing(code: str, held_on: date | None) -> None:
    meeting, published = replace(MEETING, held_on=held_on), replace(PUBLISHED, published_on=held_on)
    facts = {
        "CS4": replace(CS4, activities=(meeting,)),
        "CS5": replace(held(held_on=held_on), publications=(published,)),
    }[code[:3]]
    assert find(code, facts).status == "MISSING"


@pytest.mark.parametrize("held_on", OTHER_YEARS)
def test_a_statement_alone_promotes_in_part(held_on: date | None) -> None:
    finding = find("CS5-A1", held(held_on=held_on))
    assert [finding.status, *(reason.table for reason in finding.reasons)] == ["PARTLY", "cs5-activities"]


def test_no_network_with_two_channels_is_missing() -> None:
    facts = replace(CS4, networks=tuple(replace(each, channels=1) for each in CS4.networks))
    assert find("CS4-A2", facts).status == "MISSING"


def test_a_stakeholder_who_takes_no_part_opens_a_new_activity_of_that_group() -> None:
    [reason] = find("CS5-A2", replace(CS5, activities=(CHANNEL,))).reasons
    assert (reason.table, reason.start) == ("cs5-activities", (("groups", "ชุมชนชายฝั่ง"),))


@pytest.mark.parametrize("lack", ["audience", "reach"])
def test_an_information_channel_counts_with_audience_and_reach_only(lack: str) -> None:
    finding = find("CS5-D1", replace(CS5, information=(WEBSITE, BOARD, replace(RADIO, **{lack: False}))))
    assert finding.status == "PARTLY"
    assert [(reason.row, "วิทยุ" in str(reason.text)) for reason in finding.reasons] == [(None, False), (42, True)]


@pytest.mark.parametrize("again", ["WEBSITE", "ป้าย"])
def test_one_channel_in_two_rows_is_one_channel(again: str) -> None:
    same = replace(RADIO, channel=again)
    assert find("CS5-D1", replace(CS5, information=(WEBSITE, BOARD, same))).status == "PARTLY"


def test_own_channels_are_the_same_in_any_spelling() -> None:
    line, same = replace(BOARD, channel="LINE"), replace(RADIO, channel="Line")
    assert find("CS5-D1", replace(CS5, information=(WEBSITE, line, same))).status == "PARTLY"


@pytest.mark.parametrize(
    ("code", "field", "incomplete"),
    [
        ("CS4-A1", "networks", NetworkFact(13, "อื่น", groups=0, channels=2)),
        ("CS4-DLI1", "activities", RelationFact(22, "อื่น", IN_YEAR)),
        ("CS4-DLI2", "activities", RelationFact(22, "อื่น", IN_YEAR)),
        ("CS5-D2", "summaries", SummaryFact(52, acknowledged=False)),
        ("CS5-D3", "activities", ActivityFact(33, "อื่น", IN_YEAR)),
        ("CS5-L1", "publications", PublicationFact(62, "อื่น", IN_YEAR, placed=False)),
    ],
)
def test_one_complete_example_is_enough_beside_incomplete_ones(code: str, field: str, incomplete: object) -> None:
    facts = full(code)
    assert find(code, replace(facts, **{field: (incomplete, *getattr(facts, field))})) == Finding("MET")
