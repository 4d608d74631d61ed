"""Strengths, opportunities and questions of the consensus: picked from the assessors', changed, added, put in order."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.assessing.agreement import Agreement
from pmqa.assessing.consensus_door import for_consensus
from pmqa.assessing.consensus_forms import VISIT, AgreedRemarkForm
from pmqa.assessing.consensus_views import context_of
from pmqa.assessing.door import closed_page
from pmqa.criteria import CRITERIA, criterion_of
from pmqa.evidence.actions import Conflict, first_time
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.views import number_in
from pmqa.judging.actions import SheetClosed, remove_remark, save_remark
from pmqa.judging.consensus import move_remark
from pmqa.judging.models import Remark
from pmqa.thai.text import fold


@for_consensus("GET")
def consensus_remarks(request: HttpRequest, agreement: Agreement, code: str) -> HttpResponse:
    return _page(request, agreement, _criterion_or_404(code))


def _criterion_or_404(code: str) -> Criterion:
    try:
        return criterion_of(code)
    except KeyError:
        raise Http404 from None


def _page(
    request: HttpRequest, agreement: Agreement, criterion: Criterion, form: AgreedRemarkForm | None = None
) -> HttpResponse:
    """The remarks of a criterion beside those of the assessors, and the form: of the remark in `?edit`, begun with
    that of an assessor in `?pick`, or empty."""
    agreed = list(agreement.sheet.remarks.filter(criterion=criterion.code).prefetch_related("evidence"))
    theirs = agreement.remarks_on(criterion.code)
    edited = _called(agreed, request.GET.get("edit") or request.POST.get("remark"))
    picked = _called(theirs, request.GET.get("pick"))
    taken = {(each.kind, fold(each.text)) for each in agreed}
    kinds = [
        (kind, label, [each for each in agreed if each.kind == kind], [each for each in theirs if each.kind == kind])
        for kind, label in Remark.Kind.choices
    ]
    context = {
        **context_of(agreement),
        "criterion": criterion,
        "criteria": CRITERIA,
        "kinds": kinds,
        "taken": [each.pk for each in theirs if (each.kind, fold(each.text)) in taken],
        "edited": edited,
        "is_picked": picked is not None,
        "form": form or _form(agreement, criterion, initial=_start(edited or picked)),
        "sent": uuid.uuid4,
    }
    return render(request, "assessing/consensus_remarks.html", context, status=409 if form else 200)


def _called(remarks: list[Remark], number: str | None) -> Remark | None:
    return next((each for each in remarks if str(each.pk) == number), None)


def _start(remark: Remark | None) -> dict[str, Any]:
    if remark is None:
        return {"point": "", "kind": Remark.Kind.STRENGTH}
    words = {name: getattr(remark, name) for name in ("point", "kind", "text", *VISIT)}
    return {**words, "evidence": ", ".join(file.number for file in remark.evidence.all())}


def _form(agreement: Agreement, criterion: Criterion, *data: Any, **options: Any) -> AgreedRemarkForm:
    points = [guideline.code for guideline in criterion.guidelines]
    return AgreedRemarkForm(*data, lookup=Lookup(agreement.assessment), points=points, **options)


def _address(agreement: Agreement, criterion: Criterion) -> str:
    assessment = agreement.assessment
    return reverse("consensus-remarks", args=[assessment.unit.code, assessment.year, criterion.code.lower()])


@for_consensus("POST")
def consensus_remark(request: HttpRequest, agreement: Agreement, code: str) -> HttpResponse:
    """Adds a remark to the consensus, or changes the one whose id is sent."""
    criterion = _criterion_or_404(code)
    if not agreement.leads:
        return closed_page(request, agreement.assessment)
    form = _form(agreement, criterion, request.POST)
    try:
        if form.is_valid():
            _store(request, agreement, criterion, form)
            return redirect(f"{_address(agreement, criterion)}#remarks")
    except Conflict:
        form.add_error(
            None, _("This remark was changed or removed in another window. Copy your text, then open it again.")
        )
    except SheetClosed as problem:
        form.add_error(None, str(problem))
    except ValidationError as problem:
        form.add_error(None, problem)
    return _page(request, agreement, criterion, form)


def _store(request: HttpRequest, agreement: Agreement, criterion: Criterion, form: AgreedRemarkForm) -> None:
    """Stores the remark of a valid form, once."""
    sheet, known = agreement.sheet, number_in(request.POST.get("remark", ""))
    with transaction.atomic():
        if not first_time(request.POST.get("sent", ""), agreement.person):
            return
        held = sheet.remarks.filter(pk=known, criterion=criterion.code).first() if known else None
        if known and held is None:
            raise Conflict(None)
        save_remark(
            sheet=sheet,
            remark=form.fill(held or Remark(criterion=criterion.code)),
            evidence=form.cleaned_data["evidence"],
            seen=number_in(request.POST.get("version", "")) or 0,
            by=agreement.person,
        )


@for_consensus("POST")
def consensus_remark_change(request: HttpRequest, agreement: Agreement, code: str) -> HttpResponse:
    """Removes a remark of the consensus, or moves it up or down: `do` says which."""
    criterion, do = _criterion_or_404(code), request.POST.get("do", "")
    if not agreement.leads:
        return closed_page(request, agreement.assessment)
    given: dict[str, Any] = {"sheet": agreement.sheet, "by": agreement.person}
    given["remark"] = number_in(request.POST.get("remark", "")) or 0
    try:
        with transaction.atomic():
            if first_time(request.POST.get("sent", ""), agreement.person):
                if do == "remove":
                    remove_remark(**given)
                elif do in ("up", "down"):
                    move_remark(**given, up=do == "up")
    except (SheetClosed, ValidationError) as problem:
        words = problem.messages[0] if isinstance(problem, ValidationError) else str(problem)
        return closed_page(request, agreement.assessment, words)
    return redirect(f"{_address(agreement, criterion)}#remarks")
