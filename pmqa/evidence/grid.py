"""The table as a sheet: every cell open, a block from Excel pasted anywhere, saved as a whole or not at all."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, first_time, settle, store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.sheet import Plan, SheetLine, find_stale_removals, plan_sheet
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import closed_page, table_context
from pmqa.thai.dates import format_date

LINES_A_PAGE = 100
BLANK_LINES = 3
MOST_LINES = 2_000
NAME = re.compile(r"^line-([0-9]{1,5})-(.+)$")


@dataclass(frozen=True)
class GridCell:
    key: str
    heading: Any
    value: Any
    tick: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridLine:
    """A line of the grid; `stored` says which rows stand on it, with the version shown."""

    number: int
    cells: tuple[GridCell, ...]
    stored: str = ""
    removed: bool = False


@dataclass
class Typed:
    """What came back of one line."""

    values: dict[str, str] = field(default_factory=dict)
    stored: str = ""
    removed: bool = False

    @property
    def blank(self) -> bool:
        return not self.stored and not any(value.strip() for value in self.values.values())


def table_grid(request: HttpRequest, unit: str, year: int, table: EvidenceTable) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    page = Paginator(table.rows_of(assessment), LINES_A_PAGE).get_page(request.GET.get("page"))
    if request.method != "POST":
        return _grid_page(request, assessment, table, page, _stored_lines(table, page.object_list))
    typed = _typed(table, request.POST)
    try:
        plan = _save(request, assessment, table, typed)
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return _grid_page(request, assessment, table, page, _typed_lines(table, typed, {}))
    if plan is None:
        messages.success(request, _("This was saved already."))
        return redirect(table.key, unit, year)
    if plan.problems:
        found = defaultdict(list)
        for wrong in plan.problems:
            found[wrong.line, wrong.column].append(wrong.message)
        messages.error(request, _("Nothing is saved yet: %(count)s cells are wrong.") % {"count": len(found)})
        return _grid_page(request, assessment, table, page, _typed_lines(table, typed, found))
    texts = {"added": len(plan.added), "changed": len(plan.changed), "removed": len(plan.removed)}
    messages.success(request, _("Saved: %(added)s added, %(changed)s changed, %(removed)s removed.") % texts)
    return redirect(table.key, unit, year)


def _save(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, typed: Mapping[int, Typed]
) -> Plan | None:
    """Stores the sheet as a whole when nothing in it is wrong. None when this very sheet was stored already."""
    by: Any = request.user
    if sum(not line.blank for line in typed.values()) > MOST_LINES:
        raise ValidationError(_("At most %(count)s lines can be saved at once.") % {"count": MOST_LINES})
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return None
        plan = _plan(assessment, table, typed)
        if plan.problems:
            transaction.set_rollback(True)
        else:
            settle(plan, plan.removed)
            store_plan(plan, by=by, at=timezone.now(), remove=plan.removed)
        return plan


def _plan(assessment: Assessment, table: EvidenceTable, typed: Mapping[int, Typed]) -> Plan:
    lines = [SheetLine(number, line.values, _versions(line.stored)) for number, line in typed.items()]
    kept = [line for line in lines if not typed[line.number].removed and not typed[line.number].blank]
    rows = list(table.rows_of(assessment))
    shown = {pk for line in lines for pk in line.stored}
    others = {table.identity_of(table.values_of(row)) for row in rows if row.pk not in shown}
    stored = [row for row in rows if row.pk in shown]
    plan = plan_sheet(table, assessment, kept, Lookup(assessment), stored, others)
    find_stale_removals(plan, lines)
    _see(typed, stored)
    return plan


def _see(typed: Mapping[int, Typed], stored: list[Any]) -> None:
    """The person now sees what others changed meanwhile: saving again is a decision, made on these versions."""
    versions = {row.pk: row.version for row in stored}
    for line in typed.values():
        line.stored = " ".join(f"{pk}:{versions[pk]}" for pk in _versions(line.stored) if pk in versions)


def _versions(stored: str) -> dict[int, int]:
    """Ids and versions from "12:3 15:1"; anything else in it is passed over."""
    return {int(pk): int(version) for pk, version in re.findall(r"\b([0-9]{1,18}):([0-9]{1,9})\b", stored)}


def _typed(table: EvidenceTable, data: QueryDict) -> dict[int, Typed]:
    keys = {column.key for column in table.sheet_columns}
    typed: dict[int, Typed] = defaultdict(Typed)
    for name in data:
        match = NAME.match(name)
        if match is None:
            continue
        line, key = typed[int(match[1])], match[2]
        if key in keys:
            line.values[key] = str(data[name])
        elif key == "stored":
            line.stored = str(data[name])
        elif key == "remove":
            line.removed = bool(data[name])
    # Counted anew: the lines that follow on the page always have numbers that can be read again.
    return dict(enumerate(line for _number, line in sorted(typed.items())))


def _line(table: EvidenceTable, number: int, values: Mapping[str, Any], found: Any, **more: Any) -> GridLine:
    cells = tuple(
        GridCell(
            column.key,
            column.heading,
            _text(values.get(column.key, "")),
            column.tick,
            tuple(found.get((number, column.key), ())),
        )
        for column in table.sheet_columns
    )
    return GridLine(number, cells, **more)


def _text(value: Any) -> str:
    return format_date(value, "numeric", language=get_language() or "th") if hasattr(value, "year") else str(value)


def _stored_lines(table: EvidenceTable, rows: Any) -> list[GridLine]:
    return [
        _line(table, number, line.values, {}, stored=" ".join(f"{row.pk}:{row.version}" for row in line.rows))
        for number, line in enumerate(table.lines_of(rows))
    ]


def _typed_lines(table: EvidenceTable, typed: Mapping[int, Typed], found: Any) -> list[GridLine]:
    return [
        _line(table, number, line.values, found, stored=line.stored, removed=line.removed)
        for number, line in typed.items()
        if not line.blank
    ]


def _grid_page(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, page: Any, lines: list[GridLine]
) -> HttpResponse:
    start = max((line.number for line in lines), default=-1) + 1
    blank = [_line(table, start + i, {}, {}) for i in range(BLANK_LINES)]
    template = _line(table, 0, {}, {})
    context = table_context(request, assessment, table, page=page, lines=[*lines, *blank], total=start + BLANK_LINES)
    context["template_cells"] = template.cells
    return render(request, "evidence/grid.html", context)
