"""What can be done to one row from its menu: delete, bring back, move, duplicate, read its history, restore."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, Conflict, delete_row, move_row, save_row, undelete_row, writing
from pmqa.evidence.history import history_of
from pmqa.evidence.models import RowChange
from pmqa.evidence.page_form import dress
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.templatetags.sheet import cell
from pmqa.evidence.views import closed_page, form_page, row_or_404, table_context


def _address(assessment: Assessment, table: EvidenceTable) -> str:
    return reverse(table.key, args=[assessment.unit.code, assessment.year])


@post_only
def row_delete(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    try:
        delete_row(table=table, row=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(_address(assessment, table))
    return redirect(f"{_address(assessment, table)}?deleted={found.pk}")


@post_only
def row_undelete(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    try:
        undelete_row(table=table, row=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect(_address(assessment, table))


@post_only
def row_move(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    try:
        move_row(table=table, row=found, up="up" in request.POST, by=request.user)  # type: ignore[arg-type]
    except Closed:
        return closed_page(request, assessment)
    return redirect(_address(assessment, table))


def row_duplicate(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    """The form of a new row, filled like this one; nothing is stored until it is saved."""
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    form = dress(table.form(assessment=assessment, initial=table.values_of(found)))
    action = reverse(f"{table.key}-add", args=[unit, year])
    return form_page(request, assessment, table, form=form, row=None, version=None, action=action)


def row_history(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    context = table_context(request, assessment, table, row=found, entries=history_of(table, found))
    (line,) = table.lines_of([found])
    cells = ((column.heading, cell(line.values, column.key)) for column in table.sheet_columns)
    context["values"] = [(heading, value) for heading, value in cells if value]
    return render(request, "evidence/history.html", context)


@post_only
def row_restore(
    request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int, change: int
) -> HttpResponse:
    """Gives a row the columns that it had after an earlier change, through the form, as if typed again."""
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    label = table.model._meta.label_lower
    earlier = get_object_or_404(RowChange, pk=change, table=label, row_id=row, assessment=assessment)
    by: Any = request.user
    back = redirect(f"{table.key}-history", unit, year, row)
    try:
        with writing(assessment, by):
            form = table.form(earlier.values, assessment=assessment, instance=found)
            if not form.is_valid():
                raise ValidationError([text for errors in form.errors.values() for text in errors])
            save_row(table=table, form=form, seen=found.version, by=by, at=timezone.now())
    except Closed:
        return closed_page(request, assessment)
    except Conflict:
        return _not_restored(request, back, [_("Somebody changed or deleted this row meanwhile.")])
    except ValidationError as problem:
        return _not_restored(request, back, problem.messages)
    messages.success(request, _("Restored."))
    return back


def _not_restored(request: HttpRequest, back: HttpResponse, why: Iterable[str]) -> HttpResponse:
    messages.error(request, _("This version cannot be restored: %(why)s") % {"why": " ".join(why)})
    return back
