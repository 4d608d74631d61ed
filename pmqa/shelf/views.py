"""The shelf as everybody reads it who signs in."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pmqa.criteria import CRITERIA
from pmqa.shelf.models import Practice
from pmqa.shelf.sources import SOURCES
from pmqa.thai.text import normalise

A_PAGE = 20


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """The practices that the filters in the address leave, the newest first."""
    search = normalise(request.GET.get("q", ""), lines=False)[:100]
    source, criterion = request.GET.get("source", ""), request.GET.get("criterion", "")
    rows = Practice.objects.on_shelf().select_related("assessment__unit", "assessment__round")
    if search:
        said = Q(title__icontains=search) | Q(text__icontains=search) | Q(words__icontains=search)
        rows = rows.filter(said | Q(assessment__unit__name__icontains=search))
    if source in titles():
        rows = rows.filter(source=source)
    if criterion:
        rows = rows.filter(criterion=criterion[:8])
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "practices": [(each, titles().get(each.source, "")) for each in page],
        "sources": titles().items(),
        "criteria": CRITERIA,
        "search": search,
        "source": source,
        "criterion": criterion,
    }
    return render(request, "shelf/shelf.html", context)


def titles() -> dict[str, str]:
    return {source.key: str(source.title) for source in SOURCES}
