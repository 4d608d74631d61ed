"""The two sample workbooks, figure by figure and cell by cell."""

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from channels.models import ChannelReview, GroupChannel
from complaints.models import FollowUpAnalysis, FollowUpPlan
from customers.models import AnalysisRow, CustomerProfile
from pmqa.criteria import criterion_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Finding, Status
from pmqa.evidence.models import RowChange
from pmqa.exchange.imports import import_workbook
from pmqa.exchange.results import ImportResult, SheetResult
from pmqa.exchange.workbook import read_workbook
from pmqa.organization.models import Person
from pmqa.profile.models import Group

SAMPLES = Path(__file__).parent / "samples"
TIDY = SAMPLES / "hydrographic-2569.xlsx"
AS_KEPT = SAMPLES / "dockyard-2569-as-kept.xlsx"

Run = Callable[..., ImportResult]


@pytest.fixture
def run(assessment: Assessment, staff: Person) -> Run:
    def imported(source: Any, trial: bool = False) -> ImportResult:
        return import_workbook(assessment, read_workbook(source), by=staff, at=timezone.now(), trial=trial)

    return imported


def by_title(result: ImportResult) -> dict[str, SheetResult]:
    return {sheet.sheet: sheet for sheet in result.sheets}


def wrong(sheet: SheetResult) -> list[tuple[str, str]]:
    return [(error.cell, error.column) for error in sheet.errors]


def finding(assessment: Assessment, code: str) -> Finding:
    criterion = criterion_of(code.partition("-")[0])
    facts = criterion.facts_of([assessment])[assessment.pk]
    return next(point.check(facts) for point in criterion.guidelines if point.code == code)


def test_the_tidy_workbook_is_imported_whole(run: Run, assessment: Assessment) -> None:
    result = run(TIDY)
    assert result.saved
    assert {sheet.table.key: sheet.added for sheet in result.sheets if sheet.table} == {
        "groups": 8,
        "cs1-analysis": 5,
        "cs1-profiles": 8,
        "cs2-channels": 9,
        "cs2-reviews": 3,
        "cs3-plan": 3,
        "cs3-analysis": 2,
    }
    assert all(not (sheet.errors or sheet.notices or sheet.skipped or sheet.removed) for sheet in result.sheets)
    stored = [Group, AnalysisRow, CustomerProfile, GroupChannel, ChannelReview, FollowUpPlan, FollowUpAnalysis]
    counts = [model._default_manager.filter(assessment=assessment).count() for model in stored]
    assert counts == [8, 5, 8, 9, 3, 3, 2]
    found = finding(assessment, "CS2-A1")
    assert found.status == Status.PARTLY
    assert [reason for reason in found.reasons if "จังหวัดชายทะเล" in str(reason.text)] == list(found.reasons)


def test_a_trial_of_the_tidy_workbook_stores_nothing(run: Run) -> None:
    result = run(TIDY, trial=True)
    assert not result.saved
    assert [sheet.added for sheet in result.sheets] == [8, 5, 8, 9, 3, 3, 2]
    assert not Group.objects.exists()
    assert not RowChange.objects.exists()


def test_the_tidy_workbook_again_is_all_the_same(run: Run) -> None:
    run(TIDY)
    result = run(TIDY)
    assert result.saved
    assert [(s.added, s.changed, len(s.removed)) for s in result.sheets] == [(0, 0, 0)] * 7
    assert [sheet.same for sheet in result.sheets] == [8, 5, 8, 9, 3, 3, 2]


def test_groups_of_the_workbook_as_kept(run: Run) -> None:
    sheet = by_title(run(AS_KEPT, trial=True))["ข้อ 8"]
    assert sheet.table is not None
    assert (sheet.table.key, sheet.rows, sheet.added) == ("groups", 4, 4)
    assert not sheet.errors
    assert [line.row for line in sheet.skipped] == [11]
    assert "หมายเหตุ ทบทวนเมื่อ ๑๕ ต.ค. ๖๘" in sheet.skipped[0].why


def test_analysis_of_the_workbook_as_kept(run: Run) -> None:
    sheet = by_title(run(AS_KEPT, trial=True))["ตารางวิเคราะห์ CS"]
    assert sheet.table is not None
    assert (sheet.table.key, sheet.rows) == ("cs1-analysis", 2)
    assert wrong(sheet) == [("G6", "ผู้รับบริการ")]
    assert "นักเรียนช่าง" in sheet.errors[0].message


def test_channels_of_the_workbook_as_kept(run: Run) -> None:
    sheet = by_title(run(AS_KEPT, trial=True))["CS2-1"]
    assert sheet.table is not None
    assert (sheet.table.key, sheet.rows, sheet.errors) == ("cs2-channels", 5, ())


def test_plan_of_the_workbook_as_kept(run: Run) -> None:
    sheet = by_title(run(AS_KEPT, trial=True))["แผนติดตามข้อร้องเรียน"]
    assert sheet.table is not None
    assert (sheet.table.key, sheet.rows) == ("cs3-plan", 1)
    assert wrong(sheet) == [("B3", "ลำดับความสำคัญ"), ("A4", "กระบวนการ")]
    assert "มากที่สุด" in sheet.errors[0].message
    assert "มากเป็นพิเศษ, มาก, ปานกลาง" in sheet.errors[0].message
    assert "ขนส่งพัสดุ" in sheet.errors[1].message


def test_reviews_of_the_workbook_as_kept(run: Run) -> None:
    sheet = by_title(run(AS_KEPT, trial=True))["ทบทวน"]
    assert sheet.table is not None
    assert (sheet.table.key, sheet.rows) == ("cs2-reviews", 2)
    assert wrong(sheet) == [("C3", "ขนาดกลุ่มตัวอย่าง")]
    assert "n = 12" in sheet.errors[0].message
    assert [notice.cell for notice in sheet.notices] == ["G4"]
    assert "2568" in sheet.notices[0].message


def test_four_wrong_cells_and_nothing_is_stored(run: Run) -> None:
    result = run(AS_KEPT)
    assert not result.saved
    assert result.wrong == 4
    assert not Group.objects.exists()
    assert not RowChange.objects.exists()


def mended() -> io.BytesIO:
    book = openpyxl.load_workbook(AS_KEPT)
    book["ตารางวิเคราะห์ CS"]["G6"] = "กำลังพลและครอบครัว"
    book["แผนติดตามข้อร้องเรียน"]["B3"] = "มาก"
    book["แผนติดตามข้อร้องเรียน"]["A4"] = "อบรมช่างเรือ"
    book["ทบทวน"]["C3"] = 12
    target = io.BytesIO()
    book.save(target)
    return target


def test_the_mended_workbook_is_stored_in_one_go(run: Run, assessment: Assessment) -> None:
    result = run(mended())
    assert result.saved
    assert result.wrong == 0
    assert [sheet.added for sheet in result.sheets] == [4, 3, 5, 3, 3]
    names = Group.objects.filter(assessment=assessment).values_list("name", flat=True)
    assert list(names) == ["เรือหลวงที่เข้าซ่อม", "กำลังพลและครอบครัว", "ผู้ขายและผู้รับจ้าง", "ชุมชนรอบอู่"]
    assert run(mended()).saved
    assert [sheet.same for sheet in run(mended(), trial=True).sheets] == [4, 3, 5, 3, 3]


def test_several_names_in_a_cell_are_stored_as_groups(run: Run) -> None:
    run(mended())
    rows = AnalysisRow.objects.all()
    assert [[str(group) for group in row.recipients.all()] for row in rows][:2] == [
        ["เรือหลวงที่เข้าซ่อม"],
        ["เรือหลวงที่เข้าซ่อม", "กำลังพลและครอบครัว"],
    ]
    assert [[str(group) for group in row.stakeholders.all()] for row in rows][:2] == [
        ["ผู้ขายและผู้รับจ้าง", "ชุมชนรอบอู่"],
        ["ชุมชนรอบอู่"],
    ]


def test_merged_groups_and_two_ticks_give_a_row_each(run: Run, assessment: Assessment) -> None:
    run(mended())
    rows = [(str(row.group), row.channel) for row in GroupChannel.objects.all()]
    assert rows == [
        ("เรือหลวงที่เข้าซ่อม", "SURVEY"),
        ("เรือหลวงที่เข้าซ่อม", "SMALL_GROUP"),
        ("กำลังพลและครอบครัว", "WALK_IN"),
        ("ชุมชนรอบอู่", "SURVEY"),
        ("ชุมชนรอบอู่", "WALK_IN"),
    ]
    blank = GroupChannel.objects.get(channel="WALK_IN", group__name="กำลังพลและครอบครัว")
    assert blank.responsible == ""
    found = finding(assessment, "CS2-A2")
    assert found.status == Status.PARTLY
    assert {reason.row for reason in found.reasons} == {blank.pk}


def test_dates_of_the_reviews(run: Run) -> None:
    run(mended())
    rows = [(row.sample_size, row.reviewed_on) for row in ChannelReview.objects.all()]
    assert rows == [
        (45, datetime.date(2025, 10, 15)),
        (12, datetime.date(2025, 10, 15)),
        (8, datetime.date(2025, 11, 3)),
    ]
