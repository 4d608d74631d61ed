"""Which table a sheet holds, told from its headings."""

from typing import Any

import pytest
from django.utils.translation import override

from pmqa.criteria import TABLES, table_of
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.recognition import Recognised, Undecided, recognise
from pmqa.exchange.workbook import Area, SheetGrid
from tests.exchange.grids import grid, official


def found(sheet: SheetGrid) -> Recognised:
    result = recognise(sheet)
    assert isinstance(result, Recognised), result
    return result


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_official_headings_tell_every_table_in_both_languages(table: EvidenceTable, language: str) -> None:
    with override(language):
        sheet = official(table.key, title="Sheet1")
    result = found(sheet)
    assert result.table is table
    assert len(result.columns) == len(table.sheet_columns)
    assert result.unknown == ()


def test_headings_are_found_below_title_lines() -> None:
    titles = [["หน่วยตัวอย่าง"]] * 12
    result = found(grid("ก", *titles, ["ที่", "กลุ่ม", "ประเภท"], [1, "ชาวประมง", "ผู้รับบริการ"]))
    assert (result.table.key, result.head.first_row) == ("groups", 13)
    assert result.columns == {"name": 2, "kind": 3}


@pytest.mark.parametrize(
    "heading", ["ขนาดกลุ่ม\nตัวอย่าง", "  ขนาด กลุ่มตัวอย่าง ", "ขนาดตัวอย่าง", "Sample size", "SAMPLE  SIZE"]
)
def test_headings_are_read_with_breaks_spaces_and_other_names(heading: str) -> None:
    result = found(grid("ทบทวน", ["กลุ่มผู้รับบริการ", "ช่องทาง", heading, "วันที่ทบทวน"]))
    assert result.table.key == "cs2-reviews"
    assert result.columns["sample_size"] == 3


def test_torn_sara_am_and_spaces_before_mai_yamok_do_not_matter() -> None:
    result = found(grid("ก", ["กระบวนการ", "ลําดับความสําคัญ", "ระยะ เวลา", "ความถี่"]))
    assert result.table.key == "cs3-plan"


def test_a_block_over_two_heading_rows() -> None:
    upper = ["กลุ่มผู้รับบริการ", "ช่องทางในการรับฟังความต้องการ", None, "เหตุผลในการเลือกช่องทาง"]
    lower = [None, "แบบ\nสำรวจ", "สายด่วน", None]
    merged = [Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 2, 4)]
    for areas in (merged, []):
        result = found(grid("ก", upper, lower, ["ชาวประมง", "/", None, "ดี"], merged=areas))
        assert (result.table.key, result.head.last_row) == ("cs2-channels", 2)
        assert result.columns == {"group": 1, "channel:SURVEY": 2, "channel:HOTLINE": 3, "reason": 4}


def test_ticks_may_be_kept_as_a_plain_column_of_channels() -> None:
    headings = ["กลุ่มผู้รับบริการ", "ช่องทางในการรับฟังความต้องการ", "เหตุผลในการเลือกช่องทาง", "วิธีวิเคราะห์ข้อมูลความต้องการ"]
    result = found(grid("ก", headings, ["ชาวประมง", "แบบสำรวจ", "ก", "ข"]))
    assert result.table.key == "cs2-channels"
    assert result.columns["channel"] == 2


def test_unknown_and_repeated_headings_are_kept_apart_and_numbers_ignored() -> None:
    result = found(grid("ก", ["ลำดับ ที่", "กลุ่ม", "ประเภท", "สีที่ชอบ", "ประเภท"]))
    assert result.unknown == (4,)
    assert result.doubled == (5,)
    assert result.numbers == {1}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["รายงานประจำเดือน"], ["ยอด", 12]],
        [["กลุ่ม"], ["ชาวประมง"]],
        [["กลุ่ม", "สี", "ขนาด", "น้ำหนัก"], ["ก", "ข", "ค", "ง"]],
    ],
)
def test_a_sheet_that_holds_no_table_is_undecided(rows: list[list[Any]]) -> None:
    result = recognise(grid("ก", *rows))
    assert isinstance(result, Undecided)
    assert result.why


def test_the_title_decides_between_equals() -> None:
    headings = ["วันที่ทบทวน", "เรื่องที่ทบทวน"]
    assert found(grid("CS1 ทบทวนการจำแนกกลุ่ม", headings)).table.key == "cs1-reviews"


def test_the_person_chooses_the_table_of_an_undecided_sheet() -> None:
    sheet = grid("ก", ["กลุ่ม", "สี", "ขนาด", "น้ำหนัก"], ["ชาวประมง"])
    result = recognise(sheet, table_of("groups"))
    assert isinstance(result, Recognised)
    assert result.columns == {"name": 1}
    assert result.unknown == (2, 3, 4)


def test_a_chosen_table_without_any_heading_stays_undecided() -> None:
    assert isinstance(recognise(grid("ก", ["สี", "ขนาด"]), table_of("groups")), Undecided)
