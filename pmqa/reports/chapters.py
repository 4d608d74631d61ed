"""The chapters of a report: which there are, in their order. Each is printed from the report alone, whatever others
stand beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pmqa.reports.look import Look
from pmqa.reports.report import CriterionPart, PaperTable, Report
from pmqa.reports.sheets import groups_table, services_table
from pmqa.reports.widths import layout


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report: its anchor, its title, its template, and the criterion that it prints, if any.

    One that `is_empty` has nothing but its heading to print, and begins no page.
    """

    anchor: str
    title: str
    template: str
    criterion: CriterionPart | None = None
    is_wide: bool = False
    is_empty: bool = False


def chapters_of(report: Report, look: Look) -> list[Chapter]:
    """The chapters of `report` in their order, with titles in the active language."""
    if report.is_feedback:
        return [
            Chapter("summary", _("Results of the assessment"), "reports/paper/results.html"),
            *(_criterion(each, "reports/paper/feedback.html") for each in report.criteria),
        ]
    criteria = [_criterion(each, "reports/paper/criterion.html") for each in report.built_criteria]
    if report.alone:
        return [*criteria, _evidence(report)]
    if report.unbuilt_criteria:
        criteria.append(Chapter("unbuilt", _("Criteria not in this version"), "reports/paper/unbuilt.html"))
    return [*_first_chapters(report, look), *criteria, *_last_chapters(report)]


def _criterion(part: CriterionPart, template: str) -> Chapter:
    return Chapter(part.code.lower(), f"{part.code} {part.title}", template, part)


def _first_chapters(report: Report, look: Look) -> list[Chapter]:
    coverage, registers = "reports/paper/coverage.html", "reports/paper/registers.html"
    matrices = (groups_table(report.groups), services_table(report.services))
    return [
        Chapter("summary", _("Summary"), "reports/paper/summary.html"),
        Chapter(
            "coverage",
            _("Coverage of groups and services"),
            coverage,
            is_wide=_is_wide(look, *matrices),
            is_empty=not any(matrix.lines for matrix in matrices),
        ),
        Chapter(
            "registers",
            _("Category P registers"),
            registers,
            is_empty=not any(table.lines for table in report.registers),
        ),
    ]


def _last_chapters(report: Report) -> list[Chapter]:
    improvements = Chapter(
        "threads",
        _("Improvements, from source to effect"),
        "reports/paper/improvements.html",
        is_empty=not report.threads and not report.other_pictures,
    )
    plan = report.plan
    planned = [
        Chapter("plan", _("Improvement plan"), "reports/paper/plan.html", is_empty=each.is_empty)
        for each in ([plan] if plan else [])
    ]
    return [improvements, *planned, _evidence(report)]


def _evidence(report: Report) -> Chapter:
    return Chapter("evidence", _("List of evidence"), "reports/paper/evidence.html", is_empty=not report.evidence)


def _is_wide(look: Look, *tables: PaperTable) -> bool:
    return any(layout(table, look).is_wide for table in tables)
