"""A workbook into an assessment: a trial run, or everything at once, or nothing.

Rows that are right are stored inside the transaction although others are wrong, and taken back at its end: so that a
later sheet may name what an earlier one adds, and one wrong row makes no false errors elsewhere.
"""

import datetime
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.references import users_of
from pmqa.evidence.sheet import Plan, SheetLine, plan_sheet
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.findings import SheetReport, results_of
from pmqa.exchange.lines import ReadLine, read_lines
from pmqa.exchange.recognition import Undecided, is_ours, recognise
from pmqa.exchange.results import ImportResult
from pmqa.exchange.workbook import SheetGrid
from pmqa.organization.models import Person

LEAVE_OUT = "-"  # chosen for a sheet that is not to be read
NOTHING_CHOSEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class _Import:
    """One import on its way."""

    assessment: Assessment
    by: Person
    at: datetime.datetime
    remove: bool
    lookup: Lookup
    removed: list[tuple[SheetReport, EvidenceTable, list[Any]]] = field(default_factory=list)


def import_workbook(
    assessment: Assessment,
    sheets: Sequence[SheetGrid],
    *,
    by: Person,
    at: datetime.datetime,
    trial: bool,
    remove: bool = False,
    chosen: Mapping[str, str] = NOTHING_CHOSEN,
) -> ImportResult:
    """Imports `sheets` into `assessment`; with `trial`, or when a single cell is wrong, nothing stays stored.

    `chosen` gives the key of a table, or LEAVE_OUT, by sheet title; other sheets are told from their headings. With
    `remove` the stored rows of an imported table that no line holds are taken out. Raises Closed.
    """
    reports = [_report(grid, chosen.get(grid.title, "")) for grid in sheets if not is_ours(grid)]
    with _collector_at_rest(), writing(assessment, by) as held, transaction.atomic():
        run = _Import(held, by, at, remove, Lookup(held))
        for table in in_order(TABLES):
            meant = [report for report in reports if report.lines and report.lines.found.table is table]
            if meant:
                _import_table(run, table, meant)
        for report, table, rows in reversed(run.removed if remove else []):
            _remove(run, report, table, rows)
        results = results_of(reports)
        wrong = any(result.errors for result in results)
        saved = not trial and not wrong and any(result.table for result in results)
        if not saved:
            transaction.set_rollback(True)
    return ImportResult(saved, results, removing=remove)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Rows pile up until they are stored, and the collector would look through all of them over and over in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def in_order(tables: Iterable[EvidenceTable]) -> list[EvidenceTable]:
    """The tables, those first whose rows other tables name; otherwise in the order given."""
    kept = list(tables)
    named = {field.related_model for table in kept for field in table.model._meta.get_fields() if field.is_relation}
    return sorted(kept, key=lambda table: table.model not in named)


def _report(grid: SheetGrid, choice: str) -> SheetReport:
    if choice == LEAVE_OUT:
        return SheetReport(grid)
    by_key = {table.key: table for table in TABLES}
    found = recognise(grid, by_key.get(choice))
    if isinstance(found, Undecided):
        return SheetReport(grid, why=found.why)
    return SheetReport(grid, lines=read_lines(grid, found))


def _import_table(run: _Import, table: EvidenceTable, reports: Sequence[SheetReport]) -> None:
    """Reads all sheets of one table against its stored rows, and stores what is right."""
    places: list[tuple[SheetReport, ReadLine]] = []
    for report in reports:
        places += [(report, line) for line in report.read.lines]
    lines = [SheetLine(number, line.values) for number, (_report, line) in enumerate(places)]
    plan = plan_sheet(table, run.assessment, lines, run.lookup, list(table.rows_of(run.assessment)))
    if table.looks_over:
        plan.problems.extend(table.looks_over(plan, [] if run.remove else plan.removed))
    broken = {(id(report), fault.row) for report in reports for fault in report.read.faults}
    wrong = {problem.line for problem in plan.problems}
    wrong |= {number for number, (report, line) in enumerate(places) if (id(report), line.row) in broken}
    store_plan(_right(plan, wrong), by=run.by, at=run.at)
    for problem in plan.problems:
        report, line = places[problem.line]
        report.problems.append((line, problem))
    for kind, drafts in (("added", plan.added), ("changed", plan.changed), ("same", plan.unchanged)):
        for draft in drafts:
            if draft.line not in wrong:
                report, line = places[draft.line]
                getattr(report, kind).append((line, draft))
    if plan.removed:
        reports[0].removed = plan.removed
        run.removed.append((reports[0], table, plan.removed))
    run.lookup.forget()


def _right(plan: Plan, wrong: set[int]) -> Plan:
    """The plan without the wrong lines. What these named for the first time stays: other lines may name it too."""
    right = Plan(plan.table)
    right.added = [draft for draft in plan.added if draft.line not in wrong]
    right.changed = [draft for draft in plan.changed if draft.line not in wrong]
    kept = [*right.added, *right.changed]
    left_out = [draft for draft in (*plan.added, *plan.changed) if draft.line in wrong]
    if kept:
        kept[0].registers.extend(row for draft in left_out for row in draft.registers)
    return right


def _remove(run: _Import, report: SheetReport, table: EvidenceTable, rows: list[Any]) -> None:
    """Takes rows out, last tables first, so that what referred to a group has gone when the group goes."""
    used = users_of(rows)
    stays = {row.pk for row in rows if row.pk in used or table.is_closed(row)}
    report.kept.extend(row for row in rows if row.pk in stays)
    store_plan(Plan(table), by=run.by, at=run.at, remove=[row for row in rows if row.pk not in stays])
