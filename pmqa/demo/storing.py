"""Stores demonstration content by the same functions as pages and imports use, so that it has a history too."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from pmqa.criteria import TABLES, table_of
from pmqa.cycle.actions import mark_criterion
from pmqa.cycle.models import Assessment
from pmqa.demo.content import Content, Exhibit
from pmqa.demo.drawings import page, picture
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.files import store_file
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.sheet import SheetLine, plan_sheet
from pmqa.evidence.statements import StatementForm, save_statement
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.thai.dates import read_date
from pmqa.yearend.actions import acknowledge_summary, send_summary


def store_content(
    content: Content, assessment: Assessment, *, staff: Person, head: Person, start: datetime.datetime
) -> None:
    """Fills an assessment that has nothing yet: files, then the sheets in the order of an import, a day apart from
    `start` on; then what the head corrected and acknowledged, the statements and the marks.

    Raises ValueError when a row of the content is wrong, and Closed when the assessment takes no evidence.
    """
    at = start
    with writing(assessment, staff):
        for place, exhibit in enumerate(content.exhibits):
            _store_exhibit(exhibit, place, assessment, staff, at)
        # Rows name the evidence by number, so that the files are registered first.
        for table in (table_of("evidence"), *(table for table in TABLES if table.key != "evidence")):
            if table.key in content.sheets:
                at += datetime.timedelta(days=1)
                _store_sheet(table, content.sheets[table.key], assessment, staff, at)
    with writing(assessment, head):
        for key, row in content.corrections:
            _store_sheet(table_of(key), [row], assessment, head, at + datetime.timedelta(hours=5))
    if content.acknowledged_on:
        _acknowledge(assessment, staff=staff, head=head, on=read_date(content.acknowledged_on).date)
    for statement in content.statements:
        _store_statement(statement, assessment, staff, at + datetime.timedelta(days=1))
    for criterion in content.complete:
        mark_criterion(
            assessment=assessment, criterion=criterion, complete=True, by=staff, at=at + datetime.timedelta(days=2)
        )


def _store_sheet(
    table: EvidenceTable, rows: Iterable[Mapping[str, Any]], assessment: Assessment, by: Person, at: datetime.datetime
) -> None:
    lines = [SheetLine(number, row) for number, row in enumerate(rows, start=1)]
    plan = plan_sheet(table, assessment, lines, Lookup(assessment), list(table.rows_of(assessment)))
    if plan.problems:
        raise ValueError(f"{assessment.unit.code} {assessment.year} {table.key}: {plan.problems}")
    store_plan(plan, by=by, at=at)


def _store_exhibit(
    exhibit: Exhibit, place: int, assessment: Assessment, by: Person, at: datetime.datetime
) -> EvidenceFile:
    scanned = exhibit.scene == "page"
    stored = store_file(
        assessment=assessment,
        criterion=exhibit.criterion,
        title=exhibit.title,
        content=page(place + assessment.year, at) if scanned else picture(exhibit.scene),
        name=f"{exhibit.number}.{'pdf' if scanned else 'png'}",
        by=by,
        at=at,
        effective_on=_date(exhibit.effective_on),
        caption=exhibit.caption,
        place=exhibit.place,
        taken_on=_date(exhibit.taken_on),
    )
    if stored.number != exhibit.number:
        raise ValueError(f"{exhibit.number} became {stored.number}: exhibits stand in the order of their numbers")
    return stored


def _date(text: str) -> datetime.date | None:
    return read_date(text).date if text else None


def _acknowledge(assessment: Assessment, *, staff: Person, head: Person, on: datetime.date) -> None:
    """On that day the staff sends the year-end summary at noon, and the head acknowledges it at two."""
    sent, read = (
        datetime.datetime.combine(on, datetime.time(hour), tzinfo=ZoneInfo(settings.TIME_ZONE)) for hour in (12, 14)
    )
    for summary in table_of("cs5-summaries").rows_of(assessment):
        send_summary(summary=summary, seen=summary.version, by=staff, at=sent)
        acknowledge_summary(summary=summary, seen=summary.version + 1, by=head, at=read)


def _store_statement(statement: Mapping[str, Any], assessment: Assessment, by: Person, at: datetime.datetime) -> None:
    fields = {"text": statement["text"], "evidence": statement["evidence"].split(), "version": 0}
    form = StatementForm(fields, lookup=Lookup(assessment))
    if not form.is_valid():
        raise ValueError(f"{assessment.unit.code} {assessment.year} {statement['point']}: {form.errors.as_json()}")
    save_statement(assessment=assessment, guideline=statement["point"], form=form, by=by, at=at)
