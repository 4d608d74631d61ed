"""What tells that the results of an assessment may be others than those stored, without computing them.

Findings follow from rows, and every change of a row leaves an entry in the history (or in what was erased), so that
the last entry marks the rows. Beside the rows they follow from what criteria tell themselves (`Criterion.moved_of`),
from judgements, from the rules of the round, from the kind of unit, and from the program. No finding follows from the
day on which it is computed: dates are held against the fiscal year.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.judging.models import JudgementChange, Sheet
from pmqa.personal.models import ErasedRow

PACKAGES = ("pmqa", "customers", "channels", "complaints", "participation", "satisfaction", "standards")


@cache
def release_of() -> str:
    """What tells this program from another release: all of its code, so that no change of a rule is forgotten."""
    found = hashlib.sha256()
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


def marks_of(assessments: "QuerySet[Assessment]") -> Mapping[int, str]:
    """The mark of each of `assessments`, by id. A fixed number of queries."""
    ids = assessments.order_by().values("pk")
    history = _last(RowChange.objects.filter(assessment__in=ids), "assessment")
    erased = _last(ErasedRow.objects.filter(assessment__in=ids), "assessment")
    own = JudgementChange.objects.filter(sheet__kind=Sheet.Kind.OWN, sheet__assessment__in=ids)
    judged = _last(own, "sheet__assessment")
    moved = [criterion.moved_of(ids) for criterion in CRITERIA if criterion.moved_of]
    return {
        pk: _digest(history.get(pk), erased.get(pk), judged.get(pk), *(each.get(pk) for each in moved), *rules)
        for pk, *rules in assessments.order_by().values_list(
            "pk",
            "state",
            "unit__kind",
            "round",
            "round__criteria_version",
            "round__profile",
            "round__weights",
            "round__caps_weakest",
        )
    }


def _last(entries: "QuerySet[Any]", of: str) -> dict[int, int]:
    return dict(entries.order_by().values_list(of).annotate(last=Max("pk")))


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()
