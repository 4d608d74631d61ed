"""The annual workbook: every table, score and finding of all units, read back by two readers."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pmqa.annual import sheets, workbook_file
from pmqa.annual.models import AnnualJob, AnnualPart
from pmqa.criteria import CRITERIA, TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import read_stored
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person, Role
from pmqa.rollup.figures import stored_figures
from tests.annual.conftest import do_all

pytestmark = pytest.mark.django_db
Ask = Callable[..., AnnualJob]
POINTS = sum(len(criterion.guidelines) for criterion in CRITERIA)


@pytest.fixture
def filled(units: list[Assessment], fill: Callable[..., Any], person: Callable[..., Person]) -> list[Assessment]:
    for number, unit in enumerate(units):
        by = person(f"staff-{number}", Role.Kind.STAFF, unit.unit)
        fill(
            "groups",
            [{"name": f"=1+{number}", "kind": "ผู้รับบริการ"}, {"name": "ชุมชน", "kind": "ผู้มีส่วนได้ส่วนเสีย"}],
            unit,
            by,
        )
        fill("cs1-reviews", [{"reviewed_on": "1 ก.พ. 2569", "subject": "กลุ่ม <&>\nทั้งหมด", "result": "คงเดิม"}], unit, by)
    return units


def made(job: AnnualJob) -> bytes:
    do_all()
    job.refresh_from_db()
    assert (job.state, job.error) == ("DONE", "")
    return read_stored(job.stored)


def rows_of(content: bytes, title: str) -> list[list[Any]]:
    """The rows below the headings, as one reader has them; the other one agrees."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[title]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    other = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(title).to_python(skip_empty_area=False)
    )
    assert [[str(cell) for cell in row if isinstance(cell, str)] for row in other] == [
        [cell for cell in row if isinstance(cell, str)] for row in rows
    ]
    return rows


def test_every_table_of_all_units_stands_in_its_official_columns(ask: Ask, filled: list[Assessment]) -> None:
    content = made(ask("XLSX"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[3:] == [table.sheet for table in TABLES]
    _note, headings, *groups = rows_of(content, table_of("groups").sheet)
    assert headings == ["รหัสหน่วย", "ชื่อหน่วย", "ประเภทหน่วย", "กลุ่ม", "ประเภท"]
    assert [row[0] for row in groups] == [code for code in ("alpha", "bravo", "charlie") for _each in range(2)]
    assert groups[0][3:] == ["=1+0", "ผู้รับบริการ"]
    assert book[table_of("groups").sheet]["D3"].data_type == "s"  # a text, and no formula
    (review, *_others) = rows_of(content, table_of("cs1-reviews").sheet)[2:]
    assert (str(review[3])[:10], review[4]) == ("2026-02-01", "กลุ่ม <&>\nทั้งหมด")


def test_findings_and_counts_are_those_that_are_stored(ask: Ask, filled: list[Assessment]) -> None:
    content = made(ask("XLSX"))
    findings = rows_of(content, "ผลตรวจหลักฐาน")[2:]
    assert len(findings) == 3 * POINTS
    stored = stored_figures(filled)
    words = {"MET": "ครบ", "PARTLY": "บางส่วน", "MISSING": "ยังไม่มี"}
    for each in filled:
        ours = {row[3]: (row[5], row[6]) for row in findings if row[0] == each.unit.code}
        assert ours == {code: (words[one.status], one.reasons) for code, one in stored[each.pk].points.items()}
    units = {row[0]: row[5:8] for row in rows_of(content, "หน่วย")[2:]}
    counted = stored[filled[0].pk].criteria.values()
    assert units["alpha"] == [sum(getattr(one, name) for one in counted) for name in ("met", "partly", "missing")]


def test_a_unit_whose_rows_cannot_be_read_is_named_and_the_others_are_there(
    ask: Ask, filled: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = sheets._rows

    def fails(table: EvidenceTable, batch: sheets.Batch) -> sheets.Lines:
        if table.key == "groups" and filled[1] in batch.assessments:
            raise ValueError("damaged")
        return rows(table, batch)

    monkeypatch.setattr(sheets, "_rows", fails)
    content = made(ask("XLSX"))
    assert {row[0]: bool(row[-1]) for row in rows_of(content, "หน่วย")[2:]} == {
        "alpha": False, "bravo": True, "charlie": False,
    }  # fmt: skip
    assert {row[0] for row in rows_of(content, "ผลตรวจหลักฐาน")[2:]} == {"alpha", "charlie"}
    assert AnnualPart.objects.get(state="FAILED").assessment == filled[1]


def test_more_rows_than_excel_can_show_go_on_on_a_further_sheet(
    ask: Ask, filled: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_file, "MOST_ROWS", 2)
    job = ask("XLSX")
    for part in job.parts.all():  # a batch each
        part.batch = part.number
        part.save()
    content = made(job)
    title = table_of("groups").sheet
    further = [name for name in openpyxl.load_workbook(io.BytesIO(content)).sheetnames if name.startswith(title)]
    assert len(further) == 3
    assert [row[0] for name in further for row in rows_of(content, name)[2:]] == ["alpha"] * 2 + ["bravo"] * 2 + [
        "charlie"
    ] * 2


def test_the_number_of_queries_does_not_grow_with_the_units(
    ask: Ask, filled: list[Assessment], new_assessment: Any, django_assert_max_num_queries: Any
) -> None:
    from pmqa.annual.jobs import make_next

    made(ask("XLSX"))
    more = [new_assessment(f"more-{number}") for number in range(20)]
    job = ask("XLSX")
    assert job.parts.count() == 3 + len(more)
    with django_assert_max_num_queries(220):
        assert make_next(job)
