"""Gathers the improvements of a year as threads: from where each came to what it changed."""

from collections.abc import Iterator, Mapping

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Improvement
from pmqa.registers import IMPROVEMENTS
from pmqa.reports.outcomes import OriginPart, ThreadPart
from pmqa.reports.photographs import cell_of
from pmqa.reports.report import Cell
from pmqa.threads.change import change_between
from pmqa.threads.origin import Origin, found_origins
from pmqa.threads.serving import codes_by_source

SHOWN_FACTS = 6
# Of a long text its beginning says which row it is: the row itself stands in its table.
LONGEST_FACT = 300


def threads_of(assessment: Assessment) -> tuple[ThreadPart, ...]:
    """The improvements of `assessment` that paper shows, in their order. A fixed number of queries."""
    rows = list(IMPROVEMENTS.rows_of(assessment)[: IMPROVEMENTS.most_on_paper])
    origins = found_origins(assessment, {(row.source, row.origin) for row in rows})
    serving = codes_by_source()
    return tuple(_thread(row, origins[row.source, row.origin], serving) for row in rows)


def _thread(row: Improvement, origins: tuple[Origin, ...], serving: Mapping[str, tuple[str, ...]]) -> ThreadPart:
    change = change_between(row.before, row.after)
    return ThreadPart(
        row=row.pk,
        source=str(row.get_source_display()),
        origin=row.origin,
        origins=tuple(_origin(each) for each in origins),
        problem=row.problem,
        change=row.change,
        service=str(row.service or ""),
        responsible=row.responsible,
        since=row.since,
        before=row.before,
        after=row.after,
        difference=change.signed if change else "",
        per_cent=change.signed_per_cent if change else "",
        follow_up=row.follow_up,
        evidence=tuple(file.number for file in row.evidence.all() if file.deleted_at is None),
        serves=tuple(serving.get(row.source, ())),
    )


def _origin(origin: Origin) -> OriginPart:
    return OriginPart(str(origin.table.title), str(origin.row), tuple(_facts(origin))[:SHOWN_FACTS])


def _facts(origin: Origin) -> Iterator[tuple[str, Cell]]:
    (line,) = origin.table.lines_of([origin.row])
    for column in origin.table.sheet_columns:
        value = cell_of(line.values.get(column.key))
        if value != "":
            yield str(column.heading), _short(value)


def _short(value: Cell) -> Cell:
    if isinstance(value, str) and len(value) > LONGEST_FACT:
        return f"{value[:LONGEST_FACT].rstrip()}…"
    return value
