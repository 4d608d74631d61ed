"""Workbooks written: read back as they were, safe to open, in the official look."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pmqa.exchange.cells import cell_text, sheet_title
from pmqa.exchange.look import row_height
from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, Value, read_workbook, write_workbook

TICKS = ("แบบสำรวจ", "มาด้วยตนเอง", "ประชุมกลุ่มย่อย", "ประชุมเชิงปฏิบัติการ", "ตู้รับเรื่องร้องเรียน")
TICK_SHEET = OutSheet(
    title="CS2-1 ช่องทางรับฟัง",
    columns=(
        OutColumn("กลุ่มผู้รับบริการ", 30, choices=("กำลังพล, และครอบครัว", "ชาวประมง"), strict=False, help="เลือกกลุ่ม"),
        *(OutColumn(tick, 10, group="ช่องทาง", choices=("/",), centred=True) for tick in TICKS),
        OutColumn("เหตุผล", 30),
        OutColumn("วันที่ทบทวน", 14, is_date=True),
    ),
    rows=[["ชาวประมง", "/", None, None, None, None, "ก\nข", date(2025, 10, 15)]],
    notes=("ตาราง CS2-1", "กรมอุทกศาสตร์"),
    blank_rows=3,
)

NASTY = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+66 2 475 4000",
    "-",
    "@SUM(A1)",
    "\tแท็บ",
    "\rขึ้นต้นด้วย CR",
    "สองบรรทัด\r\nแบบ Windows",
    "'ขึ้นต้นด้วยขีด",
    '"คำพูด" & <แท็ก> ]]>',
    "#REF!",
    "#N/A",
    "TRUE",
    "0012",
    "1E5",
    "15/10/2568",
    " ช่องว่าง  หัวท้าย ",
    "บรรทัด\n\n\nว่าง\n",
    "_x000D_ และ _x0041_ และ __x005F_x0041_",
    "กำลังพลและครอบครัว น้ำ ปี่ ผู้ ญู่ ฎุ ํา ำ",
    "😀 นอกระนาบ",
    "ก" * 32_767,
]


def written(*sheets: OutSheet) -> io.BytesIO:
    buffer = io.BytesIO()
    write_workbook(sheets, buffer)
    return buffer


def one_column(values: list[Value]) -> OutSheet:
    return OutSheet("ชีต", (OutColumn("หัวข้อ"),), [[value] for value in values])


def opened(*sheets: OutSheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written(*sheets))


@pytest.fixture
def tick_sheet() -> Worksheet:
    return opened(TICK_SHEET)[TICK_SHEET.title]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
def test_nasty_text_stays_text_and_reads_back_as_it_was(text: str) -> None:
    buffer = written(one_column([text]))
    (grid,) = read_workbook(buffer)
    assert grid.rows == {1: ["หัวข้อ"], 2: [text]}
    assert not grid.formulas
    assert not grid.broken
    assert openpyxl.load_workbook(buffer).active["A2"].data_type == "s"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
@example(["_x005F__x005F_", "__x0000_", "_x005f_x0041_"])
def test_any_text_reads_back_but_for_characters_xml_cannot_hold(texts: list[str]) -> None:
    (grid,) = read_workbook(written(one_column(list(texts))))
    expected = ["".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")) for text in texts]
    assert [grid.value(row, 1) for row in range(2, len(texts) + 2)] == [text or None for text in expected]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.none()
        | st.booleans()
        | st.integers(-(10**15), 10**15)
        | st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4))
        | st.dates(date(1900, 3, 1), date(9999, 12, 31)).map(lambda day: datetime.combine(day, datetime.min.time())),
        min_size=1,
        max_size=8,
    )
)
def test_any_other_value_reads_back_in_its_type(values: list[Value]) -> None:
    (grid,) = read_workbook(written(one_column(values)))
    found = [grid.value(row, 1) for row in range(2, len(values) + 2)]
    assert found == values
    assert [isinstance(value, bool) for value in found] == [isinstance(value, bool) for value in values]


def test_control_characters_and_half_characters_are_left_out() -> None:
    (grid,) = read_workbook(written(one_column(["ก\x00ข\x0bค\ud800ง\uffff", "\x07"])))
    assert grid.rows == {1: ["หัวข้อ"], 2: ["กขคง"]}


def test_choices_may_hold_characters_that_xml_cannot() -> None:
    column = OutColumn("หัวข้อ", choices=("ก\x0bข", "ค\ufffe"))
    (grid,) = read_workbook(written(OutSheet("ชีต", (column,), [["กข"]])))
    assert grid.rows[2] == ["กข"]


def test_text_beyond_excels_limit_is_cut_and_its_cell_reported() -> None:
    texts: list[Value] = ["ก" * 32_768, "😀" * 16_384, "\r" * 32_767, "ก" * 32_767]
    buffer = io.BytesIO()
    assert write_workbook([one_column(texts)], buffer) == ["ชีต!A2", "ชีต!A3", "ชีต!A4"]
    (grid,) = read_workbook(buffer)
    assert [grid.value(row, 1) for row in (2, 3, 5)] == ["ก" * 32_767, "😀" * 16_383, "ก" * 32_767]
    assert set(str(grid.value(4, 1))) == {"\r"}


def test_cut_text_never_ends_within_an_escape() -> None:
    stored, was_cut = cell_text("ก" * 32_765 + "\r")
    assert (stored, was_cut) == ("ก" * 32_765, True)


def test_dates_are_real_dates_shown_in_the_buddhist_era(tick_sheet: Worksheet) -> None:
    assert tick_sheet["H5"].value == datetime(2025, 10, 15)
    assert tick_sheet["H5"].number_format == "[$-107041E]d mmm yyyy;@"
    assert tick_sheet["H7"].number_format == "[$-107041E]d mmm yyyy;@"


def test_a_moment_with_a_zone_is_written_by_the_clock_on_the_wall() -> None:
    moment = datetime(2026, 1, 1, 18, tzinfo=UTC)
    (grid,) = read_workbook(written(one_column([moment])))
    assert grid.value(2, 1) == datetime(2026, 1, 2, 1)


def test_headings_have_two_levels_where_columns_have_groups(tick_sheet: Worksheet) -> None:
    assert {str(area) for area in tick_sheet.merged_cells.ranges} == {"A3:A4", "B3:F3", "G3:G4", "H3:H4"}
    assert [tick_sheet[where].value for where in ("A1", "A2", "A3", "B3", "B4", "F4")] == [
        "ตาราง CS2-1",
        "กรมอุทกศาสตร์",
        "กลุ่มผู้รับบริการ",
        "ช่องทาง",
        TICKS[0],
        TICKS[4],
    ]


def test_a_group_of_one_column_is_not_merged() -> None:
    columns = (OutColumn("ก", group="หนึ่ง"), OutColumn("ข", group="สอง"), OutColumn("ค", group="สอง"))
    sheet = opened(OutSheet("ชีต", columns)).active
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B1:C1"}


def test_a_table_without_groups_has_one_heading_row() -> None:
    assert read_workbook(written(one_column(["ก"])))[0].rows == {1: ["หัวข้อ"], 2: ["ก"]}


def test_the_look_is_official(tick_sheet: Worksheet) -> None:
    heading, body = tick_sheet["B4"], tick_sheet["G5"]
    assert (heading.font.name, heading.font.bold, heading.fill.fill_type) == ("TH Sarabun New", True, "solid")
    assert (body.font.sz, body.alignment.vertical, body.alignment.wrap_text) == (14, "top", True)
    assert {body.border.left.style, body.border.bottom.style} == {"thin"}
    assert tick_sheet["A8"].border.top.style == "thin"
    assert tick_sheet.column_dimensions["A"].width == 30


def test_it_prints_on_landscape_a4_with_its_headings_on_every_page(tick_sheet: Worksheet) -> None:
    assert tick_sheet.freeze_panes == "A5"
    assert tick_sheet.print_title_rows == "$3:$4"
    setup = tick_sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert tick_sheet.sheet_properties.pageSetUpPr.fitToPage


def test_choices_drop_down_in_place_or_from_the_hidden_sheet() -> None:
    long = tuple(f"กระบวนการที่ {number}" for number in range(40))
    columns = (OutColumn("ก", choices=("มาก", "น้อย")), OutColumn("ข", choices=long), OutColumn("ค", choices=long))
    book = opened(OutSheet("ชีต", columns), TICK_SHEET)
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["ชีต"].data_validations.dataValidation}
    assert rules["A2"].formula1 == '"มาก,น้อย"'
    assert rules["B2"].formula1 == rules["C2"].formula1 == "'รายการ'!$A$1:$A$40"
    assert rules["A2"].errorStyle == "stop"
    (group_rule,) = [rule for rule in book[TICK_SHEET.title].data_validations.dataValidation if "A5" in str(rule.sqref)]
    assert group_rule.formula1 == "'รายการ'!$B$1:$B$2"
    assert (group_rule.errorStyle, group_rule.prompt) == ("warning", "เลือกกลุ่ม")
    assert book["รายการ"].sheet_state == "hidden"
    assert [book["รายการ"][where].value for where in ("A40", "B1", "B3")] == [long[39], "กำลังพล, และครอบครัว", None]


def test_a_sheet_called_like_the_hidden_one_is_renamed() -> None:
    assert opened(OutSheet("รายการ", (OutColumn("ก"),))).sheetnames == ["รายการ (2)"]


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("ข้อ 8", "ข้อ 8"),
        ("a/b:c*d?e[f]g\\h", "a b c d e f g h"),
        ("'ขีด'", "ขีด"),
        ("", "1"),
        ("History", "History 1"),
        ("ก" * 40, "ก" * 31),
        ("ซ้ำ", "ซ้ำ (2)"),
        ("TAKEN", "TAKEN (2)"),
        ("😀" * 20, "😀" * 15),
        ("x" * 31, "x" * 27 + " (2)"),
    ],
)
def test_sheet_titles_follow_excels_rules(wanted: str, title: str) -> None:
    assert sheet_title(wanted, {"ซ้ำ", "taken", "x" * 31}) == title


def test_the_file_says_who_made_it_and_when(tmp_path: Path) -> None:
    target = tmp_path / "ส่งออก.xlsx"
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    write_workbook([TICK_SHEET], target, properties=Properties("รายงาน", "กรมอุทกศาสตร์", made_at))
    properties = openpyxl.load_workbook(target).properties
    assert (properties.title, properties.creator) == ("รายงาน", "กรมอุทกศาสตร์")
    assert properties.created == datetime(2026, 1, 1, 7)


def test_rows_get_the_height_that_their_wrapped_text_needs() -> None:
    assert row_height(["สั้น", ""], [20, 20], bold=False) is None
    two, three = row_height(["ก\nข"], [20], bold=False), row_height(["ก" * 50], [20], bold=False)
    assert two is not None
    assert three is not None
    assert two < three
    assert row_height(["ผู้" * 18], [20], bold=False) is None, "vowels and marks above take no width"
    assert row_height(["ก\n" * 900], [20], bold=False) == 409


def test_no_active_content_is_written() -> None:
    with zipfile.ZipFile(written(TICK_SHEET, one_column(["=1"]))) as packed:
        names = packed.namelist()
        sheets = b"".join(packed.read(name) for name in names if "worksheets/" in name)
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert b"<f>" not in sheets


def test_a_workbook_needs_a_sheet_and_a_row_a_value_for_every_column() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        write_workbook([], io.BytesIO())
    with pytest.raises(ValueError, match="not as wide"):
        write_workbook([OutSheet("ก", (OutColumn("ก"), OutColumn("ข")), [["ก"]])], io.BytesIO())
