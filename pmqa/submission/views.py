"""The pages on which a unit judges itself, checks the whole, and on which its head certifies and submits."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA, criterion_of
from pmqa.cycle.actions import StepRefused
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, Conflict, first_time
from pmqa.evidence.views import closed_page
from pmqa.judging.actions import SheetClosed, judge, open_sheet
from pmqa.judging.models import Sheet
from pmqa.organization.access import access_of
from pmqa.submission.actions import NotReady, blocks_of, certify_and_submit, take_back
from pmqa.submission.forms import CertificateForm, OwnForm, TakeBackForm
from pmqa.submission.pages import lines_of, own_judgements


def submission(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """What is filled and what is missing, and then the head's word; or what was submitted, and when."""
    return _page(request, assessment_or_404(request, unit, year))


def _page(request: HttpRequest, assessment: Assessment, **forms: Any) -> HttpResponse:
    person: Any = request.user
    context = {
        "assessment": assessment,
        "editable": assessment.editable_by(person),
        "heads": assessment.unit_id in access_of(person).heads_units,
        "belongs": assessment.unit_id in access_of(person).belongs_units,
        "lines": lines_of(assessment),
        "blocks": blocks_of(assessment),
        "snapshots": list(assessment.snapshots.select_related("by").defer("content").order_by("-number")),
        "certificate": CertificateForm(initial=CertificateForm.values_of(person)),
        "taking_back": TakeBackForm(),
        "sent": uuid.uuid4(),
        **forms,
    }
    return render(request, "submission/page.html", context)


@post_only
def submit(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Certifies and submits, once."""
    assessment = assessment_or_404(request, unit, year)
    form, by = CertificateForm(request.POST), request.user
    words = ("rank", "name", "position")
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
                return redirect("submission", unit, year)
            if not assessment.editable_by(by):  # type: ignore[arg-type]
                raise Closed
            if form.is_valid():
                given = {name: form.cleaned_data[name] for name in words}
                certify_and_submit(assessment=assessment, by=by, at=timezone.now(), **given)  # type: ignore[arg-type]
                messages.success(request, _("Certified and submitted. The evidence stays as it is from now on."))
                return redirect("submission", unit, year)
            transaction.set_rollback(True)
    except Closed:
        return closed_page(request, assessment)
    except NotReady:
        form.add_error(None, _("Something must be settled first: see above."))
    except StepRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as problem:
        form.add_error(None, problem)
    return _page(request, assessment, certificate=form)


@post_only
def submission_take_back(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    form, by, now = TakeBackForm(request.POST), request.user, timezone.now()
    heads = assessment.unit_id in access_of(by).heads_units  # type: ignore[arg-type]
    if not heads or assessment.state != Assessment.State.SUBMITTED:
        return closed_page(request, assessment)
    if form.is_valid():
        try:
            take_back(assessment=assessment, by=by, at=now, today=timezone.localdate(), **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Taken back. The evidence can be changed again."))
            return redirect("submission", unit, year)
        except StepRefused as refused:
            form.add_error(None, str(refused))
    return _page(request, assessment, taking_back=form)


def own(request: HttpRequest, unit: str, year: int, code: str) -> HttpResponse:
    """The unit's own judgement of a criterion, item by item."""
    assessment = assessment_or_404(request, unit, year)
    if code.upper() not in {criterion.code for criterion in CRITERIA}:
        raise Http404
    criterion = criterion_of(code)
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    given: dict[str, Any] = {"criterion": criterion, "profile": assessment.round.profile}
    form, theirs = OwnForm(request.POST or None, held=own_judgements(assessment), **given), None
    if request.method == "POST":
        try:
            if _store_own(request, assessment, form):
                messages.success(request, _("Saved."))
                return redirect("criterion", unit, year, criterion.code.lower())
        except (Closed, SheetClosed):
            return closed_page(request, assessment)
        except Conflict as conflict:
            theirs = conflict.row
            # Saving again from this page is a decision: it has seen what the other wrote.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data[f"seen-{theirs.item}"] = str(theirs.version)  # type: ignore[index]
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"assessment": assessment, "criterion": criterion, "form": form, "theirs": theirs, "sent": uuid.uuid4()}
    return render(request, "submission/own.html", {**context, "next": _after(criterion.code)})


def _after(code: str) -> str:
    codes = [criterion.code for criterion in CRITERIA]
    place = codes.index(code) + 1
    return codes[place] if place < len(codes) else ""


def _store_own(request: HttpRequest, assessment: Assessment, form: OwnForm) -> bool:
    """Stores what was said of every item, once, all or nothing. False where the form is not valid."""
    by: Any = request.user
    with transaction.atomic():
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        sheet, at = open_sheet(assessment=assessment, kind=Sheet.Kind.OWN, by=by), timezone.now()
        for item, mark, words, seen in form.said():
            judge(sheet=sheet, item=item, mark=mark, words=words, seen=seen, by=by, at=at)
    return True
