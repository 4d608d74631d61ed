"""What can be done to one row from its menu: delete, bring back, move, duplicate, read its history, restore."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, Conflict, delete_row, move_row, save_row, undelete_row
from pmqa.evidence.history import history_of
from pmqa.evidence.models import RowChange
from pmqa.evidence.page_form import dress
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import closed_page, row_or_404, table_context


def _address(assessment: Assessment, table: EvidenceTable) -> str:
    return reverse(table.key, args=[assessment.unit.code, assessment.year])


@require_POST
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


@require_POST
def row_undelete(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    gone = table.fetched(table.model._default_manager.filter(assessment=assessment, deleted_at__isnull=False))
    found = get_object_or_404(gone, pk=row)
    try:
        undelete_row(table=table, row=found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect(_address(assessment, table))


@require_POST
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
    context = table_context(request, assessment, table, form=form, row=None, version=None)
    context["action"] = reverse(f"{table.key}-add", args=[unit, year])
    return render(request, "evidence/form.html", context)


def row_history(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = get_object_or_404(table.fetched(table.model._default_manager.filter(assessment=assessment)), pk=row)
    context = table_context(request, assessment, table, row=found, entries=history_of(table, found))
    context["values"] = [
        (column.heading, value) for column in table.sheet_columns if (value := _cell(table, found, column.key))
    ]
    return render(request, "evidence/history.html", context)


def _cell(table: EvidenceTable, row: Any, key: str) -> Any:
    return table.lines_of([row])[0].values.get(key, "")


@require_POST
def row_restore(
    request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int, change: int
) -> HttpResponse:
    """Gives a row the columns that it had after an earlier change, through the form, as if typed again."""
    assessment = assessment_or_404(request, unit, year)
    found = row_or_404(table, assessment, row)
    label = table.model._meta.label_lower
    earlier = get_object_or_404(RowChange, pk=change, table=label, row_id=row, assessment=assessment)
    form = table.form(earlier.values, assessment=assessment, instance=found)
    if not form.is_valid():
        texts = " ".join(message for errors in form.errors.values() for message in errors)
        messages.error(request, _("This version cannot be restored: %(why)s") % {"why": texts})
        return redirect(f"{table.key}-history", unit, year, row)
    try:
        save_row(table=table, form=form, seen=found.version, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Closed:
        return closed_page(request, assessment)
    except Conflict:
        raise Http404 from None
    messages.success(request, _("Restored."))
    return redirect(f"{table.key}-history", unit, year, row)
