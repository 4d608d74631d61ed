"""What the pages of findings show: points with their reasons linked to the form that mends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmqa.carryover.actions import open_carried, year_before
from pmqa.criteria import CRITERIA, TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion, Link
from pmqa.evidence.facts import standing
from pmqa.evidence.guidelines import Guideline, Reason, Status
from pmqa.evidence.history import readable
from pmqa.evidence.models import RowChange, Statement
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.scoring.engine import Point, Tally, tally


@dataclass(frozen=True)
class LinkedReason:
    """A reason, where it is mended, and the word of the link that leads there."""

    text: str
    address: str
    button: str


@dataclass(frozen=True)
class ShownPoint:
    guideline: Guideline
    status: Status
    reasons: tuple[LinkedReason, ...]
    statement: Statement | None


@dataclass(frozen=True)
class Task:
    """A criterion on the start page: its points, and where it stands."""

    criterion: Criterion
    tally: Tally
    marked: Any
    started: bool
    last: RowChange | None


@dataclass(frozen=True)
class NextStep:
    text: str
    why: str
    address: str
    button: str


@dataclass(frozen=True)
class News:
    """One change as the start page tells it."""

    words: str
    address: str
    by: Any
    at: Any


def news_of(assessment: Assessment, most: int = 8) -> list[News]:
    """The last changes, newest first. One query."""
    tables = {label(table): table for table in TABLES}
    changes = RowChange.objects.filter(assessment=assessment).select_related("by")[:most]
    return [_news(assessment, change, tables.get(change.table)) for change in changes]


def _news(assessment: Assessment, change: RowChange, table: EvidenceTable | None) -> News:
    if table is None:
        return News(f"{change.values.get('guideline', '')} {_('Statement')}", "", change.by, change.at)
    fields = table.form.base_fields
    name = " · ".join(
        str(readable(fields[key], change.values[key])) for key in table.identity if change.values.get(key)
    )
    words = _("%(table)s: %(name)s %(action)s") % {
        "table": table.title,
        "name": Truncator(name).chars(60),
        "action": change.get_action_display(),
    }
    place = [assessment.unit.code, assessment.year, change.row_id]
    return News(words, reverse(f"{table.key}-history", args=place), change.by, change.at)


def address_of(assessment: Assessment, reason: Reason) -> str:
    """Where `reason` is mended: the very row, a new row with what is known filled in, or the table; "" for nowhere."""
    if not reason.table:
        return ""
    place = [assessment.unit.code, assessment.year]
    if reason.row is not None:
        return reverse(f"{reason.table}-edit", args=[*place, reason.row])
    if reason.start:
        return f"{reverse(f'{reason.table}-add', args=place)}?{urlencode(reason.start)}"
    return reverse(reason.table, args=place)


def linked(assessment: Assessment, reason: Reason) -> LinkedReason:
    """`reason` with the link that leads to where it is mended."""
    if reason.row is not None:
        button = _("mend this row")
    elif reason.start:
        button = _("add it")
    else:
        button = _("open the table")
    return LinkedReason(str(reason.text), address_of(assessment, reason), button)


def shown_points(assessment: Assessment, points: Sequence[Point]) -> list[ShownPoint]:
    """The points of a criterion with the unit's statements. Two queries."""
    statements = {
        each.guideline: each
        for each in Statement.objects.filter(assessment=assessment).prefetch_related("evidence")
        if each.text
    }
    return [
        ShownPoint(
            guideline=point.guideline,
            status=point.finding.status,
            reasons=tuple(linked(assessment, reason) for reason in point.finding.reasons),
            statement=statements.get(point.guideline.code),
        )
        for point in points
    ]


def tasks_of(assessment: Assessment, points: Sequence[Point]) -> list[Task]:
    """The task list CS1..CS7. A fixed number of queries."""
    marks = {mark.criterion: mark for mark in assessment.marks.select_related("by")}
    changes = _last_changes(assessment)
    return [
        Task(
            criterion=criterion,
            tally=tally(point for point in points if point.criterion is criterion),
            marked=marks.get(criterion.code),
            started=any(label(table) in changes for table in criterion.tables),
            last=max(
                (changes[label(table)] for table in criterion.tables if label(table) in changes),
                key=lambda change: change.pk,
                default=None,
            ),
        )
        for criterion in CRITERIA
    ]


def label(table: EvidenceTable) -> str:
    return table.model._meta.label_lower


def _last_changes(assessment: Assessment) -> Mapping[str, RowChange]:
    """The last change of each table, by its label: one query for the ids, one for the changes."""
    found = RowChange.objects.filter(assessment=assessment).order_by().values_list("table").annotate(last=Max("pk"))
    changes = RowChange.objects.select_related("by").in_bulk([last for _label, last in found])
    return {change.table: change for change in changes.values()}


def row_counts(assessment: Assessment, tables: Sequence[EvidenceTable]) -> dict[str, int]:
    """How many rows each table has, by key: one query a table."""
    return {table.key: standing(table.model, [assessment]).aggregate(n=Count("pk"))["n"] for table in tables}


def waiting_for(assessment: Assessment, person: Person) -> list[Link]:
    """What waits for `person` in the unit, criterion by criterion."""
    return [link for criterion in CRITERIA for link in criterion.waiting_of(assessment, person)]


def carried_waiting(assessment: Assessment, person: Person, *, started: bool) -> list[Link]:
    """For who writes, the rows carried over of which nothing was said yet, or before anything was written, the year
    whose rows can be carried over; as one line. Two queries at most."""
    if not assessment.editable_by(person):
        return []
    address = reverse("carry-over", args=[assessment.unit.code, assessment.year])
    count = sum(open_carried(assessment).values())
    if count:
        words = ngettext(
            "%(count)s row of the year before is to be reviewed.",
            "%(count)s rows of the year before are to be reviewed.",
            count,
        )
        return [Link(words % {"count": count}, address, str(_("Review them")))]
    before = None if started else year_before(assessment)
    if before is None:
        return []
    return [Link(_("The rows of %(year)s can be carried over.") % {"year": before.year}, address, str(_("See them")))]


def next_step(assessment: Assessment, points: Sequence[Point], started: bool) -> NextStep | None:
    """The next thing to do: bring the workbook, or else the first reason that can be mended."""
    if not started:
        address = reverse("import", args=[assessment.unit.code, assessment.year])
        why = _("Sheets are told from their headings; nothing is saved before you have seen it.")
        return NextStep(_("Bring the workbook that the unit has"), why, address, _("Import from Excel"))
    for point in points:
        for reason in point.finding.reasons:
            if point.finding.status != Status.MET and reason.table:
                found = linked(assessment, reason)
                why = f"{point.guideline.code} {point.guideline.title}"
                return NextStep(found.text, why, found.address, found.button)
    return None


def tables_of(criterion: Criterion) -> tuple[EvidenceTable, ...]:
    """The tables shown on a criterion's page: its own, and the improvements that serve every criterion."""
    return (*criterion.tables, table_of("improvements"))
