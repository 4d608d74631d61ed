"""What holds for every criterion: 38 points in the official order, and an empty unit that is judged without error."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from pmqa.criteria import CRITERIA, TABLES
from pmqa.evidence.guidelines import Status
from pmqa.scoring.engine import findings_of, tally

POINTS = """
CS1-A1 CS1-A2 CS1-A3 CS1-A4 CS1-A5 CS1-I1 CS2-A1 CS2-A2 CS2-A3 CS2-A4 CS2-A5 CS2-DI1 CS3-A1 CS3-A2 CS3-D1 CS3-L1
CS3-L2 CS3-I1 CS4-A1 CS4-A2 CS4-DLI1 CS4-DLI2 CS5-A1 CS5-A2 CS5-A3 CS5-D1 CS5-D2 CS5-D3 CS5-L1 CS6-AD1 CS6-AD2
CS6-AD3 CS6-AD4 CS6-LI1 CS7-1 CS7-2 CS7-3 CS7-4
""".split()


def test_the_38_points_stand_in_the_official_order() -> None:
    assert [guideline.code for criterion in CRITERIA for guideline in criterion.guidelines] == POINTS


@pytest.mark.parametrize("guideline", [g for c in CRITERIA for g in c.guidelines], ids=lambda each: each.code)
def test_the_letters_of_a_point_are_those_of_its_code(guideline: Any) -> None:
    assert "".join(guideline.letters) == guideline.code.partition("-")[2].rstrip("0123456789")


def test_an_empty_unit_lacks_every_point_and_breaks_none(assessment: Any) -> None:
    points = findings_of([assessment])[assessment.pk]
    assert tally(points).missing == len(POINTS)
    assert all(point.finding.reasons for point in points)


def test_many_assessments_cost_the_queries_of_one(new_assessment: Any, assessment: Any) -> None:
    others = [new_assessment(f"unit-{number}") for number in range(12)]
    with CaptureQueriesContext(connection) as one:
        findings_of([assessment])
    with CaptureQueriesContext(connection) as many:
        findings_of([assessment, *others])
    assert len(many) == len(one)


def test_reasons_name_tables_that_exist(assessment: Any) -> None:
    keys = {table.key for table in TABLES}
    for point in findings_of([assessment])[assessment.pk]:
        assert all(reason.table in keys for reason in point.finding.reasons if reason.table)


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.key)
def test_headings_of_a_table_are_distinct_in_both_languages(table: Any) -> None:
    for language in ("th", "en"):
        with override(language):
            headings = [(str(column.above), str(column.heading)) for column in table.sheet_columns]
        assert len(set(headings)) == len(headings)


def test_status_is_one_of_three() -> None:
    assert [status.value for status in Status] == ["MET", "PARTLY", "MISSING"]
