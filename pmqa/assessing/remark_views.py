"""Strengths, opportunities and questions beside a criterion: written, changed, removed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pmqa.assessing.door import closed_page, for_reviewers
from pmqa.assessing.forms import RemarkForm
from pmqa.assessing.pages import stop_or_404, walk_context
from pmqa.assessing.remark_list import form_of, remarks_context
from pmqa.assessing.walk import Stop, Walk
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict, first_time
from pmqa.evidence.views import number_in
from pmqa.judging.actions import SheetClosed, open_sheet, remove_remark, save_remark
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person


@for_reviewers("POST")
def review_remark(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """Adds a remark, or changes the one whose id is sent."""
    by: Any = request.user
    walk = Walk(assessment, by)
    stop = stop_or_404(walk, code, request.POST.get("at", ""))
    if not walk.can_write:
        return closed_page(request, assessment)
    form = form_of(assessment, stop, request.POST)
    try:
        if form.is_valid():
            _store(request, assessment, stop, form, by)
            return redirect(f"{walk.address_of(stop.code)}#remarks")
    except Conflict:
        form.add_error(
            None, _("This remark was changed or removed in another window. Copy your text, then open it again.")
        )
    except SheetClosed as problem:
        form.add_error(None, str(problem))
    except ValidationError as problem:
        form.add_error(None, problem)
    context = walk_context(request, Walk(assessment, by), stop)
    return render(request, "assessing/walk.html", {**context, **remarks_context(request, walk, stop, form)}, status=409)


def _store(request: HttpRequest, assessment: Assessment, stop: Stop, form: RemarkForm, by: Person) -> None:
    """Stores the remark of a valid form, once."""
    cleaned, known = form.cleaned_data, number_in(request.POST.get("remark", ""))
    with transaction.atomic():
        if not first_time(request.POST.get("sent", ""), by):
            return
        sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.ASSESSOR, by=by)
        held = sheet.remarks.filter(pk=known).first() if known else None
        if known and held is None:
            raise Conflict(None)
        remark = held or Remark(criterion=stop.criterion.code)
        remark.kind, remark.point, remark.text = cleaned["kind"], cleaned["point"], cleaned["text"]
        seen = number_in(request.POST.get("version", "")) or 0
        save_remark(sheet=sheet, remark=remark, evidence=cleaned["evidence"], seen=seen, by=by)


@for_reviewers("POST")
def review_remark_remove(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    """Removes one of the person's own remarks."""
    by: Any = request.user
    walk = Walk(assessment, by)
    stop = stop_or_404(walk, code, request.POST.get("at", ""))
    if not walk.can_write:
        return closed_page(request, assessment)
    try:
        with transaction.atomic():
            if first_time(request.POST.get("sent", ""), by):
                sheet = open_sheet(assessment=assessment, kind=Sheet.Kind.ASSESSOR, by=by)
                remove_remark(sheet=sheet, remark=number_in(request.POST.get("remark", "")) or 0, by=by)
    except (SheetClosed, ValidationError) as problem:
        words = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        return closed_page(request, assessment, words)
    return redirect(f"{walk.address_of(stop.code)}#remarks")
