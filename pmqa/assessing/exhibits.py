"""What an assessor looks at: the rows of a criterion, with the files that they cite."""

from collections.abc import Sequence
from dataclasses import dataclass

from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.layout import Line
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.scoring.pages import tables_of

MOST_ROWS = 10
MOST_PICTURES = 12


@dataclass(frozen=True)
class Exhibit:
    """The first rows of a table, and the files that these cite: pictures to be shown in place, papers to be opened."""

    table: EvidenceTable
    lines: Sequence[Line]
    shown: int
    total: int
    pictures: Sequence[EvidenceFile]
    papers: Sequence[EvidenceFile]
    is_open: bool


def exhibits_of(criterion: Criterion, assessment: Assessment, point: str) -> list[Exhibit]:
    """The tables of `criterion`, with the improvements last; these are open where `point` asks for an example of one.
    A fixed number of queries."""
    asks_example = any(point in source.points for source in criterion.improvement_sources)
    own = {table.key for table in criterion.tables}
    return [_exhibit(table, assessment, is_open=table.key in own or asks_example) for table in tables_of(criterion)]


def _exhibit(table: EvidenceTable, assessment: Assessment, *, is_open: bool) -> Exhibit:
    rows = table.rows_of(assessment)
    first = list(rows[:MOST_ROWS])
    total = len(first) if len(first) < MOST_ROWS else rows.count()
    cited = {file.pk: file for row in first for file in row.evidence.all() if file.deleted_at is None}
    pictures = [file for file in cited.values() if is_shown_in_place(file)]
    papers = [file for file in cited.values() if not is_shown_in_place(file)]
    return Exhibit(
        table, table.lines_of(first), len(first), total, pictures[:MOST_PICTURES], papers, is_open and bool(first)
    )


def is_shown_in_place(file: EvidenceFile) -> bool:
    return file.is_picture and bool(file.thumbnail) and file.classification != EvidenceFile.Classification.CLASSIFIED
