"""What an assessment tells everybody who may see it: scores of the unit's own judgement and, once published, those of
the consensus, beside last year's. What single assessors said has no part in it."""

from dataclasses import dataclass

from pmqa.cycle.models import Assessment
from pmqa.judging.consensus import published_sheet
from pmqa.judging.models import Sheet
from pmqa.judging.sheets import scores_of
from pmqa.scoring.profiles import Scores

State = Assessment.State


@dataclass(frozen=True)
class Results:
    """Scores by the rules of their round; None for what there is not, or not yet.

    `before` are the published scores of the fiscal year before. Where its round had other rules, `is_comparable` is
    False: the figures stand beside each other, but their difference says nothing.
    """

    own: Scores | None
    published: Scores | None
    before: Scores | None
    is_comparable: bool = True


def results_of(assessment: Assessment) -> Results:
    """The results of `assessment`, which comes with its round. A fixed number of queries."""
    earlier = Assessment.objects.select_related("round").filter(unit=assessment.unit_id, state=State.PUBLISHED)
    before = earlier.filter(round__year=assessment.year - 1).first()
    own = Sheet.objects.filter(assessment=assessment, kind=Sheet.Kind.OWN).first()
    return Results(
        own=_scores(own, assessment),
        published=_scores(published_sheet(assessment), assessment),
        before=_scores(published_sheet(before), before) if before else None,
        is_comparable=before is None or _rules(before) == _rules(assessment),
    )


def _scores(sheet: Sheet | None, assessment: Assessment) -> Scores | None:
    if sheet is None:
        return None
    sheet.assessment = assessment
    scores = scores_of(sheet)
    return scores if any(each.counted for each in scores.criteria) else None


def _rules(assessment: Assessment) -> tuple[object, ...]:
    held = assessment.round
    return held.criteria_version, held.profile, held.caps_weakest, sorted(held.weights.items())
