"""The sheets of the annual workbook: units, scores, findings, and every official table behind columns of the unit.

Names and contacts of people stand in no sheet: they are kept apart from the tables (pmqa.personal). Of a classified
file its register tells what the unit's own workbook tells, and no file is in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA, TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.chunks import in_chunks
from pmqa.evidence.guidelines import Status
from pmqa.evidence.tables import EvidenceTable
from pmqa.exchange.streamed import Cell, StatusCell
from pmqa.exchange.streamed_parts import StreamedColumn
from pmqa.rollup.figures import Figures
from pmqa.scoring.profiles import shown

ROWS_AT_ONCE = 2000
Lines = Iterator[Sequence[Cell]]


@dataclass(frozen=True)
class Batch:
    """Units whose rows are written together, with their stored figures by the id of their assessments."""

    assessments: Sequence[Assessment]
    figures: Mapping[int, Figures]


@dataclass(frozen=True)
class AnnualSheet:
    """A sheet: what its tab says, its title, its columns, and the lines that a batch of units has in it."""

    key: str
    tab: str
    title: str
    columns: tuple[StreamedColumn, ...]
    lines: Callable[[Batch], Lines]

    @property
    def widths(self) -> tuple[float, ...]:
        return tuple(column.width for column in self.columns)


def sheets() -> list[AnnualSheet]:
    """Every sheet in its order, in the active language."""
    return [_units(), _scores(), _findings(), *(_table(table) for table in TABLES)]


def unit_cells(assessment: Assessment) -> tuple[Cell, ...]:
    """What stands before the columns of every sheet."""
    return assessment.unit.code, assessment.unit.name, assessment.unit.kind


def _unit_columns() -> tuple[StreamedColumn, ...]:
    headings = ((_("Unit code"), 14), (_("Unit name"), 34), (_("Kind of unit"), 16))
    return tuple(StreamedColumn(heading, width) for heading, width in headings)


def _units() -> AnnualSheet:
    headings = (
        (_("State"), 18),
        (_("Closes"), 14),
        (_("met"), 10),
        (_("partly"), 10),
        (_("missing"), 10),
        (_("Own judgement (%)"), 14),
        (_("Assessors (%)"), 14),
        (_("Not in this workbook because"), 50),
    )
    columns = (*_unit_columns(), *(StreamedColumn(heading, width) for heading, width in headings))
    return AnnualSheet("units", _("Units"), _("Units"), columns, _unit_lines)


def _unit_lines(batch: Batch) -> Lines:
    for each in batch.assessments:
        figures = batch.figures[each.pk]
        counted = figures.criteria.values()
        sums = (sum(getattr(one, name) for one in counted) for name in ("met", "partly", "missing"))
        state = str(each.get_state_display())
        yield *unit_cells(each), state, each.deadline, *sums, percent(figures.own), percent(figures.published), ""


def line_of_bad_unit(assessment: Assessment, why: str) -> Sequence[Cell]:
    """The line of a unit that is not in the workbook, on the sheet of units."""
    state = str(assessment.get_state_display())
    return *unit_cells(assessment), state, assessment.deadline, *([None] * 5), why


def _scores() -> AnnualSheet:
    groups = (_("Own judgement (%)"), _("Assessors (%)"))
    columns = [
        StreamedColumn(heading, 10, above)
        for above in groups
        for heading in (*(criterion.code for criterion in CRITERIA), _("Category 3"))
    ]
    return AnnualSheet("scores", _("Scores"), _("Scores"), (*_unit_columns(), *columns), _score_lines)


def _score_lines(batch: Batch) -> Lines:
    for each in batch.assessments:
        figures = batch.figures[each.pk]
        of_criteria = [figures.criteria.get(criterion.code) for criterion in CRITERIA]
        own = [percent(one.own) if one else None for one in of_criteria]
        published = [percent(one.published) if one else None for one in of_criteria]
        yield *unit_cells(each), *own, percent(figures.own), *published, percent(figures.published)


def percent(exact: Decimal | None) -> float | None:
    """Per cent as they are shown everywhere: to one place."""
    rounded = None if exact is None else shown(Fraction(exact))
    return None if rounded is None else float(rounded)


def _findings() -> AnnualSheet:
    headings = ((_("Point"), 10), (_("What the assessor asks for"), 60), (_("Status"), 14), (_("Reasons"), 10))
    columns = (*_unit_columns(), *(StreamedColumn(heading, width) for heading, width in headings))
    return AnnualSheet("findings", _("Findings"), _("Findings of the system"), columns, _finding_lines)


def _finding_lines(batch: Batch) -> Lines:
    words = {Status.MET: _("met"), Status.PARTLY: _("partly"), Status.MISSING: _("missing")}
    statuses = {str(code): StatusCell(word, str(code)) for code, word in words.items()}
    points = [(point.code, str(point.title)) for criterion in CRITERIA for point in criterion.guidelines]
    for each in batch.assessments:
        unit, found = unit_cells(each), batch.figures[each.pk].points
        for code, title in points:
            if code in found:
                yield *unit, code, title, statuses[found[code].status], found[code].reasons


def _table(table: EvidenceTable) -> AnnualSheet:
    columns = tuple(
        StreamedColumn(str(column.heading), column.width, str(column.above)) for column in table.sheet_columns
    )
    return AnnualSheet(
        table.key, table.sheet, str(table.title), (*_unit_columns(), *columns), lambda batch: _rows(table, batch)
    )


def _rows(table: EvidenceTable, batch: Batch) -> Lines:
    """The lines of the official table of each unit, read a few thousand rows at a time."""
    units = {each.pk: unit_cells(each) for each in batch.assessments}
    keys = [column.key for column in table.sheet_columns]
    rows = table.model._default_manager.filter(assessment__in=list(units), deleted_at=None)
    ordered = rows.order_by("assessment__unit__sort_key", "assessment_id", "position", "pk")
    for pk, of_unit in groupby(in_chunks(table, ordered, ROWS_AT_ONCE), key=lambda row: row.assessment_id):
        unit = units[pk]
        for values in _values(table, of_unit):
            yield *unit, *(values.get(key) for key in keys)


def _values(table: EvidenceTable, rows: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    return (line.values for line in table.lines_of(rows))
