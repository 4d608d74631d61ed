"""The points of all units: where most lack something, and which units lack what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Absence, Criterion
from pmqa.evidence.guidelines import Guideline, Status
from pmqa.headquarters.narrowing import Narrowed, choices, narrowed
from pmqa.headquarters.round_views import round_or_404
from pmqa.headquarters.shares import Counted, of_units, written
from pmqa.rollup.models import PointResult

UNITS_A_PAGE = 50
SERIES = (Status.MET, Status.PARTLY, Status.MISSING)
NOT_MET = (Status.PARTLY, Status.MISSING)
# Which units are listed, by the word in the address.
STATUSES: dict[str, tuple[Any, tuple[Status, ...]]] = {
    "": (_("not met"), NOT_MET),
    "missing": (_("missing"), (Status.MISSING,)),
    "partly": (_("partly"), (Status.PARTLY,)),
    "met": (_("met"), (Status.MET,)),
}


@dataclass(frozen=True)
class PointLine:
    """A point and how many units meet it."""

    criterion: Criterion
    guideline: Guideline
    counted: Counted

    @property
    def share(self) -> str:
        return written(self.counted.share)


def round_points(request: HttpRequest, year: int) -> HttpResponse:
    """Every point with how many units meet it, the one that fewest meet first."""
    found = narrowed(request, round_or_404(request, year))
    sort = "code" if request.GET.get("sort") == "code" else ""
    lines = points_of(found)
    if not sort:
        lines.sort(key=lambda line: (line.counted.share is None, line.counted.share or 0, -line.counted.missing))
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round-points",
        "lines": lines,
        "sort": sort,
        "hidden": [("sort", sort)] if sort else [],
    }
    return render(request, "headquarters/points.html", context)


def points_of(found: Narrowed) -> list[PointLine]:
    """The points in their order. One query."""
    counts: dict[str, dict[str, int]] = {}
    results = of_units(found, PointResult.objects.all())
    for point, status, count in results.values_list("point", "status").annotate(units=Count("*")):
        counts.setdefault(point, {})[status] = count
    return [
        PointLine(criterion, each, Counted(*(counts.get(each.code, {}).get(status, 0) for status in SERIES)))
        for criterion in CRITERIA
        for each in criterion.guidelines
    ]


@dataclass(frozen=True)
class Asked:
    """What is looked for: a point, and the absence that asks for something else than its status."""

    criterion: Criterion
    guideline: Guideline
    absence: Absence | None

    @property
    def title(self) -> str:
        return str(self.absence.title if self.absence else self.guideline.title)


def absences() -> list[tuple[Criterion, Absence]]:
    return [(criterion, each) for criterion in CRITERIA for each in criterion.absences]


def asked_for(what: str, point: str) -> Asked:
    """What an address asks for: an absence by its key, else a point by its code, else the first absence."""
    known = absences()
    points = {each.code: (criterion, each) for criterion in CRITERIA for each in criterion.guidelines}
    absence = next((each for _criterion, each in known if each.key == what), None)
    if absence is None and point in points:
        return Asked(*points[point], None)
    absence = absence or known[0][1]
    return Asked(*points[absence.point], absence)


def round_without(request: HttpRequest, year: int) -> HttpResponse:
    """The units that lack what the address names."""
    found, given = narrowed(request, round_or_404(request, year)), request.GET
    asked = asked_for(given.get("what", ""), given.get("point", ""))
    status = given.get("status", "") if given.get("status", "") in STATUSES and not asked.absence else ""
    page = Paginator(_lacking(found, asked, status), UNITS_A_PAGE).get_page(given.get("page"))
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round-without",
        "asked": asked,
        "absences": absences(),
        "criteria": CRITERIA,
        "statuses": [(key, title) for key, (title, _statuses) in STATUSES.items()],
        "status": status,
        "page": page,
        "hidden": [(name, given[name]) for name in ("what", "point", "status") if given.get(name)],
    }
    return render(request, "headquarters/without.html", context)


def _lacking(found: Narrowed, asked: Asked, status: str) -> Any:
    """The units by name, each with the status of the point and how many reasons there are."""
    held = PointResult.objects.filter(assessment=OuterRef("pk"), point=asked.guideline.code)
    rows = found.leave(Assessment.objects.filter(round=found.round)).select_related("unit", "round")
    if asked.absence and asked.absence.lacking:
        rows = rows.filter(asked.absence.lacking())
    else:
        rows = rows.filter(Exists(held.filter(status__in=_of(status))))
    rows = rows.annotate(
        status=Subquery(held.values("status")[:1]),
        reasons=Subquery(held.values("reasons")[:1], output_field=IntegerField()),
    )
    return rows.order_by("unit__sort_key", "pk")


def _of(status: str) -> Sequence[Status]:
    return STATUSES[status][1]
