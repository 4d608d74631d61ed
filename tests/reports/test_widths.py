"""How tables are laid out: columns fill the page, and no word is broken while anything else helps."""

import datetime
import io

import pypdf
import pytest
from django.template.loader import render_to_string

from pmqa.reports.look import Look
from pmqa.reports.measure import lines_of, words
from pmqa.reports.pdf import render_pdf
from pmqa.reports.render import stylesheet
from pmqa.reports.report import Marked, PaperColumn, PaperTable
from pmqa.reports.templatetags.paper import SHORT_TABLE, sheet, spreads
from pmqa.reports.widths import PADDING, SIZES, Layout, layout

LOOK = Look()
# Words that were broken when columns were as wide as a guess at their characters.
LONG_WORDS = ("อุตุนิยมวิทยา", "เป้าหมาย", "อิเล็กทรอนิกส์", "สมุทรศาสตร์", "งบประมาณ")
DAY = datetime.date(2026, 4, 20)


def table(*columns: tuple[str, str]) -> PaperTable:
    """A table of one line: each column's heading and cell."""
    return PaperTable(
        "t",
        "t",
        tuple(PaperColumn(heading) for heading, _cell in columns),
        (tuple(cell for _heading, cell in columns),),
    )


def lines(laid: Layout, column: int, text: str) -> list[str]:
    return lines_of(text, laid.rooms[column])


@pytest.mark.parametrize("count", [1, 7, 11])
def test_columns_fill_the_page_and_none_is_too_narrow(count: int) -> None:
    laid = layout(table(*[("หลักฐาน", "ก")] * count), LOOK)
    assert sum(laid.widths) == pytest.approx(100)
    assert min(laid.widths) == pytest.approx(100 / count)


@pytest.mark.parametrize("word", LONG_WORDS)
def test_a_long_word_beside_a_long_text_stays_whole(word: str) -> None:
    story = "นำความคิดเห็นไปปรับปรุงกระบวนการทำงานให้ดีขึ้น" * 6
    laid = layout(table(("เรื่อง", story), ("กอง", word), *[("ผล", story)] * 3), LOOK)
    assert lines(laid, 1, word) == [word]


def test_type_gets_smaller_before_a_word_is_broken() -> None:
    few, many = (layout(table(*[("วิธี", "อิเล็กทรอนิกส์")] * count), LOOK) for count in (5, 6))
    assert few.size == SIZES[0]
    assert SIZES[-1] <= many.size < SIZES[0]
    assert lines(many, 0, "อิเล็กทรอนิกส์") == ["อิเล็กทรอนิกส์"]


def test_a_table_of_long_words_gets_a_landscape_page() -> None:
    assert not layout(table(*[("วิธี", "กำลังพล")] * 7), LOOK).is_wide
    assert layout(table(*[("วิธี", "ผู้มีส่วนได้ส่วนเสีย")] * 7), LOOK).is_wide


def test_only_the_longest_word_is_broken_when_nothing_helps() -> None:
    laid = layout(table(("ที่อยู่", "x" * 400), ("กอง", "อุตุนิยมวิทยา")), LOOK)
    assert laid.size == SIZES[-1]
    assert "".join(lines(laid, 0, "x" * 400)) == "x" * 400
    assert len(lines(laid, 0, "x" * 400)) > 1
    assert lines(laid, 1, "อุตุนิยมวิทยา") == ["อุตุนิยมวิทยา"]


def test_what_is_cut_keeps_its_signs() -> None:
    for part in lines_of("กี่น้ำ้เก้าผู้เฝ้า" * 3, 0.5):
        assert part[0] not in "ัิีึืุู็่้๊๋์าำ"


def test_lines_end_where_the_dictionary_of_the_whole_text_says() -> None:
    assert lines_of("สถิติที่ใช้ในการวิเคราะห์ข้อมูล", 6) == ["สถิติที่ใช้ในการ", "วิเคราะห์ข้อมูล"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("E-CS2-2569-001", ["E-CS2-", "2569-001"]),
        ("ผู้รับผิดชอบ/หน่วยงาน", ["ผู้รับผิดชอบ/", "หน่วย", "งาน"]),
        ("ผู้รับบริการ", ["ผู้รับบริการ"]),
        ("20 เม.ย. 2569", ["20 เม.ย. ", "2569"]),
        ("ก่อน 05.00 น.", ["ก่อน ", "05.00 น."]),
        ("อื่น ๆ", ["อื่น ๆ"]),
        ("", []),
    ],
)
def test_what_is_not_divided(text: str, pieces: list[str]) -> None:
    assert list(words(text)) == pieces


def test_dates_and_amounts_stand_on_one_line_where_there_is_room() -> None:
    story = "นำความคิดเห็นไปปรับปรุงกระบวนการทำงานให้ดีขึ้น" * 3
    sheet = PaperTable(
        "t", "t", (PaperColumn("วันที่"), PaperColumn("ผล"), PaperColumn("เรื่อง")), ((DAY, "ร้อยละ 72", story),)
    )
    laid = layout(sheet, LOOK)
    assert lines(laid, 0, LOOK.text(DAY)) == ["20 เม.ย. 2569"]
    assert lines(laid, 1, "ร้อยละ 72") == ["ร้อยละ 72"]


def test_a_status_has_room_for_its_sign() -> None:
    story = "นำความคิดเห็นไปปรับปรุงกระบวนการทำงานให้ดีขึ้น" * 3
    columns = (PaperColumn("ก"), PaperColumn("ข"))
    plain = PaperTable("t", "t", columns, (("ยังไม่มีคำตอบ", story),))
    marked = PaperTable("t", "t", columns, ((Marked("ยังไม่มีคำตอบ", "status missing"), story),))
    assert layout(marked, LOOK).rooms[0] > layout(plain, LOOK).rooms[0]


def test_tick_columns_are_narrow_and_their_headings_stand() -> None:
    columns = (*[PaperColumn("ประชุมเชิงปฏิบัติการ", "ช่องทาง", tick=True)] * 9, PaperColumn("เหตุผล"))
    laid = layout(PaperTable("t", "t", columns, ((*["/"] * 9, "ทั่วถึง"),)), LOOK)
    assert laid.widths[0] * 2.47 < PADDING + 3
    assert 20 < laid.upright < 40


def test_an_empty_or_short_table_stays_on_the_page_where_it_comes() -> None:
    narrow, wide = (PaperColumn("ก"),), (PaperColumn("ก"),) * 9
    tables = [
        PaperTable("a", "a", wide, (("",) * 9,)),
        PaperTable("b", "b", narrow, ()),
        PaperTable("c", "c", narrow, (("",),) * SHORT_TABLE),
        PaperTable("d", "d", narrow, (("",),) * (SHORT_TABLE + 1)),
        PaperTable("e", "e", wide, ()),
    ]
    found = [(spread.is_wide, [sheet.table.key for sheet in spread.sheets]) for spread in spreads(tables, LOOK)]
    assert found == [(True, ["a", "b", "c"]), (False, ["d", "e"])]


def test_a_table_with_more_columns_than_a_page_can_show_is_printed_in_blocks() -> None:
    many = table(*[(f"หัวข้อ {number}", "กำลังพล") for number in range(13)])
    laid = sheet(many, LOOK)
    assert laid.layout.in_blocks
    assert not laid.layout.is_wide
    html = render_to_string("reports/paper/table.html", {"sheet": laid, "look": LOOK})
    assert html.count("<table") == 1
    assert [f"หัวข้อ {number}" in html for number in range(13)] == [True] * 13
    blank = table(("เลขที่", "1"), *[(f"หัวข้อ {number}", "") for number in range(13)])
    html = render_to_string("reports/paper/table.html", {"sheet": sheet(blank, LOOK), "look": LOOK})
    assert "หัวข้อ 3" not in html


def rows_of_lines(rows: int, high: int) -> PaperTable:
    return PaperTable("t", "t", (PaperColumn("เรื่อง"), PaperColumn("ผล")), (("\n".join("ก" * high), "ข"),) * rows)


def test_rows_that_fill_pages_are_not_kept_together() -> None:
    """Three that must stay together and find no page leave their heading alone on one."""
    low, tall, giant = (layout(rows_of_lines(3, high), LOOK) for high in (3, 18, 60))
    assert [(each.is_tall, each.is_giant) for each in (low, tall, giant)] == [
        (False, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize("high", [18, 60])
def test_a_heading_stands_on_the_page_of_its_first_row(high: int) -> None:
    tables = (rows_of_lines(3, high),)
    html = render_to_string("reports/paper/tables.html", {"tables": tables, "look": LOOK})
    pdf = render_pdf(f'<html lang="th"><body>{html}</body></html>', stylesheet=stylesheet())
    pages = [page.extract_text().split() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert {"t", "เรื่อง", "ก", "ข"} <= set(pages[0])
    assert sum(said.count("ก") for said in pages) == 3 * high
