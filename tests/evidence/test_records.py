"""Lookups, histories and facts: the small parts that read what is stored."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import AnalysisRow, CustomerProfile
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, links, names, standing
from pmqa.evidence.history import history_of, plain_values
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.references import users_of
from pmqa.profile.models import Group, Service
from tests.every_table.rows import REGISTERS, SAMPLES

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def filled(assessment: Assessment, fill: Any) -> Assessment:
    for key in ("groups", "services", "evidence"):
        fill(key, REGISTERS[key])
    fill("cs1-analysis", [SAMPLES["cs1-analysis"].first])
    fill("cs1-profiles", [SAMPLES["cs1-profiles"].first])
    return assessment


def test_a_register_is_read_once_and_knows_only_its_own_unit(filled: Assessment, new_assessment: Any) -> None:
    Group.objects.create(assessment=new_assessment("beta"), name="คนอื่น", kind="RECIPIENT")
    lookup = Lookup(filled)
    with CaptureQueriesContext(connection) as queries:
        assert lookup.find(Group, "ชาว ประมง").name == "ชาวประมง"
        assert [row.name for row in lookup.all(Group)] == ["ชาวประมง", "กำลังพลและครอบครัว"]
        with pytest.raises(ValidationError, match="คนอื่น"):
            lookup.find(Group, "คนอื่น")
    assert len(queries) == 1


def test_a_register_learns_new_rows_and_forgets_when_told(filled: Assessment) -> None:
    lookup = Lookup(filled)
    assert lookup.known(Group, "ใหม่") is None
    lookup.add([Group(assessment=filled, name="ใหม่", kind="RECIPIENT")])
    assert lookup.known(Group, "ใหม่") is not None
    lookup.forget()
    assert lookup.known(Group, "ใหม่") is None


def test_deleted_rows_are_in_no_register_and_no_fact(filled: Assessment) -> None:
    Group.objects.filter(name="ชาวประมง").update(deleted_at=NOW)
    assert Lookup(filled).known(Group, "ชาวประมง") is None
    assert [each.name for each in names(Group, "name", [filled])[filled.pk]] == ["กำลังพลและครอบครัว"]


def test_the_history_lists_columns_that_changed_newest_first(filled: Assessment, fill: Any, staff: Any) -> None:
    table = table_of("cs1-profiles")
    row = table.rows_of(filled).get()
    [entry] = history_of(table, row)
    assert {str(field.heading): field.after for field in entry.fields}["ความต้องการ"] == "ข่าวอากาศที่เข้าใจง่าย"
    assert all(field.before == "" for field in entry.fields)
    assert entry.change.by == staff


def test_dates_are_kept_in_the_history_so_that_they_can_be_read_again(fill: Any, assessment: Assessment) -> None:
    [row] = fill("cs1-reviews", [{**SAMPLES["cs1-reviews"].first, "evidence": ""}])
    table = table_of("cs1-reviews")
    [entry] = history_of(table, table.rows_of(assessment).get(pk=row.pk))
    assert entry.change.values["reviewed_on"] == "2025-10-12"


def test_the_plain_values_of_a_register_row_are_its_own_columns(filled: Assessment) -> None:
    assert plain_values(Service.objects.first()) == {"process": "สำรวจและผลิตแผนที่เดินเรือ", "product": "แผนที่เดินเรือไทย"}


def test_facts_of_many_units_cost_the_queries_of_one(filled: Assessment, new_assessment: Any) -> None:
    others = [new_assessment(f"unit-{n}") for n in range(5)]
    Group.objects.create(assessment=others[0], name="ก", kind="RECIPIENT")
    for read in (
        lambda asked: names(Group, "name", asked),
        lambda asked: links(AnalysisRow, "recipients", asked),
        lambda asked: counts_by(CustomerProfile, "group", asked),
    ):
        with CaptureQueriesContext(connection) as queries:
            read([filled, *others])
        assert len(queries) == 1
    assert len(names(Group, "name", [filled, *others])[others[0].pk]) == 1
    assert standing(Group, others).count() == 1


def test_links_and_counts_say_who_names_whom(filled: Assessment) -> None:
    first = Group.objects.get(name="ชาวประมง")
    row = AnalysisRow.objects.get()
    assert links(AnalysisRow, "recipients", [filled])[row.pk] == {first.pk}
    assert counts_by(CustomerProfile, "group", [filled])[filled.pk] == {first.pk: 1}


def test_users_are_counted_over_every_kind_of_relation(filled: Assessment) -> None:
    first, second = Group.objects.order_by("pk")
    assert users_of([first, second]) == {first.pk: 2, second.pk: 1}
    CustomerProfile.objects.update(deleted_at=NOW)
    assert users_of([first, second]) == {first.pk: 1, second.pk: 1}
    assert users_of([]) == {}
