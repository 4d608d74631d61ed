"""What an assessor is told of the unit's texts and files that others have too."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.judging.scope import assignment_of
from pmqa.likeness.models import Place, Search
from pmqa.likeness.reading import shown_at
from pmqa.organization.access import access_of

# So many places of the unit are shown, and of each so many other units.
MOST, MOST_OTHERS = 100, 10


def review_alike(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The places of one unit with the names of the others. The words shown are those of the unit that is assessed: of
    the others an assessor learns no more than that they have the same. 404 for all but its declared assessors and
    headquarters."""
    assessment = assessment_or_404(request, unit, year)
    person = request.user
    access = access_of(person)  # type: ignore[arg-type]
    leads = access.leads and assessment.unit_id not in access.belongs_units
    if not leads and assignment_of(person, assessment) is None:  # type: ignore[arg-type]
        raise Http404
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    context = {
        "assessment": assessment,
        "lines": _lines(assessment),
        "searched": Search.objects.filter(round=assessment.round_id).first(),
    }
    return render(request, "likeness/review.html", context)


def _lines(assessment: Assessment) -> list[tuple[object, list[str], int]]:
    """Each place of the unit, the names of other units, and of how many more. Two queries, and one a table."""
    held = Place.objects.filter(assessment=assessment).select_related(
        "likeness", "assessment__unit", "assessment__round"
    )
    places = list(held.order_by("-likeness__length", "pk")[:MOST])
    others: dict[int, list[str]] = {}
    rows = Place.objects.filter(likeness__in={each.likeness_id for each in places}).exclude(assessment=assessment)
    for likeness, name in (
        rows.order_by("assessment__unit__sort_key").values_list("likeness", "assessment__unit__name").distinct()
    ):
        others.setdefault(likeness, []).append(name)
    lines = []
    for shown in shown_at(places):
        names = others.get(shown.place.likeness_id, [])[:MOST_OTHERS]
        lines.append((shown, names, shown.place.likeness.units - 1 - len(names)))
    return lines
