"""Where a person begins: their unit's start page, or the list of the assessments that they may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pmqa.cycle.models import Assessment
from pmqa.organization.access import access_of
from pmqa.thai.text import normalise

ROWS_A_PAGE = 50


def home(request: HttpRequest) -> HttpResponse:
    """Who works in one unit alone goes to its newest open year; everybody else finds what waits, and the list."""
    seen = Assessment.objects.for_user(request.user).select_related("unit", "round")  # type: ignore[arg-type]
    newest = list(seen.filter(round__is_open=True).order_by("-round__year")[:2])
    access = access_of(request.user)  # type: ignore[arg-type]
    if len(newest) == 1 and newest[0].unit_id in access.writes_units and not (access.assesses or access.leads):
        return redirect("start", newest[0].unit.code, newest[0].year)
    return redirect("assessments")


def assessments(request: HttpRequest) -> HttpResponse:
    """The assessments that the person may see, by year, state and name of the unit."""
    rows = Assessment.objects.for_user(request.user).select_related("unit", "round")  # type: ignore[arg-type]
    search = normalise(request.GET.get("q", ""), lines=False)
    year, state = request.GET.get("year", ""), request.GET.get("state", "")
    years = sorted(set(rows.order_by().values_list("round__year", flat=True)), reverse=True)
    if search:
        rows = rows.filter(unit__name__icontains=search) | rows.filter(unit__code__icontains=search)
    if year.isdecimal():
        rows = rows.filter(round__year=int(year[:4]))
    if state in Assessment.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-round__year", "unit__sort_key", "pk"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"page": page, "search": search, "year": year, "state": state, "years": years}
    context |= {"states": Assessment.State.choices, "address": kept.urlencode()}
    return render(request, "headquarters/assessments.html", context)
