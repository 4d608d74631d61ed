"""What is known of each sheet while it is imported, and the result made of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pmqa.evidence.forms import Cell
from pmqa.evidence.references import CLOSED
from pmqa.evidence.sheet import Draft, Problem
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.lines import ReadLine, SheetLines, shortened
from pmqa.exchange.mending import shown_text
from pmqa.exchange.results import CellError, Change, FieldChange, SheetResult, Skipped
from pmqa.exchange.workbook import SheetGrid, address
from pmqa.thai.dates import format_date
from pmqa.thai.text import normalise

LONGEST_MESSAGE = 300

Placed = tuple[ReadLine, Draft]


@dataclass
class SheetReport:
    """A sheet on its way: `lines` where its table is known, else `why` it is not."""

    grid: SheetGrid
    lines: SheetLines | None = None
    why: str = ""
    problems: list[tuple[ReadLine, Problem]] = field(default_factory=list)
    added: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    same: list[Placed] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)

    @property
    def read(self) -> SheetLines:
        """The lines of a sheet whose table is known; ValueError for another."""
        if self.lines is None:
            raise ValueError(f"no table on sheet {self.grid.title!r}")
        return self.lines


def results_of(reports: Iterable[SheetReport]) -> tuple[SheetResult, ...]:
    """The result of each sheet, in the order of the workbook."""
    return tuple(_result(report) for report in reports)


def _result(report: SheetReport) -> SheetResult:
    if report.lines is None:
        why = report.why or _("The sheet was left out.")
        return SheetResult(report.grid.title, None, skipped=(Skipped(min(report.grid.rows, default=1), why),))
    read, table = report.lines, report.lines.found.table
    return SheetResult(
        report.grid.title,
        table,
        added=len(report.added),
        changed=len(report.changed),
        same=len(report.same),
        removed=tuple(str(row) for row in report.removed),
        errors=tuple(_errors(report, table)),
        notices=tuple(dict.fromkeys(read.notices)),
        skipped=tuple(read.skipped),
        changes=tuple(_change(table, line, draft) for line, draft in report.changed),
    )


def _errors(report: SheetReport, table: EvidenceTable) -> Iterator[CellError]:
    """By row and column, each message once a cell; of a cell that cannot be read nothing else is said."""
    read = report.read
    found: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    unread = {(fault.row, fault.key) for fault in read.faults}
    for fault in read.faults:
        found[_spot(read, fault.row, fault.key)].append(fault.message)
    for line, problem in report.problems:
        if (line.row, problem.column) not in unread:
            found[_spot(read, line.row, problem.column)].append(problem.message)
    for (row, column, key), messages in sorted(found.items()):
        for message in dict.fromkeys(messages):
            yield _error(report, table, (row, column, key), message)
    for row in report.kept:
        named = _("“%(name)s” is named by other rows, so it cannot be removed.")
        message = (CLOSED if table.is_closed(row) else named) % {"name": row}
        yield CellError(0, "", "", message, mendable=False)


def _spot(read: SheetLines, row: int, key: str) -> tuple[int, int, str]:
    """Row, column (0 when the sheet has no such column) and key of the cell that an error is about."""
    row, column = read.cell(row, key) or (row, 0)
    return row, column, key


def _error(report: SheetReport, table: EvidenceTable, spot: tuple[int, int, str], message: str) -> CellError:
    row, column, key = spot
    value = report.grid.value(row, column) if column else None
    return CellError(
        row=row,
        cell=address(row, column or min(report.read.found.columns.values())),
        column=_heading(report.read, table, column, key),
        message=shortened(message, LONGEST_MESSAGE),
        text=shown_text(value),
        mendable=bool(column),
    )


def _heading(read: SheetLines, table: EvidenceTable, column: int, key: str) -> str:
    """The heading as it stands on the sheet, else the official one."""
    text = read.found.head.texts.get(column)
    if text is None:
        text = str(next(each.heading for each in table.sheet_columns if each.key == key))
    return normalise(text, lines=False)


def _change(table: EvidenceTable, line: ReadLine, draft: Draft) -> Change:
    before = draft.before or {}
    fields: Sequence[FieldChange] = [
        FieldChange(str(field.label), _words(before.get(name, "")), _words(draft.values.get(name, "")))
        for name, field in table.form.base_fields.items()
        if before.get(name, "") != draft.values.get(name, "")
    ]
    return Change(line.row, str(draft.row), tuple(fields))


def _words(value: Cell) -> str:
    return str(value) if isinstance(value, str | int) else format_date(value)
