"""The pages of the consensus: begun, gone through by widest spread, settled item by item, submitted, published."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.assessing.agreement import Agreement
from pmqa.assessing.consensus_door import before, for_consensus
from pmqa.assessing.consensus_forms import BeginForm
from pmqa.assessing.door import closed_page, for_reviewers
from pmqa.assessing.scores import named, score_lines
from pmqa.cycle.actions import StepRefused
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import first_time
from pmqa.judging.actions import Incomplete, SheetClosed, gaps_of
from pmqa.judging.consensus import begin_consensus, publish, submit_consensus
from pmqa.judging.scope import OPEN_TO_ALL, leads
from pmqa.organization.access import access_of
from pmqa.scoring.profiles import shown


@for_consensus("GET")
def consensus(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """All items, widest spread first: the verdicts side by side, and what is agreed."""
    return render(request, "assessing/consensus.html", context_of(agreement))


def context_of(agreement: Agreement) -> dict[str, Any]:
    """What every page of the consensus shows."""
    return {"assessment": agreement.assessment, "walk": agreement, "agreement": agreement, "sent": uuid.uuid4()}


@for_reviewers("POST")
def consensus_begin(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    by: Any = request.user
    if leads(by, assessment) and assessment.state in OPEN_TO_ALL:
        messages.info(request, _("The consensus has begun."))
        return redirect("consensus", assessment.unit.code, assessment.year)
    if not leads(by, assessment) or assessment.state != Assessment.State.IN_REVIEW:
        return closed_page(request, assessment, _("Who leads begins the consensus, while the assessment is in review."))
    form = BeginForm(request.POST)
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):
                return redirect("consensus", assessment.unit.code, assessment.year)
            if form.is_valid():
                begin_consensus(assessment=assessment, by=by, at=timezone.now(), **form.cleaned_data)
                messages.success(request, _("The consensus has begun, every item at the median."))
                return redirect("consensus", assessment.unit.code, assessment.year)
            transaction.set_rollback(True)
    except StepRefused as refused:
        form.add_error("reason", str(refused))
    except ValidationError as problem:
        form.add_error(None, problem)
    return before(request, Assessment.objects.select_related("unit", "round").get(pk=assessment.pk), form)


@for_consensus("GET", "POST")
def consensus_submit(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """What lacks, what the consensus comes to, and the way to submit it; then, for headquarters, to publish it."""
    by: Any = request.user
    assessment = agreement.assessment
    if request.method == "POST":
        if not agreement.leads:
            return closed_page(request, assessment)
        try:
            with transaction.atomic():
                if first_time(request.POST.get("sent", ""), by):
                    submit_consensus(sheet=agreement.sheet, by=by, at=timezone.now())
                    messages.success(request, _("The consensus is submitted. It stays as it is from now on."))
            return redirect("consensus-submit", assessment.unit.code, assessment.year)
        except SheetClosed as problem:
            return closed_page(request, assessment, str(problem))
        except Incomplete:
            messages.error(request, _("Not submitted: something is lacking still."))
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
    gaps = [(gap, named(gap.item), agreement.address_of_gap(gap)) for gap in gaps_of(agreement.sheet)]
    context = {
        **context_of(agreement),
        "blocking": [each for each in gaps if each[0].blocks],
        "unsaid": [each for each in gaps if not each[0].blocks],
        "publishes": access_of(by).leads,
        "category": shown(agreement.scores.percent),
        "scores": score_lines(agreement.scores),
    }
    return render(request, "assessing/consensus_submit.html", context)


@for_reviewers("POST")
def consensus_publish(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Releases the result to the unit, once."""
    by: Any = request.user
    if not access_of(by).leads:
        raise Http404
    try:
        with transaction.atomic():
            if first_time(request.POST.get("sent", ""), by):
                publish(assessment=assessment, by=by, at=timezone.now())
                messages.success(request, _("Published: the unit sees its results."))
        return redirect("results", assessment.unit.code, assessment.year)
    except StepRefused as refused:
        return closed_page(request, assessment, str(refused))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("consensus", assessment.unit.code, assessment.year)
