"""What the report prints as tables besides the official ones: findings, coverage, evidence; in the active language."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from pmqa.evidence.guidelines import LETTERS
from pmqa.reports.look import Look
from pmqa.reports.outcomes import JudgedLine, LetterCell, LetterLine
from pmqa.reports.report import (
    Cell,
    CriterionPart,
    EvidenceItem,
    Marked,
    MatrixLine,
    MatrixPart,
    PaperColumn,
    PaperTable,
    PointPart,
)

# What stands for "nothing to say" in a cell.
NOTHING = "–"


def status(code: str) -> Marked:
    """The word of a status (MET, PARTLY, MISSING); its sign and colour come with its class."""
    words = {"MET": _("met"), "PARTLY": _("partly")}
    return Marked(words.get(code, _("missing")), f"status {code.lower()}")


def points_table(points: Iterable[PointPart]) -> PaperTable:
    """The points of a criterion: what the assessor asks for, the status, and why."""
    headings = (_("Point"), _("What the assessor asks for"), _("Status"), _("Reasons"))
    lines = ((point.code, point.title, status(point.status), "\n".join(point.reasons) or NOTHING) for point in points)
    return _table(headings, lines)


def judged_table(lines: Sequence[JudgedLine], look: Look) -> PaperTable:
    """What the checks, the unit and the assessors say of each item, beside last year; nothing that nobody said."""
    told = (
        (_("Evidence"), [_found(line.status) for line in lines]),
        (_("Evidence last year"), [_found(line.status_before) for line in lines]),
        (_("Own judgement"), [look.figure(line.own) for line in lines]),
        (_("Assessors"), [look.figure(line.published) for line in lines]),
        (_("Assessors last year"), [look.figure(line.before) for line in lines]),
    )
    columns = [(heading, cells) for heading, cells in told if any(cells)]
    named = zip(((line.item, line.title) for line in lines), *(cells for _heading, cells in columns), strict=True)
    headings = (_("Item"), _("What the assessor asks for"), *(heading for heading, _cells in columns))
    return _table(headings, ((*names, *(cell or NOTHING for cell in cells)) for names, *cells in named))


def _found(code: str) -> Cell:
    return status(code) if code else ""


def letters_table(lines: Iterable[LetterLine], look: Look) -> PaperTable:
    """Criteria down, the letters of ADLI across: how many of the points of a letter are met."""
    headings = (_("Criterion"), *(f"{letter} {word}" for letter, word in LETTERS.items()))
    return _table(
        headings, ((f"{line.code} {line.title}", *(_letter(cell, look) for cell in line.cells)) for line in lines)
    )


def _letter(cell: LetterCell | None, look: Look) -> Cell:
    if cell is None:
        return Marked(_("not asked"), "not-asked")
    word = status(cell.status)
    return Marked(look.figure(f"{word.value} {cell.met}/{cell.points}"), word.kind)


def evidence_table(items: Iterable[EvidenceItem]) -> PaperTable:
    headings = (
        _("Evidence number"),
        _("Title"),
        _("Effective date"),
        _("Classification"),
        _("SHA-256 (start)"),
    )
    lines = (
        (
            Marked(item.number, "evidence-number"),
            item.title,
            item.effective_on or NOTHING,
            item.classification,
            Marked(item.short_hash or NOTHING, "hash"),
        )
        for item in items
    )
    return _table(headings, lines)


def groups_table(matrix: MatrixPart) -> PaperTable:
    """How often each group stands in the tables of the criteria."""
    lines = (_line(line, line.name, line.kind) for line in matrix.lines)
    return _table((_("Group"), _("Type of group"), *matrix.columns), lines)


def services_table(matrix: MatrixPart) -> PaperTable:
    """How often each service stands in the tables of the criteria; of no columns when none counts services."""
    lines = (_line(line, line.name) for line in matrix.lines)
    return _table((_("Service"), *matrix.columns), lines)


def remark_counts_table(criteria: Iterable[CriterionPart]) -> PaperTable:
    """How many strengths and opportunities were written of each criterion."""
    headings = (_("Criterion"), _("Strengths"), _("Opportunities for improvement (OFI)"))
    lines = ((f"{each.code} {each.title}", len(each.strengths), len(each.opportunities)) for each in criteria)
    return _table(headings, lines)


def _line(line: MatrixLine, *names: Cell) -> tuple[Cell, ...]:
    return (*names, *_counts(line))


def _counts(line: MatrixLine) -> Iterator[Cell]:
    for count, reason in zip(line.cells, line.reasons, strict=True):
        if count:
            yield Marked(count, "count")
        elif reason:
            yield Marked(f"{NOTHING} {_('not needed')}", "count")
        else:
            yield Marked(_("missing"), "status missing count gap-cell")


def _table(headings: Iterable[str], lines: Iterable[tuple[Cell, ...]]) -> PaperTable:
    return PaperTable("", "", tuple(PaperColumn(heading) for heading in headings), tuple(lines))
