"""`./run manage check_evidence UNIT YEAR [--json]`: every point, and whether evidence is there."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from pmqa.evidence.guidelines import Status
from pmqa.management.assessments import add_assessment, assessment_named
from pmqa.scoring.coverage import Matrix, coverage_of
from pmqa.scoring.engine import Point, findings_of, tally

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
