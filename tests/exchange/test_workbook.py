"""Workbooks read into grids."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from pmqa.exchange.workbook import Area, Limits, Refusal, SheetGrid, WorkbookRefused, address, position, read_workbook
from tests.exchange.built import one_sheet, parts, text_cell, zipped

SAMPLES = Path(__file__).parent / "samples"
SAMPLE_FILES = sorted(SAMPLES.glob("*.xlsx"))


def read(content: bytes, name: str = "") -> list[SheetGrid]:
    return read_workbook(io.BytesIO(content), name=name)


def only(content: bytes, name: str = "") -> SheetGrid:
    (grid,) = read(content, name)
    return grid


def number_with_format(number: str, *, format_id: int = 164, code: str = "") -> object:
    styles = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>' if code else ""
    styles += f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{format_id}"/></cellXfs>'
    return only(one_sheet(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', styles=styles)).value(1, 1)


@pytest.mark.parametrize(("row", "column", "text"), [(6, 7, "G6"), (1, 26, "Z1"), (3, 27, "AA3"), (9, 703, "AAA9")])
def test_address_and_position_are_each_others_reverse(row: int, column: int, text: str) -> None:
    assert address(row, column) == text
    assert position(text) == (row, column)


@pytest.mark.parametrize("text", ["", "G", "6", "G0", "ก1", "ABCD1", "A1:B2", "A99999999"])
def test_position_refuses_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="no cell address"):
        position(text)


def test_values_come_in_their_own_types(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    values = ["ข้อความ", " ชิดขอบ\nสองบรรทัด ", 12, 12.0, 3.5, -7, True, False, datetime(2026, 3, 12, 8, 30)]
    book.active.append(values)
    book.save(tmp_path / "types.xlsx")
    (grid,) = read_workbook(tmp_path / "types.xlsx")
    assert grid.rows == {1: values}
    assert [type(value) for value in grid.rows[1]][2:8] == [int, int, float, int, bool, bool]


def test_a_source_that_was_read_before_is_read_from_its_start() -> None:
    source = io.BytesIO(one_sheet(f'<row r="1">{text_cell("A1", "ก")}</row>'))
    source.read()
    assert read_workbook(source)[0].value(1, 1) == "ก"


@pytest.mark.parametrize(
    "code",
    ["[$-107041E]d mmmm yyyy;@", "[$-D07041E]d mmm yy", "dd/mm/bbbb", "bbbb", "yyyy-mm-dd", "[$-1070000]d/mm/yyyy;@"],
)
def test_thai_date_formats_are_dates_with_the_year_as_stored(code: str) -> None:
    # A B.E. year typed as if it were C.E. is stored as a date 543 years ahead.
    assert number_with_format("244272", code=code) == datetime(2568, 10, 15)
    assert number_with_format("45945", code=code) == datetime(2025, 10, 15)


@pytest.mark.parametrize("format_id", [14, 17, 22, 71, 77, 81])
def test_built_in_date_formats_are_dates_the_thai_ones_too(format_id: int) -> None:
    assert number_with_format("45945", format_id=format_id) == datetime(2025, 10, 15)


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0 &quot;days&quot;", "[Red]0", "0.0E+00", "\\d0", "@"])
def test_other_formats_leave_numbers_alone(code: str) -> None:
    assert number_with_format("45945", code=code) == 45945


def test_times_and_durations_come_as_clock_text() -> None:
    assert number_with_format("0.5625", format_id=20) == "13:30"
    assert number_with_format("1.5", code="[h]:mm") == "36:00"


def test_a_date_out_of_range_stays_the_number_it_is() -> None:
    assert number_with_format("99999999", format_id=14) == 99999999


def test_the_epoch_of_1904_is_kept() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    content = one_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>', styles=styles, properties='<workbookPr date1904="1"/>'
    )
    assert only(content).value(1, 1) == datetime(1904, 1, 2)


def test_formulas_give_their_last_value_and_are_known_by_address() -> None:
    grid = only(
        one_sheet(
            '<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>1+2</f></c><c r="D2"><f>1+3</f><v></v></c>'
            '<c r="E2" t="e"><f>A9</f><v>#REF!</v></c><c r="F2" t="e"><v>#N/A</v></c>'
            '<c r="G2" t="str"><f>"ก"</f><v>ก</v></c><c r="H2" t="str"><f>""</f><v></v></c></row>'
        )
    )
    assert grid.formulas == {"B2", "C2", "D2", "E2", "G2", "H2"}
    assert grid.broken == {"C2": "", "D2": "", "E2": "#REF!", "F2": "#N/A"}
    assert grid.rows == {2: [None, 2, None, None, None, None, "ก"]}


def test_a_row_with_nothing_but_a_broken_cell_is_there() -> None:
    grid = only(one_sheet('<row r="3"><c r="B3" t="e"><v>#REF!</v></c></row>'))
    assert (grid.rows, grid.last_row, grid.last_column) == ({3: [None, None]}, 3, 2)


def test_merged_areas_show_their_first_cell_and_end_where_the_values_end() -> None:
    rows = f'<row r="1">{text_cell("A1", "ก")}{text_cell("B1", "ข")}</row><row r="3">{text_cell("B3", "ค")}</row>'
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B3:XFD1048576"/><mergeCell ref="D9:E9"/></mergeCells>'
    grid = only(one_sheet(rows, after=merges))
    assert grid.merged == (Area(1, 1, 2, 1), Area(3, 2, 3, 2))
    assert (grid.merged_value(2, 1), grid.value(2, 1), grid.merged_value(2, 2)) == ("ก", None, None)
    assert grid.area_at(2, 1) == Area(1, 1, 2, 1)
    assert grid.area_at(3, 1) is None


def test_hidden_sheets_are_read_and_flagged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "เห็น"
    for title, state in (("ซ่อน", "hidden"), ("ซ่อนมาก", "veryHidden")):
        book.create_sheet(title).sheet_state = state
    book.create_chartsheet("แผนภูมิ")
    book.save(tmp_path / "hidden.xlsx")
    grids = read_workbook(tmp_path / "hidden.xlsx")
    assert [(grid.title, grid.hidden) for grid in grids] == [("เห็น", False), ("ซ่อน", True), ("ซ่อนมาก", True)]


def test_shared_texts_join_their_runs_without_phonetic_hints_and_escapes() -> None:
    texts = "<si><r><t>กำ</t></r><r><t>ลัง</t></r><rPh><t>ออก</t></rPh></si><si><t>ก_x000D_ข_x005F_x0041_</t></si>"
    grid = only(one_sheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>', texts=texts))
    assert grid.rows == {1: ["กำลัง", "ก\rข_x0041_"]}


def test_rows_and_cells_without_an_address_follow_one_another() -> None:
    grid = only(
        one_sheet('<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row><row r="7"><c><v>7</v></c></row>')
    )
    assert grid.rows == {1: [1, None, None, 4, 5], 7: [7]}


def test_elements_with_a_prefix_are_read() -> None:
    made = parts("")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    assert only(zipped(made)).rows == {1: [5]}


def test_empty_formatted_cells_far_away_do_no_harm() -> None:
    rows = f'<row r="1">{text_cell("A1", "ก")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert only(one_sheet(rows)).rows == {1: ["ก"]}


def test_a_workbook_with_macros_is_read_for_its_values() -> None:
    made: dict[str, str | bytes] = dict(parts("<sheetData><row><c><v>1</v></c></row></sheetData>"))
    made["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    assert only(zipped(made), "แผน.xlsm").rows == {1: [1]}


def test_limits_can_be_set_by_the_caller() -> None:
    content = one_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="6"><c r="B6"><v>1</v></c></row>')
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(io.BytesIO(content), limits=Limits(rows=5))
    assert refused.value.code is Refusal.SHEET_TOO_LARGE
    assert refused.value.values["cell"] == "B6"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_one_sheet_in_any_thai_encoding(encoding: str, separator: str) -> None:
    lines = ["กลุ่ม|ประเภท", '"กำลังพล\nและครอบครัว"|', "|", "ชาวประมง|ผู้รับบริการ"]
    content = "\r\n".join(lines).replace("|", separator).encode(encoding)
    grid = only(content, "ข้อ 8.CSV")
    assert grid.title == "ข้อ 8"
    assert grid.rows == {1: ["กลุ่ม", "ประเภท"], 2: ["กำลังพล\nและครอบครัว"], 4: ["ชาวประมง", "ผู้รับบริการ"]}


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.stem)
def test_the_samples_read_as_openpyxl_reads_them(sample: Path) -> None:
    other = openpyxl.load_workbook(sample, data_only=True)
    grids = read_workbook(sample)
    assert [grid.title for grid in grids] == other.sheetnames
    for grid in grids:
        sheet = other[grid.title]
        theirs = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert filled(grid) == theirs
        assert {area_text(area) for area in grid.merged} == {str(area) for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=lambda path: path.stem)
def test_the_samples_read_as_calamine_reads_them(sample: Path) -> None:
    other = python_calamine.load_workbook(str(sample))
    for grid in read_workbook(sample):
        rows = other.get_sheet_by_name(grid.title).to_python(skip_empty_area=False)
        theirs = {
            address(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""
        }
        dates_alike = {
            where: value.date() if isinstance(value, datetime) else value for where, value in filled(grid).items()
        }
        assert dates_alike == theirs


def test_both_samples_are_there() -> None:
    assert len(SAMPLE_FILES) == 2


def test_parts_may_be_named_in_another_case() -> None:
    with zipfile.ZipFile(SAMPLE_FILES[0]) as packed:
        renamed = {name.upper() if "sheet" in name else name: packed.read(name) for name in packed.namelist()}
    assert read(zipped(renamed)) == read_workbook(SAMPLE_FILES[0])


def filled(grid: SheetGrid) -> dict[str, object]:
    return {
        address(row, column): value
        for row, values in grid.rows.items()
        for column, value in enumerate(values, start=1)
        if value is not None
    }


def area_text(area: Area) -> str:
    return f"{address(area.first_row, area.first_column)}:{address(area.last_row, area.last_column)}"
