"""Sheets into an assessment: all of it or nothing."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from channels.models import FindingUse, GroupChannel
from customers.models import CustomerProfile
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Closed
from pmqa.evidence.models import RowChange
from pmqa.exchange.imports import LEAVE_OUT, import_workbook
from pmqa.exchange.results import ImportResult, as_json
from pmqa.exchange.workbook import Area, SheetGrid
from pmqa.organization.models import Person
from pmqa.profile.models import Group, Service
from tests.exchange.grids import grid, official

FISHERS = {"name": "ชาวประมง", "kind": "ผู้รับบริการ"}
SHORE = {"name": "ชุมชนชายฝั่ง", "kind": "ผู้มีส่วนได้ส่วนเสีย"}

Run = Callable[..., ImportResult]


@pytest.fixture
def run(assessment: Assessment, staff: Person) -> Run:
    def imported(*sheets: SheetGrid, trial: bool = False, **options: Any) -> ImportResult:
        return import_workbook(assessment, sheets, by=staff, at=timezone.now(), trial=trial, **options)

    return imported


def wrong(result: ImportResult) -> list[str]:
    return [f"{sheet.sheet}!{error.cell}" for sheet in result.sheets for error in sheet.errors]


def test_later_sheets_name_what_earlier_tables_add_whatever_their_order(run: Run) -> None:
    profile = official("cs1-profiles", {"group": "ชาวประมง", "needs": "ก"})
    assert run(profile, official("groups", FISHERS)).saved
    assert CustomerProfile.objects.get().group.name == "ชาวประมง"


def test_evidence_numbers_may_be_registered_by_the_same_workbook(run: Run) -> None:
    use = official("cs2-uses", {"finding": "ก", "evidence": "E-1, E-2"})
    files = official("evidence", *({"number": n, "title": "ก", "classification": "ปกติ"} for n in ("E-1", "E-2")))
    assert run(use, files).saved
    assert [file.number for file in FindingUse.objects.get().evidence.all()] == ["E-1", "E-2"]


def test_an_unknown_evidence_number_is_wrong_in_its_cell(run: Run) -> None:
    result = run(official("cs2-uses", {"finding": "ก", "evidence": "E-9"}))
    assert wrong(result) == ["CS2 การใช้ข้อมูล!G2"]
    assert "E-9" in result.sheets[0].errors[0].message


def test_one_wrong_row_makes_no_false_errors_elsewhere_and_nothing_is_stored(run: Run) -> None:
    groups = official("groups", FISHERS, {"name": "ชุมชน", "kind": "อะไรสักอย่าง"})
    result = run(groups, official("cs1-profiles", {"group": "ชาวประมง"}))
    assert not result.saved
    assert wrong(result) == ["หมวด P ข้อ 8!B3"]
    assert not Group.objects.exists()
    assert not RowChange.objects.exists()


def test_added_changed_same_and_removed_are_told(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS, SHORE, {"name": "นักเรียน", "kind": "ผู้รับบริการ"}])
    changed = {**SHORE, "kind": "ผู้รับบริการ"}
    (sheet,) = run(official("groups", FISHERS, changed, {"name": "ทหาร", "kind": "ผู้รับบริการ"})).sheets
    assert (sheet.rows, sheet.added, sheet.changed, sheet.same, sheet.removed) == (3, 1, 1, 1, ("นักเรียน",))
    (change,) = sheet.changes
    assert (change.row, change.name) == (3, "ชุมชนชายฝั่ง")
    assert [(field.before, field.after) for field in change.fields] == [("ผู้มีส่วนได้ส่วนเสีย", "ผู้รับบริการ")]
    assert list(Group.objects.filter(deleted_at=None).values_list("name", flat=True)) == [
        "ชาวประมง", "ชุมชนชายฝั่ง", "นักเรียน", "ทหาร",
    ]  # fmt: skip


def test_rows_not_in_the_sheet_go_only_when_asked(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS, SHORE])
    assert run(official("groups", FISHERS), remove=True, trial=True).sheets[0].removed == ("ชุมชนชายฝั่ง",)
    assert Group.objects.filter(deleted_at=None).count() == 2
    assert run(official("groups", FISHERS), remove=True).saved
    assert Group.objects.get(deleted_at=None).name == "ชาวประมง"


def test_a_group_that_rows_name_is_not_removed(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS, SHORE])
    fill("cs1-profiles", [{"group": "ชุมชนชายฝั่ง"}])
    result = run(official("groups", FISHERS), remove=True)
    assert not result.saved
    assert "ชุมชนชายฝั่ง" in result.sheets[0].errors[0].message
    assert Group.objects.filter(deleted_at=None).count() == 2


def test_a_group_goes_together_with_the_rows_that_name_it(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS, SHORE])
    fill("cs1-profiles", [{"group": "ชุมชนชายฝั่ง"}, {"group": "ชาวประมง"}])
    sheets = official("groups", FISHERS), official("cs1-profiles", {"group": "ชาวประมง"})
    assert run(*sheets, remove=True).saved
    assert Group.objects.get(deleted_at=None).name == "ชาวประมง"


def test_groups_that_stand_twice_are_told_in_the_second_cell(run: Run) -> None:
    result = run(official("groups", FISHERS, SHORE, {**FISHERS, "name": "ชาว ประมง"}))
    assert wrong(result) == ["หมวด P ข้อ 8!A4"]


def test_two_sheets_of_one_table_are_both_read(run: Run) -> None:
    result = run(official("groups", FISHERS, title="ภายใน"), official("groups", SHORE, title="ภายนอก"))
    assert result.saved
    assert [sheet.added for sheet in result.sheets] == [1, 1]
    assert [sheet.removed for sheet in result.sheets] == [(), ()]


def test_merged_cells_fill_the_cells_that_they_cover(run: Run) -> None:
    rows = [["กลุ่ม", "ประเภท"], ["ชาวประมง", "ผู้รับบริการ"], ["ทหาร", None], ["ครู", None]]
    assert run(grid("ก", *rows, merged=[Area(2, 2, 4, 2)])).saved
    assert set(Group.objects.values_list("kind", flat=True)) == {"RECIPIENT"}


def test_an_error_in_a_merged_cell_is_told_once_at_its_first_cell(run: Run) -> None:
    rows = [["กลุ่ม", "ประเภท"], ["ชาวประมง", "อะไร"], ["ทหาร", None]]
    assert wrong(run(grid("ก", *rows, merged=[Area(2, 2, 3, 2)]))) == ["ก!B2"]


def test_a_line_without_a_tick_is_wrong_at_the_first_tick_column(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS])
    result = run(official("cs2-channels", {"group": "ชาวประมง", "reason": "ก"}))
    assert wrong(result) == ["CS2-1 ช่องทางรับฟัง!B2"]


def test_a_plain_column_of_channels_is_stored_as_ticks_are(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS])
    headings = ["กลุ่มผู้รับบริการ", "ช่องทางในการรับฟังความต้องการ", "เหตุผลในการเลือกช่องทาง", "วิธีวิเคราะห์ข้อมูลความต้องการ"]
    assert run(grid("ก", headings, ["ชาวประมง", "แบบสอบถาม", "ก", "ข"])).saved
    assert GroupChannel.objects.get().channel == "SURVEY"


def test_notes_blank_lines_and_repeated_headings_are_no_rows(run: Run) -> None:
    rows = [
        ["ลำดับ", "กลุ่ม", "ประเภท", None],
        [1, "ชาวประมง", "ผู้รับบริการ"],
        [2, "  ", None],
        ["ลำดับ", "กลุ่ม", "ประเภท"],
        [None, None, None, "ผู้จัดทำ"],
        [None, "* ข้อมูล ณ ต.ค. 68", None],
        ["รวม", "1 กลุ่ม", None],
        ["ที่มา: กองแผนที่", None, None],
        [3, "รวมพลังชุมชน", "ผู้รับบริการ"],
    ]
    (sheet,) = run(grid("ก", *rows)).sheets
    assert [line.row for line in sheet.skipped] == [4, 5, 6, 7, 8]
    assert sheet.added == 2
    assert not sheet.errors


def test_unknown_headings_and_columns_without_one_are_named_with_their_cell(run: Run) -> None:
    (sheet,) = run(grid("ก", ["กลุ่ม", "ประเภท", "สีที่ชอบ"], ["ชาวประมง", "ผู้รับบริการ", "ฟ้า", "เกิน"])).sheets
    assert [notice.cell for notice in sheet.notices] == ["C1", "D2"]
    assert "สีที่ชอบ" in sheet.notices[0].message
    assert sheet.added == 1


def test_formulas_with_a_value_are_noticed_and_without_one_are_wrong(run: Run) -> None:
    sheet = grid(
        "ก",
        ["กลุ่ม", "ประเภท"],
        ["ชาวประมง", "ผู้รับบริการ"],
        [None, "ผู้รับบริการ"],
        ["ทหาร", None],
        formulas=frozenset({"A2", "A3"}),
        broken={"A3": "", "B4": "#REF!"},
    )
    result = run(sheet)
    assert [notice.cell for notice in result.sheets[0].notices] == ["A2"]
    assert wrong(result) == ["ก!A3", "ก!B4"]
    assert "#REF!" in result.sheets[0].errors[1].message
    assert not Group.objects.exists()


def test_a_buddhist_year_in_a_real_date_is_read_with_a_notice(run: Run) -> None:
    moment = datetime.datetime(2568, 11, 3)
    (sheet,) = run(official("cs2-uses", {"finding": "ก", "told_on": moment, "told_to": moment})).sheets
    assert [notice.cell for notice in sheet.notices] == ["B2", "C2"]
    use = FindingUse.objects.get()
    assert (use.told_on, use.told_to) == (datetime.date(2025, 11, 3), "3 พ.ย. 2568")


def test_a_text_of_a_million_letters_is_wrong_in_its_cell(run: Run) -> None:
    result = run(official("groups", {"name": "ก" * 1_000_000, "kind": "ผู้รับบริการ"}))
    assert wrong(result) == ["หมวด P ข้อ 8!A2"]
    assert len(result.sheets[0].errors[0].message) < 400


def test_a_cell_full_of_unknown_names_is_answered_shortly(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [{"name": f"กลุ่มที่ {number} ของหน่วย", "kind": "ผู้รับบริการ"} for number in range(100)])
    names = ", ".join(f"กลุ่มแปลก {number}" for number in range(1200))
    result = run(official("cs1-analysis", {"process": "ก", "recipients": names}))
    assert {error.cell for sheet in result.sheets for error in sheet.errors} == {"G2"}
    assert result.wrong <= 30


def test_an_error_about_a_column_that_the_sheet_lacks_cannot_be_mended_in_it(run: Run) -> None:
    sheet = grid("ก", ["กลุ่ม", "สี"], ["ชาวประมง", "ฟ้า"])
    (error,) = run(sheet, chosen={"ก": "groups"}).sheets[0].errors
    assert (error.cell, error.column, error.mendable) == ("A2", "ประเภท", False)


def test_an_undecided_sheet_is_listed_without_error_and_the_rest_is_stored(run: Run) -> None:
    result = run(grid("ปก", ["รายงานประจำปี"]), official("groups", FISHERS))
    assert result.saved
    assert as_json(result)["sheets"][0] == {
        "sheet": "ปก", "table": None, "rows": 0, "added": 0, "changed": 0, "same": 0, "removed": 0,
        "errors": [], "notices": [], "skipped": [{"row": 1, "why": result.sheets[0].skipped[0].why}],
    }  # fmt: skip


def test_a_sheet_can_be_left_out(run: Run) -> None:
    result = run(official("groups", FISHERS), chosen={"หมวด P ข้อ 8": LEAVE_OUT})
    assert not result.saved
    assert result.sheets[0].table is None


def test_without_any_table_nothing_is_saved(run: Run) -> None:
    result = run(grid("ปก", ["รายงานประจำปี"]))
    assert (result.saved, result.importable, result.wrong) == (False, False, 0)


def test_a_closed_assessment_takes_no_import(run: Run, assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.SUBMITTED)
    with pytest.raises(Closed):
        run(official("groups", FISHERS))


def test_services_are_added_once_though_their_row_is_wrong(run: Run) -> None:
    first = {"process": "ก", "product": "x" * 30_000}
    result = run(official("cs1-analysis", first, {"process": "ก"}, {"process": "ก", "duty_vision": "ข"}))
    assert wrong(result) == ["CS1 วิเคราะห์ CS!F2"]
    assert result.sheets[0].added == 2
    assert not Service.objects.exists()


PROFILE = {"group": "ชาวประมง", "needs": "ข่าวอากาศ", "responsible": "กองอุตุนิยมวิทยา", "evidence": "E-1"}


@pytest.fixture
def profile(fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS])
    fill("evidence", [{"number": "E-1", "title": "ก", "classification": "ปกติ"}])
    fill("cs1-profiles", [PROFILE])


@pytest.mark.usefixtures("profile")
def test_columns_that_the_sheet_does_not_have_stay_as_they_are_stored(run: Run) -> None:
    (sheet,) = run(grid("ก", ["กลุ่ม", "ความต้องการ"], ["ชาวประมง", "ข่าวอากาศ"])).sheets
    assert (sheet.same, sheet.changed) == (1, 0)
    (sheet,) = run(grid("ก", ["กลุ่ม", "ความต้องการ"], ["ชาวประมง", "ข่าวคลื่น"])).sheets
    assert [(field.before, field.after) for field in sheet.changes[0].fields] == [("ข่าวอากาศ", "ข่าวคลื่น")]
    stored = CustomerProfile.objects.get()
    assert (stored.needs, stored.responsible) == ("ข่าวคลื่น", "กองอุตุนิยมวิทยา")
    assert [str(file) for file in stored.evidence.all()] == ["E-1"]


@pytest.mark.usefixtures("profile")
def test_a_column_that_the_sheet_has_is_emptied_by_a_blank_cell(run: Run) -> None:
    assert run(grid("ก", ["กลุ่ม", "ความต้องการ"], ["ชาวประมง", None])).saved
    assert CustomerProfile.objects.get().needs == ""


def test_alike_rows_of_a_sheet_without_some_columns_meet_a_stored_row_each(run: Run, fill: Callable[..., Any]) -> None:
    rows = [{"process": "ก", "duty_vision": f"ภารกิจ {number}", "product": f"สินค้า {number}"} for number in (1, 2)]
    fill("cs1-analysis", rows)
    lines = [["กระบวนการ", "สินค้า/บริการที่ให้"], ["ก", "สินค้า 2"], ["ก", "สินค้า 1"]]
    (sheet,) = run(grid("ก", *lines), chosen={"ก": "cs1-analysis"}).sheets
    assert (sheet.same, sheet.added, sheet.changed, sheet.removed) == (2, 0, 0, ())


def test_a_tick_sheet_without_a_column_keeps_it_for_each_channel(run: Run, fill: Callable[..., Any]) -> None:
    fill("groups", [FISHERS])
    fill("cs2-channels", [{"group": "ชาวประมง", "channel": "แบบสำรวจ", "reason": "ก", "mode": "เชิงรุก"}])
    headings = ["กลุ่มผู้รับบริการ", "แบบสำรวจ", "สายด่วน", "เหตุผลในการเลือกช่องทาง"]
    (sheet,) = run(grid("ก", headings, ["ชาวประมง", "/", "/", "ข"])).sheets
    assert (sheet.changed, sheet.added) == (1, 1)
    assert list(GroupChannel.objects.values_list("channel", "mode", "reason")) == [
        ("SURVEY", "PROACTIVE", "ข"),
        ("HOTLINE", "", "ข"),
    ]
