"""What an assessor looks at: the rows of a criterion, with the files that they cite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmqa.assessing.changes import Changes, ChangesSince
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.layout import Line
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.freezing.comparing import Kind
from pmqa.scoring.pages import tables_of

MOST_ROWS = 10
MOST_PICTURES = 12


@dataclass(frozen=True)
class Exhibit:
    """The first rows of a table, and the files that these cite: pictures to be shown in place, papers to be opened.

    Where the unit submitted anew, rows that it changed come first, and each line has the kind of its change.
    """

    table: EvidenceTable
    lines: Sequence[tuple[Line, Kind | None]]
    shown: int
    total: int
    pictures: Sequence[EvidenceFile]
    papers: Sequence[EvidenceFile]
    is_open: bool
    changes: Changes


def exhibits_of(criterion: Criterion, assessment: Assessment, point: str, since: ChangesSince) -> list[Exhibit]:
    """The tables of `criterion`, with the improvements last; these are open where `point` asks for an example of one.
    A fixed number of queries."""
    asks_example = any(point in source.points for source in criterion.improvement_sources)
    own = {table.key for table in criterion.tables}
    return [
        _exhibit(table, assessment, since.of(table.model), is_open=table.key in own or asks_example)
        for table in tables_of(criterion)
    ]


def _exhibit(table: EvidenceTable, assessment: Assessment, changes: Changes, *, is_open: bool) -> Exhibit:
    rows = table.rows_of(assessment)
    first = _first(rows, changes)
    total = len(first) if len(first) < MOST_ROWS else rows.count()
    cited = {file.pk: file for row in first for file in row.evidence.all() if file.deleted_at is None}
    pictures = [file for file in cited.values() if is_shown_in_place(file)]
    return Exhibit(
        table=table,
        lines=[(line, _kind_of(line, changes)) for line in table.lines_of(first)],
        shown=len(first),
        total=total,
        pictures=pictures[:MOST_PICTURES],
        papers=[file for file in cited.values() if not is_shown_in_place(file)],
        is_open=is_open and bool(first or changes.rows),
        changes=changes,
    )


def _first(rows: Any, changes: Changes) -> list[Any]:
    """The rows to be shown: what was changed, and then the others in their order."""
    fresh = list(rows.filter(pk__in=changes.shown[:MOST_ROWS])) if changes.shown else []
    rest = rows.exclude(pk__in=[row.pk for row in fresh]) if fresh else rows
    return [*fresh, *rest[: MOST_ROWS - len(fresh)]]


def _kind_of(line: Line, changes: Changes) -> Kind | None:
    kinds = {changes.rows[row.pk] for row in line.rows if row.pk in changes.rows}
    return None if not kinds else kinds.pop() if len(kinds) == 1 else Kind.CHANGED


def is_shown_in_place(file: EvidenceFile) -> bool:
    return file.is_picture and bool(file.thumbnail) and file.classification != EvidenceFile.Classification.CLASSIFIED
