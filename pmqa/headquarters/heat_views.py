"""The page of the heat map."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import CRITERIA, criterion_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.headquarters import heat
from pmqa.headquarters.narrowing import Narrowed, choices, narrowed
from pmqa.headquarters.round_views import round_or_404
from pmqa.headquarters.shares import FAIR, GOOD
from pmqa.rollup.models import Computed, CriterionResult

UNITS_A_PAGE = 50
SORTS = {"": _("by name"), "weak": _("weakest first")}


def round_map(request: HttpRequest, year: int) -> HttpResponse:
    """Units against criteria, or against points; above them the kinds of unit. A fixed number of queries."""
    found, given = narrowed(request, round_or_404(request, year)), request.GET
    by_point = given.get("by") == "point"
    criterion = _criterion(given.get("criterion", "")) if by_point else None
    measure = given.get("measure", "")
    measure = measure if measure in heat.MEASURES and not by_point else heat.EVIDENCE
    sort = "weak" if given.get("sort") == "weak" else ""
    page = Paginator(_rows(found, measure, sort), UNITS_A_PAGE).get_page(given.get("page"))
    shown = (criterion,) if criterion else CRITERIA
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round-map",
        "by_point": by_point,
        "criteria": CRITERIA,
        "criterion": criterion,
        "shown": shown,
        "heads": _heads(by_point, shown),
        "measures": heat.MEASURES.items(),
        "measure": measure,
        "sorts": SORTS.items(),
        "sort": sort,
        "page": page,
        "kind_lines": _kinds(found, by_point, criterion, measure),
        "lines": heat.units_by_point(page, shown) if by_point else heat.units_by_criterion(page, measure),
        # With the units, as every query of a page counts.
        "as_of": page[0].as_of if page else None,
        "good": GOOD,
        "fair": FAIR,
        "hidden": [(name, given[name]) for name in ("by", "criterion", "measure", "sort") if given.get(name)],
    }
    return render(request, "headquarters/map.html", context)


def _criterion(code: str) -> Criterion | None:
    try:
        return criterion_of(code) if code else None
    except KeyError:
        return None


def _heads(by_point: bool, shown: Any) -> list[tuple[str, str]]:
    """The headings of the columns: a code, and what it stands for."""
    if not by_point:
        return [(each.code, str(each.title)) for each in shown]
    return [(each.code, str(each.title)) for criterion in shown for each in criterion.guidelines]


def _kinds(found: Narrowed, by_point: bool, criterion: Criterion | None, measure: str) -> list[heat.Line]:
    if not by_point:
        return heat.kinds_by_criterion(found, measure)
    return heat.kinds_by_point(found, criterion) if criterion else []


def _rows(found: Narrowed, measure: str, sort: str) -> "QuerySet[Assessment]":
    rows = found.leave(Assessment.objects.filter(round=found.round)).select_related("unit", "round")
    rows = rows.annotate(as_of=Subquery(Computed.objects.order_by("-as_of").values("as_of")[:1]))
    if sort and measure == heat.EVIDENCE:
        of_unit = CriterionResult.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
        rows = rows.annotate(met=Subquery(of_unit.annotate(all=Sum("met")).values("all")))
        return rows.order_by(F("met").asc(nulls_last=True), "unit__sort_key", "pk")
    if sort:
        return rows.order_by(F(f"computed__{measure}").asc(nulls_last=True), "unit__sort_key", "pk")
    return rows.order_by("unit__sort_key", "pk")
