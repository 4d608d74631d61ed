"""The one door to an assessment for a page: outside a person's scope it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from pmqa.cycle.models import Assessment
from pmqa.organization.access import access_of

View = Callable[..., HttpResponseBase]


def assessment_or_404(request: HttpRequest, unit: str, year: int) -> Assessment:
    """The assessment of the unit with this code in this Buddhist-era year; Http404 outside the person's scope."""
    scope = Assessment.objects.for_user(request.user)  # type: ignore[arg-type]
    found = scope.select_related("unit", "round").filter(unit__code=unit, round__year=year).first()
    if found is None:
        raise Http404
    return found


def headquarters_or_404(request: HttpRequest) -> None:
    """Http404 for everybody but headquarters: to them its pages do not exist."""
    if not access_of(request.user).leads:  # type: ignore[arg-type]
        raise Http404


def post_only(view: View) -> View:
    """`view`, for POST alone. Unlike Django's require_POST it says 405 to those only who may know the address."""

    @wraps(view)
    def answer(request: HttpRequest, unit: str, year: int, **given: Any) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, unit=unit, year=year, **given)
        assessment_or_404(request, unit, year)
        return HttpResponseNotAllowed(["POST"])

    return answer
