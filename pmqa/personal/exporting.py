"""Everything that is kept of a person, as the person may ask for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmqa.evidence.forms import Cell
from pmqa.evidence.tables import EvidenceTable
from pmqa.personal.actions import rows_by_key
from pmqa.personal.models import PersonalRecord


def export_of(records: Sequence[PersonalRecord], tables: Mapping[str, EvidenceTable]) -> dict[str, Any]:
    """What is stored on `records`, ready for JSON: name, contact, dates, the row by its headings, files, looks."""
    rows = rows_by_key(records, tables)
    return {"records": [_record(each, tables.get(each.table), rows.get((each.table, each.row_id))) for each in records]}


def _record(record: PersonalRecord, table: EvidenceTable | None, row: Any) -> dict[str, Any]:
    return {
        "unit": record.assessment.unit.name,
        "year": record.assessment.year,
        "table": str(table.title) if table else record.table,
        "name": record.name,
        "contact": record.contact,
        "notice_version": record.notice_version,
        "given_at": record.given_at.isoformat(),
        "keep_until": record.keep_until.isoformat(),
        "row": _columns(table, row) if table and row is not None else {},
        "files": [{"number": file.number, "title": file.title, "size": file.size} for file in record.files.all()],
        "looks": [
            {"at": look.at.isoformat(), "by": str(look.by or ""), "action": look.action, "reason": look.reason}
            for look in record.looks.select_related("by")
        ],
    }


def _columns(table: EvidenceTable, row: Any) -> dict[str, Any]:
    fields = table.form.base_fields
    return {str(fields[name].label): _plain(value) for name, value in table.values_of(row).items()}


def _plain(value: Cell) -> str | int:
    return value if isinstance(value, str | int) else value.isoformat()
