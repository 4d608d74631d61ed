"""What a unit is told once its assessment is published: the consensus, and nothing that one assessor said."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.judging.consensus import published_sheet
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.judging.scope import sheets_for
from pmqa.judging.sheets import ASKED, rules_of, scores_of
from pmqa.organization.models import Person
from pmqa.scoring.engine import asked_of
from pmqa.scoring.profiles import Scores, items_of, score, shown
from pmqa.submission.forms import titles_of


@dataclass(frozen=True)
class ResultItem:
    """An item as it was agreed, beside the unit's own word."""

    name: str
    title: str
    agreed: Judgement | None
    own: Judgement | None


@dataclass(frozen=True)
class Result:
    """A criterion: per cents as shown (agreed, the unit's own, last year's), its items, and what was written of it."""

    criterion: Criterion
    percent: Decimal | None
    own: Decimal | None
    before: Decimal | None
    passes: bool | None
    counted: int
    asked: int
    items: Sequence[ResultItem]
    strengths: Sequence[Remark]
    opportunities: Sequence[Remark]


@dataclass(frozen=True)
class Results:
    """What was published; `before` is the assessment of the year before with its profile, where one was published."""

    sheet: Sheet
    criteria: Sequence[Result]
    percent: Decimal | None
    own: Decimal | None
    before: Assessment | None
    before_percent: Decimal | None

    @property
    def is_comparable(self) -> bool:
        """Whether the year before was scored by the same rules."""
        held = self.sheet.assessment.round
        return self.before is not None and rules_of(held) == rules_of(self.before.round)


def results_for(person: Person, assessment: Assessment) -> Results | None:
    """The published result of `assessment`, if it is `person`'s to see; None before. A fixed number of queries."""
    sheet = _released(person, assessment)
    if sheet is None:
        return None
    rules, before = rules_of(assessment.round), _before(assessment)
    agreed = {each.item: each for each in sheet.judgements.all()}
    own_sheets = sheets_for(person, assessment).filter(kind=Sheet.Kind.OWN)
    own = {each.item: each for each in Judgement.objects.filter(sheet__in=own_sheets)}
    scores = score(ASKED, {item: each.mark for item, each in agreed.items()}, rules)
    own_scores = score(ASKED, {item: each.mark for item, each in own.items()}, rules)
    last = _released(person, before) if before else None
    last_scores = scores_of(last) if last else None
    remarks = list(sheet.remarks.prefetch_related("evidence"))
    criteria = [_result(criterion, (scores, own_scores, last_scores), agreed, own, remarks) for criterion in CRITERIA]
    return Results(
        sheet=sheet,
        criteria=criteria,
        percent=shown(scores.percent),
        own=shown(own_scores.percent),
        before=before if last else None,
        before_percent=shown(last_scores.percent) if last_scores else None,
    )


def _released(person: Person, assessment: Assessment) -> Sheet | None:
    sheet = published_sheet(assessment)
    if sheet is None or not sheets_for(person, assessment).filter(pk=sheet.pk).exists():
        return None
    return sheet


def _before(assessment: Assessment) -> Assessment | None:
    """The last assessment of the unit before that was published."""
    published = Assessment.objects.filter(
        unit=assessment.unit_id, state=Assessment.State.PUBLISHED, round__year__lt=assessment.year
    )
    return published.select_related("unit", "round").order_by("-round__year").first()


def _result(
    criterion: Criterion,
    scores: tuple[Scores, Scores, Scores | None],
    agreed: dict[str, Judgement],
    own: dict[str, Judgement],
    remarks: Sequence[Remark],
) -> Result:
    code, titles = criterion.code, titles_of(criterion)
    now, self_judged, last = scores
    found = now.of(code)
    items: Any = items_of(asked_of(criterion), now.profile)
    written = [each for each in remarks if each.criterion == code]
    return Result(
        criterion=criterion,
        percent=shown(found.percent),
        own=shown(self_judged.of(code).percent),
        before=shown(last.of(code).percent) if last else None,
        passes=found.passes,
        counted=found.counted,
        asked=found.asked,
        items=[ResultItem(item.rstrip("/"), titles.get(item, ""), agreed.get(item), own.get(item)) for item in items],
        strengths=[each for each in written if each.kind == Remark.Kind.STRENGTH],
        opportunities=[each for each in written if each.kind == Remark.Kind.OFI],
    )
