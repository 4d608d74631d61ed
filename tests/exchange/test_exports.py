"""The unit's workbook and the empty one; both are read back."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from channels.models import GroupChannel
from complaints.models import FollowUpPlan
from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.exchange.exports import template_workbook, unit_workbook
from pmqa.exchange.imports import import_workbook
from pmqa.exchange.results import ImportResult
from pmqa.exchange.told_sheets import FINDINGS, SCORES, TOLD
from pmqa.exchange.workbook import SheetGrid, read_workbook
from pmqa.organization.models import Person

Fill = Callable[..., list[Any]]


def again(content: bytes, assessment: Assessment, by: Person) -> ImportResult:
    sheets = read_workbook(io.BytesIO(content))
    return import_workbook(assessment, sheets, by=by, at=timezone.now(), trial=False)


@pytest.fixture
def filled(fill: Fill) -> None:
    """Rows with everything that could be lost on the way."""
    groups = ("ชาวประมง", "ชุมชน, วัด และโรงเรียน", "=1+1", "กลุ่ม 3")
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in groups])
    fill("services", [{"process": "ทำแผนที่", "product": "เล่ม"}, {"process": "ทำแผนที่", "product": "ระวาง"}])
    fill("evidence", [{"number": f"E-{n}", "title": "@SUM(A1)", "classification": "ปกติ"} for n in (1, 2)])
    fill(
        "cs1-analysis",
        [
            {"process": "ทำแผนที่", "product": "เล่ม", "recipients": list(groups[2::-1]), "duty_vision": "-1+2"},
            {"process": "พยากรณ์", "duty_ministry": "มาตรา 5", "recipients": "กลุ่ม 3"},
        ],
    )
    channels = {"group": "ชาวประมง", "reason": "บรรทัดหนึ่ง\n\n  =HYPERLINK(1)", "mode": "เชิงรุก"}
    fill("cs2-channels", [{**channels, "channel": name} for name in ("แบบสำรวจ", "สายด่วน", "วิทยุชายฝั่ง", "ไลน์กลุ่ม")])
    fill("cs2-channels", [{"group": "=1+1", "channel": "แบบสำรวจ"}])
    uses = [{"finding": "007", "told_on": "29 ก.พ. 2567", "evidence": "E-2, E-1"}, {"finding": "a_x000D_b"}]
    fill("cs2-uses", uses)
    fill("cs2-reviews", [{"group": "กลุ่ม 3", "channel": "ไลน์กลุ่ม", "sample_size": 0, "reviewed_on": "15/10/2568"}])
    fill("cs3-plan", [{"service": "ทำแผนที่ (ระวาง)", "priority": "มาก"}])


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("language", ["th", "en"])
def test_the_exported_workbook_imported_again_gives_only_same_rows(
    assessment: Assessment, staff: Person, language: str
) -> None:
    with override(language):
        result = again(unit_workbook(assessment), assessment, staff)
    assert result.saved
    assert [sheet.table for sheet in result.sheets] == list(TABLES)
    counts = {sheet.table.key: sheet.same for sheet in result.sheets if sheet.table and sheet.rows}
    assert counts == {
        "groups": 4, "duties": 2, "services": 3, "cs1-analysis": 2, "cs2-channels": 5, "cs2-uses": 2,
        "cs2-reviews": 1, "cs3-plan": 1, "evidence": 2,
    }  # fmt: skip
    assert [(s.added, s.changed, s.removed, s.errors, s.skipped) for s in result.sheets] == [(0, 0, (), (), ())] * len(
        TABLES
    )


@pytest.mark.usefixtures("filled")
def test_another_unit_takes_the_workbook_whole(
    assessment: Assessment, new_assessment: Callable[..., Assessment], person: Callable[..., Person]
) -> None:
    other = new_assessment("beta")
    result = again(unit_workbook(assessment), other, person("beta", "STAFF", other.unit))
    assert result.saved
    plan = FollowUpPlan.objects.get(assessment=other)
    assert (plan.service.assessment, plan.service.product) == (other, "ระวาง")
    assert GroupChannel.objects.filter(assessment=other).count() == 5


@pytest.mark.usefixtures("filled")
def test_the_sheets_stand_in_the_official_layout(assessment: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_workbook(assessment)))
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == [*(table.sheet for table in TABLES), FINDINGS, SCORES]
    sheet = book["CS2-1 ช่องทางรับฟัง"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "กลุ่มผู้รับบริการ")
    assert rows[head][1] == "ช่องทางในการรับฟังความต้องการ"
    assert rows[head + 1][1:6] == ("แบบสำรวจ", "มาด้วยตนเอง", "ประชุมกลุ่มย่อย", "ประชุมเชิงปฏิบัติการ", "ตู้รับเรื่องร้องเรียน")
    assert rows[head + 2][:2] == ("ชาวประมง", "/")
    assert "2569" in sheet["A2"].value


@pytest.mark.usefixtures("filled")
def test_no_cell_is_a_formula(assessment: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_workbook(assessment)))
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


@pytest.mark.usefixtures("filled")
def test_choices_and_names_drop_down(assessment: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_workbook(assessment)))
    lists = {
        (sheet.title, str(rule.sqref).partition(":")[0][0]): rule.formula1
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }
    assert lists["CS3 แผนติดตาม", "B"] == '"มากเป็นพิเศษ,มาก,ปานกลาง"'
    assert "รายการ" in lists["CS1 Customer Profile", "A"]


def test_queries_do_not_grow_with_rows(assessment: Assessment, fill: Fill) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            unit_workbook(assessment)
        return len(caught)

    fill("groups", [{"name": "ก", "kind": "ผู้รับบริการ"}])
    before = queries()
    groups = [f"กลุ่ม {number}" for number in range(30)]
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in groups])
    fill("cs1-profiles", [{"group": name} for name in groups])
    fill("cs1-analysis", [{"process": f"งาน {name}", "duty_vision": name, "recipients": name} for name in groups])
    fill("cs2-channels", [{"group": name, "channel": "แบบสำรวจ"} for name in groups])
    fill("cs3-plan", [{"service": f"งาน {name}", "priority": "มาก"} for name in groups])
    # A related table that had no row asked for nothing more; it now asks once, and once for the report.
    assert queries() - before <= 20
    before = queries()
    fill("cs2-reviews", [{"group": name, "channel": "แบบสำรวจ"} for name in groups])
    fill("cs3-plan", [{"service": f"งาน {name}", "priority": "ปานกลาง"} for name in groups])
    assert queries() - before <= 2


def test_the_template_holds_every_table_and_no_row(assessment: Assessment, staff: Person) -> None:
    content = template_workbook()
    sheets = read_workbook(io.BytesIO(content))
    assert sheets[0].title == "คำแนะนำ"
    result = again(content, assessment, staff)
    assert [sheet.table for sheet in result.sheets] == list(TABLES)
    assert {(sheet.rows, sheet.errors, sheet.notices, sheet.skipped) for sheet in result.sheets} == {(0, (), (), ())}


def test_the_help_names_every_column_with_its_example() -> None:
    help_sheet = read_workbook(io.BytesIO(template_workbook()))[0]
    texts = [tuple(row) for row in help_sheet.rows.values()]
    named = {row[:2] for row in texts}
    assert all((table.sheet, str(column.heading)) in named for table in TABLES for column in table.sheet_columns)
    assert any(row[0] == "CS2 ทบทวนช่องทาง" and row[-1] == "2 เม.ย. 2569" for row in texts)


def test_a_sheet_of_somebody_that_has_the_title_of_ours_is_read(assessment: Assessment, staff: Person) -> None:
    """What is left out says so on the sheet itself."""
    own = SheetGrid(title=SCORES, rows={1: ["ชื่อกลุ่ม", "ประเภท"], 2: ["ชาวประมง", "ผู้รับบริการ"]})
    ours = SheetGrid(title=SCORES, rows={1: [SCORES], 2: [TOLD], **{n + 3: row for n, row in own.rows.items()}})
    results = [
        import_workbook(assessment, [grid], by=staff, at=timezone.now(), trial=True).sheets for grid in (own, ours)
    ]
    assert [len(sheets) for sheets in results] == [1, 0]


@pytest.mark.usefixtures("filled")
def test_findings_stand_on_a_sheet_of_their_own(assessment: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(unit_workbook(assessment)))
    rows = [row for row in book[FINDINGS].iter_rows(values_only=True) if str(row[1]).startswith("CS")]
    assert len(rows) == 38
    assert {row[4] for row in rows} <= {"ครบ", "บางส่วน", "ยังไม่มี"}
    assert book[SCORES].cell(book[SCORES].max_row, 1).value == "หมวด 3"
