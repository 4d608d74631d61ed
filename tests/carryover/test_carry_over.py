"""The rows of one year come into the next: which, with what in them, once, and with their history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.models import WorkingGroupMembers
from pmqa.carryover.actions import CARRIED, carry_over, open_carried, start_year
from pmqa.carryover.jobs import start_years
from pmqa.criteria import TABLES, table_of
from pmqa.cycle.models import Assessment, Round, Row
from pmqa.evidence.actions import Closed, delete_row
from pmqa.evidence.models import CarriedRow, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person, Role, Unit
from pmqa.personal.models import PersonalRecord
from pmqa.profile.models import Group, Service
from tests.carryover.conftest import NOW
from tests.every_table.rows import REGISTERS

every_carried = pytest.mark.parametrize("table", CARRIED, ids=lambda table: table.key)

# A table that is added must be decided upon: do its rows hold in the next year, or tell what happened in theirs?
COME = [
    "groups", "duties", "services",
    "cs1-criteria", "cs1-analysis", "cs1-profiles",
    "cs2-channels", "cs2-effectiveness",
    "cs3-system", "cs3-plan",
    "cs4-networks",
    "cs5-channels", "cs5-groups",
    "cs6-surveys",
    "cs7-standards", "cs7-steps",
    "improvements",
]  # fmt: skip
OF_YEAR = {
    "cs2-channels": ["result"],
    "cs2-effectiveness": ["actual"],
    "cs5-channels": ["reach"],
    "cs6-surveys": ["starts_on", "ends_on"],
}


def values_in(table: EvidenceTable, assessment: Assessment) -> list[dict[str, Any]]:
    return [dict(table.values_of(row)) for row in table.rows_of(assessment)]


def test_these_tables_come_and_these_columns_are_empty() -> None:
    assert [table.key for table in CARRIED] == COME
    found = {table.key: [column.name for column in table.columns if column.of_year] for table in TABLES}
    assert {key: names for key, names in found.items() if names} == OF_YEAR


def test_of_improvements_those_come_that_are_not_finished(
    before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    common = {"source": "ข้อร้องเรียน", "after": "93 %", "follow_up": "ทันเวลาทุกวัน"}
    rows = [{**common, "problem": "เสร็จแล้ว"}, {**common, "problem": "ยังไม่วัด", "after": ""}]
    fill("improvements", [*rows, {**common, "problem": "ยังไม่ติดตาม", "follow_up": ""}], into=before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    came = table_of("improvements").rows_of(assessment)
    assert [row.problem for row in came] == ["ยังไม่วัด", "ยังไม่ติดตาม"]
    assert [row.after for row in came] == ["", "93 %"]
    assert open_carried(assessment) == {"improvements": 2}


@every_carried
def test_a_column_of_the_year_may_be_empty(table: EvidenceTable) -> None:
    for column in table.columns:
        assert not (column.of_year and table.form.base_fields[column.name].required), column.name


def test_rows_come_without_what_is_of_the_year(full: Assessment, carried: Assessment) -> None:
    for table in TABLES:
        expected = values_in(table, full)
        assert expected, table.key
        empty = {column.name for column in table.columns if column.of_year} | {"evidence"}
        came = [{name: "" if name in empty else value for name, value in row.items()} for row in expected]
        assert values_in(table, carried) == (came if table.is_carried else []), table.key
        assert all(row.carried_over for row in table.rows_of(carried))


def test_a_row_knows_where_it_came_from_and_its_history_says_so(
    full: Assessment, carried: Assessment, staff: Person
) -> None:
    for table in CARRIED:
        label = table.model._meta.label_lower
        pairs = list(zip(table.rows_of(full), table.rows_of(carried), strict=True))
        for old, new in pairs:
            record = CarriedRow.objects.get(table=label, row_id=new.pk)
            assert (record.assessment, record.source, record.source_row_id, record.said) == (carried, full, old.pk, "")
            change = RowChange.objects.get(table=label, row_id=new.pk)
            assert (change.action, change.by, change.at) == ("CARRIED", staff, NOW)
            assert change.values.keys() == table.form.base_fields.keys()
            assert (new.updated_by, new.updated_at, new.version) == (staff, NOW, 1)
        assert open_carried(carried)[table.key] == len(pairs) > 0


def test_what_rows_name_is_of_their_own_year(carried: Assessment) -> None:
    for table in CARRIED:
        for row in table.rows_of(carried):
            for field in (*table.model._meta.fields, *table.model._meta.many_to_many):
                if not isinstance(field.related_model, type) or not issubclass(field.related_model, Row):
                    continue
                named = getattr(row, field.name)
                for each in named.all() if field.many_to_many else [named] if named else []:
                    assert each.assessment_id == carried.pk, (table.key, field.name)


def test_one_process_with_two_products_is_not_mistaken_for_the_other(
    before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    fill("services", [{"process": "แผนที่", "product": "กระดาษ"}, {"process": "แผนที่", "product": "ดิจิทัล"}], before)
    fill("cs7-standards", [{"service": "แผนที่ (ดิจิทัล)", "total": "1", "unit": "วันทำการ"}], before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    [standard] = table_of("cs7-standards").rows_of(assessment)
    assert standard.service.product == "ดิจิทัล"


def test_people_by_group_come_with_their_numbers(
    before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    fill("groups", REGISTERS["groups"], before)
    fill("cs5-groups", [{"name": "คณะทำงาน", "groups": "ชาวประมง 7\nกำลังพลและครอบครัว"}], before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    counts = WorkingGroupMembers.objects.filter(row__assessment=assessment)
    assert [(each.group.name, each.people) for each in counts] == [("ชาวประมง", 7), ("กำลังพลและครอบครัว", None)]


def test_names_and_contacts_of_people_stay_in_their_year(full: Assessment, carried: Assessment) -> None:
    assert PersonalRecord.objects.filter(assessment=full).exists()
    assert not PersonalRecord.objects.filter(assessment=carried).exists()


def test_deleted_rows_do_not_come(
    before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    rows = fill("groups", REGISTERS["groups"], before)
    delete_row(table=table_of("groups"), row=rows[0], by=staff, at=NOW)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    assert [group.name for group in Group.objects.filter(assessment=assessment)] == ["กำลังพลและครอบครัว"]


def test_rows_come_once_and_what_was_dropped_stays_away(full: Assessment, carried: Assessment, staff: Person) -> None:
    steps = table_of("cs7-steps")
    delete_row(table=steps, row=steps.rows_of(carried).get(), by=staff, at=NOW)
    stored = {table.key: values_in(table, carried) for table in TABLES}
    changes = RowChange.objects.count()
    assert carry_over(assessment=carried, from_assessment=full, by=staff, at=NOW) == 0
    assert {table.key: values_in(table, carried) for table in TABLES} == stored
    assert RowChange.objects.count() == changes


def test_what_stands_already_stays_and_is_what_others_name(
    full: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    [own] = fill("groups", [{"name": "ชาว ประมง", "kind": "ผู้รับบริการ"}])
    came = carry_over(assessment=assessment, from_assessment=full, by=staff, at=NOW)
    groups = Group.objects.filter(assessment=assessment)
    assert [(group.name, group.carried_over) for group in groups] == [
        ("ชาว ประมง", False),
        ("กำลังพลและครอบครัว", True),
    ]
    [profile] = table_of("cs1-profiles").rows_of(assessment)
    assert profile.group == own
    assert came == sum(open_carried(assessment).values())


@pytest.mark.parametrize(("code", "year"), [("beta", 2568), ("alpha", 2570), ("alpha", 2569)])
def test_only_an_earlier_year_of_the_same_unit_comes(
    assessment: Assessment, staff: Person, new_assessment: Callable[..., Assessment], code: str, year: int
) -> None:
    other = assessment if (code, year) == ("alpha", 2569) else new_assessment(code, year)
    with pytest.raises(ValueError, match="no earlier year"):
        carry_over(assessment=assessment, from_assessment=other, by=staff, at=NOW)


@pytest.mark.parametrize("kind", [Role.Kind.ASSESSOR, None])
def test_who_may_not_write_brings_nothing(
    full: Assessment, assessment: Assessment, person: Callable[..., Person], kind: str | None
) -> None:
    with pytest.raises(Closed):
        carry_over(assessment=assessment, from_assessment=full, by=person("other", kind), at=NOW)
    assert not CarriedRow.objects.exists()


def test_nothing_comes_into_what_was_submitted(full: Assessment, assessment: Assessment, staff: Person) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="SUBMITTED")
    with pytest.raises(Closed):
        carry_over(assessment=assessment, from_assessment=full, by=staff, at=NOW)


def test_more_rows_cost_no_more_queries(
    before: Assessment, new_assessment: Callable[..., Assessment], staff: Person, fill: Callable[..., Any]
) -> None:
    """Nothing is asked row by row; what is stored goes in as many statements as the database needs for its size."""

    def cost(year: int) -> tuple[int, int]:
        target = new_assessment("alpha", year)
        with CaptureQueriesContext(connection) as seen:
            carry_over(assessment=target, from_assessment=before, by=staff, at=NOW)
        stored = [query for query in seen.captured_queries if query["sql"].startswith("INSERT")]
        return len(seen) - len(stored), len(stored)

    fill("groups", REGISTERS["groups"], before)
    fill("services", REGISTERS["services"], before)
    fill("cs7-standards", [{"service": "พยากรณ์อากาศ", "total": "1", "unit": "วันทำการ"}], before)
    fill("cs4-networks", [{"name": f"เครือข่าย {n}", "groups": "ชาวประมง"} for n in range(10)], before)
    few, _stored = cost(2570)
    fill("cs4-networks", [{"name": f"เครือข่าย {n}", "groups": "ชาวประมง"} for n in range(10, 1000)], before)
    many, stored = cost(2571)
    assert many == few
    assert stored < 100
    assert table_of("cs4-networks").rows_of(Assessment.objects.get(round__year=2571)).count() == 1000


# --- a year begun by headquarters


@pytest.fixture
def centre(person: Callable[..., Person]) -> Person:
    return person("centre", Role.Kind.HEADQUARTERS)


@pytest.fixture
def next_round(new_assessment: Callable[..., Assessment]) -> Round:
    return new_assessment("other", 2570).round


def test_headquarters_begins_a_year_from_the_newest_one(full: Assessment, centre: Person, next_round: Round) -> None:
    assert Assessment.objects.filter(unit=full.unit, round__year=2569).exists()  # but it has no rows
    made = start_year(unit=full.unit, round=next_round, by=centre, at=NOW)
    assert (made.unit, made.round, made.state) == (full.unit, next_round, "DRAFT")
    assert {each.source for each in CarriedRow.objects.filter(assessment=made)} == {full}
    assert start_year(unit=full.unit, round=next_round, by=centre, at=NOW) == made
    assert CarriedRow.objects.count() == sum(open_carried(made).values())


def test_a_unit_without_an_earlier_year_begins_empty(centre: Person, next_round: Round) -> None:
    unit = Unit.objects.create(code="new", name="หน่วยใหม่")
    assert open_carried(start_year(unit=unit, round=next_round, by=centre, at=NOW)) == {}


def test_a_year_that_is_under_way_is_left_alone(full: Assessment, centre: Person, next_round: Round) -> None:
    made = start_year(unit=full.unit, round=next_round, by=centre, at=NOW)
    CarriedRow.objects.all().delete()
    Assessment.objects.filter(pk=made.pk).update(state="SUBMITTED")
    start_year(unit=full.unit, round=next_round, by=centre, at=NOW)
    assert not CarriedRow.objects.exists()


def test_nobody_else_begins_a_year(full: Assessment, person: Callable[..., Person], next_round: Round) -> None:
    for who in (
        person("assessor", Role.Kind.ASSESSOR),
        person("stranger", Role.Kind.STAFF, next_round.assessments.get().unit),
    ):
        with pytest.raises(Closed):
            start_year(unit=full.unit, round=next_round, by=who, at=NOW)
    assert not Assessment.objects.filter(unit=full.unit, round=next_round).exists()


def test_many_units_begin_a_year_and_one_that_cannot_does_not_stop_the_others(
    full: Assessment, centre: Person, staff: Person, next_round: Round, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [full.unit.pk, Unit.objects.create(code="new", name="หน่วยใหม่").pk]
    assert start_years(ids, next_round.pk, staff.pk) == 1  # staff of the first alone
    assert "new" in caplog.text
    for _again in range(2):
        assert start_years(ids, next_round.pk, centre.pk) == 2
    assert Assessment.objects.filter(round=next_round, unit__in=ids).count() == 2
    assert Service.objects.filter(assessment__round=next_round, assessment__unit=full.unit).exists()
