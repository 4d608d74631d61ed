"""What a sheet says, as scoring profiles take it."""

from fractions import Fraction

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Round
from pmqa.judging.models import JudgementChange, Sheet
from pmqa.scoring.engine import asked_of
from pmqa.scoring.profiles import Asked, Mark, Rules, Scores, items_of, score

ASKED: tuple[Asked, ...] = tuple(asked_of(criterion) for criterion in CRITERIA)


def rules_of(held: Round) -> Rules:
    """The rules that were fixed when the round was opened."""
    weights = {code: Fraction(str(weight)) for code, weight in held.weights.items()}
    return Rules(held.profile, weights, held.caps_weakest)


def all_items(profile: str) -> tuple[str, ...]:
    """The items of all criteria, in order."""
    return tuple(item for asked in ASKED for item in items_of(asked, profile))


def asked_by(item: str) -> Asked:
    """What the criterion asks to which `item` belongs, be it a point or a letter; KeyError where it is neither."""
    for asked in ASKED:
        if item in asked.points or item in items_of(asked, "ADLI"):
            return asked
    raise KeyError(item)


def marks_of(sheet: Sheet) -> dict[str, Mark]:
    """What was said, by item. One query, or none where the judgements are fetched already."""
    return {each.item: each.mark for each in sheet.judgements.all()}


def scores_of(sheet: Sheet) -> Scores:
    """The scores of `sheet` by the rules of its round."""
    return score(ASKED, marks_of(sheet), rules_of(sheet.assessment.round))


def medians_of(sheet: Sheet) -> dict[str, Mark]:
    """Where the consensus `sheet` began, by item: the first entry of each history, which stays. One query."""
    first: dict[str, Mark] = {}
    for change in JudgementChange.objects.filter(sheet=sheet).order_by("pk"):
        first.setdefault(change.item, change.mark)
    return first
