"""The coverage matrix as the start page shows it."""

from dataclasses import dataclass

from pmqa.evidence.criterion import CoverageColumn
from pmqa.scoring.coverage import CoverageLine, Matrix

MOST_LINES = 100


@dataclass(frozen=True)
class LinkedCell:
    """A cell of the matrix: its count, the table where it is counted, and why none is needed, where that is said."""

    count: int
    table: str
    column: str
    reason: str


@dataclass(frozen=True)
class LinkedLine:
    id: int
    name: str
    kind: str
    called: str
    linked: tuple[LinkedCell, ...]


@dataclass(frozen=True)
class LinkedMatrix:
    """The matrix as pages show it; `field` is what forms call the register of its lines; `total` counts them all."""

    field: str
    columns: tuple[CoverageColumn, ...]
    lines: tuple[LinkedLine, ...]
    total: int


def linked_matrix(matrix: Matrix, field: str) -> LinkedMatrix:
    """The matrix with each cell linked to the rows that it counts, or to where the gap is mended.

    Of a register too long to be looked at, the lines with a gap come first, and the rest is left out.
    """
    shown = matrix.lines
    if len(shown) > MOST_LINES:
        shown = tuple(sorted(shown, key=lambda line: all(line.cells))[:MOST_LINES])
    lines = tuple(
        LinkedLine(line.id, line.name, line.kind, line.called, _cells(line, matrix.columns)) for line in shown
    )
    return LinkedMatrix(field, matrix.columns, lines, len(matrix.lines))


def _cells(line: CoverageLine, columns: tuple[CoverageColumn, ...]) -> tuple[LinkedCell, ...]:
    return tuple(
        LinkedCell(count, column.table, column.key, reason)
        for count, column, reason in zip(line.cells, columns, line.reasons, strict=True)
    )
