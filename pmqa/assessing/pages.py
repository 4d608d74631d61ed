"""What the pages of the walk show."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest

from pmqa.assessing.changes import ChangesSince
from pmqa.assessing.exhibits import exhibits_of
from pmqa.assessing.remark_list import remarks_context
from pmqa.assessing.walk import CHOICES, Panel, Stop, Walk
from pmqa.evidence.models import Statement
from pmqa.judging.models import Judgement
from pmqa.scoring.engine import findings_of


def stop_or_404(walk: Walk, code: str, point: str = "") -> Stop:
    """The point of this code, or else the first of the criterion of which nothing is said; Http404 for no criterion."""
    own = [stop for stop in walk.stops() if stop.criterion.code == code.upper()]
    if not own:
        raise Http404
    unsaid = (stop for stop in own if not walk.has_said(stop.code))
    return next((stop for stop in own if stop.code == point), next(unsaid, own[0]))


def walk_context(request: HttpRequest, walk: Walk, stop: Stop, changed: Panel | None = None) -> dict[str, Any]:
    """What the page of a point shows; `changed` is the panel whose form has just come back."""
    assessment, criterion = walk.assessment, stop.criterion
    stops = walk.stops()
    at = next(number for number, each in enumerate(stops) if each.code == stop.code)
    points = {point.guideline.code: point for point in findings_of([assessment], [criterion])[assessment.pk]}
    statement = (
        Statement.objects.filter(assessment=assessment, guideline=stop.code).prefetch_related("evidence").first()
    )
    panels, since = walk.panels(criterion, stop.guideline), ChangesSince(assessment)
    return {
        **panel_context(walk, stop),
        "criterion": criterion,
        "finding": points[stop.code].finding,
        "statement": statement if statement and statement.text else None,
        "own": walk.own_said(criterion, stop.guideline),
        "panels": [changed if changed and changed.item == each.item else each for each in panels],
        "exhibits": exhibits_of(criterion, assessment, stop.code, since),
        "is_resubmitted": since.is_resubmitted,
        "statement_change": since.kind_of(statement) if statement else None,
        "before": stops[at - 1] if at else None,
        "after": stops[at + 1] if at + 1 < len(stops) else None,
        **remarks_context(request, walk, stop),
    }


def panel_context(walk: Walk, stop: Stop) -> dict[str, Any]:
    """What the parts of the page need that come back after a judgement."""
    return {
        "assessment": walk.assessment,
        "walk": walk,
        "stop": stop,
        "stops": [each for each in walk.stops() if each.criterion is stop.criterion],
        "verdicts": Judgement.Verdict.choices,
        "bands": CHOICES,
        "sent": uuid.uuid4,
    }
