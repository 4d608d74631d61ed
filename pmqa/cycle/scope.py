"""The one door to an assessment for a page: outside a person's scope it does not exist."""

from django.http import Http404, HttpRequest

from pmqa.cycle.models import Assessment


def assessment_or_404(request: HttpRequest, unit: str, year: int) -> Assessment:
    """The assessment of the unit with this code in this Buddhist-era year; Http404 outside the person's scope."""
    scope = Assessment.objects.for_user(request.user)  # type: ignore[arg-type]
    found = scope.select_related("unit", "round").filter(unit__code=unit, round__year=year).first()
    if found is None:
        raise Http404
    return found
