"""What the page of the submission shows: criterion by criterion what is there, and what the unit says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.guidelines import Status
from pmqa.judging.models import Judgement, Sheet
from pmqa.judging.sheets import ASKED, rules_of
from pmqa.scoring.engine import Tally, asked_of, findings_of, tally
from pmqa.scoring.pages import ShownPoint, shown_points
from pmqa.scoring.profiles import items_of, score, shown


@dataclass(frozen=True)
class Line:
    """A criterion: its points as the checks find them, how many items the unit judged of how many, the per cent that
    this gives by the rules of the round, and the points that are not met with what the unit says of each."""

    criterion: Criterion
    tally: Tally
    judged: int
    items: int
    percent: Decimal | None
    is_marked: bool
    open_points: tuple[tuple[ShownPoint, Judgement | None], ...]


def lines_of(assessment: Assessment) -> list[Line]:
    """The seven criteria in order. A fixed number of queries."""
    points = findings_of([assessment])[assessment.pk]
    pointed = {each.guideline.code: each for each in shown_points(assessment, points)}
    judgements, marked = own_judgements(assessment), set(assessment.marks.values_list("criterion", flat=True))
    scores = score(ASKED, {item: each.mark for item, each in judgements.items()}, rules_of(assessment.round))
    found = []
    for criterion in CRITERIA:
        own = [point for point in points if point.criterion is criterion]
        items = items_of(asked_of(criterion), assessment.round.profile)
        not_met = [pointed[point.guideline.code] for point in own if point.finding.status != Status.MET]
        found.append(
            Line(
                criterion,
                tally(own),
                _judged(items, judgements),
                len(items),
                shown(scores.of(criterion.code).percent),
                criterion.code in marked,
                tuple((point, judgements.get(point.guideline.code)) for point in not_met),
            )
        )
    return found


def own_judgements(assessment: Assessment) -> dict[str, Judgement]:
    """What the unit says of each item. One query."""
    held = Judgement.objects.filter(sheet__assessment=assessment, sheet__kind=Sheet.Kind.OWN)
    return {each.item: each for each in held}


def _judged(items: Sequence[str], judgements: Mapping[str, Judgement]) -> int:
    return sum(
        1 for item in items if item in judgements and (judgements[item].verdict or judgements[item].percent is not None)
    )
