"""The annual report in figures: one frozen value over all units of a round, read from what is stored of each."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Avg, Count, Q, Sum
from django.utils.translation import gettext as _

from pmqa.annual.remarks import counts_by_point
from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.guidelines import Status
from pmqa.judging.models import Remark
from pmqa.rollup.models import Computed, CriterionResult, PointResult
from pmqa.thai.fiscal import bounds
from pmqa.thai.sorting import sort_key

MOST_POINTS = 10


@dataclass(frozen=True)
class OfCriterion:
    """A criterion over all units: points counted, and the mean per cent of those units that have one."""

    code: str
    title: str
    met: int
    partly: int
    missing: int
    own: Decimal | None
    published: Decimal | None


@dataclass(frozen=True)
class OfKind:
    """A kind of unit: how many there are, and for each criterion the per cent of points that are met."""

    kind: str
    units: int
    met: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class OfPoint:
    """A point over all units: in how many it stands so, of how many."""

    code: str
    title: str
    count: int
    of: int


@dataclass(frozen=True)
class AnnualFigures:
    """What the summary says. `as_of` is the oldest moment at which figures of a unit were computed; `bad` are units
    that could not be made, with the reason."""

    year: int
    starts_on: datetime.date
    ends_on: datetime.date
    units: int
    as_of: datetime.datetime | None
    states: tuple[tuple[str, int], ...]
    criteria: tuple[OfCriterion, ...]
    kinds: tuple[OfKind, ...]
    weakest: tuple[OfPoint, ...]
    strengths: tuple[OfPoint, ...]
    opportunities: tuple[OfPoint, ...]
    judged: int
    published: int
    bad: tuple[tuple[str, str], ...] = ()


def figures_of_round(round_: Round, *, bad: Sequence[tuple[str, str]] = ()) -> AnnualFigures:
    """The figures of all units of `round_`, in the active language and a fixed number of queries."""
    assessments = Assessment.objects.filter(round=round_)
    counts = dict(assessments.order_by().values_list("state").annotate(count=Count("pk")))
    starts_on, ends_on = bounds(round_.year)
    of = sum(counts.values())
    published = counts.get(Assessment.State.PUBLISHED, 0)
    computed = Computed.objects.filter(assessment__round=round_)
    return AnnualFigures(
        year=round_.year,
        starts_on=starts_on,
        ends_on=ends_on,
        units=of,
        as_of=computed.order_by("as_of").values_list("as_of", flat=True).first(),
        states=tuple((str(label), counts.get(state, 0)) for state, label in Assessment.State.choices),
        criteria=_criteria(round_),
        kinds=_kinds(round_),
        weakest=_weakest(round_),
        strengths=_said(round_, Remark.Kind.STRENGTH, published),
        opportunities=_said(round_, Remark.Kind.OFI, published),
        judged=computed.filter(own__isnull=False).count(),
        published=published,
        bad=tuple(bad),
    )


def _criteria(round_: Round) -> tuple[OfCriterion, ...]:
    rows = CriterionResult.objects.filter(round=round_).order_by().values_list("criterion")
    sums = (Sum("met"), Sum("partly"), Sum("missing"), Avg("own"), Avg("published"))
    found = {code: figures for code, *figures in rows.annotate(*sums)}
    none = [0, 0, 0, None, None]
    return tuple(OfCriterion(each.code, str(each.title), *found.get(each.code, none)) for each in CRITERIA)


def _kinds(round_: Round) -> tuple[OfKind, ...]:
    """All units first, where they are of more than one kind, and then each kind."""
    rows = CriterionResult.objects.filter(round=round_).order_by().values_list("kind", "criterion")
    shares: dict[tuple[str, str], Fraction | None] = {}
    units: dict[str, int] = {}
    sums = rows.annotate(Sum("met"), Sum("partly"), Sum("missing"), Count("pk"))
    met_of_all: dict[str, list[int]] = {}
    for kind, code, met, partly, missing, count in sums:
        units[kind] = max(count, units.get(kind, 0))
        shares[kind, code] = _share(met, met + partly + missing)
        one = met_of_all.setdefault(code, [0, 0])
        one[0], one[1] = one[0] + met, one[1] + met + partly + missing
    codes = [criterion.code for criterion in CRITERIA]
    kinds = [
        OfKind(kind or _("no kind"), units[kind], tuple(shares.get((kind, code)) for code in codes))
        for kind in sorted(units, key=lambda kind: (not kind, sort_key(kind)))
    ]
    together = tuple(_share(*met_of_all.get(code, [0, 0])) for code in codes)
    return tuple(kinds) if len(kinds) < 2 else (OfKind(_("All units"), sum(units.values()), together), *kinds)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


def _weakest(round_: Round) -> tuple[OfPoint, ...]:
    """The points that are missing in most units."""
    rows = PointResult.objects.filter(round=round_).order_by().values_list("point")
    found = rows.annotate(missing=Count("pk", filter=Q(status=Status.MISSING)), units=Count("pk"))
    return _most((code, missing, units) for code, missing, units in found)


def _said(round_: Round, kind: str, published: int) -> tuple[OfPoint, ...]:
    return _most((code, count, published) for code, count in counts_by_point(round_, kind).items())


def _most(found: "Mapping[str, int] | object") -> tuple[OfPoint, ...]:
    titles, order = titles_of_points(), list(titles_of_points())
    lines = sorted((code, count, of) for code, count, of in found if count and code in titles)  # type: ignore[attr-defined]
    lines.sort(key=lambda line: (-line[1], order.index(line[0])))
    return tuple(OfPoint(code, titles[code], count, of) for code, count, of in lines[:MOST_POINTS])


def titles_of_points() -> dict[str, str]:
    """Every point by its code, and every criterion, of which a remark may tell as a whole."""
    points = {point.code: str(point.title) for each in CRITERIA for point in each.guidelines}
    return points | {each.code: str(each.title) for each in CRITERIA}
