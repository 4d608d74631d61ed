"""One row by its form: added, changed, sent twice, and changed by two people at once."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import gettext as _

from pmqa.evidence.models import RowChange
from tests.every_table.desk import Desk, text_of, wrong_words


def test_a_row_is_added_and_shown(desk: Desk) -> None:
    answer = desk.add(desk.sample.first)
    assert answer.status_code == 302
    assert answer["Location"] == desk.url()
    [values] = desk.values()
    assert [values[name] != "" for name in desk.sample.first] == [text != "" for text in desk.sample.first.values()]
    assert desk.sample.first[desk.told] in text_of(desk.get())


def test_save_and_add_another_opens_the_next_form(desk: Desk) -> None:
    answer = desk.add(desk.sample.first, add_another="1")
    assert answer["Location"] == desk.url("add")
    assert len(desk.rows()) == 1


def test_a_row_is_changed_and_the_history_says_what(desk: Desk) -> None:
    row = desk.both()[0]
    column, text = desk.sample.change
    answer = desk.edit(row, {**desk.sample.first, column: text})
    assert answer.status_code == 302, wrong_words(answer)
    [changed] = [each for each in desk.rows() if each.pk == row.pk]
    assert desk.table.values_of(changed)[column] == text
    assert changed.version == row.version + 1
    entries = RowChange.objects.filter(table=desk.table.model._meta.label_lower, row_id=row.pk)
    assert [entry.action for entry in entries] == ["CHANGED", "ADDED"]
    assert text in text_of(desk.get("history", row.pk))


def test_the_form_of_a_row_shows_what_is_stored(desk: Desk) -> None:
    row = desk.both()[0]
    page = text_of(desk.get("edit", row.pk))
    assert f'name="version" value="{row.version}"' in page
    assert desk.sample.first[desk.told] in page


def test_a_form_sent_twice_is_stored_once(desk: Desk) -> None:
    sent = str(uuid.uuid4())
    answers = [desk.add(desk.sample.first, sent=sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(desk.rows()) == 1


def test_a_change_sent_twice_is_stored_once(desk: Desk) -> None:
    row = desk.both()[0]
    column, text = desk.sample.change
    sent = str(uuid.uuid4())
    answers = [desk.edit(row, {**desk.sample.first, column: text}, sent=sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert next(each for each in desk.rows() if each.pk == row.pk).version == row.version + 1


def test_a_form_that_was_refused_can_be_sent_again(desk: Desk) -> None:
    sent = str(uuid.uuid4())
    refused = desk.add(dict.fromkeys(desk.sample.first, ""), sent=sent)
    assert refused.status_code == 200
    assert desk.rows() == []
    assert desk.add(desk.sample.first, sent=sent).status_code == 302
    assert len(desk.rows()) == 1


@pytest.mark.parametrize("sent", ["", "no key", "0" * 5000, "\x00"])
def test_a_form_without_a_key_is_refused_and_keeps_what_was_typed(desk_at: Callable[[str], Desk], sent: str) -> None:
    desk = desk_at("cs1-profiles")
    answer = desk.add(desk.sample.first, sent=sent)
    assert answer.status_code == 200
    assert desk.rows() == []
    assert _("This form is out of date. Open the page again.") in text_of(answer)
    assert desk.sample.first["needs"] in text_of(answer)


def test_a_lost_update_shows_both_texts_and_the_second_save_wins(desk: Desk) -> None:
    row = desk.both()[0]
    column, theirs = desk.sample.change
    assert desk.edit(row, {**desk.sample.first, column: theirs}).status_code == 302
    mine = {**desk.sample.first, column: f"{theirs} ของฉัน"}
    conflict = desk.edit(row, mine)
    page = text_of(conflict)
    assert conflict.status_code == 200
    assert 'class="conflict"' in page
    assert theirs in page
    assert mine[column] in page
    stored = next(each for each in desk.rows() if each.pk == row.pk)
    assert desk.table.values_of(stored)[column] == theirs
    assert desk.edit(stored, mine).status_code == 302
    stored = next(each for each in desk.rows() if each.pk == row.pk)
    assert desk.table.values_of(stored)[column] == mine[column]


@pytest.mark.parametrize("version", [None, "", "x", "-1", "9" * 5000, "๑๒๓๔", "0"])
def test_a_change_without_its_version_is_compared_first(desk_at: Callable[[str], Desk], version: str | None) -> None:
    desk = desk_at("cs1-profiles")
    row = desk.both()[0]
    column, text = desk.sample.change
    sent: dict[str, Any] = {"sent": str(uuid.uuid4()), **desk.sample.first, column: text}
    if version is not None:
        sent["version"] = version
    answer = desk.client.post(desk.url("edit", row.pk), sent)
    assert answer.status_code == 200
    assert text in text_of(answer)
    assert _("This row was changed after this page was opened. Compare, then save again.") in text_of(answer)
    assert next(each for each in desk.rows() if each.pk == row.pk).version == row.version


def test_a_row_that_a_colleague_deleted_is_not_lost_while_it_is_typed(desk: Desk) -> None:
    row = desk.both()[0]
    desk.post("delete", row.pk)
    column, text = desk.sample.change
    mine = {**desk.sample.first, column: text}
    answer = desk.edit(row, mine)
    page = text_of(answer)
    assert answer.status_code == 200
    assert text in page
    assert f'action="{desk.url("add")}"' in page
    assert len(desk.rows()) == 1
    assert desk.add(mine).status_code == 302
    assert len(desk.rows()) == 2


def test_what_stands_once_is_refused_a_second_time_in_any_spelling(desk: Desk) -> None:
    desk.both()
    again = {name: text.replace("ำ", "ํา") for name, text in desk.sample.second.items()}
    answer = desk.add(again)
    assert (answer.status_code == 200) is desk.table.once
    assert len(desk.rows()) == 2 + (not desk.table.once)


@pytest.mark.parametrize("name", ["ชาว ประมง", "  ชาวประมง ", "ชาวประมง\u200b"])
def test_a_group_in_another_spelling_is_the_same_group(desk_at: Callable[[str], Desk], name: str) -> None:
    desk = desk_at("groups")
    _first, second = desk.both()
    assert desk.add({**desk.sample.first, "name": name}).status_code == 200
    answer = desk.edit(second, {**desk.sample.second, "name": name})
    assert answer.status_code == 200
    shown = {"name": desk.table.form.base_fields["name"].clean(name)}
    assert _("“%(name)s” already stands in this table. Change that row instead.") % shown in text_of(answer)
    assert [row.name for row in desk.rows()] == ["ชาวประมง", "กำลังพลและครอบครัว"]
