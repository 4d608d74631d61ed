"""The lines of tables as WeasyPrint sets them: as they were made, none beyond its column, no word in two."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pmqa.reports.look import Look
from pmqa.reports.measure import POINT, breadth, lines_of
from pmqa.reports.render import stylesheet
from pmqa.reports.report import Cell, PaperColumn, PaperTable
from pmqa.reports.sources import ReportSources
from pmqa.reports.templatetags.paper import Sheet, sheet

LOOK = Look()
WORDS = ("อุตุนิยมวิทยา", "เป้าหมาย", "อิเล็กทรอนิกส์", "สมุทรศาสตร์", "งบประมาณ", "วิเคราะห์", "ฟื้นฟู", "กุมภาพันธ์")
HEADINGS = ("สถิติที่ใช้ในการวิเคราะห์ข้อมูล", "ผู้รับผิดชอบ/หน่วยงาน", "เป้าหมาย", "หลักฐาน", "กลุ่มผู้รับบริการ", "ผลการติดตาม")
LINE = (
    "ข่าวอากาศของกองอุตุนิยมวิทยาในปีงบประมาณ 2569 ออกหลังเวลาออกเรือ 04.30 น.",
    "ผู้เดินเรือต้องการแผนที่อิเล็กทรอนิกส์และข้อมูลสมุทรศาสตร์",
    "อุตุนิยมวิทยา",
    "E-CS2-2569-001, E-CS2-2569-002",
    "นำผลวิเคราะห์ของเดือนกุมภาพันธ์ไปตั้งเป้าหมายและฟื้นฟูความเชื่อมั่น Customer Profile",
    "ผู้มีส่วนได้ส่วนเสีย กรมเจ้าท่าและการท่าเรือ",
)


def laid_out(columns: int) -> Sheet:
    cells: tuple[Cell, ...] = (LINE * 3)[:columns]
    return sheet(PaperTable("t", "t", tuple(map(PaperColumn, (HEADINGS * 3)[:columns])), (cells,)), LOOK)


def set_cells(laid: Sheet) -> Iterator[Any]:
    """The boxes of the table's cells, of the headings first."""
    fonts, sources = FontConfiguration(), ReportSources(None)
    box = "wide" if laid.layout.is_wide else ""
    page = f'<div class="{box}">' + render_to_string("reports/paper/table.html", {"sheet": laid, "look": LOOK})
    style = CSS(string=stylesheet(), font_config=fonts, url_fetcher=sources)
    document = HTML(string=page, url_fetcher=sources).render(stylesheets=[style], font_config=fonts)
    for each in document.pages:
        yield from (box for box in each._page_box.descendants() if type(box).__name__ == "TableCellBox")


def text_boxes(cell: Any) -> list[Any]:
    return [box for box in cell.descendants() if type(box).__name__ == "TextBox"]


@pytest.mark.parametrize("columns", [3, 5, 6, 9, 10])
def test_tables_are_set_as_they_were_measured(columns: int) -> None:
    laid = laid_out(columns)
    texts = [*HEADINGS * 3][:columns] + [*LINE * 3][:columns]
    cells = list(set_cells(laid))
    assert len(cells) == 2 * columns
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        is_heading, room = number < columns, laid.layout.rooms[number % columns]
        boxes = text_boxes(cell)
        assert [box.text for box in boxes] == lines_of(text, room, bold=is_heading)
        for box in boxes:
            assert box.width <= cell.width
            measured = breadth(box.text, bold=is_heading) * laid.layout.size * POINT * 96 / 25.4
            assert box.width == pytest.approx(measured, rel=0.02)


@pytest.mark.parametrize("columns", [5, 9, 11])
def test_no_thai_word_is_broken_over_two_lines(columns: int) -> None:
    for cell in set_cells(laid_out(columns)):
        lines = [box.text for box in text_boxes(cell)]
        broken = [
            word
            for word in WORDS
            for first, second in pairwise(lines)
            for at in range(1, len(word))
            if first.endswith(word[:at]) and second.startswith(word[at:])
        ]
        assert not broken
