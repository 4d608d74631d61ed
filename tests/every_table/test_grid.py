"""The table as a grid, sent as a browser without JavaScript sends it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import gettext as _

from pmqa.evidence.models import RowChange
from tests.every_table.desk import Desk, text_of, wrong_words


def saved(answer: Any) -> None:
    assert answer.status_code == 302, wrong_words(answer)


def test_lines_are_added_changed_and_removed(desk: Desk) -> None:
    first, second = desk.sample.lines
    saved(desk.grid([first, second, dict.fromkeys(first, "")]))
    assert len(desk.rows()) == 2
    stored = desk.values()
    column, text = desk.sample.change
    lines = desk.stored_lines()
    saved(desk.grid([{**lines[0], column: text}, lines[1]]))
    assert [values[column] for values in desk.values()] == [text, stored[1][column]]
    lines = desk.stored_lines()
    saved(desk.grid([{**lines[0], "remove": "1"}, lines[1]]))
    assert desk.values() == stored[1:]


def test_the_grid_sent_back_unchanged_changes_nothing(desk: Desk) -> None:
    desk.both()
    before = desk.changes()
    saved(desk.grid(desk.stored_lines()))
    assert desk.changes() == before
    assert [row.version for row in desk.rows()] == [1, 1]


def test_the_form_and_the_grid_store_the_same(desk: Desk) -> None:
    rows = desk.both()
    by_form = desk.values()
    for row in rows:
        desk.post("delete", row.pk)
    first, second = desk.sample.lines
    saved(desk.grid([first, second]))
    assert desk.values() == by_form


def test_a_wrong_cell_keeps_everything_typed_and_saves_nothing(desk: Desk) -> None:
    first, second = desk.sample.lines
    form = desk.table.form
    must = next(name for name, field in form.base_fields.items() if field.required and name not in form.given)
    key = desk.table.sheet_key(must)
    broken = {name: text for name, text in second.items() if name != key and not name.startswith(f"{must}:")}
    answer = desk.grid([first, broken])
    assert answer.status_code == 200
    assert desk.rows() == []
    page = text_of(answer)
    assert 'aria-invalid="true"' in page
    assert wrong_words(answer)
    for text in (*first.values(), *broken.values()):
        assert text in page


def test_a_grid_sent_twice_is_stored_once(desk: Desk) -> None:
    sent = str(uuid.uuid4())
    for _time in range(2):
        saved(desk.grid(desk.sample.lines, sent=sent))
    assert len(desk.rows()) == 2


def test_a_conflict_is_shown_in_the_cell_and_the_second_save_wins(desk: Desk) -> None:
    desk.both()
    lines = desk.stored_lines()
    column, theirs = desk.sample.change
    row = desk.rows()[0]
    saved(desk.edit(row, {**desk.sample.first, column: theirs}))
    mine = [{**lines[0], column: f"{theirs} ของฉัน"}, lines[1]]
    answer = desk.grid(mine)
    assert answer.status_code == 200
    page = text_of(answer)
    assert mine[0][column] in page
    assert any(theirs in words for words in wrong_words(answer))
    assert desk.values()[0][column] == theirs
    seen = {**mine[0], "stored": f"{row.pk}:{desk.rows()[0].version}"}
    assert f'value="{seen["stored"]}"' in page
    saved(desk.grid([seen, lines[1]]))
    assert desk.values()[0][column] == mine[0][column]


def test_a_row_changed_meanwhile_is_not_removed_unseen(desk: Desk) -> None:
    desk.both()
    lines = desk.stored_lines()
    column, theirs = desk.sample.change
    saved(desk.edit(desk.rows()[0], {**desk.sample.first, column: theirs}))
    answer = desk.grid([{**lines[0], "remove": "1"}, lines[1]])
    assert answer.status_code == 200
    assert any(theirs in words for words in wrong_words(answer))
    assert len(desk.rows()) == 2


def test_a_row_deleted_meanwhile_does_not_come_back_unasked(desk: Desk) -> None:
    desk.both()
    lines = desk.stored_lines()
    desk.post("delete", desk.rows()[0].pk)
    answer = desk.grid(lines)
    assert answer.status_code == 200
    assert _("Somebody deleted this row meanwhile. Save again to add it anew, or remove the line.") in text_of(answer)
    assert len(desk.rows()) == 1
    saved(desk.grid([{**lines[0], "stored": ""}, lines[1]]))
    assert len(desk.rows()) == 2


def test_rows_can_change_names_with_each_other(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    desk.both()
    first, second = desk.stored_lines()
    saved(desk.grid([{**first, "name": second["name"]}, {**second, "name": first["name"]}]))
    assert [row.name for row in desk.rows()] == ["กำลังพลและครอบครัว", "ชาวประมง"]


def test_a_new_row_takes_the_name_of_one_that_goes(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    desk.both()
    first, second = desk.stored_lines()
    saved(desk.grid([{**first, "remove": "1"}, second, {"name": "ชาวประมง", "kind": "ผู้มีส่วนได้ส่วนเสีย"}]))
    assert {row.name: row.kind for row in desk.rows()}["ชาวประมง"] == "STAKEHOLDER"
    assert len(desk.rows()) == 2
    first, second = desk.stored_lines()
    saved(desk.grid([{**first, "remove": "1"}, {**second, "name": first["name"]}]))
    assert [row.name for row in desk.rows()] == ["ชาวประมง"]


@pytest.mark.parametrize("name", ["ชาวประมง", "ชาว ประมง", "ชาวประมง\u200b"])
def test_a_double_is_refused_also_when_it_stands_on_another_page(
    desk_at: Callable[[str], Desk], fill: Callable[..., Any], name: str
) -> None:
    desk = desk_at("groups")
    fill("groups", [{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(100)] + [desk.sample.first])
    answer = desk.grid([{"name": name, "kind": "ผู้รับบริการ"}])
    assert answer.status_code == 200
    assert len(desk.rows()) == 101


def test_one_line_of_the_tick_sheet_is_a_row_for_each_channel(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs2-channels")
    line = {**desk.sample.lines[0], "channel:WALK_IN": "✓", "channel:HOTLINE": "-", "channel:": "ไลน์กลุ่ม, วิทยุ"}
    saved(desk.grid([line]))
    assert [row.channel for row in desk.rows()] == ["SURVEY", "WALK_IN", "ไลน์กลุ่ม", "วิทยุ"]
    [stored] = desk.stored_lines()
    assert stored["channel:SURVEY"] == "/"
    assert stored["channel:"] == "ไลน์กลุ่ม\nวิทยุ"
    before = RowChange.objects.count()
    saved(desk.grid([{**stored, "channel:WALK_IN": "", "channel:HOTLINE": "/"}]))
    assert sorted(row.channel for row in desk.rows()) == ["HOTLINE", "SURVEY", "วิทยุ", "ไลน์กลุ่ม"]
    actions = [change.action for change in RowChange.objects.all()[: RowChange.objects.count() - before]]
    assert len(actions) <= 2


def test_a_cell_that_is_no_tick_is_said(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs2-channels")
    answer = desk.grid([{**desk.sample.lines[0], "channel:HOTLINE": "บางครั้ง"}])
    assert answer.status_code == 200
    assert _("“%(text)s” is no tick. Write / or leave it blank.") % {"text": "บางครั้ง"} in text_of(answer)


def test_a_block_pasted_from_a_sheet_is_read_as_it_is(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs2-reviews")
    pasted = {
        "group": "กําลังพลและครอบครัว",
        "channel": "โทรศัพท์สายด่วน",
        "sample_size": "๑,๒๓๔",
        "reviewed_on": "๒ เม.ย. ๖๙",
        "result": "คงเดิม\r\nปรับเวลา",
    }
    saved(desk.grid([pasted]))
    [values] = desk.values()
    assert values["group"] == "กำลังพลและครอบครัว"
    assert values["channel"] == "สายด่วน"
    assert values["sample_size"] == 1234
    assert values["reviewed_on"].isoformat() == "2026-04-02"
    assert values["result"] == "คงเดิม\nปรับเวลา"


def test_a_hundred_lines_a_page_and_the_other_pages_stay(
    desk_at: Callable[[str], Desk], fill: Callable[..., Any]
) -> None:
    desk = desk_at("groups")
    fill("groups", [{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(103)])
    second = desk.client.get(desk.url("grid"), {"page": 2})
    assert text_of(second).count('-stored" value=""') == 3 + 1  # blank lines, and the pattern of a new one
    rows = desk.rows()[100:]
    line = {"name": "กลุ่มใหม่", "kind": "ผู้รับบริการ", "stored": f"{rows[0].pk}:1"}
    saved(desk.grid([line]))
    assert len(desk.rows()) == 103
    assert desk.rows()[100].name == "กลุ่มใหม่"


def test_too_many_lines_are_refused_as_a_whole(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    answer = desk.grid([{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(2001)])
    assert answer.status_code == 200
    assert desk.rows() == []
    assert _("At most %(count)s lines can be saved at once.") % {"count": 2000} in text_of(answer)
    assert "กลุ่ม 2000" in text_of(answer)


def test_files_without_a_number_get_one_each(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("evidence")
    saved(desk.grid([{"title": f"เอกสารลับ {n}", "classification": "ปกติ"} for n in range(3)]))
    assert [row.number for row in desk.rows()] == ["E-P-2569-001", "E-P-2569-002", "E-P-2569-003"]


def test_the_number_of_a_deleted_file_can_be_typed_again(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("evidence")
    row = desk.both()[0]
    desk.post("delete", row.pk)
    saved(desk.grid([desk.sample.lines[0]]))
    answer = desk.client.post(desk.url("undelete", row.pk), follow=True)
    assert len(desk.rows()) == 2
    said = _("“%(name)s” already stands in this table. Change that row instead.") % {"name": row.number}
    assert said in text_of(answer)
