"""The door to the pages of the consensus: those who may see it; before it has begun, those who lead may begin it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmqa.assessing.agreement import agreement_of
from pmqa.assessing.consensus_forms import BeginForm
from pmqa.assessing.door import View, closed_page, for_reviewers
from pmqa.cycle.models import Assessment
from pmqa.judging.consensus import waited_for
from pmqa.judging.progress import progress_of
from pmqa.judging.scope import leads


def for_consensus(*methods: str) -> Callable[[View], View]:
    """`view`, called with the Agreement, for these methods. Where the person may see none, the page says why."""

    def dress(view: View) -> View:
        @for_reviewers(*methods)
        @wraps(view)
        def answer(request: HttpRequest, assessment: Assessment, **given: Any) -> HttpResponse:
            asked = request.POST if request.method == "POST" else request.GET
            agreement = agreement_of(
                assessment,
                request.user,  # type: ignore[arg-type]
                submission=request.GET.get("submission", ""),
                order=asked.get("order", ""),
            )
            return before(request, assessment) if agreement is None else view(request, agreement, **given)

        return answer

    return dress


def before(request: HttpRequest, assessment: Assessment, form: BeginForm | None = None) -> HttpResponse:
    """How far the assessors are, in numbers only, and the way to begin, for who leads; nothing for anybody else."""
    by: Any = request.user
    if (request.method == "POST" and form is None) or not leads(by, assessment):
        words = _("The consensus has not begun. What everybody says is shown from then on.")
        return closed_page(request, assessment, words)
    return render(
        request,
        "assessing/consensus_before.html",
        {"assessment": assessment, **beginning(assessment), "begin_form": form or BeginForm()},
        status=200 if form is None else 409,
    )


def beginning(assessment: Assessment) -> dict[str, Any]:
    """What the way to begin shows: numbers of items, names of who is waited for. A fixed number of queries."""
    is_in_review = assessment.state == Assessment.State.IN_REVIEW
    return {
        "progress": progress_of([assessment])[assessment.pk],
        "waited_for": waited_for(assessment) if is_in_review else [],
        "begin_form": BeginForm(),
        "sent": uuid.uuid4(),
    }
