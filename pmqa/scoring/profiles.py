"""How judgements become scores: two profiles as data, and functions without state. Pure: no database, no Django.

No official pass rule of the Fundamental Level is known, so that both profiles are ours (domain §5), and every report
names the one that was used. An item without a value (nothing said: "not enough seen") has no part in any mean, neither
as 0 nor as anything else; what is not applicable is left out too.

Every percentage is an exact fraction from 0 to 100. It is rounded once, where it is shown: `shown`. What if a point
were judged otherwise? Call `score` again with that judgement changed: nothing is stored here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CHECKLIST, ADLI = "CHECKLIST", "ADLI"
SEEN, PARTLY, NOT_SEEN, NOT_APPLICABLE, UNSAID = "SEEN", "PARTLY", "NOT_SEEN", "NOT_APPLICABLE", ""

# What a verdict on a point counts, of 1 (ours); a verdict that is not named here does not count at all.
WORTH: Mapping[str, Fraction] = {SEEN: Fraction(1), PARTLY: Fraction(1, 2), NOT_SEEN: Fraction(0)}
# The bands in which a letter is rated: lowest and highest per cent, in steps of STEP (ours).
BANDS: tuple[tuple[int, int], ...] = ((0, 5), (10, 25), (30, 45), (50, 65), (70, 85), (90, 100))
STEP = 5
LETTERS = "ADLI"


@dataclass(frozen=True)
class Asked:
    """What a criterion asks: its code, and the letters of each of its points, by the code of the point in order."""

    code: str
    points: Mapping[str, tuple[str, ...]]

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that the criterion asks, in the order of ADLI; none for one that is rated whole."""
        return tuple(letter for letter in LETTERS if any(letter in letters for letters in self.points.values()))


@dataclass(frozen=True)
class Mark:
    """What was said of one item: a verdict on a point, or per cent (a multiple of 5 from 0 to 100) for a letter."""

    verdict: str = UNSAID
    percent: int | None = None


@dataclass(frozen=True)
class Rules:
    """The rules of a round. A criterion that `weights` does not name weighs 1; no weight is below 0."""

    profile: str = CHECKLIST
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    caps_weakest: bool = True


@dataclass(frozen=True)
class Held:
    """An item that holds its criterion down, and by how many per cent the criterion would rise if this item alone were
    as good as can be. 0 where the cap of another item would still hold."""

    item: str
    gain: Fraction


@dataclass(frozen=True)
class Cap:
    """The weakest letter caps the criterion: at `percent`, the top of its band. `items` lie in that band, and
    `uncapped` is the mean that would stand without the cap."""

    percent: int
    items: tuple[str, ...]
    uncapped: Fraction


@dataclass(frozen=True)
class CriterionScore:
    """`percent` is None where no item has a value. `passes` is None then too, and where the profile has no pass rule.

    Of `asked` items `counted` have a value; `unsaid` are those of which nothing was said. `held` are the items below
    the best, the one with most to gain first; `cap` is None where no cap lowers the score.
    """

    code: str
    percent: Fraction | None
    passes: bool | None
    asked: int
    counted: int
    unsaid: tuple[str, ...]
    held: tuple[Held, ...]
    cap: Cap | None = None


@dataclass(frozen=True)
class Scores:
    """The scores of all criteria in order, and of the category: the weighted mean of the criteria that have a value.
    `held` are the criteria below 100 %, with what the category would gain if each alone were at 100 %."""

    profile: str
    criteria: tuple[CriterionScore, ...]
    percent: Fraction | None
    held: tuple[Held, ...]

    def of(self, code: str) -> CriterionScore:
        """The score of the criterion with this code; KeyError when there is none."""
        return {criterion.code: criterion for criterion in self.criteria}[code]


Judgements = Mapping[str, Mark]


def items_of(asked: Asked, profile: str) -> tuple[str, ...]:
    """The items that are judged in a criterion: its points ("CS1-A1"), or the letters that it asks ("CS1/A"). A
    criterion without letters is rated whole, as one item ("CS7/")."""
    if profile == CHECKLIST:
        return tuple(asked.points)
    return tuple(f"{asked.code}/{letter}" for letter in asked.letters or ("",))


def points_behind(asked: Asked, item: str) -> tuple[str, ...]:
    """The points on which the judgement of `item` rests: itself, or those that carry its letter."""
    if item in asked.points:
        return (item,)
    letter = item.rpartition("/")[2]
    return tuple(code for code, letters in asked.points.items() if not letter or letter in letters)


def band_of(percent: int) -> tuple[int, int]:
    """The band in which `percent` lies. ValueError for what is no multiple of 5 from 0 to 100."""
    for low, high in BANDS:
        if percent in range(low, high + 1, STEP):
            return low, high
    raise ValueError(percent)


def value_of(mark: Mark, profile: str) -> Fraction | None:
    """The per cent that `mark` counts; None for one that does not count."""
    if profile == CHECKLIST:
        worth = WORTH.get(mark.verdict)
        return None if worth is None else worth * 100
    if mark.verdict == NOT_APPLICABLE or mark.percent is None:
        return None
    return Fraction(mark.percent)


def score(asked: Sequence[Asked], judgements: Judgements, rules: Rules) -> Scores:
    """The scores of the criteria `asked`, by `rules`. An item that is not among the judgements is one of which nothing
    was said; judgements of items that nobody asks have no part in it."""
    criteria = tuple(score_criterion(each, judgements, rules) for each in asked)
    weighed = [(each, rules.weights.get(each.code, Fraction(1))) for each in criteria if each.percent is not None]
    total = sum((weight for _each, weight in weighed), Fraction(0))
    if not total:
        return Scores(rules.profile, criteria, None, ())
    percent = sum((_known(each.percent) * weight for each, weight in weighed), Fraction(0)) / total
    gains = [Held(each.code, (100 - _known(each.percent)) * weight / total) for each, weight in weighed]
    return Scores(rules.profile, criteria, percent, _most_first(each for each in gains if each.gain))


def score_criterion(asked: Asked, judgements: Judgements, rules: Rules) -> CriterionScore:
    """The score of one criterion, with what holds it down."""
    items = items_of(asked, rules.profile)
    marks = {item: judgements.get(item, Mark()) for item in items}
    said = {item: value_of(mark, rules.profile) for item, mark in marks.items()}
    values = {item: value for item, value in said.items() if value is not None}
    combine = _combining(rules)
    percent = combine(values) if values else None
    below = [item for item, value in values.items() if value < 100]
    gains = [Held(item, combine({**values, item: Fraction(100)}) - _known(percent)) for item in below]
    return CriterionScore(
        code=asked.code,
        percent=percent,
        passes=_passes(values) if rules.profile == CHECKLIST else None,
        asked=len(items),
        counted=len(values),
        unsaid=tuple(item for item, mark in marks.items() if said[item] is None and mark.verdict != NOT_APPLICABLE),
        held=_most_first(gains),
        cap=_cap(values) if values and combine is _capped_mean else None,
    )


def shown(percent: Fraction | None) -> Decimal | None:
    """`percent` as it is shown: to one decimal, a half upwards (ours: 83.25 is shown as 83.3)."""
    if percent is None:
        return None
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _passes(values: Mapping[str, Fraction]) -> bool | None:
    """A criterion passes when no point was not seen (domain §5)."""
    return all(value > 0 for value in values.values()) if values else None


def _combining(rules: Rules) -> Callable[[Mapping[str, Fraction]], Fraction]:
    return _capped_mean if rules.profile == ADLI and rules.caps_weakest else _mean


def _mean(values: Mapping[str, Fraction]) -> Fraction:
    return sum(values.values(), Fraction(0)) / len(values)


def _capped_mean(values: Mapping[str, Fraction]) -> Fraction:
    return min(_mean(values), Fraction(_top_of_weakest(values)))


def _top_of_weakest(values: Mapping[str, Fraction]) -> int:
    return band_of(int(min(values.values())))[1]


def _cap(values: Mapping[str, Fraction]) -> Cap | None:
    top, mean = _top_of_weakest(values), _mean(values)
    if mean <= top:
        return None
    return Cap(top, tuple(item for item, value in values.items() if value <= top), mean)


def _most_first(held: Iterable[Held]) -> tuple[Held, ...]:
    """Those with most to gain first, and in the order of the items among equals."""
    return tuple(sorted(held, key=lambda each: -each.gain))


def _known(percent: Fraction | None) -> Fraction:
    """A percentage of which it is known that it is there."""
    assert percent is not None  # noqa: S101 (for the reader and the type checker)
    return percent
