"""Why the consensus is not higher, and what it would be if: nothing is stored here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmqa.assessing.agreement import Agreement
from pmqa.assessing.consensus_door import for_consensus
from pmqa.assessing.consensus_forms import WhatIfForm
from pmqa.assessing.consensus_views import context_of
from pmqa.assessing.scores import holds_of
from pmqa.criteria import CRITERIA
from pmqa.evidence.criterion import Criterion
from pmqa.scoring.engine import Point, findings_of
from pmqa.scoring.profiles import Mark, Scores, shown


@for_consensus("GET")
def consensus_scores(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Criterion by criterion what is agreed, what holds it down, which evidence is missing; and with marks in the
    address the scores that would follow from them."""
    form = WhatIfForm(agreement, request.GET)
    changed = form.changed() if form.is_valid() else {}
    scores, supposed = agreement.scores, agreement.scores_if(changed)
    points = findings_of([agreement.assessment])[agreement.assessment.pk]
    criteria = [_criterion(criterion, agreement, supposed, points, form, changed) for criterion in CRITERIA]
    context = {
        **context_of(agreement),
        "criteria": criteria,
        "form": form,
        "changed": len(changed),
        "category": shown(scores.percent),
        "supposed": shown(supposed.percent),
    }
    return render(request, "assessing/consensus_scores.html", context)


def _criterion(
    criterion: Criterion,
    agreement: Agreement,
    supposed: Scores,
    points: Sequence[Point],
    form: WhatIfForm,
    changed: Mapping[str, Mark],
) -> dict[str, Any]:
    """What the page tells of one criterion; its lists are open where something in them is chosen otherwise or wrong."""
    found, lines = agreement.scores.of(criterion.code), agreement.in_order()
    fields = [(form[line.item], line, line.item in changed) for line in lines if line.criterion is criterion]
    return {
        "criterion": criterion,
        "score": found,
        "percent": shown(found.percent),
        "supposed": shown(supposed.of(criterion.code).percent),
        "holds": holds_of(found, points),
        "fields": fields,
        "is_open": any(is_changed or field.errors for field, _line, is_changed in fields),
    }
