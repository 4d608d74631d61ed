"""The report as a value: everything in it, in a number of queries that rows do not change."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.organization.models import Person, Role
from pmqa.reports.gathering import report_of
from pmqa.reports.look import Look
from pmqa.reports.widths import layout
from tests.reports.filled import WORDS, add_picture, fill_unit


def test_the_report_holds_every_criterion_with_its_official_tables(filled: Assessment) -> None:
    report = report_of(filled)
    assert [criterion.code for criterion in report.criteria] == ["CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7"]
    for part, criterion in zip(report.criteria, CRITERIA, strict=True):
        assert [table.key for table in part.tables] == [table.key for table in criterion.tables]
        assert [point.code for point in part.points] == [each.code for each in criterion.guidelines]
    assert sum(criterion.counts.points for criterion in report.criteria) == report.total.points == 38


def test_channels_of_a_group_stand_on_one_line_of_the_official_sheet(filled: Assessment) -> None:
    table = report_of(filled).criteria[1].tables[0]
    ticks = [number for number, column in enumerate(table.columns) if column.tick]
    assert len(table.lines) == 3
    assert [table.lines[0][number] for number in ticks].count("/") == 2
    assert {table.columns[number].above for number in ticks} == {"ช่องทางในการรับฟังความต้องการ"}
    assert table.has_blocks
    assert layout(table, Look()).is_wide


def test_more_rows_cost_no_more_queries(
    new_assessment: Callable[..., Assessment], staff: Person, fill: Callable[..., list[Any]]
) -> None:
    counts = []
    for code, rows in (("few", 10), ("many", 200)):
        assessment = new_assessment(code)
        Role.objects.create(person=staff, kind=Role.Kind.STAFF, unit=assessment.unit)
        staff.__dict__.pop("_access", None)
        fill_unit(assessment, staff, lambda key, lines, into=assessment: fill(key, lines, into=into), rows)
        with CaptureQueriesContext(connection) as queries:
            report = report_of(assessment)
        assert len(report.criteria[0].tables[2].lines) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_version_changes_with_the_content_and_with_nothing_else(filled: Assessment) -> None:
    before = report_of(filled).version
    assert report_of(filled).version == before
    assert len(before) == 12
    EvidenceFile.objects.filter(assessment=filled).update(sha256="f" * 64)
    assert report_of(filled).version != before


def test_the_words_are_those_of_the_language(filled: Assessment) -> None:
    with override("en"):
        report = report_of(filled)
    assert report.language == "en"
    assert report.cover.state == "Draft"
    assert report.registers[0].lines[0] == (f"{WORDS} กลุ่มที่ 1", "Stakeholder")


def test_a_classified_or_deleted_picture_is_not_printed(filled: Assessment) -> None:
    assert [picture.number for picture in report_of(filled).criteria[1].pictures] == ["E-CS2-2569-001"]
    EvidenceFile.objects.update(classification=EvidenceFile.Classification.CLASSIFIED)
    report = report_of(filled)
    assert report.criteria[1].pictures == ()
    assert [item.number for item in report.evidence] == ["E-CS2-2569-001"]


def test_the_people_of_the_unit_stand_by_rank(filled: Assessment, person: Callable[..., Person]) -> None:
    for username, rank, name in (("a", "จ.อ.", "ก้อง"), ("b", "น.อ.", "ไกร")):
        made = person(username, Role.Kind.HEAD, filled.unit)
        made.rank, made.first_name = rank, name
        made.save()
    assert report_of(filled).cover.heads == ("น.อ. ไกร", "จ.อ. ก้อง")


def test_an_empty_unit_has_a_report(assessment: Assessment) -> None:
    report = report_of(assessment)
    assert report.total.missing == 38
    assert all(table.lines == () for criterion in report.criteria for table in criterion.tables)
    assert add_picture(assessment).number not in str(report)
