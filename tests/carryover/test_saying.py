"""What is said of carried rows: unchanged, changed, dropped, in whatever way it comes about; and what follows of it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from customers.models import GroupingReview
from pmqa.carryover.actions import (
    CARRIED,
    carry_over,
    open_carried,
    say_again,
    say_dropped,
    say_unchanged,
)
from pmqa.carryover.reviewing import unwritten_reviews, write_reviews
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Closed, attach_files, delete_row, save_row, store_plan, undelete_row, writing
from pmqa.evidence.files import store_file
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import CarriedRow, RowChange
from pmqa.evidence.sheet import SheetLine, plan_sheet
from pmqa.organization.models import Person
from pmqa.profile.models import Group
from pmqa.scoring.engine import findings_of
from tests.carryover.conftest import NOW
from tests.every_table.rows import REGISTERS

LATER = NOW + datetime.timedelta(days=1)
GROUPS, PROFILES = table_of("groups"), table_of("cs1-profiles")


@pytest.fixture
def few(before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]) -> Assessment:
    """A year into which two groups, of which one has a profile, were carried over."""
    fill("groups", REGISTERS["groups"], before)
    fill("cs1-profiles", [{"group": "ชาวประมง", "needs": "ข่าวอากาศ"}], before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    return assessment


def group(assessment: Assessment, name: str = "กำลังพลและครอบครัว") -> Group:
    return Group.objects.get(assessment=assessment, name=name)


def said(row: Any) -> str:
    """What is kept of a carried row; the mark in the row itself agrees with it."""
    record = CarriedRow.objects.get(table=row._meta.label_lower, row_id=row.pk)
    stored = type(row)._default_manager.get(pk=row.pk)
    if stored.deleted_at is None:
        assert stored.carried_over == (record.said == "")
    assert (record.said_by is None) == (record.said_at is None) == (record.said == "")
    return str(record.said)


def change(row: Any, values: dict[str, str], staff: Person, table: Any = GROUPS) -> None:
    stored = {**table.values_of(row), **values}
    form = table.form(stored, assessment=row.assessment, instance=type(row)._default_manager.get(pk=row.pk))
    assert form.is_valid(), form.errors
    save_row(table=table, form=form, seen=form.instance.version, by=staff, at=LATER)


def test_unchanged_is_said_with_history_and_no_new_version(few: Assessment, staff: Person) -> None:
    row = group(few)
    assert say_unchanged(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER) == [row]
    assert said(row) == "UNCHANGED"
    changes = RowChange.objects.filter(table="profile.group", row_id=row.pk)
    assert [(each.action, each.at) for each in changes] == [("CONFIRMED", LATER), ("CARRIED", NOW)]
    assert group(few).version == row.version


def test_what_was_said_is_said_once(few: Assessment, staff: Person) -> None:
    row = group(few)
    for expected in ([row], []):
        assert say_unchanged(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER) == expected
    assert RowChange.objects.filter(table="profile.group", row_id=row.pk).count() == 2


def test_a_change_by_form_says_it(few: Assessment, staff: Person) -> None:
    row = group(few)
    change(row, {"name": "กำลังพล"}, staff)
    assert said(row) == "CHANGED"


def test_a_form_saved_as_it_was_says_unchanged_and_takes_no_change_back(few: Assessment, staff: Person) -> None:
    row = group(few)
    change(row, {}, staff)
    assert said(row) == "UNCHANGED"
    change(row, {"name": "กำลังพล"}, staff)
    change(group(few, "กำลังพล"), {}, staff)
    assert said(row) == "CHANGED"


def test_a_sheet_says_it_of_the_rows_that_it_changes(few: Assessment, staff: Person) -> None:
    rows = list(GROUPS.rows_of(few))
    lines = [SheetLine(n, {**GROUPS.values_of(row)}, {row.pk: row.version}) for n, row in enumerate(rows)]
    lines[1] = SheetLine(1, {**lines[1].values, "name": "กำลังพล"}, lines[1].stored)
    with writing(few, staff):
        plan = plan_sheet(GROUPS, few, lines, Lookup(few), rows)
        store_plan(plan, by=staff, at=LATER)
    assert [said(row) for row in rows] == ["", "CHANGED"]


def test_a_new_file_says_that_the_row_changed(few: Assessment, staff: Person) -> None:
    [profile] = PROFILES.rows_of(few)
    with writing(few, staff):
        file = store_file(assessment=few, criterion="CS1", title="", content=b"%PDF-", name="a.pdf", by=staff, at=LATER)
        attach_files(table=PROFILES, row=profile, files=[file], by=staff, at=LATER)
    assert said(profile) == "CHANGED"


def test_a_row_deleted_from_its_menu_is_dropped_and_comes_back_to_be_reviewed(few: Assessment, staff: Person) -> None:
    row = group(few)
    say_unchanged(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER)
    delete_row(table=GROUPS, row=row, by=staff, at=LATER)
    assert said(row) == "DROPPED"
    undelete_row(table=GROUPS, row=row, by=staff, at=LATER)
    assert said(row) == ""


def test_a_row_of_this_year_has_no_part_in_it(few: Assessment, staff: Person, fill: Callable[..., Any]) -> None:
    [own] = fill("groups", [{"name": "ชุมชน", "kind": "ผู้รับบริการ"}])
    for way in (say_unchanged, say_again, say_dropped):
        assert way(assessment=few, table=GROUPS, rows=[own.pk], by=staff, at=LATER) == []
    assert group(few, "ชุมชน").deleted_at is None


def test_a_selection_is_dropped_at_once(few: Assessment, staff: Person) -> None:
    say_dropped(assessment=few, table=PROFILES, rows=[PROFILES.rows_of(few).get().pk], by=staff, at=LATER)
    rows = list(GROUPS.rows_of(few))
    assert say_dropped(assessment=few, table=GROUPS, rows=[row.pk for row in rows], by=staff, at=LATER) == rows
    assert [said(row) for row in rows] == ["DROPPED", "DROPPED"]
    assert open_carried(few) == {}


def test_what_others_name_is_not_dropped_and_they_are_named(
    few: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    fill("cs2-channels", [{"group": "ชาวประมง", "channel": "สายด่วน"}])
    rows = [row.pk for row in GROUPS.rows_of(few)]
    with pytest.raises(ValidationError) as refused:
        say_dropped(assessment=few, table=GROUPS, rows=rows, by=staff, at=LATER)
    [words] = refused.value.messages
    assert "“ชาวประมง”" in words
    assert "“ชาวประมง · สายด่วน”" in words
    assert str(table_of("cs2-channels").model._meta.verbose_name) in words
    assert open_carried(few) == {"groups": 2, "cs1-profiles": 1}


def test_what_was_said_is_taken_back(few: Assessment, staff: Person) -> None:
    row = group(few)
    say_unchanged(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER)
    assert say_again(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER) == [row]
    assert said(row) == ""
    assert RowChange.objects.filter(table="profile.group", row_id=row.pk).first().action == "REOPENED"
    assert say_again(assessment=few, table=GROUPS, rows=[row.pk], by=staff, at=LATER) == []


def test_nothing_is_said_once_it_is_submitted(few: Assessment, staff: Person) -> None:
    Assessment.objects.filter(pk=few.pk).update(state="SUBMITTED")
    for way in (say_unchanged, say_again, say_dropped):
        with pytest.raises(Closed):
            way(assessment=few, table=GROUPS, rows=[group(few).pk], by=staff, at=LATER)
    with pytest.raises(Closed):
        write_reviews(assessment=few, by=staff, at=LATER)


def test_another_units_rows_are_not_reached(
    few: Assessment, new_assessment: Callable[..., Assessment], staff: Person, person: Callable[..., Person]
) -> None:
    other = new_assessment("beta")
    by, row = person("other", "STAFF", other.unit), group(few)
    for way in (say_unchanged, say_again, say_dropped):
        assert way(assessment=other, table=GROUPS, rows=[row.pk], by=by, at=LATER) == []
    assert said(row) == ""


def test_every_carried_table_can_be_said_through(carried: Assessment, staff: Person) -> None:
    for table in CARRIED:
        rows = [row.pk for row in table.rows_of(carried)]
        say_unchanged(assessment=carried, table=table, rows=rows, by=staff, at=LATER)
    assert open_carried(carried) == {}
    assert not any(row.carried_over for table in CARRIED for row in table.rows_of(carried))


# --- the review that follows of it (CS1-A5)


def status(assessment: Assessment, point: str = "CS1-A5") -> str:
    points = findings_of([assessment])[assessment.pk]
    return next(each.finding.status for each in points if each.guideline.code == point)


def say_all(few: Assessment, staff: Person) -> None:
    for table in (GROUPS, PROFILES):
        rows = [row.pk for row in table.rows_of(few)]
        say_unchanged(assessment=few, table=table, rows=rows, by=staff, at=LATER)


def test_saying_it_of_every_group_and_profile_is_the_review(few: Assessment, staff: Person) -> None:
    assert status(few) == "MISSING"
    say_unchanged(assessment=few, table=GROUPS, rows=[group(few).pk], by=staff, at=LATER)
    assert status(few) == "PARTLY"
    say_all(few, staff)
    assert status(few) == "MET"
    [review] = GroupingReview.objects.filter(assessment=few)
    assert (review.reviewed_on, review.result) == (datetime.date(2026, 3, 2), "UNCHANGED")
    assert review.detail == "ทบทวนรายการยกยอด 3 รายการ: คงเดิม 3 เปลี่ยนแปลง 0 ตัดออก 0"
    assert review.reviewed_by == str(staff)
    assert not review.carried_over


def test_a_review_after_the_year_is_no_review_of_the_year(few: Assessment, staff: Person) -> None:
    say_all(few, staff)
    GroupingReview.objects.all().delete()
    assert status(few) == "MET"
    CarriedRow.objects.update(said_at=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert status(few) == "MISSING"


def test_the_last_word_by_form_leaves_the_review_to_be_written_by_a_press(few: Assessment, staff: Person) -> None:
    say_unchanged(assessment=few, table=GROUPS, rows=[group(few).pk], by=staff, at=LATER)
    change(group(few, "ชาวประมง"), {"name": "ชาวประมงชายฝั่ง"}, staff)
    change(PROFILES.rows_of(few).get(), {"group": "ชาวประมงชายฝั่ง", "needs": "คลื่น"}, staff, PROFILES)
    assert status(few) == "MET"
    assert len(unwritten_reviews(few)) == 1
    for _press in range(2):
        write_reviews(assessment=few, by=staff, at=LATER)
    [review] = GroupingReview.objects.filter(assessment=few)
    assert (review.result, "เปลี่ยนแปลง 2" in review.detail) == ("CHANGED", True)
    assert unwritten_reviews(few) == []


def test_a_review_that_is_said_anew_is_written_anew_in_its_place(few: Assessment, staff: Person) -> None:
    say_all(few, staff)
    say_again(assessment=few, table=GROUPS, rows=[group(few).pk], by=staff, at=LATER)
    say_dropped(assessment=few, table=GROUPS, rows=[group(few).pk], by=staff, at=LATER + datetime.timedelta(days=1))
    [review] = GroupingReview.objects.filter(assessment=few, deleted_at=None)
    assert (review.reviewed_on.day, review.result, review.version) == (3, "CHANGED", 2)


def test_a_year_into_which_nothing_came_has_nothing_to_review(assessment: Assessment) -> None:
    assert status(assessment) == "MISSING"
    assert (open_carried(assessment), unwritten_reviews(assessment)) == ({}, [])
