"""Pages of an evidence table: the list, and the form of a row. Each takes the table that it shows."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, Conflict, first_time, save_row, standing_at, writing
from pmqa.evidence.carried import line_of
from pmqa.evidence.files import keep_sent, kept_or_removed
from pmqa.evidence.flags import warnings_of
from pmqa.evidence.forms import RowForm
from pmqa.evidence.listing import ORDER_LABELS, listing_of
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.page_form import dress
from pmqa.evidence.tables import EvidenceTable

# Stores a valid form as `save_row` does, with the same words.
Save = Callable[..., Any]


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
    """The row, deleted ones too: who has just lost a row to a colleague is told so. Http404 in other assessments."""
    found = table.fetched(table.model._default_manager.filter(assessment=assessment, pk=pk)).first()
    if found is None:
        raise Http404
    return found


def table_list(request: HttpRequest, unit: str, year: int, table: EvidenceTable, **shown: Any) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    listing = listing_of(table, assessment, request.GET, request.user)
    deleted = number_in(request.GET.get("deleted", ""))
    context = table_context(request, assessment, table, listing=listing, orders=ORDER_LABELS, **shown)
    if deleted is not None:
        gone = table.model._default_manager.filter(assessment=assessment, pk=deleted, deleted_at__isnull=False)
        context["deleted"] = gone.first()
    template = "evidence/_rows.html" if request.headers.get("HX-Target") == "rows" else table.list_template
    return render(request, template, context)


def row_add(request: HttpRequest, unit: str, year: int, table: EvidenceTable) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    start = {name: request.GET[name] for name in table.form.base_fields if name in request.GET}
    return row_page(request, assessment, table, None, start, _back(request))


def row_edit(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    return row_page(request, assessment, table, row_or_404(table, assessment, row), back=_back(request))


def _back(request: HttpRequest) -> str:
    """The page of this site from which the form was opened, where its link says so."""
    return own_address(request.GET.get("back", ""))


def own_address(text: str) -> str:
    """`text` where it is an address of this site, else ""."""
    return text if text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None) else ""


def row_page(
    request: HttpRequest,
    assessment: Assessment,
    table: EvidenceTable,
    row: Any,
    start: Mapping[str, Any] | None = None,
    back: str = "",
    save: Save = save_row,
) -> HttpResponse:
    """The form of `row`, None for a new one, filled with `start`; sent and stored by `save`, it leads to the address
    `back`, or else to the table."""
    if request.method == "POST":
        return _row_sent(request, assessment, table, row, back, save)
    editable = assessment.editable_by(request.user)  # type: ignore[arg-type]
    if row is not None and (row.deleted_at or not editable):
        return redirect(_history(assessment, table, row))
    if not editable:
        return closed_page(request, assessment)
    form = dress(table.form(assessment=assessment, instance=row, initial=start))
    context = {"form": form, "row": row, "version": row.version if row else None, "back": back}
    return form_page(request, assessment, table, **context)


def form_page(request: HttpRequest, assessment: Assessment, table: EvidenceTable, **context: Any) -> HttpResponse:
    row = context.get("row")
    context["carried"] = line_of(table, row, request.user) if row is not None else None  # type: ignore[arg-type]
    return render(request, "evidence/form.html", table_context(request, assessment, table, **context))


def _row_sent(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, row: Any, back: str, save: Save
) -> HttpResponse:
    form = dress(table.form(request.POST, assessment=assessment, instance=row))
    context = {"form": form, "row": row, "version": row.version if row else None, "back": back}
    try:
        if _store(request, assessment, table, form, save):
            return _stored(request, assessment, table, form.instance, back)
    except Closed:
        return closed_page(request, assessment)
    except Conflict as conflict:
        context |= _conflict(assessment, table, form, conflict.row)
    except (ValidationError, OSError) as problem:
        form.add_error(None, problem if isinstance(problem, ValidationError) else _("The disk refused the file."))
    return form_page(request, assessment, table, **context)


def _store(request: HttpRequest, assessment: Assessment, table: EvidenceTable, form: RowForm, save: Save) -> bool:
    """Stores the row and the files sent with it, once. False, with nothing stored, when the form is not valid."""
    by: Any = request.user
    files: list[EvidenceFile] = []
    with kept_or_removed(files), writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        form.lookup.forget()  # names are looked up again, now that nobody else can change them
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        seen = number_in(request.POST.get("version", ""))
        standing_at(seen, table=table, form=form)
        if "evidence" in form.fields:
            sent = request.FILES.getlist("files")
            keep_sent(sent, files, assessment=assessment, criterion=table.criterion, by=by)
            form.cleaned_data["evidence"] += files
        save(table=table, form=form, seen=seen, by=by, at=timezone.now())
    return True


def number_in(text: str) -> int | None:
    """An id or a version as an address or a form sends it back; None for what cannot be one."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _stored(request: HttpRequest, assessment: Assessment, table: EvidenceTable, row: Any, back: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    for words in warnings_of(table, assessment, row):
        messages.warning(request, words)
    if "add_another" in request.POST:  # from the same page, so that the next one begins like this one
        return redirect(request.get_full_path())
    return redirect(back) if back else redirect(table.key, assessment.unit.code, assessment.year)


def _conflict(assessment: Assessment, table: EvidenceTable, form: RowForm, held: Any) -> dict[str, Any]:
    """Both texts, column by column; saving again from this page is a decision, so it carries the new version."""
    if held is None:
        form.add_error(None, _("Somebody deleted this row meanwhile. Save again to add it anew."))
        return {"row": None, "action": reverse(f"{table.key}-add", args=[assessment.unit.code, assessment.year])}
    theirs, mine = table.values_of(held), form.cleaned_values()
    texts = [
        (field.label, theirs[name], mine[name]) for name, field in form.fields.items() if theirs[name] != mine[name]
    ]
    form.add_error(None, _("This row was changed after this page was opened. Compare, then save again."))
    last = RowChange.objects.filter(table=held._meta.label_lower, row_id=held.pk).select_related("by").first()
    return {"conflict": texts, "conflict_by": last.by if last else None, "version": held.version}


def _history(assessment: Assessment, table: EvidenceTable, row: Any) -> str:
    return reverse(f"{table.key}-history", args=[assessment.unit.code, assessment.year, row.pk])
