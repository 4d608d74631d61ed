"""What an import found and did, sheet by sheet, for the page and for scripts."""

from dataclasses import dataclass
from typing import Any

from pmqa.evidence.tables import EvidenceTable


@dataclass(frozen=True)
class CellError:
    """What is wrong in a cell. `row` 0 and `cell` "" where it is the whole sheet's.

    `column` is the heading; `text` what stands in the cell. `mendable`: another text in this cell can mend it.
    """

    row: int
    cell: str
    column: str
    message: str
    text: str = ""
    mendable: bool = True


@dataclass(frozen=True)
class Notice:
    """What was read in another way than it stands, or not at all, without being wrong."""

    cell: str
    message: str


@dataclass(frozen=True)
class Skipped:
    """A row that is no row of the table."""

    row: int
    why: str


@dataclass(frozen=True)
class FieldChange:
    """A column that changes, as words."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A stored row that the line in `row` of the sheet changes."""

    row: int
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class SheetResult:
    """One sheet. `rows` are the rows that are right: added, changed or the same; `removed` names stored rows that no
    line of the sheet holds. `table` is None where it cannot be told, and `skipped` then says why.
    """

    sheet: str
    table: EvidenceTable | None
    added: int = 0
    changed: int = 0
    same: int = 0
    removed: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()
    notices: tuple[Notice, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.same


@dataclass(frozen=True)
class ImportResult:
    """The whole workbook; `saved` is whether it was stored. `removing`: rows that no line holds go, or would go."""

    saved: bool
    sheets: tuple[SheetResult, ...]
    removing: bool = False

    @property
    def wrong(self) -> int:
        """How many things are wrong."""
        return sum(len(sheet.errors) for sheet in self.sheets)

    @property
    def importable(self) -> bool:
        """Whether there is something to import and nothing wrong."""
        return not self.wrong and any(sheet.table for sheet in self.sheets)


def as_json(result: ImportResult) -> dict[str, Any]:
    """The result as `import_workbook --json` prints it."""
    return {"saved": result.saved, "sheets": [_sheet(sheet) for sheet in result.sheets]}


def _sheet(sheet: SheetResult) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "table": sheet.table.key if sheet.table else None,
        "rows": sheet.rows,
        "added": sheet.added,
        "changed": sheet.changed,
        "same": sheet.same,
        "removed": len(sheet.removed),
        "errors": [{"cell": e.cell, "column": e.column, "message": e.message} for e in sheet.errors],
        "notices": [{"cell": notice.cell, "message": notice.message} for notice in sheet.notices],
        "skipped": [{"row": line.row, "why": line.why} for line in sheet.skipped],
    }
