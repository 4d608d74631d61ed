"""Pages of an evidence table: the list, and the form of a row. Each takes the table that it shows."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, Conflict, first_time, save_row, writing
from pmqa.evidence.files import LARGEST, store_file
from pmqa.evidence.forms import RowForm
from pmqa.evidence.listing import ORDER_LABELS, listing_of
from pmqa.evidence.models import RowChange
from pmqa.evidence.page_form import dress
from pmqa.evidence.tables import EvidenceTable


def table_context(request: HttpRequest, assessment: Assessment, table: EvidenceTable, **more: Any) -> dict[str, Any]:
    """What every page of a table needs."""
    return {
        "assessment": assessment,
        "table": table,
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        "sent": uuid.uuid4(),
        **more,
    }


def closed_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Says that the evidence cannot be changed now; status 403."""
    return render(request, "evidence/closed.html", {"assessment": assessment}, status=403)


def row_or_404(table: EvidenceTable, assessment: Assessment, pk: int) -> Any:
    found = table.rows_of(assessment).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def table_list(request: HttpRequest, unit: str, year: int, table: EvidenceTable) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    listing = listing_of(table, assessment, request.GET)
    deleted = request.GET.get("deleted", "")
    context = table_context(request, assessment, table, listing=listing, orders=ORDER_LABELS)
    if deleted.isdecimal():
        gone = table.model._default_manager.filter(assessment=assessment, pk=deleted, deleted_at__isnull=False)
        context["deleted"] = gone.first()
    template = "evidence/_rows.html" if request.headers.get("HX-Target") == "rows" else "evidence/list.html"
    return render(request, template, context)


def row_add(request: HttpRequest, unit: str, year: int, table: EvidenceTable) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    start = {name: request.GET[name] for name in table.form.base_fields if name in request.GET}
    return _row_page(request, assessment, table, None, start)


def row_edit(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    return _row_page(request, assessment, table, row_or_404(table, assessment, row), {})


def _row_page(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, row: Any, start: dict[str, str]
) -> HttpResponse:
    if request.method != "POST" and not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment) if row is None else redirect(_history(assessment, table, row))
    data = request.POST if request.method == "POST" else None
    form = dress(table.form(data, assessment=assessment, instance=row, initial=start))
    context = {"form": form, "row": row, "version": row.version if row else None}
    if data is not None and form.is_valid():
        try:
            return _store(request, assessment, table, form)
        except Closed:
            return closed_page(request, assessment)
        except Conflict as conflict:
            context |= _conflict(table, form, conflict.row)
        except (ValidationError, OSError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else _("The disk refused the file."))
    return render(request, "evidence/form.html", table_context(request, assessment, table, **context))


def _store(request: HttpRequest, assessment: Assessment, table: EvidenceTable, form: RowForm) -> HttpResponse:
    """Stores the row and the files sent with it, once; then goes to the list, or on to the next new row."""
    by, at = request.user, timezone.now()
    version = request.POST.get("version", "")
    with writing(assessment, by):  # type: ignore[arg-type]
        if first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
            seen = int(version) if version.isdecimal() else None
            row = save_row(table=table, form=form, seen=seen, by=by, at=at)  # type: ignore[arg-type]
            _attach(request, assessment, table, row)
    messages.success(request, _("Saved."))
    if "add_another" in request.POST:
        return redirect(f"{table.key}-add", assessment.unit.code, assessment.year)
    return redirect(table.key, assessment.unit.code, assessment.year)


def _attach(request: HttpRequest, assessment: Assessment, table: EvidenceTable, row: Any) -> None:
    for file in request.FILES.getlist("files"):
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("“%(name)s” is too large: at most 25 MB.") % {"name": file.name})
        stored = store_file(
            assessment=assessment,
            criterion=table.criterion,
            title="",
            content=file.read(),
            name=file.name or "",
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        row.evidence.add(stored)


def _conflict(table: EvidenceTable, form: RowForm, held: Any) -> dict[str, Any]:
    """Both texts, column by column; saving again from this page is a decision, so it carries the new version."""
    if held is None:
        form.add_error(None, _("Somebody deleted this row meanwhile."))
        return {}
    theirs, mine = table.values_of(held), form.cleaned_values()
    texts = [
        (field.label, theirs[name], mine[name]) for name, field in form.fields.items() if theirs[name] != mine[name]
    ]
    last = RowChange.objects.filter(table=held._meta.label_lower, row_id=held.pk).select_related("by").first()
    return {"conflict": texts, "conflict_by": last.by if last else None, "version": held.version}


def _history(assessment: Assessment, table: EvidenceTable, row: Any) -> str:
    return reverse(f"{table.key}-history", args=[assessment.unit.code, assessment.year, row.pk])
