"""Where the units of a round stand after publication: whose plan lacks, whose follow-up, and what is overdue."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Round
from pmqa.followup.models import MONTHS, Approval, Confirmation, OfiAnswer, PlanAction, Report
from pmqa.followup.pages import is_overdue
from pmqa.followup.published import follow_up_on
from pmqa.headquarters.round_views import round_or_404
from pmqa.judging.models import Remark, Sheet
from pmqa.thai.text import normalise

UNITS_A_PAGE = 50
# What the list can be narrowed to, by the word in the address.
PARTS = {
    "no-plan": _("Without an approved plan"),
    "no-6": _("Without a confirmed follow-up after 6 months"),
    "no-12": _("Without a confirmed follow-up after 12 months"),
    "overdue": _("Overdue"),
}


@dataclass(frozen=True)
class Standing:
    """Of how many actions a follow-up reports how many, when it was confirmed, and whether its day has passed."""

    month: int
    reported: int
    confirmation: datetime.datetime | None
    is_overdue: bool


def round_follow_up(request: HttpRequest, year: int) -> HttpResponse:
    """The published units of a round, one page of them, with counts of what lacks in all."""
    found = round_or_404(request, year)
    search, part = normalise(request.GET.get("q", ""), lines=False), request.GET.get("part", "")
    rows, parts = standings_in(found), _parts(found)
    counts = rows.aggregate(total=Count("pk"), **{f"n{n}": Count("pk", filter=q) for n, q in enumerate(parts.values())})
    if search:
        rows = rows.filter(Q(unit__name__icontains=search) | Q(unit__code__icontains=search))
    if part in parts:
        rows = rows.filter(parts[part])
    page = Paginator(rows.order_by("unit__sort_key", "pk"), UNITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "total": counts["total"],
        "parts": [(key, PARTS[key], counts[f"n{number}"]) for number, key in enumerate(parts)],
        "part": part,
        "search": search,
        "page": page,
        "days": [(month, _day(found, month)) for month in MONTHS],
        "lines": [(row, list(_standings(row))) for row in page],
    }
    return render(request, "headquarters/follow_up.html", context)


def _day(round_: Round, month: int) -> datetime.date | None:
    return follow_up_on(Assessment(round=round_), month)


def _standings(row: Any) -> Iterator[Standing]:
    for month in MONTHS:
        confirmed_at = getattr(row, f"confirmed_{month}")
        overdue = is_overdue(follow_up_on(row, month), confirmed_at is not None)
        yield Standing(month, getattr(row, f"reported_{month}"), confirmed_at, overdue)


def _parts(round_: Round) -> dict[str, Q]:
    """The conditions of PARTS, in order."""
    today, overdue = timezone.localdate(), Q(pk__in=[])
    for month in MONTHS:
        day = _day(round_, month)
        if day is not None and day < today:
            overdue |= Q(**{f"confirmed_{month}": None})
    conditions = (Q(approved_at=None), Q(confirmed_6=None), Q(confirmed_12=None), overdue)
    return dict(zip(PARTS, conditions, strict=True))


def standings_in(round_: Round) -> "QuerySet[Assessment]":
    """The published assessments of a round, each with what is counted of its plan."""
    standing = PlanAction.objects.exclude(state=PlanAction.State.DROPPED).filter(assessment=OuterRef("pk"))
    sheets = Sheet.objects.filter(
        assessment=OuterRef("pk"), kind=Sheet.Kind.CONSENSUS, submitted_at__isnull=False
    ).order_by("-submission")
    rows = Assessment.objects.filter(round=round_, state=Assessment.State.PUBLISHED).select_related("unit", "round")
    rows = rows.annotate(sheet_id=Subquery(sheets.values("pk")[:1]))
    ofis = Remark.objects.filter(sheet=OuterRef("sheet_id"), kind=Remark.Kind.OFI)
    reports = Report.objects.filter(action__assessment=OuterRef("pk")).exclude(action__state=PlanAction.State.DROPPED)
    confirmed = Confirmation.objects.filter(assessment=OuterRef("pk"))
    approvals = Approval.objects.filter(assessment=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        ofis=_count(ofis, "sheet"),
        answered=_count(OfiAnswer.objects.filter(remark__sheet=OuterRef("sheet_id")), "remark__sheet"),
        actions=_count(standing, "assessment"),
        approved_at=Subquery(approvals.values("at")[:1]),
        **{f"reported_{month}": _count(reports.filter(month=month), "action__assessment") for month in MONTHS},
        **{f"confirmed_{month}": Subquery(confirmed.filter(month=month).values("at")[:1]) for month in MONTHS},
    )


def _count(rows: "QuerySet[Any]", by: str) -> Coalesce:
    """How many `rows` there are, as a column; 0 for none."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)
