"""The page that puts a round beside an earlier one."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmqa.cycle.models import Round
from pmqa.headquarters import heat
from pmqa.headquarters.compared import by_criterion, by_kind, differing
from pmqa.headquarters.narrowing import choices, narrowed
from pmqa.headquarters.round_views import round_or_404


def round_compare(request: HttpRequest, year: int) -> HttpResponse:
    """Criteria and kinds of unit in two years. A fixed number of queries."""
    found, given = narrowed(request, round_or_404(request, year)), request.GET
    measure = given.get("measure", "") if given.get("measure") in heat.MEASURES else heat.EVIDENCE
    earlier = list(Round.objects.filter(year__lt=year)[:20])
    before = next((each for each in earlier if str(each.year) == given.get("with")), earlier[0] if earlier else None)
    rules = differing(found.round, before, measure) if before else []
    kind = Q(kind=found.stored_kind) if found.kind else Q()
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round-compare",
        "before": before,
        "earlier": earlier,
        "rules": rules,
        "measures": heat.MEASURES.items(),
        "measure": measure,
        "criteria_lines": by_criterion(found.round, before, measure, kind, not rules),
        "kind_lines": by_kind(found.round, before, measure, not rules),
    }
    return render(request, "headquarters/compare.html", context)
