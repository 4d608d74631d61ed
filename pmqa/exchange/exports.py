"""A unit's tables as a workbook in the official layout, and the empty workbook to begin with.

Both are in Thai, as the official sheets are, and are read back by the import.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.fields import LabelChoiceField, NameField, NamesField, ThaiDateField
from pmqa.evidence.layout import TICK, Line, SheetColumn
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.recognition import HELP_SHEET
from pmqa.exchange.told_sheets import told_sheets
from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, Value, write_workbook
from pmqa.reports.gathering import report_of

BLANK_ROWS = 20


def unit_workbook(assessment: Assessment) -> bytes:
    """An .xlsx with every table of `assessment` on a sheet, empty ones too, and what the report tells on sheets for
    reading. A fixed number of queries."""
    with override("th"):
        lookup = Lookup(assessment)
        whose = _("%(unit)s, fiscal year %(year)s") % {"unit": assessment.unit, "year": assessment.year}
        sheets = []
        for table in TABLES:
            lines = table.lines_of(table.rows_of(assessment))
            rows = [_cells(table, line, lookup) for line in lines]
            sheets.append(OutSheet(table.sheet, _columns(table, lookup), rows, (str(table.title), whose)))
        sheets += told_sheets(report_of(assessment), whose)
        return _written(sheets, Properties(title=whose, author=str(assessment.unit)))


def template_workbook() -> bytes:
    """An .xlsx with every table empty and ready for typing, and a sheet of help with examples. No query."""
    with override("th"):
        tables = [
            OutSheet(table.sheet, _columns(table, None), notes=(str(table.title),), blank_rows=BLANK_ROWS)
            for table in TABLES
        ]
        return _written([_help(), *tables], Properties(title=_("Template of the evidence workbook")))


def _written(sheets: Sequence[OutSheet], properties: Properties) -> bytes:
    target = io.BytesIO()
    write_workbook(sheets, target, properties=properties)
    return target.getvalue()


def _columns(table: EvidenceTable, lookup: Lookup | None) -> tuple[OutColumn, ...]:
    fields = table.form.base_fields
    return tuple(_column(column, fields.get(column.key), lookup) for column in table.sheet_columns)


def _column(column: SheetColumn, field: forms.Field | None, lookup: Lookup | None) -> OutColumn:
    return OutColumn(
        heading=str(column.heading),
        width=column.width,
        group=str(column.above),
        choices=(TICK,) if column.tick else _choices(field, lookup),
        strict=isinstance(field, LabelChoiceField),
        help=str(field.help_text or "") if field else "",
        is_date=isinstance(field, ThaiDateField),
        centred=column.tick,
    )


def _choices(field: forms.Field | None, lookup: Lookup | None) -> tuple[str, ...]:
    """What drops down: the choices of the column, the names of its register, or the usual words."""
    if isinstance(field, LabelChoiceField):
        return tuple(str(label) for code, label in field.widget.choices if code)  # type: ignore[attr-defined]
    if isinstance(field, NamesField) or (isinstance(field, NameField) and lookup is None):
        return ()
    if isinstance(field, NameField):
        return tuple(_name(lookup, row) for row in lookup.all(field.model)) if lookup else ()
    return tuple(str(word) for word in getattr(field, "suggestions", ()))


def _name(lookup: Lookup, row: Row) -> str:
    """What the row is called; in full where another row is called so too."""
    name = str(row)
    full = getattr(row, "names", (name,))[-1]
    return name if lookup.known(type(row), name) == row or lookup.known(type(row), full) != row else str(full)


def _cells(table: EvidenceTable, line: Line, lookup: Lookup) -> list[Value | date]:
    return [_cell(line, column.key, lookup) for column in table.sheet_columns]


def _cell(line: Line, key: str, lookup: Lookup) -> Value | date:
    value = line.values.get(key, "")
    if value in ("", None):
        return None
    named = getattr(line.rows[0], key, None) if isinstance(value, str) else None
    if isinstance(named, Row):
        return _name(lookup, named)
    return value


def _help() -> OutSheet:
    columns = (
        OutColumn(_("Table"), 30),
        OutColumn(_("Column"), 32),
        OutColumn(_("What to write"), 44),
        OutColumn(_("Example"), 40),
    )
    notes = (
        _("How to fill in this workbook"),
        _("Write each row on a line of its own below the headings. Sheets that you do not need may stay empty."),
        _("Begin with the C/S groups: the other sheets name them. Several names go into a cell on a line each."),
        _("Dates may be written as 15 ต.ค. 2568 or 15/10/2568. A tick is written as /."),
    )
    return OutSheet(HELP_SHEET, columns, list(_help_rows(TABLES)), notes)


def _help_rows(tables: Iterable[EvidenceTable]) -> Iterator[list[Value | date]]:
    for table in tables:
        for column in table.sheet_columns:
            field = table.form.base_fields.get(column.key)
            yield [table.sheet, str(column.heading), _what_to_write(column, field), column.example or None]


def _what_to_write(column: SheetColumn, field: forms.Field | None) -> str:
    if column.tick:
        return _("Tick")
    words = [_("Must be filled in")] if field is not None and field.required else []
    if isinstance(field, LabelChoiceField):
        words.append(_("One of: %(choices)s") % {"choices": ", ".join(_choices(field, None))})
    elif isinstance(field, NamesField):
        words.append(_("Names from “%(register)s”, one a line") % {"register": _register(field.model)})
    elif isinstance(field, NameField):
        words.append(_("A name from “%(register)s”") % {"register": _register(field.model)})
    elif isinstance(field, ThaiDateField):
        words.append(_("A date"))
    return " · ".join(map(str, words))


def _register(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)
