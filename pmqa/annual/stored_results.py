"""The stored figures of units, computed anew where their rows moved since."""

from collections.abc import Mapping, Sequence

from pmqa.cycle.models import Assessment
from pmqa.rollup.figures import Figures, stored_figures
from pmqa.rollup.stored import recompute, stale


def fresh_figures(assessments: Sequence[Assessment]) -> Mapping[int, Figures]:
    """What was found of each assessment, by its id, as its rows stand now."""
    these = Assessment.objects.filter(pk__in=[each.pk for each in assessments])
    moved = stale(these)
    if moved:
        recompute(these.filter(pk__in=moved))
    return stored_figures(assessments)
