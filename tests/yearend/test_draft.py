"""The draft of the year-end summary: what the registers say, counted, in Thai."""

from collections.abc import Callable
from typing import Any
from unicodedata import combining

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from pmqa.yearend.draft import LONGEST_LINE, MOST_LINES, draft_of
from tests.organization.walk import NOW

TODAY = NOW.date()


def text(assessment: Assessment, field: str) -> str:
    [section] = [section for section in draft_of(assessment, TODAY).sections if section.field == field]
    return section.text


def test_the_register_is_counted_by_kind_by_time_and_by_subject(year: Assessment) -> None:
    first, answers, often, improved = text(year, "complaints").split("\n")
    assert "4" in first
    assert "ข้อร้องเรียน 2, ข้อเสนอแนะ 1, คำชมเชย 1" in first
    counted = {"in_time": 1, "late": 1, "open": 1, "overdue": 1}
    expected = _("Answered in time %(in_time)s, late %(late)s; still open %(open)s, of which overdue %(overdue)s.")
    assert expected % counted in answers
    assert _("Closed without an answer: %(unanswered)s.") % {"unanswered": 1} in answers
    assert "“น้ำไม่ไหล” 2" in often
    assert "ขยายเวลา" not in often
    assert "น้ำไม่ไหล → เปลี่ยนปั๊ม" in improved


def test_activities_are_told_by_level_with_people_and_suggestions(year: Assessment) -> None:
    found = text(year, "activities")
    assert "29" in found
    assert "ขอข้อมูลคลื่น" in found
    assert "เพิ่มรอบเช้า" in found
    assert (
        _("Level %(level)s: %(count)s activities, %(people)s people.")
        % {
            "level": "2 ปรึกษาหารือ",
            "count": 1,
            "people": 40,
        }
        in found
    )
    assert "เลื่อนแนวร่องน้ำ" in found


def test_what_is_not_known_is_no_number_and_no_change(assessment: Assessment, fill: Callable[..., Any]) -> None:
    fill("cs5-activities", [{"name": "แจ้งข่าว", "level": "1 ให้ข้อมูล"}])
    words = _("Level %(level)s: %(count)s activities, people not counted.") % {"level": "1 ให้ข้อมูล", "count": 1}
    assert text(assessment, "activities") == f"- {words}"
    fill("cs3-cases", [{"kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": "ไฟดับ"}])
    fill("improvements", [{"source": "ข้อร้องเรียน", "problem": "หม้อแปลงเก่า"}])
    assert "หม้อแปลงเก่า" not in text(assessment, "complaints")


def test_improvements_that_nobody_followed_up_are_proposed(year: Assessment, fill: Callable[..., Any]) -> None:
    fill("improvements", [{"source": "ข้อร้องเรียน", "problem": "ไฟดับ", "follow_up": "ไม่ดับอีก"}])
    assert "น้ำไม่ไหล" in text(year, "proposals")
    assert "ไฟดับ" not in text(year, "proposals")


def test_a_unit_without_anything_has_an_honest_draft(assessment: Assessment) -> None:
    draft = draft_of(assessment, TODAY)
    assert [len(section.lines) for section in draft.sections] == [1, 0, 0, 0]


def test_the_draft_is_in_thai_for_every_reader(year: Assessment) -> None:
    thai = draft_of(year, TODAY)
    with override("en"):
        assert draft_of(year, TODAY) == thai


def test_another_unit_is_not_counted(year: Assessment, new_assessment: Callable[..., Assessment]) -> None:
    assert "น้ำไม่ไหล" not in str(draft_of(new_assessment("beta"), TODAY))


def test_long_lists_and_long_lines_are_cut_and_say_so(assessment: Assessment, fill: Callable[..., Any]) -> None:
    problems = [{"source": "ข้อร้องเรียน", "problem": f"{number} {'ก' * 900}"} for number in range(MOST_LINES + 5)]
    fill("improvements", problems)
    lines = text(assessment, "proposals").split("\n")
    assert len(lines) == MOST_LINES + 1
    # Marks above and below take no room of their own.
    assert max(sum(not combining(letter) for letter in line) for line in lines) <= LONGEST_LINE + 2
    assert "5" in lines[-1]


def test_more_cases_cost_no_more_queries(year: Assessment, fill: Callable[..., Any], staff: Person) -> None:
    counts = []
    for rows in (0, 60):
        fill(
            "cs3-cases",
            [{"kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": f"เรื่อง {n % 7}"} for n in range(rows)],
        )
        with CaptureQueriesContext(connection) as queries:
            draft_of(year, TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]
