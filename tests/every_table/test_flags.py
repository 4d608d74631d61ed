"""What is odd but not wrong: it is said where it is saved and on the page of the criterion, and it stays."""

import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmqa.criteria import TABLES, criterion_of, table_of
from pmqa.evidence.flags import flags_of
from tests.every_table.desk import text_of
from tests.every_table.rows import REGISTERS

LATE = {"name": "เปิดบ้านปลายปี", "level": "1 ให้ข้อมูล", "held_on": "5 พ.ย. 2569"}


def test_an_activity_outside_the_fiscal_year_is_kept_and_said(desk_at: Any) -> None:
    desk = desk_at("cs5-activities")
    answer = desk.client.post(desk.url("add"), {"sent": "5f6a1a6e-0d0a-4a43-9f6b-0d0f4f0a1b11", **LATE}, follow=True)
    assert [row.held_on for row in desk.rows()] == [datetime.date(2026, 11, 5)]
    words = "วันที่จัดกิจกรรม 5 พ.ย. 2569 อยู่นอกปีงบประมาณ 2569"
    assert words in text_of(answer)
    page = desk.client.get(f"/units/{desk.assessment.unit.code}/2569/cs5/")
    assert words in text_of(page)
    assert desk.url("edit", desk.rows()[0].pk) in text_of(page)


def test_the_days_of_the_fiscal_year_are_not_odd(assessment: Any, fill: Any) -> None:
    for day in ("1 ต.ค. 2568", "30 ก.ย. 2569"):
        fill("cs5-activities", [{**LATE, "held_on": day}])
    assert flags_of(TABLES, assessment) == []
    for day in ("30 ก.ย. 2568", "1 ต.ค. 2569"):
        fill("cs5-activities", [{**LATE, "held_on": day}])
    assert len(flags_of(TABLES, assessment)) == 2


def test_flags_cost_the_same_for_one_row_and_for_many(assessment: Any, fill: Any) -> None:
    tables = criterion_of("CS4").tables
    fill("groups", REGISTERS["groups"])
    fill("cs4-networks", REGISTERS["cs4-networks"])

    def queries(count: int) -> int:
        row = {"network": "เครือข่ายประมง", "held_on": "1 ต.ค. 2569"}
        fill("cs4-activities", [{**row, "name": f"กิจกรรม {count} {n}"} for n in range(count)])
        with CaptureQueriesContext(connection) as seen:
            assert flags_of(tables, assessment)
        return len(seen)

    assert queries(1) == queries(30)


def test_dated_columns_are_dates_of_the_table() -> None:
    for table in TABLES:
        for name in table.dated:
            assert table.model._meta.get_field(name).get_internal_type() == "DateField"
            assert name in {column.name for column in table.columns}


def test_a_due_date_in_a_year_without_known_holidays_says_so(desk_at: Any) -> None:
    desk = desk_at("cs3-cases")
    case = {"kind": "ข้อคิดเห็น", "subject": "ไกลมาก", "received_on": "1 ก.พ. 2650", "due_on": "8 ก.พ. 2650"}
    answer = desk.client.post(desk.url("add"), {"sent": "5f6a1a6e-0d0a-4a43-9f6b-0d0f4f0a1b12", **case}, follow=True)
    words = "ระบบยังไม่มีวันหยุดราชการของปีนี้"
    assert words in text_of(answer)
    assert words in text_of(desk.get("case", desk.rows()[0].pk))


def test_a_network_of_a_group_that_is_no_group_is_impossible(desk_at: Any) -> None:
    desk = desk_at("cs4-networks")
    answer = desk.add({"name": "เครือข่ายใหม่", "groups": "กลุ่มที่ไม่มี", "channels": "สายด่วน"})
    assert answer.status_code == 200
    assert "“กลุ่มที่ไม่มี”" in text_of(answer)
    assert desk.rows() == []
    assert desk.add({"name": "เครือข่ายใหม่", "channels": "สายด่วน"}).status_code == 200
    assert table_of("cs4-networks").rows_of(desk.assessment).count() == 0
