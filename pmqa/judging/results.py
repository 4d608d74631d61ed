"""What an assessment tells everybody who may see it: scores of the unit's own judgement and, once published, those of
the consensus, beside last year's. What single assessors said has no part in it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmqa.cycle.models import Assessment
from pmqa.judging.consensus import published_sheet
from pmqa.judging.models import Judgement, Sheet
from pmqa.judging.sheets import ASKED, marks_of, rules_of
from pmqa.scoring.profiles import Mark, Scores, score

State = Assessment.State


@dataclass(frozen=True)
class Judged:
    """One judgement of the whole: its scores by the rules of its round, and what was said of each item."""

    scores: Scores
    marks: Mapping[str, Mark]


@dataclass(frozen=True)
class Results:
    """Scores by the rules of their round; None for what there is not, or not yet.

    `before` are the published scores of the fiscal year before, that of the assessment `year_before`. Where its round
    had other rules, `is_comparable` is False: the figures stand beside each other, but their difference says nothing.
    `marks` are what was said of each item: by the unit itself, by the published consensus, and by that of last year.
    """

    own: Scores | None
    published: Scores | None
    before: Scores | None
    is_comparable: bool = True
    year_before: Assessment | None = None
    marks: tuple[Mapping[str, Mark], ...] = field(default=({}, {}, {}))


def results_of(assessment: Assessment) -> Results:
    """The results of `assessment`, which comes with its round. A fixed number of queries."""
    earlier = Assessment.objects.select_related("round", "unit").filter(unit=assessment.unit_id, state=State.PUBLISHED)
    year_before = earlier.filter(round__year=assessment.year - 1).first()
    sheets = (
        Sheet.objects.filter(assessment=assessment, kind=Sheet.Kind.OWN).first(),
        published_sheet(assessment),
        published_sheet(year_before) if year_before else None,
    )
    own, published, before = (
        _judged(sheet, held) for sheet, held in zip(sheets, (assessment, assessment, year_before), strict=True)
    )
    return Results(
        own=own.scores if own else None,
        published=published.scores if published else None,
        before=before.scores if before else None,
        is_comparable=year_before is None or _rules(year_before) == _rules(assessment),
        year_before=year_before,
        marks=tuple(each.marks if each else {} for each in (own, published, before)),
    )


def scores_of_many(assessments: Sequence[Assessment]) -> Mapping[int, tuple[Scores | None, Scores | None]]:
    """The scores `own` and `published`, as in `Results`, of each of `assessments`, which come with their rounds, by
    id. Two queries."""
    told = Sheet.objects.filter(assessment__in=[each.pk for each in assessments]).exclude(kind=Sheet.Kind.ASSESSOR)
    # The later submission stands.
    held = {(of, kind): (pk, at) for pk, of, kind, at in told.order_by("submission").values_list(*_OF_A_SHEET)}
    marks: dict[int, dict[str, Mark]] = defaultdict(dict)
    judged = Judgement.objects.filter(sheet__in=[pk for pk, _at in held.values()]).order_by()
    for sheet, item, verdict, percent in judged.values_list("sheet", "item", "verdict", "percent"):
        marks[sheet][item] = Mark(verdict, percent)
    found = {}
    for each in assessments:
        rules = rules_of(each.round)
        own = held.get((each.pk, Sheet.Kind.OWN))
        agreed = held.get((each.pk, Sheet.Kind.CONSENSUS)) if each.state == State.PUBLISHED else None
        found[each.pk] = (
            _told(score(ASKED, marks[own[0]], rules)) if own else None,
            _told(score(ASKED, marks[agreed[0]], rules)) if agreed and agreed[1] else None,
        )
    return found


_OF_A_SHEET = ("pk", "assessment", "kind", "submitted_at")


def _told(scores: Scores) -> Scores | None:
    return scores if any(each.counted for each in scores.criteria) else None


def _judged(sheet: Sheet | None, assessment: Assessment | None) -> Judged | None:
    if sheet is None or assessment is None:
        return None
    marks = marks_of(sheet)
    scores = _told(score(ASKED, marks, rules_of(assessment.round)))
    return Judged(scores, marks) if scores else None


def _rules(assessment: Assessment) -> tuple[object, ...]:
    held = assessment.round
    return held.criteria_version, held.profile, held.caps_weakest, sorted(held.weights.items())
