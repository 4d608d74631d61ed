"""A whole sheet against what is stored: added, changed, same, removed, wrong; and nothing stored by planning."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmqa.criteria import TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import RowChange
from pmqa.evidence.sheet import Plan, SheetLine, plan_sheet
from pmqa.organization.models import Person
from pmqa.profile.models import Duty, Service

GROUPS = [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}, {"name": "กำลังพล", "kind": "ผู้มีส่วนได้ส่วนเสีย"}]


@pytest.fixture
def plan_of(assessment: Assessment) -> Callable[..., Plan]:
    def plan(key: str, rows: list[Any], **more: Any) -> Plan:
        table = table_of(key)
        lines = [each if isinstance(each, SheetLine) else SheetLine(n, each) for n, each in enumerate(rows)]
        return plan_sheet(table, assessment, lines, Lookup(assessment), list(table.rows_of(assessment)), **more)

    return plan


def counts(plan: Plan) -> tuple[int, int, int, int, int]:
    return len(plan.added), len(plan.changed), plan.same, len(plan.removed), len(plan.problems)


def test_planning_stores_nothing(plan_of: Callable[..., Plan], assessment: Assessment) -> None:
    assert counts(plan_of("groups", GROUPS)) == (2, 0, 0, 0, 0)
    assert not table_of("groups").rows_of(assessment).exists()
    assert not RowChange.objects.exists()


def test_rows_are_met_by_cells_then_by_identity(plan_of: Callable[..., Plan], fill: Any) -> None:
    fill("groups", GROUPS)
    assert counts(plan_of("groups", GROUPS)) == (0, 0, 2, 0, 0)
    assert counts(plan_of("groups", GROUPS[::-1])) == (0, 0, 2, 0, 0)
    changed = [{"name": "ชาว ประมง", "kind": "ผู้มีส่วนได้ส่วนเสีย"}, {"name": "นักเรียน", "kind": "ผู้รับบริการ"}]
    plan = plan_of("groups", changed)
    assert counts(plan) == (1, 1, 0, 1, 0)
    assert [row.name for row in plan.removed] == ["กำลังพล"]


def test_doubles_within_the_sheet_and_with_rows_elsewhere_are_problems(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of("groups", [GROUPS[0], {**GROUPS[0], "name": "ชาว ประมง"}, GROUPS[1]], others={("กำลังพล",)})
    assert [(problem.line, problem.column) for problem in plan.problems] == [(1, "name"), (2, "name")]


def test_a_problem_names_its_line_and_its_column(plan_of: Callable[..., Plan], fill: Any) -> None:
    fill("groups", GROUPS)
    plan = plan_of(
        "cs2-channels", [{"group": "ชาวประมง", "channel:SURVEY": "/"}, {"group": "ใคร", "channel:HOTLINE": "?"}]
    )
    assert [(problem.line, problem.column) for problem in plan.problems] == [(1, "channel:HOTLINE")]
    plan = plan_of("cs2-channels", [{"group": "ใคร", "channel:SURVEY": "/"}, {"group": "ชาวประมง"}])
    assert [(problem.line, problem.column) for problem in plan.problems] == [(0, "group"), (1, "channel:SURVEY")]


def test_a_line_that_knows_its_row_keeps_it_under_a_new_name(plan_of: Callable[..., Plan], fill: Any) -> None:
    first, second = fill("groups", GROUPS)
    renamed = SheetLine(0, {"name": "ประมงพื้นบ้าน", "kind": "ผู้รับบริการ"}, {first.pk: 1})
    plan = plan_of("groups", [renamed, SheetLine(1, GROUPS[1], {second.pk: 1})])
    assert counts(plan) == (0, 1, 1, 0, 0)
    assert plan.changed[0].row.pk == first.pk


def test_a_new_line_does_not_take_the_place_of_one_that_knows_its_row(plan_of: Callable[..., Plan], fill: Any) -> None:
    [first] = fill("cs1-criteria", [{"criterion": "ก"}])
    plan = plan_of("cs1-criteria", [SheetLine(0, {"criterion": "ก"}), SheetLine(1, {"criterion": "ก"}, {first.pk: 1})])
    assert counts(plan) == (1, 0, 1, 0, 0)
    assert plan.added[0].line == 0


def test_a_version_that_was_not_seen_is_a_problem_with_both_texts(plan_of: Callable[..., Plan], fill: Any) -> None:
    [first] = fill("cs1-criteria", [{"criterion": "ก", "reason": "ของเขา"}])
    plan = plan_of("cs1-criteria", [SheetLine(0, {"criterion": "ก", "reason": "ของฉัน"}, {first.pk: 0})])
    assert counts(plan) == (0, 0, 0, 0, 1)
    assert "ของเขา" in plan.problems[0].message


def test_an_unchanged_line_on_an_old_version_is_no_problem(plan_of: Callable[..., Plan], fill: Any) -> None:
    [first] = fill("cs1-criteria", [{"criterion": "ก"}])
    assert counts(plan_of("cs1-criteria", [SheetLine(0, {"criterion": "ก"}, {first.pk: 0})])) == (0, 0, 1, 0, 0)


def test_what_a_row_names_for_the_first_time_is_stored_with_it_once(assessment: Assessment, fill: Any) -> None:
    row = {"duty_ministry": "สำรวจ", "process": "ทำแผนที่", "product": "แผนที่"}
    fill("cs1-analysis", [row, {**row, "duty_vision": "นำทาง"}, {"process": "ทำ แผนที่", "product": "แผนที่"}])
    assert Service.objects.count() == 1
    assert sorted(Duty.objects.values_list("source", "text")) == [("MINISTRY", "สำรวจ"), ("VISION", "นำทาง")]
    assert RowChange.objects.filter(table="profile.duty").count() == 2


def test_many_rows_cost_no_query_each(assessment: Assessment, staff: Person, plan_of: Callable[..., Plan]) -> None:
    def queries(count: int, start: int) -> int:
        rows = [{"name": f"กลุ่ม {start + n}", "kind": "ผู้รับบริการ"} for n in range(count)]
        with CaptureQueriesContext(connection) as seen, writing(assessment, staff):
            store_plan(plan_of("groups", rows), by=staff, at=timezone.now())
        return len(seen)

    assert queries(200, 1000) < queries(2, 0) + 10  # SQLite takes some 1,000 values at once and no more


def test_once_is_what_the_database_holds_too() -> None:
    """A table says `once` exactly when its model has a constraint on the same columns over the rows that stand."""
    for table in TABLES:
        constraints = [c for c in table.model._meta.constraints if "assessment" in getattr(c, "fields", ())]
        assert bool(constraints) is table.once, table.key
        for constraint in constraints:
            assert set(constraint.fields) - {"assessment"} == set(table.identity), table.key
            assert "deleted_at" in str(constraint.condition), table.key
