"""What real rows of CS3 tell its points, and at what cost."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from complaints.criterion import CS3
from complaints.models import HandlingRule
from complaints.queries import facts_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from tests.every_table.rows import REGISTERS, SAMPLES

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PROVED = {"evidence": "E-P-2569-001"}
REVIEW = {"held_on": "20 มี.ค. 2569", "topic": "ทบทวนเวลาตอบ"}
Find = Callable[[str], tuple[str, list[str]]]


@pytest.fixture
def find(assessment: Assessment, fill: Any) -> Find:
    """The status of a point and its reasons in words, as the rows stand now; services and evidence are there."""
    for key in ("groups", "services", "evidence"):
        fill(key, REGISTERS[key])

    def found(code: str) -> tuple[str, list[str]]:
        point = next(each for each in CS3.guidelines if each.code == f"CS3-{code}")
        finding = point.check(facts_of([assessment])[assessment.pk])
        return str(finding.status), [str(reason.text) for reason in finding.reasons]

    return found


def test_the_four_kinds_are_asked_for_by_name(find: Find, fill: Any) -> None:
    whole = {"responsible": "หัวหน้าแผนก", "steps": "รับ ตอบ"}
    fill("cs3-system", [{"kind": kind, **whole} for kind in ("ข้อร้องเรียน", "ข้อเสนอแนะ", "ข้อคิดเห็น")])
    status, [reason] = find("A1")
    assert status == "PARTLY"
    assert "คำชมเชย" in reason
    fill("cs3-system", [{"kind": "คำชมเชย", **whole}])
    assert find("A1") == ("MET", [])
    HandlingRule.objects.filter(kind="COMMENT").update(deleted_at=NOW)
    assert find("A1")[0] == "PARTLY"


def test_every_service_of_the_register_is_to_be_planned(find: Find, fill: Any) -> None:
    planned = {"priority": "มาก", "responsible": "หัวหน้าแผนก", "frequency": "ทุกเดือน"}
    [row] = fill("cs3-plan", [{"service": "พยากรณ์อากาศ", **planned}])
    status, [reason] = find("A2")
    assert status == "PARTLY"
    assert "สำรวจและผลิตแผนที่เดินเรือ" in reason
    fill("cs3-plan", [{"service": "สำรวจและผลิตแผนที่เดินเรือ", **planned}])
    assert find("A2") == ("MET", [])
    type(row).objects.filter(pk=row.pk).update(frequency="")
    assert find("A2")[0] == "PARTLY"


def test_a_review_counts_with_a_file_that_stands(find: Find, fill: Any) -> None:
    fill("cs3-reviews", [{**REVIEW, **PROVED}])
    assert find("D1") == ("MET", [])
    EvidenceFile.objects.update(deleted_at=NOW)
    assert find("D1")[0] == "PARTLY"


def test_what_was_held_last_year_does_not_count(find: Find, fill: Any) -> None:
    last = {**REVIEW, "held_on": "30 ก.ย. 2568", "summary": "ตอบช้า", "took_part": "ทุกแผนก", **PROVED}
    fill("cs3-reviews", [last])
    fill("cs3-sharing", [last])
    assert (find("D1")[0], find("L2")[0]) == ("MISSING", "MISSING")


def test_sharing_needs_its_summary_and_who_took_part(find: Find, fill: Any) -> None:
    fill("cs3-sharing", [{**REVIEW, "summary": "ตอบช้า"}])
    assert find("L2")[0] == "PARTLY"
    fill("cs3-sharing", [{**REVIEW, "topic": "อื่น", "summary": "ตอบช้า", "took_part": "ทุกแผนก"}])
    assert find("L2") == ("MET", [])


def test_analysis_needs_its_analyst_and_its_priority(find: Find, fill: Any) -> None:
    fill("cs3-analysis", [{"followed": "ก", "analyst": "ฝ่ายแผน"}])
    assert find("L1")[0] == "MISSING"
    fill("cs3-analysis", [{"followed": "ข", "analyst": "ฝ่ายแผน", "priority": "มาก"}])
    assert find("L1")[0] == "PARTLY"


@pytest.mark.parametrize(
    ("source", "status"),
    [("ข้อร้องเรียน", "MET"), ("ข้อเสนอแนะ", "MET"), ("ข้อค้นพบจากช่องทางรับฟัง", "MISSING")],
)
def test_only_what_began_with_a_complaint_or_suggestion_counts(find: Find, fill: Any, source: str, status: str) -> None:
    fill("improvements", [{"source": source, "problem": "รอคิวนาน", **PROVED}])
    assert find("I1")[0] == status


def test_another_unit_lends_nothing(find: Find, fill: Any, new_assessment: Any, person: Any) -> None:
    other = new_assessment("beta")
    by = person("colleague", "STAFF", other.unit)
    fill("evidence", REGISTERS["evidence"], into=other, by=by)
    fill("cs3-reviews", [{**REVIEW, **PROVED}], into=other, by=by)
    assert find("D1")[0] == "MISSING"


def test_many_units_and_rows_cost_seven_queries(
    find: Find, fill: Any, assessment: Assessment, new_assessment: Any, django_assert_num_queries: Any
) -> None:
    for key in ("cs3-system", "cs3-plan", "cs3-analysis", "cs3-reviews", "cs3-sharing", "improvements"):
        fill(key, [SAMPLES[key].first, SAMPLES[key].second])
    others = [new_assessment(f"unit-{number}") for number in range(4)]
    with django_assert_num_queries(7):
        found = facts_of([assessment, *others])
    assert len(found) == 5
    assert len(found[assessment.pk].reviews) == 2
    assert found[others[0].pk].reviews == ()
