"""A case of the register: its number, when it is due, its status, and which cases a list picks out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from complaints.criterion import CASES
from complaints.forms import CaseForm
from complaints.models import Case, HandlingRule
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.sheet import Plan, SheetLine, plan_sheet
from pmqa.organization.models import Person
from tests.complaints.conftest import CASE
from tests.every_table.desk import Desk, text_of

Register = Callable[..., Case]
# One o'clock at night in Bangkok on Friday 10 April 2569; Songkran is from Monday 13 to Wednesday 15.
FRIDAY = datetime(2026, 4, 9, 18, 0, tzinfo=UTC)


def problems_of(assessment: Assessment, **told: str) -> set[str]:
    return set(CaseForm({**CASE, **told}, assessment=assessment).errors)


def plan_of(assessment: Assessment, *lines: dict[str, str]) -> Plan:
    numbered = [SheetLine(number, line) for number, line in enumerate(lines)]
    return plan_sheet(CASES, assessment, numbered, Lookup(assessment), list(CASES.rows_of(assessment)))


def test_numbers_count_on_and_are_not_given_twice(register: Register) -> None:
    assert [register().number, register().number] == ["F-2569-0001", "F-2569-0002"]
    Case.objects.filter(number="F-2569-0002").update(deleted_at=FRIDAY)
    assert register().number == "F-2569-0003"
    assert register(number="กห 0505/12").number == "กห 0505/12"
    assert register(number="F-2569-0120").number == "F-2569-0120"
    assert register().number == "F-2569-0121"


def test_each_unit_and_year_counts_for_itself(register: Register, new_assessment: Any, fill: Any, person: Any) -> None:
    register()
    for code, year, number in (("beta", 2569, "F-2569-0001"), ("beta", 2568, "F-2568-0001")):
        other = new_assessment(code, year)
        [case] = fill("cs3-cases", [CASE], into=other, by=person(f"{code}-{year}", "STAFF", other.unit))
        assert case.number == number


def test_given_numbers_pass_by_those_of_the_same_sheet(assessment: Assessment, register: Register) -> None:
    """A register of the unit's own, with its newest cases not numbered yet."""
    written = {**CASE, "number": "F-2569-0001"}
    plan = plan_of(assessment, {**CASE, "number": "", "subject": "ใหม่"}, written, {**CASE, "subject": "ใหม่กว่า"})
    assert plan.problems == []
    assert sorted(draft.row.number for draft in plan.added) == ["F-2569-0001", "F-2569-0002", "F-2569-0003"]


@pytest.fixture
def rules(fill: Callable[..., Any], register: Register) -> None:
    fill(
        "cs3-system",
        [
            {"kind": "ข้อร้องเรียน", "service": "พยากรณ์อากาศ", "days_allowed": "7"},
            {"kind": "ข้อร้องเรียน", "days_allowed": "๑๕"},
            {"kind": "ข้อเสนอแนะ", "service": "พยากรณ์อากาศ"},
            {"kind": "ข้อเสนอแนะ", "days_allowed": "30"},
            {"kind": "คำชมเชย", "service": "พยากรณ์อากาศ", "days_allowed": "0"},
        ],
    )


@pytest.mark.parametrize(
    ("kind", "service", "due_on"),
    [
        # Received on Friday 3 April: 6 April is a holiday, Songkran from the 13th to the 15th.
        ("ข้อร้องเรียน", "พยากรณ์อากาศ", date(2026, 4, 20)),
        ("ข้อร้องเรียน", "สำรวจและผลิตแผนที่เดินเรือ", date(2026, 4, 30)),
        ("ข้อร้องเรียน", "", date(2026, 4, 30)),
        ("ข้อเสนอแนะ", "พยากรณ์อากาศ", date(2026, 5, 25)),
        ("คำชมเชย", "พยากรณ์อากาศ", date(2026, 4, 3)),
        ("คำชมเชย", "", None),
        ("ข้อคิดเห็น", "", None),
    ],
)
def test_it_is_due_by_the_rule_of_its_kind_and_service_else_of_its_kind(
    rules: None, register: Register, kind: str, service: str, due_on: date | None
) -> None:
    assert register(kind=kind, service=service).due_on == due_on


def test_a_due_date_that_is_written_stands(rules: None, register: Register) -> None:
    assert register(due_on="8 เม.ย. 2569").due_on == date(2026, 4, 8)


def test_more_days_than_a_year_are_refused(assessment: Assessment) -> None:
    form = table_of("cs3-system").form({"kind": "ข้อร้องเรียน", "days_allowed": "2147483647"}, assessment=assessment)
    assert set(form.errors) == {"days_allowed"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, "RECEIVED"),
        ({"owner": "staff"}, "IN_PROGRESS"),
        ({"actions": "4 เม.ย. 2569 โทรกลับ"}, "IN_PROGRESS"),
        ({"owner": "staff", "status": "รับเรื่องแล้ว"}, "RECEIVED"),
        ({"answered_on": "7 เม.ย. 2569"}, "ANSWERED"),
        ({"answered_on": "7 เม.ย. 2569", "status": "รับเรื่องแล้ว"}, "ANSWERED"),
        ({"answered_on": "7 เม.ย. 2569", "closed_on": "8 เม.ย. 2569"}, "CLOSED"),
        ({"closed_on": "8 เม.ย. 2569", "status": "รับเรื่องแล้ว"}, "CLOSED"),
        ({"answered_on": "3 เม.ย. 2569", "closed_on": "3 เม.ย. 2569"}, "CLOSED"),
    ],
)
def test_the_status_follows_from_the_dates(register: Register, told: dict[str, str], status: str) -> None:
    assert register(**told).status == status


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"status": "ปิดเรื่องแล้ว"}, "closed_on"),
        ({"status": "ปิดเรื่องแล้ว", "answered_on": "7 เม.ย. 2569"}, "closed_on"),
        ({"status": "ตอบแล้ว"}, "answered_on"),
        ({"answered_on": "2 เม.ย. 2569"}, "answered_on"),
        ({"closed_on": "2 เม.ย. 2569"}, "closed_on"),
        ({"due_on": "2 เม.ย. 2569"}, "due_on"),
        ({"answered_on": "8 เม.ย. 2569", "closed_on": "7 เม.ย. 2569"}, "closed_on"),
        ({"status": "ปิดเรื่องแล้ว", "closed_on": "31 เม.ย. 2569"}, "closed_on"),
        ({"received_on": ""}, "received_on"),
        ({"kind": "คำบ่น"}, "kind"),
        ({"owner": "somebody"}, "owner"),
    ],
)
def test_what_contradicts_itself_is_told_at_its_column(
    register: Register, assessment: Assessment, told: dict[str, str], column: str
) -> None:
    assert problems_of(assessment, **told) == {column}


def test_people_of_another_unit_own_no_case(
    assessment: Assessment, staff: Person, person: Any, new_assessment: Any
) -> None:
    person("outsider", "STAFF", new_assessment("beta").unit)
    person("reader", "ASSESSOR")
    assert problems_of(assessment, owner="outsider") == problems_of(assessment, owner="reader") == {"owner"}
    assert problems_of(assessment, owner=staff.username) == set()


WITHOUT_NUMBERS = (
    {**CASE, "number": "", "due_on": "", "owner": "staff"},
    {**CASE, "number": "", "due_on": "", "subject": "แผนที่ขาด", "answered_on": "8 เม.ย. 2569"},
)


def stored(assessment: Assessment, staff: Person, *lines: dict[str, str]) -> Plan:
    with writing(assessment, staff):
        plan = plan_of(assessment, *lines)
        assert plan.problems == []
        store_plan(plan, by=staff, at=FRIDAY)
    return plan


def test_a_line_without_a_number_meets_its_case_again(rules: None, assessment: Assessment, staff: Person) -> None:
    assert len(stored(assessment, staff, *WITHOUT_NUMBERS).added) == 2
    again = plan_of(assessment, *reversed(WITHOUT_NUMBERS))
    assert (again.same, again.added, again.changed, again.removed) == (2, [], [], [])


def test_it_does_so_when_the_days_allowed_are_others_now(rules: None, assessment: Assessment, staff: Person) -> None:
    stored(assessment, staff, *WITHOUT_NUMBERS)
    due = list(Case.objects.order_by("pk").values_list("due_on", flat=True))
    HandlingRule.objects.update(days_allowed=3)
    again = plan_of(assessment, *WITHOUT_NUMBERS)
    assert (again.same, again.added, again.changed) == (2, [], [])
    stored(assessment, staff, *WITHOUT_NUMBERS)
    assert list(Case.objects.order_by("pk").values_list("due_on", flat=True)) == due


def test_a_due_date_cleared_in_a_numbered_line_is_counted_anew(
    rules: None, register: Register, assessment: Assessment, staff: Person
) -> None:
    case = register(due_on="8 เม.ย. 2569")
    stored(assessment, staff, {**CASE, "number": case.number, "due_on": ""})
    assert Case.objects.get().due_on == date(2026, 4, 30)


@pytest.fixture
def cases(register: Register, person: Any, assessment: Assessment) -> None:
    person("colleague", "STAFF", assessment.unit)
    received = {"received_on": "2 เม.ย. 2569", "owner": "staff"}
    register(**received, subject="เมื่อวาน", due_on="9 เม.ย. 2569")
    register(**received, subject="วันนี้", due_on="10 เม.ย. 2569")
    register(**received, subject="สามวันทำการ", due_on="20 เม.ย. 2569")
    register(**received, subject="สี่วันทำการ", due_on="21 เม.ย. 2569")
    register(**received, subject="ไม่มีกำหนด")
    register(**{**received, "owner": ""}, subject="ไม่มีเจ้าของ", due_on="9 เม.ย. 2569")
    register(**{**received, "owner": "colleague"}, subject="ของเพื่อน", due_on="30 เม.ย. 2569")
    register(**received, subject="ตอบแล้ว", due_on="9 เม.ย. 2569", answered_on="9 เม.ย. 2569")
    register(**{**received, "owner": ""}, subject="ปิดแล้ว", due_on="8 เม.ย. 2569", closed_on="9 เม.ย. 2569")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    ("only", "subjects"),
    [
        ("overdue", ["เมื่อวาน", "ไม่มีเจ้าของ"]),
        ("soon", ["วันนี้", "สามวันทำการ"]),
        ("mine", ["เมื่อวาน", "วันนี้", "สามวันทำการ", "สี่วันทำการ", "ไม่มีกำหนด"]),
        ("no-owner", ["ไม่มีเจ้าของ"]),
    ],
)
def test_the_list_picks_out_what_waits(desk: Desk, only: str, subjects: list[str]) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        page = desk.get(only=only)
    shown = [line.values["subject"] for line in page.context["listing"].lines]
    assert shown == subjects
    assert all(subject in text_of(page) for subject in subjects)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("only", ["", "nothing", "x" * 5000])
def test_no_known_part_is_the_whole_register(desk: Desk, only: str) -> None:
    assert len(desk.get(only=only).context["listing"].lines) == 9


def test_parts_of_the_register_are_counted_up_to_a_hundred(
    assessment: Any, staff: Any, client_of: Any, fill: Any
) -> None:
    case = {"kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": "รอนาน"}
    fill("cs3-cases", [case] * 99)
    address = f"/units/{assessment.unit.code}/2569/tables/cs3-cases/"
    assert "ยังไม่มีเจ้าของเรื่อง 99<" in client_of(staff).get(address).content.decode()
    fill("cs3-cases", [case])
    assert "ยังไม่มีเจ้าของเรื่อง 99+<" in client_of(staff).get(address).content.decode()
