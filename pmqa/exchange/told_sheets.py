"""What the unit's workbook tells besides its tables: findings, judgements, remarks and scores, read from the report.

These sheets are for reading. The import knows them by their title and their first words, and leaves them out.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from pmqa.exchange.grid import SheetGrid
from pmqa.exchange.writing import OutColumn, OutSheet, Value
from pmqa.reports.report import CriterionPart, RemarkPart, Report, ScoreLine
from pmqa.reports.sheets import status

FINDINGS, JUDGED, REMARKS, SCORES = "ผลตามแนวทาง", "ผลประเมินรายข้อ", "จุดแข็งและ OFI", "คะแนน"
TITLES = frozenset((FINDINGS, JUDGED, REMARKS, SCORES))
# In Thai, as the workbook is: the import finds it again in any language.
TOLD = "แผ่นนี้ระบบเขียนให้อ่าน ไม่นำกลับเข้าระบบ"
_FIRST_ROWS = range(1, 4)


def is_told(grid: SheetGrid) -> bool:
    """Whether the sheet is one of these, still with the words that say so: another may have such a title, too."""
    return grid.title in TITLES and any(grid.value(row, 1) == TOLD for row in _FIRST_ROWS)


def told_sheets(report: Report, whose: str) -> list[OutSheet]:
    """The sheets that tell what `report` tells; those of judgements where there are any."""
    said = [line for part in report.criteria for line in part.judged]
    written = [remark for part in report.criteria for remark in (*part.strengths, *part.opportunities)]
    return [
        _sheet(FINDINGS, _("Findings"), whose, _finding_columns(), list(_findings(report.criteria))),
        _sheet(SCORES, _("Scores"), whose, _score_columns(), list(_scores(report))),
        *([_sheet(JUDGED, _("Judgements side by side"), whose, _judged_columns(), _judged(report))] if said else []),
        *([_sheet(REMARKS, _("What was written"), whose, _remark_columns(), _remarks(report))] if written else []),
    ]


def _sheet(
    title: str, heading: str, whose: str, columns: Sequence[OutColumn], rows: Sequence[Sequence[Value]]
) -> OutSheet:
    return OutSheet(title, tuple(columns), rows, (heading, TOLD, whose))


def _finding_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Criterion"), 10),
        OutColumn(_("Point"), 12),
        OutColumn(_("What the assessor asks for"), 44),
        OutColumn("ADLI", 8),
        OutColumn(_("Status"), 12),
        OutColumn(_("Reasons"), 60),
        OutColumn(_("Statement"), 60),
    ]


def _findings(criteria: Sequence[CriterionPart]) -> Iterator[Sequence[Value]]:
    for part in criteria:
        for point in part.points:
            yield (
                part.code,
                point.code,
                point.title,
                ", ".join(point.letters) or None,
                str(status(point.status).value),
                "\n".join(point.reasons) or None,
                point.statement or None,
            )


def _score_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Criterion"), 10),
        OutColumn(_("Title"), 44),
        OutColumn(str(status("MET").value), 12),
        OutColumn(str(status("PARTLY").value), 12),
        OutColumn(str(status("MISSING").value), 12),
        OutColumn(f"{_('Own judgement')} (%)", 16),
        OutColumn(f"{_('Assessors')} (%)", 16),
        OutColumn(_("Result"), 16),
        OutColumn(f"{_('Last year')} (%)", 16),
    ]


def _scores(report: Report) -> Iterator[Sequence[Value]]:
    lines = {line.code: line for line in report.scores.lines} if report.scores else {}
    for part in report.criteria:
        counts = part.counts
        yield (part.code, part.title, counts.met, counts.partly, counts.missing, *_told(lines.get(part.code)))
    total = report.total
    scores = report.scores.total if report.scores else None
    yield (_("Category 3"), None, total.met, total.partly, total.missing, *_told(scores))


def _told(line: ScoreLine | None) -> tuple[Value, ...]:
    if line is None:
        return (None, None, None, None)
    own, published, before = (float(each) if each else None for each in (line.own, line.published, line.before))
    result = None if line.passes is None else _("passes") if line.passes else _("does not pass")
    return own, published, result, before


def _judged_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Criterion"), 10),
        OutColumn(_("Item"), 12),
        OutColumn(_("What the assessor asks for"), 44),
        OutColumn(_("Own judgement"), 18),
        OutColumn(_("Assessors"), 18),
        OutColumn(_("Assessors last year"), 18),
        OutColumn(_("Evidence"), 14),
        OutColumn(_("Evidence last year"), 14),
    ]


def _judged(report: Report) -> list[Sequence[Value]]:
    return [
        (
            part.code,
            line.item,
            line.title,
            *(told or None for told in (line.own, line.published, line.before)),
            *(str(status(found).value) if found else None for found in (line.status, line.status_before)),
        )
        for part in report.criteria
        for line in part.judged
    ]


def _remark_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Criterion"), 10),
        OutColumn(_("Kind of remark"), 24),
        OutColumn(_("Point"), 12),
        OutColumn(_("Remark"), 80),
        OutColumn(_("Evidence"), 24),
    ]


def _remarks(report: Report) -> list[Sequence[Value]]:
    def rows(part: CriterionPart, kind: str, remarks: Sequence[RemarkPart]) -> Iterator[Sequence[Value]]:
        for each in remarks:
            yield part.code, kind, each.point or None, each.text, "\n".join(each.evidence) or None

    strength, ofi = _("Strength"), _("Opportunity for improvement (OFI)")
    return [
        row
        for part in report.criteria
        for row in (*rows(part, strength, part.strengths), *rows(part, ofi, part.opportunities))
    ]
