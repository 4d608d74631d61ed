"""The record of changes for reading, and as a sheet."""

import io
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmqa.audit.models import AuditEntry
from pmqa.exchange.workbook import OutColumn, OutSheet, Properties, write_workbook
from pmqa.headquarters.record_words import details_of, subject_of
from pmqa.organization.access import access_of
from pmqa.organization.templatetags.thai_dates import thai_time

ENTRIES_A_PAGE = 100
# A sheet of more would not open on an office machine; the filters make it smaller.
MOST_IN_A_SHEET = 50_000
WIDTHS = (20, 28, 24, 32, 12, 20, 60)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record_page(request: HttpRequest) -> HttpResponse:
    """The entries that the filters in the address leave, newest first."""
    entries = _entries(request)
    kept = request.GET.copy()
    kept.pop("page", None)
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(entry, subject_of(entry), details_of(entry)) for entry in page],
        "kinds": AuditEntry.Kind.choices,
        "kind": request.GET.get("kind", ""),
        "unit_code": request.GET.get("unit", ""),
        "year": request.GET.get("year", ""),
        "address": kept.urlencode(),
    }
    return render(request, "headquarters/record.html", context)


def record_sheet(request: HttpRequest) -> HttpResponse:
    """The same entries as a workbook."""
    headings = [_("When"), _("Who"), _("What kind"), _("Unit"), _("Fiscal year"), _("About what"), _("Details")]
    title, target = _("Record of changes"), io.BytesIO()
    columns = tuple(OutColumn(heading, width) for heading, width in zip(headings, WIDTHS, strict=True))
    sheet = OutSheet(title, columns, list(_cells(_entries(request)[:MOST_IN_A_SHEET])), (title,))
    write_workbook([sheet], target, properties=Properties(title=title, author=str(request.user)))
    answer = HttpResponse(target.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="record.xlsx"'
    return answer


def _entries(request: HttpRequest) -> "QuerySet[AuditEntry]":
    """Http404 for everybody but headquarters and administrators."""
    if not access_of(request.user).reads_all:  # type: ignore[arg-type]
        raise Http404
    entries = AuditEntry.objects.select_related("by", "unit")
    kind, unit, year = (request.GET.get(name, "") for name in ("kind", "unit", "year"))
    if kind in AuditEntry.Kind.values:
        entries = entries.filter(kind=kind)
    if unit:
        entries = entries.filter(unit__code=unit[:40])
    if year.isdecimal():
        entries = entries.filter(year=int(year[:4]))
    return entries


def _cells(entries: "QuerySet[AuditEntry]") -> Iterator[tuple[Any, ...]]:
    for entry in entries.iterator(chunk_size=2000):
        by, unit = str(entry.by or ""), str(entry.unit or "")
        yield (
            thai_time(entry.at),
            by,
            str(entry.get_kind_display()),
            unit,
            entry.year,
            subject_of(entry),
            details_of(entry),
        )
