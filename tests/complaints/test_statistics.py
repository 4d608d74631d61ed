"""The charts of the register: literal cases against figures counted by hand."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from complaints.models import Case
from complaints.statistics import (
    LATE,
    NOT_DUE,
    ON_TIME,
    OVERDUE,
    UNKNOWN,
    Subjects,
    ages_chart,
    ages_of,
    charts_of,
    in_time_chart,
    months_chart,
    months_of,
    outcomes_of,
    subjects_chart,
    subjects_of,
)
from pmqa.charts.table import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import standing

TODAY = datetime.date(2026, 2, 15)
Day = datetime.date
Enter = Callable[..., Case]


@pytest.fixture
def enter(assessment: Assessment) -> Enter:
    """Makes a case: `enter("2026-02-01", subject="รอนาน")`."""
    numbers = iter(range(1, 1000))

    def make(received: str, into: Assessment | None = None, **columns: Any) -> Case:
        given = {
            "kind": "COMPLAINT",
            "subject": "รอนาน",
            "status": "RECEIVED",
            "number": f"F-{next(numbers)}",
            **columns,
        }
        days = {name: Day.fromisoformat(value) for name, value in given.items() if name.endswith("_on") and value}
        return Case.objects.create(
            assessment=into or assessment, received_on=Day.fromisoformat(received), **{**given, **days}
        )

    return make


@pytest.fixture
def cases(assessment: Assessment) -> Any:
    return standing(Case, [assessment]).order_by()


@pytest.mark.database
def test_subjects_are_counted_by_size(cases: Any, enter: Enter, new_assessment: Callable[..., Assessment]) -> None:
    for subject, times in (("รอนาน", 5), ("ที่จอดรถ", 3), ("ป้าย", 1), ("เสียงดัง", 1)):
        for _time in range(times):
            enter("2026-02-01", subject=subject)
    enter("2026-02-01", subject="ลบแล้ว", deleted_at=datetime.datetime(2026, 2, 2, tzinfo=datetime.UTC))
    enter("2026-02-01", subject="หน่วยอื่น", into=new_assessment("beta"))
    assert subjects_of(cases) == Subjects((("รอนาน", 5), ("ที่จอดรถ", 3), ("ป้าย", 1), ("เสียงดัง", 1)), 4, 10)


@pytest.mark.database
def test_no_more_subjects_come_back_than_can_be_read(cases: Any, enter: Enter) -> None:
    for number in range(203):
        enter("2026-02-01", subject=f"เรื่อง {number}")
    enter("2026-02-01", subject="เรื่อง 7")
    found = subjects_of(cases)
    assert (len(found.largest), found.subjects, found.cases) == (200, 203, 204)
    assert found.largest[0] == ("เรื่อง 7", 2)


def test_the_pareto_says_how_few_subjects_make_eighty_per_cent() -> None:
    chart = subjects_chart(Subjects((("ก", 5), ("ข", 3), ("ค", 1), ("ง", 1)), 4, 10), "/cases/")
    assert [(row.label, *row.figures) for row in table_of(chart).rows] == [
        ("ก", 5, 50.0, 50.0),
        ("ข", 3, 30.0, 80.0),
        ("ค", 1, 10.0, 90.0),
        ("ง", 1, 10.0, 100.0),
    ]
    assert chart.rows[0].address == "/cases/?q=%E0%B8%81"
    with override("en"):
        chart = subjects_chart(Subjects((("ก", 5), ("ข", 3), ("ค", 1), ("ง", 1)), 4, 10))
        assert chart.reading == "2 of 4 subjects make at least 80 % of the 10 cases."
        assert subjects_chart(Subjects((("ก", 9), ("ข", 1)), 2, 10)).reading.startswith(
            "1 of 2 subjects makes at least 80 %"
        )


def test_subjects_beyond_those_that_come_back_are_the_rest() -> None:
    with override("en"):
        chart = subjects_chart(Subjects((("ก", 6), ("", 4)), 302, 310))
        assert [(row.label, row.figures[0]) for row in table_of(chart).rows] == [
            ("ก", 6),
            ("Without a subject", 4),
            ("Others (300)", 300),
        ]
        assert chart.reading == "The 310 cases are spread over 302 subjects: no few of them make 80 %."


@pytest.mark.database
def test_months_are_those_of_the_fiscal_year(cases: Any, enter: Enter) -> None:
    for day in ("2025-10-01", "2025-10-31", "2025-11-01", "2025-12-31", "2026-01-01", "2026-02-28", "2026-09-30"):
        enter(day)
    enter("2026-02-01", kind="COMPLIMENT")
    for day in ("2025-09-30", "2026-10-01"):
        enter(day)
    groups = {(month, kind): n for month, kind, n in months_of(cases, 2569)}
    assert groups == {
        (0, "COMPLAINT"): 2,
        (1, "COMPLAINT"): 1,
        (2, "COMPLAINT"): 1,
        (3, "COMPLAINT"): 1,
        (4, "COMPLAINT"): 1,
        (4, "COMPLIMENT"): 1,
        (11, "COMPLAINT"): 1,
        (-1, "COMPLAINT"): 2,
    }


def test_months_stand_from_october_to_september_by_kind() -> None:
    groups = [(0, "COMPLAINT", 2), (4, "COMPLAINT", 1), (4, "COMPLIMENT", 3), (-1, "COMMENT", 2)]
    chart = months_chart(groups, 2569)
    labels = "ต.ค. พ.ย. ธ.ค. ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย."
    assert [row.label for row in chart.rows] == labels.split()
    assert [row.counts for row in chart.rows][:5] == [(2, 0, 0, 0), (0,) * 4, (0,) * 4, (0,) * 4, (1, 0, 0, 3)]
    with override("en"):
        chart = months_chart(groups, 2569)
    assert [row.label for row in chart.rows][:4] == ["Oct", "Nov", "Dec", "Jan"]
    assert chart.reading == (
        "6 cases in fiscal year 2569; most in Feb: 4. 2 cases received outside the fiscal year are not shown."
    )


@pytest.mark.database
def test_open_cases_are_aged_in_calendar_days(cases: Any, enter: Enter) -> None:
    for days in (0, 7, 8, 15, 16, 30, 31, 400):
        enter(str(TODAY - datetime.timedelta(days=days)), status="IN_PROGRESS" if days % 2 else "RECEIVED")
    for status in ("ANSWERED", "CLOSED"):
        enter("2026-01-01", status=status)
    assert dict(ages_of(cases, TODAY)) == {0: 2, 1: 2, 2: 2, 3: 2}


def test_ages_say_how_many_are_old() -> None:
    with override("en"):
        chart = ages_chart([(0, 5), (3, 2)], TODAY)
    assert [(row.label, row.counts) for row in chart.rows] == [
        ("0–7 days", (5,)),
        ("8–15 days", (0,)),
        ("16–30 days", (0,)),
        ("over 30 days", (2,)),
    ]
    assert chart.reading == "On 15 Feb 2026, 2 of 7 open cases are older than 30 days."


@pytest.mark.database
@pytest.mark.parametrize(
    ("columns", "outcome"),
    [
        ({"due_on": "2026-02-10", "answered_on": "2026-02-10", "status": "ANSWERED"}, ON_TIME),
        ({"due_on": "2026-02-10", "answered_on": "2026-02-11", "status": "ANSWERED"}, LATE),
        ({"due_on": "2026-02-10", "answered_on": "2026-02-11", "closed_on": "2026-02-12", "status": "CLOSED"}, LATE),
        ({"due_on": "2026-02-10", "closed_on": "2026-02-09", "status": "CLOSED"}, ON_TIME),
        ({"due_on": "2026-02-15"}, NOT_DUE),
        ({"due_on": "2026-02-14"}, OVERDUE),
        ({"due_on": "2026-02-14", "status": "IN_PROGRESS"}, OVERDUE),
        ({"due_on": "2026-02-14", "status": "CLOSED"}, UNKNOWN),
        ({"answered_on": "2026-02-11", "status": "ANSWERED"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_what_became_of_a_due_date(cases: Any, enter: Enter, columns: dict[str, str], outcome: str) -> None:
    enter("2026-02-01", **columns)
    assert outcomes_of(cases, TODAY) == [("COMPLAINT", outcome, 1)]


def test_the_share_in_time_leaves_out_what_is_not_due() -> None:
    groups = [
        ("COMPLAINT", ON_TIME, 6),
        ("COMPLAINT", LATE, 1),
        ("COMPLAINT", OVERDUE, 1),
        ("COMPLAINT", NOT_DUE, 4),
        ("SUGGESTION", ON_TIME, 1),
        ("COMMENT", UNKNOWN, 3),
    ]
    chart = in_time_chart(groups, "/cases/")
    assert [row.figures for row in table_of(chart).rows] == [
        (6, 1, 4, 1, 12, 75.0),
        (1, 0, 0, 0, 1, 100.0),
        (0, 0, 0, 0, 0, None),
        (0, 0, 0, 0, 0, None),
    ]
    assert chart.rows[0].address == "/cases/?kind=COMPLAINT"
    with override("en"):
        assert in_time_chart(groups).reading == (
            "78 % of 9 cases that were answered or are overdue were answered in time. "
            "3 cases without a due date or a date of their answer are not counted."
        )
        assert in_time_chart([("COMPLAINT", NOT_DUE, 1)]).reading == "No case is due yet."


@time_machine.travel("2026-02-15 09:00:00+07:00")
def test_charts_take_four_queries_whatever_the_register(assessment: Assessment, enter: Enter) -> None:
    for number in range(40):
        enter(str(TODAY - datetime.timedelta(days=number)), subject=f"เรื่อง {number % 7}", due_on="2026-02-20")
    with CaptureQueriesContext(connection) as queries:
        charts = charts_of(assessment)
    assert len(queries) == 4
    assert [chart.key for chart in charts] == ["subjects", "months", "ages", "in-time"]
    assert [chart.total for chart in charts] == [40] * 4


def test_an_empty_register_says_so(assessment: Assessment) -> None:
    for chart in charts_of(assessment):
        assert chart.is_empty
        assert chart.nothing
