"""What the report prints as tables besides the official ones: findings, coverage, evidence; in the active language."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from pmqa.reports.report import Cell, EvidenceItem, Marked, MatrixLine, MatrixPart, PaperColumn, PaperTable, PointPart

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
