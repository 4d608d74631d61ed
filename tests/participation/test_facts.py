"""What real rows of CS4 and CS5 tell their points, and at what cost."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from participation.criterion import CS4, CS5
from participation.models import OpinionSummary
from participation.queries import activities_by_group, network_facts_of, participation_facts_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile, Statement
from tests.every_table.rows import REGISTERS, SAMPLES
from tests.evidence.pictures import PDF, picture

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PICTURE, PAPER = {"evidence": "E-CS4-2569-001"}, {"evidence": "E-CS4-2569-002"}
MEETING = {"network": "เครือข่ายประมง", "name": "ประชุมประจำปี", "held_on": "12 มี.ค. 2569"}
HEARING = {"name": "รับฟังความเห็น", "level": "2 ปรึกษาหารือ", "held_on": "20 ม.ค. 2569"}
Find = Callable[[str], tuple[str, list[str]]]


@pytest.fixture
def find(assessment: Assessment, staff: Any, fill: Any) -> Find:
    """The status of a point and its reasons in words, as the rows stand now; a picture and a paper are there."""
    for key in ("groups", "duties", "cs4-networks"):
        fill(key, REGISTERS[key])
    with writing(assessment, staff):
        for name, content in (("a.jpg", picture()), ("b.pdf", PDF)):
            store_file(assessment=assessment, criterion="CS4", title=name, content=content, name=name, by=staff, at=NOW)

    def found(code: str) -> tuple[str, list[str]]:
        criterion = CS4 if code.startswith("CS4") else CS5
        point = next(each for each in criterion.guidelines if each.code == code)
        finding = point.check(criterion.facts_of([assessment])[assessment.pk])
        return str(finding.status), [str(reason.text) for reason in finding.reasons]

    return found


def test_a_network_has_its_groups_and_its_two_channels(find: Find, fill: Any) -> None:
    assert (find("CS4-A1"), find("CS4-A2")) == (("MET", []), ("MET", []))
    fill("cs4-networks", [{"name": "เครือข่ายกำลังพล", "groups": "กำลังพลและครอบครัว", "channels": "ไลน์กลุ่ม\nไลน์กลุ่ม"}])
    status, [reason] = find("CS4-A2")
    assert status == "PARTLY"
    assert "เครือข่ายกำลังพล" in reason


def test_a_photograph_counts_and_a_paper_does_not(find: Find, fill: Any) -> None:
    fill("cs4-activities", [{**MEETING, **PAPER}])
    assert find("CS4-DLI1")[0] == "PARTLY"
    fill("cs4-activities", [{**MEETING, "name": "เยี่ยมท่าเรือ", **PICTURE}])
    assert find("CS4-DLI1") == ("MET", [])
    EvidenceFile.objects.filter(number=PICTURE["evidence"]).update(deleted_at=NOW)
    assert find("CS4-DLI1")[0] == "PARTLY"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"before": "3.6", "after": "4.1"}, "MET"),
        ({"before": "3.6"}, "PARTLY"),
        ({"after": "4.1"}, "PARTLY"),
        ({"explanation": "แจ้งข้อมูลกลับทุกวัน"}, "PARTLY"),
        ({"explanation": "แจ้งข้อมูลกลับทุกวัน", **PAPER}, "MET"),
        (PAPER, "PARTLY"),
        ({"before": "3.6", "after": "4.1", "held_on": "30 ก.ย. 2568"}, "MISSING"),
        ({"before": "3.6", "after": "4.1", "held_on": ""}, "MISSING"),
    ],
)
def test_relations_got_better_by_a_score_or_by_words_with_evidence(
    find: Find, fill: Any, told: dict[str, str], status: str
) -> None:
    fill("cs4-activities", [{**MEETING, **told}])
    assert find("CS4-DLI2")[0] == status


def test_words_without_their_deleted_evidence_do_not_count(find: Find, fill: Any) -> None:
    fill("cs4-activities", [{**MEETING, "explanation": "แจ้งข้อมูลกลับทุกวัน", **PAPER}])
    EvidenceFile.objects.update(deleted_at=NOW)
    assert find("CS4-DLI2")[0] == "PARTLY"


def test_the_way_of_promoting_needs_the_units_own_words(find: Find, fill: Any, assessment: Assessment) -> None:
    fill("cs5-activities", [HEARING])
    assert find("CS5-A1")[0] == "PARTLY"
    statement = Statement.objects.create(assessment=assessment, guideline="CS5-A1", text="")
    Statement.objects.create(assessment=assessment, guideline="CS5-A2", text="คำอธิบายของประเด็นอื่น")
    assert find("CS5-A1")[0] == "PARTLY"
    Statement.objects.filter(pk=statement.pk).update(text="ให้ข้อมูลก่อน แล้วปรึกษาหารือ")
    assert find("CS5-A1") == ("MET", [])


def test_an_activity_of_last_year_does_not_count(find: Find, fill: Any) -> None:
    fill("cs5-activities", [{**HEARING, "held_on": "30 ก.ย. 2568", "result": "เลื่อนแนว", **PAPER}])
    assert (find("CS5-A1")[0], find("CS5-D3")[0]) == ("MISSING", "MISSING")


def test_only_stakeholders_are_asked_for_and_a_group_without_a_number_takes_part(find: Find, fill: Any) -> None:
    fill("cs5-activities", [{**HEARING, "groups": "ชาวประมง 22"}])
    status, [reason] = find("CS5-A2")
    assert status == "MISSING"
    assert "กำลังพลและครอบครัว" in reason
    fill("cs5-activities", [{**HEARING, "name": "เปิดบ้าน", "groups": "กำลังพลและครอบครัว"}])
    assert find("CS5-A2") == ("MET", [])


def test_three_channels_with_audience_and_reach_are_enough(find: Find, fill: Any) -> None:
    whole = {"audience": "ชาวประมง", "reach": "เข้าชม 12,400 ครั้ง"}
    fill("cs5-channels", [{"channel": "เว็บไซต์", **whole}, {"channel": "เว็บไซท์", **whole}, {"channel": "ป้าย", **whole}])
    assert find("CS5-D1")[0] == "PARTLY"
    fill("cs5-channels", [{"channel": "วิทยุ", "reach": "118 ลำ"}])
    assert "วิทยุ" in find("CS5-D1")[1][-1]
    fill("cs5-channels", [{"channel": "เฟซบุ๊ก", **whole}])
    assert find("CS5-D1") == ("MET", [])


def test_a_summary_counts_once_the_head_acknowledged_it(find: Find, fill: Any) -> None:
    fill("cs5-summaries", [{"made_on": "25 ก.ย. 2569", "complaints": "รับ 18 เรื่อง"}])
    assert find("CS5-D2")[0] == "PARTLY"
    OpinionSummary.objects.update(acknowledged_on=date(2026, 9, 29))
    assert find("CS5-D2") == ("MET", [])
    OpinionSummary.objects.update(deleted_at=NOW)
    assert find("CS5-D2")[0] == "MISSING"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"result": "เลื่อนแนว", **PAPER}, "MET"),
        ({"result": "เลื่อนแนว"}, "PARTLY"),
        (PAPER, "PARTLY"),
    ],
)
def test_an_example_has_a_result_and_evidence(find: Find, fill: Any, told: dict[str, str], status: str) -> None:
    fill("cs5-activities", [{**HEARING, **told}])
    assert find("CS5-D3")[0] == status


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"published_on": "1 ก.พ. 2569", "place": "เว็บไซต์"}, "MET"),
        ({"published_on": "1 ก.พ. 2569", "link": "https://www.example.com"}, "MET"),
        ({"published_on": "1 ก.พ. 2569"}, "PARTLY"),
        ({"published_on": "1 ต.ค. 2569", "place": "เว็บไซต์"}, "MISSING"),
        ({"place": "เว็บไซต์"}, "MISSING"),
    ],
)
def test_results_are_published_in_the_year_with_place_or_link(
    find: Find, fill: Any, told: dict[str, str], status: str
) -> None:
    fill("cs5-publications", [{"subject": "ผลการรับฟัง", **told}])
    assert find("CS5-L1")[0] == status


@pytest.mark.parametrize(("facts_of", "count"), [(network_facts_of, 3), (participation_facts_of, 8)])
def test_many_units_and_rows_cost_the_queries_of_one(
    find: Find,
    fill: Any,
    assessment: Assessment,
    new_assessment: Any,
    django_assert_num_queries: Any,
    facts_of: Any,
    count: int,
) -> None:
    fill("evidence", REGISTERS["evidence"])
    for key in ("cs4-activities", "cs5-activities", "cs5-channels", "cs5-summaries", "cs5-publications"):
        fill(key, [SAMPLES[key].first, SAMPLES[key].second])
    others = [new_assessment(f"unit-{number}") for number in range(4)]
    with django_assert_num_queries(count):
        found = facts_of([assessment, *others])
    assert len(found) == 5
    assert len(found[assessment.pk].activities) == 2
    assert found[others[0].pk].activities == ()


def test_a_group_of_which_nobody_came_takes_no_part(assessment: Any, fill: Any) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้มีส่วนได้ส่วนเสีย"}])
    fill("cs5-activities", [{"name": "เปิดบ้าน", "level": "1 ให้ข้อมูล", "groups": "ชาวประมง 0"}])
    [activity] = participation_facts_of([assessment])[assessment.pk].activities
    assert activity.groups == frozenset()
    assert not activities_by_group([assessment])[assessment.pk]
    fill("cs5-activities", [{"name": "เปิดบ้านอีกครั้ง", "level": "1 ให้ข้อมูล", "groups": "ชาวประมง"}])
    assert list(activities_by_group([assessment])[assessment.pk].values()) == [1]
