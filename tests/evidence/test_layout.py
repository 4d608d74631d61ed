"""How rows stand on the sheet: one line each, or ticked together."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from pmqa.evidence.layout import ONE_LINE_A_ROW, SheetColumn, TickSheet, heading_rows

SHEET = TickSheet(
    field="channel",
    above="ช่องทาง",
    choices=lambda: [("SURVEY", "แบบสำรวจ"), ("WALK_IN", "มาด้วยตนเอง")],
    other="อื่น ๆ",
    also={"SURVEY": ("แบบสอบถาม",)},
)
PLAIN = (SheetColumn("group", "กลุ่ม"), SheetColumn("channel", "ช่องทาง"), SheetColumn("reason", "เหตุผล"))


def row(group: str, channel: str, reason: str = "") -> tuple[Any, dict[str, Any]]:
    return SimpleNamespace(channel=channel), {"group": group, "channel": channel, "reason": reason}


def test_the_ticked_column_becomes_a_block_of_columns() -> None:
    columns = SHEET.columns(PLAIN)
    assert [column.key for column in columns] == ["group", "channel:SURVEY", "channel:WALK_IN", "channel:", "reason"]
    assert [column.tick for column in columns] == [False, True, True, False, False]
    upper, lower = heading_rows(columns)
    assert [(head.text, head.columns, head.rows) for head in upper] == [
        ("กลุ่ม", 1, 2),
        ("ช่องทาง", 3, 1),
        ("เหตุผล", 1, 2),
    ]
    assert [head.text for head in lower] == ["แบบสำรวจ", "มาด้วยตนเอง", "อื่น ๆ"]


def test_a_plain_sheet_has_one_row_of_headings() -> None:
    assert len(heading_rows(PLAIN)) == 1
    assert ONE_LINE_A_ROW.columns(PLAIN) == PLAIN


def test_rows_alike_but_for_the_tick_stand_on_one_line() -> None:
    rows = [row("ก", "SURVEY"), row("ข", "SURVEY"), row("ก", "ไลน์"), row("ก", "วิทยุ"), row("ก", "WALK_IN", "อื่น")]
    lines = SHEET.fold(rows)
    assert [dict(line.values) for line in lines] == [
        {"group": "ก", "reason": "", "channel:SURVEY": "/", "channel:": "ไลน์\nวิทยุ"},
        {"group": "ข", "reason": "", "channel:SURVEY": "/"},
        {"group": "ก", "reason": "อื่น", "channel:WALK_IN": "/"},
    ]
    assert [len(line.rows) for line in lines] == [3, 1, 1]


def test_a_tick_given_twice_opens_a_new_line() -> None:
    assert len(SHEET.fold([row("ก", "SURVEY"), row("ก", "SURVEY")])) == 2


@pytest.mark.parametrize("mark", ["/", "✓", "✔", "x", "X", "1", 1, True, "มี", "ü", "√"])
def test_signs_that_people_tick_with(mark: Any) -> None:
    assert SHEET.unfold({"group": "ก", "channel:SURVEY": mark}) == [{"group": "ก", "channel": "SURVEY"}]


@pytest.mark.parametrize("mark", ["", "-", None, 0, "0", False, "ไม่มี"])
def test_signs_that_are_no_tick(mark: Any) -> None:
    assert SHEET.unfold({"group": "ก", "channel:SURVEY": mark}) == [{"group": "ก", "channel": ""}]


def test_what_may_be_either_is_asked() -> None:
    with pytest.raises(ValidationError) as problem:
        SHEET.unfold({"group": "ก", "channel:SURVEY": "บ้าง"})
    assert list(problem.value.message_dict) == ["channel:SURVEY"]


def test_a_line_unfolds_to_the_rows_that_fold_to_it() -> None:
    rows = [row("ก", "SURVEY", "ดี"), row("ก", "WALK_IN", "ดี"), row("ก", "ไลน์", "ดี")]
    [line] = SHEET.fold(rows)
    assert SHEET.unfold(line.values) == [values for _row, values in rows]


def test_a_line_that_names_the_column_itself_is_one_row() -> None:
    assert SHEET.unfold({"group": "ก", "channel": "SURVEY"}) == [{"group": "ก", "channel": "SURVEY"}]
