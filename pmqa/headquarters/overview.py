"""A round on one screen: how far its units are, week by week, who is late, who has more time, and the units."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmqa.charts.progress import Rung, funnel, lines
from pmqa.cycle.models import Assessment
from pmqa.headquarters.forms import DATES
from pmqa.headquarters.lateness import days_late, is_late
from pmqa.headquarters.narrowing import EXTENDED, LATE, TIMES, Narrowed, choices, is_extended, narrowed
from pmqa.headquarters.queries import assessments_of, loads_of
from pmqa.headquarters.round_views import round_or_404
from pmqa.headquarters.weeks import STATES, changes_of, weeks_of

UNITS_A_PAGE = 50


def round_page(request: HttpRequest, year: int) -> HttpResponse:
    """The overview of a round. Its queries do not grow with the units."""
    found = narrowed(request, round_or_404(request, year))
    page = Paginator(found.leave(assessments_of(found.round)), UNITS_A_PAGE).get_page(request.GET.get("page"))
    counts = _counts(found)
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round",
        "stages": _stages(counts),
        "counted": [(key, title, counts[key]) for key, title in TIMES.items()],
        "weeks": _weeks(found, counts),
        "loads": loads_of(found.round),
        "dates": [(label, getattr(found.round, name)) for name, label in DATES.items()],
        "page": page,
        "rows": [(each, days_late(each, found.today)) for each in page],
        "sent": uuid.uuid4(),
    }
    return render(request, "headquarters/round.html", context)


def _counts(found: Narrowed) -> dict[str, int]:
    """How many units of the kind that is asked for stand in each state, are late, and have more time. One query."""
    rows = Assessment.objects.filter(found.of_kind(), round=found.round).order_by()
    counted = {state: Count("pk", filter=Q(state=state)) for state in STATES}
    late = Count("pk", filter=is_late(found.round, found.today))
    return rows.aggregate(**counted, **{LATE: late, EXTENDED: Count("pk", filter=is_extended(found.round))})


def _stages(counts: dict[str, int]) -> list[tuple[str, str, int, int, Rung]]:
    """The states in order: code, title, how many stand in it, how many came to it or beyond, and the bar of these."""
    reached = [sum(counts[state] for state in STATES[place:]) for place in range(len(STATES))]
    labels = dict(Assessment.State.choices)
    return [
        (state, str(labels[state]), counts[state], came, rung)
        for state, came, rung in zip(STATES, reached, funnel(reached), strict=True)
    ]


def _weeks(found: Narrowed, counts: dict[str, int]) -> dict[str, Any] | None:
    """The picture of the weeks and the table behind it; None where nothing has changed yet."""
    weeks = weeks_of({state: counts[state] for state in STATES}, changes_of(found), found.today)
    if not weeks:
        return None
    names = [str(label) for state, label in Assessment.State.choices if state != STATES[0]]
    total = sum(counts[state] for state in STATES)
    return {
        "names": names,
        "lines": lines(names, [week.reached for week in weeks], total),
        "rows": [(week.monday, week.reached) for week in weeks],
    }
