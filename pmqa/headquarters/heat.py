"""The heat map of a round: units, and kinds of unit, against criteria and points, from what is stored of each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.headquarters.narrowing import NO_KIND, Narrowed
from pmqa.headquarters.shares import NOTHING, Cell, Cells, Counted, mean_of, of_units, total_of
from pmqa.rollup.models import CriterionResult, PointResult
from pmqa.thai.sorting import sort_key

EVIDENCE = "evidence"
# What a cell of criteria shows, by the word in the address.
MEASURES = {
    EVIDENCE: _("Evidence is there"),
    "own": _("Own judgement"),
    "published": _("Published result"),
}


@dataclass(frozen=True)
class Line:
    """A row of the map: a title, where it leads, a note, and its cells."""

    title: str
    address: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Tallied:
    """What the units of a kind show in a column: how many there are, and how many have a figure. The figure is points
    counted, or a mean in per cent."""

    units: int
    of: int
    counted: Counted = NOTHING
    mean: Any = None


def kinds_by_criterion(found: Narrowed, measure: str) -> list[Line]:
    """All units and each kind of unit against the criteria. One query."""
    results = of_units(found, CriterionResult.objects.all())
    rows = _evidence(results) if measure == EVIDENCE else _means(results, measure)
    return _kind_lines([criterion.code for criterion in CRITERIA], rows)


def _evidence(results: "QuerySet[Any]") -> dict[tuple[str, str], Tallied]:
    """Points counted, by kind of unit and criterion. The database counts how often the same three figures stand there,
    in the order of its index, which takes half the time of summing them."""
    figures = results.values_list("kind", "criterion", "met", "partly", "missing").annotate(units=Count("*"))
    rows: dict[tuple[str, str], Tallied] = {}
    for kind, code, met, partly, missing, units in figures:
        before = rows.get((kind, code), Tallied(0, 0))
        counted = before.counted + Counted(met * units, partly * units, missing * units)
        rows[kind, code] = Tallied(before.units + units, before.units + units, counted)
    return rows


def _means(results: "QuerySet[Any]", measure: str) -> dict[tuple[str, str], Tallied]:
    figures = results.values_list("kind", "criterion").annotate(Avg(measure), Count(measure), units=Count("*"))
    return {(kind, code): Tallied(units, count, mean=mean) for kind, code, mean, count, units in figures}


def kinds_by_point(found: Narrowed, criterion: Criterion) -> list[Line]:
    """All units and each kind of unit against the points of a criterion. One query."""
    codes = [guideline.code for guideline in criterion.guidelines]
    results = of_units(found, PointResult.objects.filter(point__in=codes))
    counts: dict[tuple[str, str], Counted] = {}
    for kind, point, status, count in results.values_list("kind", "point", "status").annotate(units=Count("*")):
        one = Counted(**{status.lower(): count})
        counts[kind, point] = counts.get((kind, point), Counted()) + one
    return _kind_lines(codes, {key: Tallied(each.total, each.total, each) for key, each in counts.items()})


def _kind_lines(codes: Sequence[str], rows: Mapping[tuple[str, str], Tallied]) -> list[Line]:
    """All units, where they are of more than one kind, and each kind."""
    kinds = sorted({kind for kind, _code in rows}, key=lambda kind: (not kind, sort_key(kind)))
    lines = [_kind_line(kind or _("no kind"), kind or NO_KIND, codes, [kind], rows) for kind in kinds]
    return lines if len(kinds) == 1 else [_kind_line(_("All units"), "", codes, kinds, rows), *lines]


def _kind_line(
    title: Any, asked: str, codes: Sequence[str], kinds: Sequence[str], rows: Mapping[tuple[str, str], Tallied]
) -> Line:
    """The units of `kinds` together. The address of a cell is the code it stands for, that of the line the kind."""
    columns = [[rows[kind, code] for kind in kinds if (kind, code) in rows] for code in codes]
    units = max((sum(each.units for each in some) for some in columns), default=0)
    of = max((sum(each.of for each in some) for some in columns), default=0)
    made = Cells()
    cells = tuple(made.share(_share(some), code) for some, code in zip(columns, codes, strict=True))
    return Line(str(title), asked, f"{units:,}" if of == units else f"{of:,} / {units:,}", cells)


def _share(some: Sequence[Tallied]) -> float | None:
    counted = total_of(each.counted for each in some)
    return counted.share if counted.total else mean_of([(each.mean, each.of) for each in some])


def units_by_criterion(rows: Sequence[Assessment], measure: str) -> list[Line]:
    """Each unit against the criteria. One query."""
    results = CriterionResult.objects.filter(assessment__in=[each.pk for each in rows])
    columns = ("assessment", "criterion", "met", "partly", "missing", "own", "published")
    held = {(pk, code): figures for pk, code, *figures in results.values_list(*columns)}
    made = Cells()
    return [
        _unit_line(each, [_criterion_cell(made, each, code.code, held, measure) for code in CRITERIA]) for each in rows
    ]


def _criterion_cell(made: Cells, row: Assessment, code: str, held: Mapping[tuple[int, str], Any], measure: str) -> Cell:
    address, figures = _criterion_address(row, code), held.get((row.pk, code))
    if figures is None:
        return made.found("", "", address)
    if measure == EVIDENCE:
        counted = Counted(*figures[:3])
        return made.found(counted.status, f"{counted.met}/{counted.total}", address)
    return made.share(figures[3 if measure == "own" else 4], address)


def units_by_point(rows: Sequence[Assessment], criteria: Sequence[Criterion]) -> list[Line]:
    """Each unit against the points of `criteria`. One query."""
    results = PointResult.objects.filter(assessment__in=[each.pk for each in rows])
    codes = [(criterion.code, guideline.code) for criterion in criteria for guideline in criterion.guidelines]
    if len(criteria) < len(CRITERIA):
        results = results.filter(point__in=[point for _criterion, point in codes])
    held = {(pk, point): status for pk, point, status in results.values_list("assessment", "point", "status")}
    made, lines = Cells(), []
    for each in rows:
        where = {criterion.code: _criterion_address(each, criterion.code) for criterion in criteria}
        cells = [made.found(held.get((each.pk, point), ""), "", f"{where[code]}#{point}") for code, point in codes]
        lines.append(_unit_line(each, cells))
    return lines


def _criterion_address(row: Assessment, code: str) -> str:
    return reverse("criterion", args=[row.unit.code, row.year, code.lower()])


def _unit_line(row: Assessment, cells: Sequence[Cell]) -> Line:
    address = reverse("start", args=[row.unit.code, row.year])
    return Line(str(row.unit), address, row.get_state_display(), tuple(cells))
