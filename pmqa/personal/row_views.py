"""The people behind one row: how many there are, another one, one looked at, one erased."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import closed_page, row_or_404, table_context
from pmqa.organization.access import access_of
from pmqa.personal.access import answers_for, may_look
from pmqa.personal.actions import NotForYou, erase, keep, keep_until, look, records_at
from pmqa.personal.forms import PersonForm, ReasonForm
from pmqa.personal.models import PersonalRecord


def people(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment, found = _door(request, unit, year, table, row)
    return _page(request, assessment, table, found)


def _door(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> tuple[Assessment, Any]:
    """The assessment and the row, for the unit's own people and who may look; for everybody else there is nothing."""
    assessment = assessment_or_404(request, unit, year)
    found, person = row_or_404(table, assessment, row), _asking(request)
    if assessment.unit_id not in access_of(person).writes_units and not may_look(person, assessment, found):
        raise Http404
    return assessment, found


def _asking(request: HttpRequest) -> Any:
    return request.user


def _page(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, row: Any, status: int = 200, **more: Any
) -> HttpResponse:
    person, records = _asking(request), list(records_at(assessment, table, row))
    for record in records:
        record.keep_until = keep_until(row, timezone.localdate(record.given_at))
    context = table_context(request, assessment, table, row=row, count=len(records), form=PersonForm())
    context |= {
        "records": records if may_look(person, assessment, row) else [],
        "may_erase": answers_for(person, assessment),
        "has_words": bool(getattr(row, "PERSONAL_WORDS", ())),
    }
    answer = render(request, "personal/people.html", context | more, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@post_only
def people_add(request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int) -> HttpResponse:
    assessment, found = _door(request, unit, year, table, row)
    form = PersonForm(request.POST)
    by = _asking(request)
    try:
        with writing(assessment, by):
            if not form.is_valid():
                return _page(request, assessment, table, found, status=422, form=form)
            if found.deleted_at is None and first_time(request.POST.get("sent", ""), by):
                keep(assessment=assessment, table=table, row=found, by=by, at=timezone.now(), **form.cleaned_data)
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _page(request, assessment, table, found, status=422, form=form)
    messages.success(request, _("Saved."))
    return redirect(f"{table.key}-people", unit, year, row)


def _record_or_404(assessment: Assessment, table: EvidenceTable, row: Any, record: int) -> PersonalRecord:
    return get_object_or_404(records_at(assessment, table, row).select_related("assessment"), pk=record)


@never_cache
@post_only
def people_look(
    request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int, record: int
) -> HttpResponse:
    """One person, shown once: the answer is kept nowhere, and to see it again is another look."""
    assessment, found = _door(request, unit, year, table, row)
    wanted, by = _record_or_404(assessment, table, found, record), _asking(request)
    try:
        seen = look(record=wanted, row=found, by=by, at=timezone.now(), reason=request.POST.get("reason", ""))
    except NotForYou:
        raise Http404 from None
    except ValidationError as problem:
        return _page(request, assessment, table, found, status=422, problem=problem.messages[0], wrong=wanted.pk)
    return _page(request, assessment, table, found, seen=seen)


@post_only
def people_erase(
    request: HttpRequest, unit: str, year: int, table: EvidenceTable, row: int, record: int
) -> HttpResponse:
    assessment, found = _door(request, unit, year, table, row)
    by = _asking(request)
    if not answers_for(by, assessment):
        raise Http404
    wanted = _record_or_404(assessment, table, found, record)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        problem = form.errors["reason"][0]
        return _page(request, assessment, table, found, status=422, problem=problem, wrong=wanted.pk)
    words = request.POST.get("words") == "1"
    erase(record=wanted, row=found, table=table, by=by, at=timezone.now(), words=words, **form.cleaned_data)
    messages.success(request, _("Erased."))
    return redirect(f"{table.key}-people", unit, year, row)
