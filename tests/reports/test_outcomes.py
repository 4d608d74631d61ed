"""What the report tells of judgements, letters and improvements; and the reports that are part of the whole one."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.reports.gathering import report_of
from pmqa.reports.improved import threads_of
from pmqa.reports.look import Look
from pmqa.reports.render import report_html
from pmqa.reports.report import json_of
from pmqa.reports.sheets import judged_table, letters_table
from pmqa.reports.variants import criterion_alone, feedback

STEPS = ("DRAFT", "SUBMITTED", "IN_REVIEW", "CONSENSUS")


def judge(assessment: Assessment, kind: str, verdicts: dict[str, str]) -> Sheet:
    sheet = Sheet.objects.create(assessment=assessment, kind=kind, submission=0 if kind == "OWN" else 1)
    for item, verdict in verdicts.items():
        Judgement.objects.create(sheet=sheet, item=item, verdict=verdict)
    return sheet


def publish(assessment: Assessment, verdicts: dict[str, str]) -> Sheet:
    Assessment.objects.filter(pk=assessment.pk).update(state="CONSENSUS")
    sheet = judge(assessment, "CONSENSUS", verdicts)
    Remark.objects.create(sheet=sheet, criterion="CS1", kind="STRENGTH", text="จำแนกกลุ่มครบ")
    Sheet.objects.filter(pk=sheet.pk).update(submitted_at=timezone.now())
    Assessment.objects.filter(pk=assessment.pk).update(state="PUBLISHED")
    assessment.refresh_from_db()
    return sheet


@pytest.fixture
def published(filled: Assessment, new_assessment: Callable[..., Assessment]) -> Assessment:
    """Judged by itself and by assessors, this year and last year."""
    before = new_assessment("alpha", 2568)
    publish(before, {"CS1-A1": "NOT_SEEN"})
    judge(filled, "OWN", {"CS1-A1": "SEEN", "CS1-A2": "PARTLY"})
    publish(filled, {"CS1-A1": "PARTLY"})
    return Assessment.objects.select_related("unit", "round").get(pk=filled.pk)


def test_each_point_has_the_judgements_of_the_unit_the_assessors_and_last_year(published: Assessment) -> None:
    [first, second, *_rest] = report_of(published).criteria[0].judged
    assert (first.item, first.own, first.published, first.before) == ("CS1-A1", "ผ่าน", "บางส่วน", "ไม่ผ่าน")
    assert (first.status, first.status_before) == ("MET", "MISSING")
    assert (second.item, second.own, second.published, second.before) == ("CS1-A2", "บางส่วน", "", "")


def test_before_the_publication_nothing_of_the_assessors_is_told(filled: Assessment) -> None:
    judge(filled, "OWN", {"CS1-A1": "SEEN"})
    for state in STEPS:
        Assessment.objects.filter(pk=filled.pk).update(state=state)
        filled.refresh_from_db()
        if state == "CONSENSUS":
            judge(filled, "CONSENSUS", {"CS1-A1": "NOT_SEEN"})
        report = report_of(filled)
        lines = report.criteria[0].judged
        assert lines[0].own == "ผ่าน"
        assert not any(line.published for line in lines)
        assert report.plan is None


def test_columns_that_say_nothing_are_not_printed(published: Assessment) -> None:
    lines = report_of(published).criteria[6].judged
    headings = [column.heading for column in judged_table(lines, Look()).columns]
    assert headings == ["รายการ", "สิ่งที่ผู้ตรวจประเมินถาม", "หลักฐาน", "หลักฐานปีก่อน"]


def test_a_letter_that_is_not_asked_is_told_from_one_without_evidence(filled: Assessment) -> None:
    lines = {line.code: line for line in report_of(filled).letters}
    first = lines["CS1"].cells[0]
    assert first is not None
    assert (first.letter, first.points) == ("A", 5)
    assert lines["CS7"].cells == (None, None, None, None)
    cells = letters_table([lines["CS1"]], Look(thai_digits=True)).lines[0]
    assert f"{first.met}/5" not in str(cells)
    assert "not-asked" in str(cells[2])


def test_an_improvement_is_told_from_the_row_in_which_it_began(assessment: Assessment, fill: Any) -> None:
    case = {"number": "F-7", "kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": "น้ำไม่ไหล"}
    fill("cs3-cases", [case])
    fill(
        "improvements",
        [{"source": "ข้อร้องเรียน", "origin": "F-๗", "problem": "น้ำไม่ไหล", "before": "12 วัน", "after": "3 วัน"}],
    )
    [thread] = threads_of(assessment)
    [origin] = thread.origins
    assert "น้ำไม่ไหล" in str(origin.facts)
    assert (thread.difference, thread.per_cent) == ("-9", "-75 %")
    assert "CS3-I1" in thread.serves
    assert origin.name in report_html(report_of(assessment))


def test_more_improvements_cost_no_more_queries(assessment: Assessment, fill: Any) -> None:
    counts = []
    for number in (1, 2, 9):
        row = {"source": "ข้อร้องเรียน", "origin": f"เรื่อง {number}", "problem": f"ปัญหา {number}"}
        fill("improvements", [row, {**row, "origin": "", "problem": f"อื่น {number}"}])
        with CaptureQueriesContext(connection) as queries:
            threads_of(assessment)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_json_is_what_the_version_is_the_beginning_of(published: Assessment) -> None:
    report = report_of(published)
    content = json_of(report)
    assert sha256(content).hexdigest().startswith(report.version)
    assert json.loads(content)["criteria"][0]["judged"][0]["own"] == "ผ่าน"


def test_a_criterion_alone_has_its_rows_and_nothing_of_others(published: Assessment) -> None:
    whole = report_of(published)
    part = criterion_alone(whole, "CS2")
    assert part.criteria == (whole.criteria[1],)
    assert [item.number for item in part.evidence] == ["E-CS2-2569-001"]
    html = report_html(part)
    assert "รายงานเฉพาะเกณฑ์ CS2" in html
    assert 'id="cs1"' not in html
    assert part.version != whole.version


def test_the_feedback_tells_what_was_published_and_none_of_the_evidence(published: Assessment) -> None:
    html = report_html(feedback(report_of(published)))
    assert "รายงานป้อนกลับของผู้ตรวจประเมิน" in html
    assert "จำแนกกลุ่มครบ" in html
    assert "E-CS2-2569-001" not in html
    assert 'class="radar"' in html
    assert "ข้าพเจ้าขอรับรอง" not in html
