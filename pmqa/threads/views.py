"""Pages of improvements: the list with the criteria that each serves, and the thread of one from source to effect."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.history import history_of
from pmqa.evidence.models import Improvement
from pmqa.evidence.templatetags.sheet import cell
from pmqa.evidence.views import row_or_404
from pmqa.scoring.engine import Point
from pmqa.scoring.pages import ShownPoint, shown_points
from pmqa.threads.change import change_between
from pmqa.threads.origin import Origin, origins_of, tables_of
from pmqa.threads.serving import served_by_source

ROWS_A_PAGE = 50
SHOWN_FACTS = 8


@dataclass(frozen=True)
class Listed:
    """An improvement on the list, and the points that it serves."""

    row: Improvement
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Step:
    """A stage of the thread: a heading, and what is written under it; an empty one is said to be missing."""

    heading: str
    text: Any

    @property
    def is_date(self) -> bool:
        return isinstance(self.text, datetime.date)


@dataclass(frozen=True)
class ServedPoint:
    """A point that the improvement serves, with its criterion."""

    criterion: str
    shown: ShownPoint


def improvements(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """The improvements of the year by their source, each with the points that it serves."""
    assessment = assessment_or_404(request, unit, year)
    every = rows = table_of("improvements").rows_of(assessment)
    source = request.GET.get("source", "")
    if source in Improvement.Source.values:
        rows = rows.filter(source=source)
    page = Paginator(rows.order_by("position", "pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    served = served_by_source(assessment)
    context = {
        "assessment": assessment,
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        "page": page,
        "listed": [Listed(row, served[row.source]) for row in page.object_list],
        "sources": Improvement.Source.choices,
        "source": source,
        "without": _without_example(served, every),
    }
    return render(request, "threads/list.html", context)


def _without_example(served: Mapping[str, tuple[Point, ...]], rows: Any) -> list[Point]:
    """The points that ask for an improvement and have none among `rows`."""
    standing = set(rows.order_by().values_list("source", flat=True))
    helped = {point.guideline.code for source in standing for point in served[source]}
    points = {point.guideline.code: point for points in served.values() for point in points}
    return [point for code, point in sorted(points.items()) if code not in helped]


def thread(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """One improvement from its source to its effect, and what it serves."""
    assessment = assessment_or_404(request, unit, year)
    table = table_of("improvements")
    found = row_or_404(table, assessment, row)
    if found.deleted_at is not None:
        raise Http404
    files = [file for file in found.evidence.all() if file.deleted_at is None]
    context = {
        "assessment": assessment,
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        "table": table,
        "row": found,
        "origins": [(origin, _facts(origin)) for origin in origins_of(assessment, found.source, found.origin)],
        "searched": tables_of(found.source),
        "steps": list(_steps(found)),
        "change": change_between(found.before, found.after),
        "pictures": [file for file in files if file.thumbnail],
        "papers": [file for file in files if not file.thumbnail],
        "points": _served(assessment, found.source),
        "entries": history_of(table, found),
    }
    return render(request, "threads/thread.html", context)


def _served(assessment: Assessment, source: str) -> list[ServedPoint]:
    points = served_by_source(assessment)[source]
    shown = shown_points(assessment, points)
    return [ServedPoint(point.criterion.code, each) for point, each in zip(points, shown, strict=True)]


def _facts(origin: Origin) -> list[tuple[Any, Any]]:
    """The first filled columns of a source row, as its reader sees them."""
    (line,) = origin.table.lines_of([origin.row])
    cells = ((column.heading, cell(line.values, column.key)) for column in origin.table.sheet_columns)
    return [(heading, value) for heading, value in cells if value][:SHOWN_FACTS]


def _steps(row: Improvement) -> Iterable[Step]:
    for name in ("problem", "change", "service", "responsible", "since"):
        yield Step(str(row._meta.get_field(name).verbose_name), getattr(row, name))  # type: ignore[union-attr]
