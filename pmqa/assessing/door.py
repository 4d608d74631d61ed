"""The door to the pages of assessors: those to whom the assessment is assigned, and headquarters to look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from pmqa.cycle.models import Assessment, Assignment
from pmqa.cycle.scope import assessment_or_404
from pmqa.organization.access import access_of

View = Callable[..., HttpResponse]


def assigned_or_404(request: HttpRequest, unit: str, year: int) -> tuple[Assessment, Assignment | None]:
    """The assessment, and how it is assigned to the person, declared or not yet; None for headquarters, who only look.
    Http404 for everybody else: people of the unit itself never come here, whatever their roles."""
    person: Any = request.user
    access = access_of(person)
    mine = Assignment.objects.filter(assessor=person, conflict="").select_related(
        "assessment__unit", "assessment__round"
    )
    assignment = mine.filter(assessment__unit__code=unit, assessment__round__year=year).first()
    if assignment is None or not access.assesses:
        assignment, assessment = None, assessment_or_404(request, unit, year)
    else:
        assessment = assignment.assessment
    if assessment.unit_id in access.belongs_units or (assignment is None and not access.leads):
        raise Http404
    return assessment, assignment


def for_reviewers(*methods: str) -> Callable[[View], View]:
    """`view`, called with the assessment, for these methods; whoever has yet to declare is led to the declaration."""

    def dress(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, unit: str, year: int, **given: Any) -> HttpResponse:
            assessment, assignment = assigned_or_404(request, unit, year)
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if assignment is not None and assignment.declared_at is None:
                if request.method == "POST":
                    return closed_page(request, assessment)
                return redirect("review-declare", unit, year)
            return view(request, assessment, **given)

        return answer

    return dress


def closed_page(request: HttpRequest, assessment: Assessment, words: str = "") -> HttpResponse:
    """Says that nothing can be judged here now; status 403."""
    return render(request, "assessing/closed.html", {"assessment": assessment, "words": words}, status=403)
