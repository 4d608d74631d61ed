"""What can be done to one row: deleted and brought back, moved, duplicated, read back, restored."""

from collections.abc import Callable

import pytest
from django.utils.translation import gettext as _

from pmqa.evidence.models import RowChange
from tests.every_table.desk import Desk, text_of


def test_a_deleted_row_can_be_undone(desk: Desk) -> None:
    row = desk.both()[0]
    before = desk.values()
    answer = desk.post("delete", row.pk)
    assert answer.status_code == 302
    assert len(desk.rows()) == len(before) - 1
    assert desk.url("undelete", row.pk) in text_of(desk.client.get(answer["Location"]))
    desk.post("undelete", row.pk)
    assert desk.values() == before
    actions = RowChange.objects.filter(table=desk.table.model._meta.label_lower, row_id=row.pk)
    assert [change.action for change in actions] == ["RESTORED", "DELETED", "ADDED"]


def test_a_second_press_on_delete_or_undo_changes_nothing(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs1-profiles")
    row = desk.both()[0]
    for what, standing in (("delete", 1), ("undelete", 2)):
        answers = [desk.post(what, row.pk) for _press in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len(desk.rows()) == standing
    assert RowChange.objects.filter(row_id=row.pk, table="customers.customerprofile").count() == 3


def test_a_row_moves_up_and_down_and_stays_at_the_ends(desk: Desk) -> None:
    first, second = (row.pk for row in desk.both())
    desk.post("move", first, up="1")
    assert [row.pk for row in desk.rows()] == [first, second]
    desk.post("move", first)
    assert [row.pk for row in desk.rows()] == [second, first]
    desk.post("move", first)
    assert [row.pk for row in desk.rows()] == [second, first]
    desk.post("move", first, up="1")
    assert [row.pk for row in desk.rows()] == [first, second]


def test_a_duplicate_is_a_filled_form_and_nothing_stored(desk: Desk) -> None:
    row = desk.both()[0]
    before = desk.changes()
    page = text_of(desk.get("duplicate", row.pk))
    assert desk.sample.first[desk.told] in page
    assert f'action="{desk.url("add")}"' in page
    assert 'name="version"' not in page
    assert (len(desk.rows()), desk.changes()) == (2, before)


def test_the_history_shows_before_and_after_and_restores(desk: Desk) -> None:
    row = desk.both()[0]
    column, text = desk.sample.change
    desk.edit(row, {**desk.sample.first, column: text})
    page = text_of(desk.get("history", row.pk))
    assert text in page
    assert desk.sample.first[column] in page
    added = RowChange.objects.filter(table=desk.table.model._meta.label_lower, row_id=row.pk).last()
    before = next(each for each in desk.rows() if each.pk == row.pk)
    desk.post("restore", row.pk, added.pk)
    after = next(each for each in desk.rows() if each.pk == row.pk)
    assert desk.table.values_of(after) == desk.table.values_of(row)
    assert after.version == before.version + 1


def test_what_cannot_be_restored_is_said(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    row = desk.both()[0]
    added = RowChange.objects.filter(table="profile.group", row_id=row.pk).last()
    desk.edit(row, {**desk.sample.first, "name": "กลุ่มอื่น"})
    desk.add(desk.sample.first)  # the old name is taken now
    desk.post("restore", row.pk, added.pk)
    assert desk.rows()[0].name == "กลุ่มอื่น"
    assert "กู้คืน" in text_of(desk.get("history", row.pk))


def test_a_row_does_not_come_back_beside_its_double(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    row = desk.both()[0]
    desk.post("delete", row.pk)
    desk.add({**desk.sample.first, "name": "ชาว ประมง"})
    answer = desk.client.post(desk.url("undelete", row.pk), follow=True)
    said = _("“%(name)s” already stands in this table. Change that row instead.") % {"name": "ชาวประมง"}
    assert said in text_of(answer)
    assert [each.name for each in desk.rows()] == ["กำลังพลและครอบครัว", "ชาว ประมง"]


def test_a_row_does_not_come_back_to_a_group_that_is_gone(desk_at: Callable[[str], Desk]) -> None:
    profiles = desk_at("cs1-profiles")
    groups = profiles.beside("groups")
    row = profiles.both()[0]
    profiles.post("delete", row.pk)
    groups.post("delete", row.group_id)
    answer = profiles.client.post(profiles.url("undelete", row.pk), follow=True)
    assert len(profiles.rows()) == 1
    said = _("“%(name)s”, which this row names, was deleted meanwhile. Add the row anew.") % {"name": "ชาวประมง"}
    assert said in text_of(answer)


USED = [
    ("groups", "cs1-profiles"),
    ("groups", "cs1-analysis"),
    ("groups", "cs2-channels"),
    ("services", "cs3-plan"),
    ("services", "cs1-analysis"),
    ("evidence", "cs1-criteria"),
    ("evidence", "improvements"),
]


@pytest.mark.parametrize(("register", "user"), USED)
def test_what_other_rows_name_cannot_be_deleted(desk_at: Callable[[str], Desk], register: str, user: str) -> None:
    desk = desk_at(user)
    assert desk.add(desk.sample.first).status_code == 302
    named = desk.beside(register)
    row = named.rows()[0]
    answer = named.client.post(named.url("delete", row.pk), follow=True)
    said = _("“%(name)s” is used by %(count)s other rows. Take it out there first.") % {"name": row, "count": 1}
    assert said in text_of(answer)
    lines = named.stored_lines()
    answer = named.grid([{**line, "remove": "1"} for line in lines])
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert row.pk in {each.pk for each in named.rows()}


def test_a_duty_of_an_analysis_row_cannot_be_deleted(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs1-analysis")
    desk.add(desk.sample.first)
    duties = desk.beside("duties")
    [duty] = duties.rows()
    duties.post("delete", duty.pk)
    assert len(duties.rows()) == 1


def test_a_file_of_a_statement_cannot_be_deleted(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs1-criteria")
    files = desk.beside("evidence")
    [file] = files.rows()
    address = f"/units/{desk.assessment.unit.code}/{desk.assessment.year}/statements/CS1-A1/"
    sent = {"sent": "7a8f6a5e-5a7c-4a6e-9f0e-0a0f1f2f3f4f", "version": "0", "text": "ทบทวนทุกปี", "evidence": str(file)}
    assert desk.client.post(address, sent).status_code == 302
    files.post("delete", file.pk)
    assert [each.pk for each in files.rows()] == [file.pk]


def test_what_only_deleted_rows_name_can_be_deleted(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("cs1-profiles")
    row = desk.both()[0]
    desk.post("delete", row.pk)
    groups = desk.beside("groups")
    groups.post("delete", row.group_id)
    assert [group.name for group in groups.rows()] == ["กำลังพลและครอบครัว"]
