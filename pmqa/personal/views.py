"""The screen of a unit's personal data, for its head and administrators: find a person, give a copy, erase."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import first_time
from pmqa.evidence.tables import EvidenceTable
from pmqa.personal.access import answers_for
from pmqa.personal.actions import Action, erase, find, rows_by_key, take
from pmqa.personal.exporting import export_of
from pmqa.personal.forms import SearchForm
from pmqa.personal.models import PersonalLook, PersonalRecord

MOST_FOUND = 50
LOOKS_A_PAGE = 50
Tables = Mapping[str, EvidenceTable]


def _assessment(request: HttpRequest, unit: str, year: int) -> Assessment:
    """The assessment, for who answers for the unit; Http404 for everybody else."""
    assessment = assessment_or_404(request, unit, year)
    if not answers_for(request.user, assessment):  # type: ignore[arg-type]
        raise Http404
    return assessment


def personal(request: HttpRequest, unit: str, year: int, tables: Tables) -> HttpResponse:
    """The looks at the unit's personal data; by POST, who is found by a name or a contact. Each find is a look."""
    assessment = _assessment(request, unit, year)
    if request.method != "POST":
        return _page(request, assessment, form=SearchForm())
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form=form, status=422)
    found, by = list(find(assessment.unit, form.cleaned_data["text"])[: MOST_FOUND + 1]), request.user
    shown, reason = found[:MOST_FOUND], form.cleaned_data["reason"]
    take(shown, unit=assessment.unit, action=Action.LOOK, by=by, at=timezone.now(), reason=reason)  # type: ignore[arg-type]
    rows = rows_by_key(shown, tables)
    lines = [(each, tables.get(each.table), rows.get((each.table, each.row_id))) for each in shown]
    return _page(request, assessment, form=form, found=lines, more=len(found) > MOST_FOUND, searched=True)


def _page(request: HttpRequest, assessment: Assessment, status: int = 200, **more: Any) -> HttpResponse:
    looks = PersonalLook.objects.filter(record__assessment__unit=assessment.unit).select_related(
        "by", "record__assessment__round"
    )
    page = Paginator(looks, LOOKS_A_PAGE).get_page(request.GET.get("page"))
    context = {"assessment": assessment, "page": page, "sent": uuid.uuid4(), **more}
    answer = render(request, "personal/unit.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _ticked(request: HttpRequest, assessment: Assessment) -> list[PersonalRecord]:
    """The records that were ticked, of this unit and not erased yet; ValidationError when there is none."""
    ids = [int(text) for text in request.POST.getlist("record") if text.isdecimal() and len(text) < 19]
    scope = PersonalRecord.objects.filter(assessment__unit=assessment.unit, erased_at=None, pk__in=ids[:MOST_FOUND])
    found = list(scope.select_related("assessment__unit", "assessment__round"))
    if not found:
        raise ValidationError(_("Tick at least one."))
    return found


@post_only
def personal_export(request: HttpRequest, unit: str, year: int, tables: Tables) -> HttpResponse:
    """All that is kept of the people ticked, as a file."""
    assessment, by = _assessment(request, unit, year), request.user
    reason = request.POST.get("reason", "")
    try:
        with transaction.atomic():
            records = _ticked(request, assessment)
            take(records, unit=assessment.unit, action=Action.EXPORT, by=by, at=timezone.now(), reason=reason)  # type: ignore[arg-type]
            given = export_of(records, tables)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("personal", unit, year)
    answer = JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="personal-{unit}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@post_only
def personal_erase(request: HttpRequest, unit: str, year: int, tables: Tables) -> HttpResponse:
    """All people ticked are erased, or none; with `words` the texts of their rows as well."""
    assessment, by = _assessment(request, unit, year), request.user
    options = {"reason": request.POST.get("reason", ""), "words": request.POST.get("words") == "1"}
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
                return redirect("personal", unit, year)
            records = _ticked(request, assessment)
            rows = rows_by_key(records, tables)
            for each in records:
                row, table = rows.get((each.table, each.row_id)), tables.get(each.table)
                erase(record=each, row=row, table=table, by=by, at=timezone.now(), **options)  # type: ignore[arg-type]
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("personal", unit, year)
    count = len(records)
    messages.success(
        request, ngettext("Erased: %(count)s record.", "Erased: %(count)s records.", count) % {"count": count}
    )
    return redirect("personal", unit, year)
