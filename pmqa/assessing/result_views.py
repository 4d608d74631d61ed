"""The page of results: for the unit once they are published; before, it does not exist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from pmqa.assessing.results import results_for
from pmqa.cycle.scope import assessment_or_404


def results(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Scores, items, strengths and opportunities as they were published."""
    assessment = assessment_or_404(request, unit, year)
    person: Any = request.user
    found = results_for(person, assessment)
    if found is None:
        raise Http404
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    context = {"assessment": assessment, "results": found, "profile": assessment.round.profile}
    return render(request, "assessing/results.html", context)
