"""Strengths and opportunities for improvement that were published, of many units at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from pmqa.cycle.models import Assessment, Round
from pmqa.judging.models import Remark, Sheet

State = Assessment.State


def published_remarks(**among: Any) -> "QuerySet[Remark]":
    """The remarks of the consensus that stands published, of the assessments that the filter picks out."""
    consensus = Sheet.objects.filter(
        assessment=OuterRef("sheet__assessment"), kind=Sheet.Kind.CONSENSUS, submitted_at__isnull=False
    )
    newest = Subquery(consensus.order_by("-submission").values("pk")[:1])
    these = {f"sheet__assessment__{name}": value for name, value in among.items()}
    remarks = Remark.objects.filter(sheet__assessment__state=State.PUBLISHED, sheet=newest, **these)
    return remarks.order_by("position", "pk")


def counts_by_point(round_: Round, kind: str) -> Counter[str]:
    """In how many units of the round something of this kind was said of each point, or of a whole criterion."""
    said = published_remarks(round=round_).filter(kind=kind).order_by()
    pairs = said.values_list("sheet__assessment", "point", "criterion").distinct()
    return Counter(point or criterion for _assessment, point, criterion in pairs)


def remarks_of_units(assessments: Sequence[Assessment]) -> Mapping[tuple[int, str], list[tuple[str, str]]]:
    """By assessment and kind: where it belongs, and what was said. One query."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    rows = published_remarks(pk__in=[each.pk for each in assessments])
    for pk, kind, point, criterion, text in rows.values_list("sheet__assessment", "kind", "point", "criterion", "text"):
        found.setdefault((pk, kind), []).append((point or criterion, text))
    return found
