"""`./run manage check_evidence UNIT YEAR [--json]`: every point, and whether evidence is there."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Status
from pmqa.freezing.comparing import last_snapshot
from pmqa.judging.results import results_of
from pmqa.management.assessments import add_assessment, assessment_named
from pmqa.scoring.coverage import Matrix, coverage_of
from pmqa.scoring.engine import Point, findings_of, tally
from pmqa.scoring.profiles import Scores, shown

SIGNS = {Status.MET: "●", Status.PARTLY: "◐", Status.MISSING: "○"}


class Command(BaseCommand):
    help = "Says for each point whether evidence is there, and what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_assessment(parser)
        parser.add_argument("--json", action="store_true", help="the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment = assessment_named(options["unit"], options["year"])
        points = findings_of([assessment])[assessment.pk]
        if options["json"]:
            coverage = coverage_of(assessment)
            found = {
                "unit": assessment.unit.code,
                "year": assessment.year,
                "findings": [_finding(point) for point in points],
                "coverage": {"groups": _matrix(coverage.groups), "services": _matrix(coverage.services)},
                "snapshot": _snapshot(assessment),
                "scores": _scores(assessment),
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([f"{assessment.unit} {assessment.year}", *_lines(points)]))


def _finding(point: Point) -> dict[str, Any]:
    return {
        "point": point.guideline.code,
        "letters": list(point.guideline.letters),
        "status": str(point.finding.status),
        "reasons": [str(reason.text) for reason in point.finding.reasons],
    }


def _snapshot(assessment: Assessment) -> dict[str, Any] | None:
    """The submission that stands; null for a draft."""
    snapshot = None if assessment.state == Assessment.State.DRAFT else last_snapshot(assessment)
    return {"submission": snapshot.number, "sha256": snapshot.sha256} if snapshot else None


def _scores(assessment: Assessment) -> dict[str, Any]:
    """The scores that everybody who sees the assessment may know: null for what there is not, or not yet."""
    found = results_of(assessment)
    told = {"own": found.own, "consensus": found.published, "last_year": found.before}
    return {
        "profile": assessment.round.profile,
        "last_year_is_comparable": found.is_comparable,
        **{name: scores and _told(scores) for name, scores in told.items()},
    }


def _told(scores: Scores) -> dict[str, Any]:
    """Per cent to one decimal, as everywhere; null where nothing counts."""
    criteria = [
        {"code": each.code, "percent": _percent(each.percent), "passes": each.passes} for each in scores.criteria
    ]
    return {"percent": _percent(scores.percent), "criteria": criteria}


def _percent(percent: Fraction | None) -> float | None:
    exact = shown(percent)
    return None if exact is None else float(exact)


def _matrix(matrix: Matrix) -> list[dict[str, Any]]:
    keys = [column.key for column in matrix.columns]
    return [
        {"name": line.name, "kind": line.kind, "cells": dict(zip(keys, line.cells, strict=True))}
        for line in matrix.lines
    ]


def _lines(points: tuple[Point, ...]) -> Iterator[str]:
    """The findings for reading: a line a point, below it its reasons."""
    words = {Status.MET: _("met"), Status.PARTLY: _("partly"), Status.MISSING: _("missing")}
    code = ""
    for point in points:
        if point.criterion.code != code:
            code = point.criterion.code
            yield f"\n{code} {point.criterion.title}"
        status = point.finding.status
        yield f"  {SIGNS[status]} {point.guideline.code} {point.guideline.title}: {words[status]}"
        yield from (f"      - {reason.text}" for reason in point.finding.reasons)
    counts = tally(points)
    yield "\n" + _("%(total)s points: %(met)s met, %(partly)s partly, %(missing)s missing") % {
        "total": counts.total,
        "met": counts.met,
        "partly": counts.partly,
        "missing": counts.missing,
    }
