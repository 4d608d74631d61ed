"""Scores as pages of assessing show them: what they are, what holds them down, and which evidence is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pmqa.evidence.guidelines import Status
from pmqa.judging.sheets import asked_by
from pmqa.scoring.engine import Point
from pmqa.scoring.profiles import CriterionScore, Scores, points_behind, shown

ScoreLine = tuple[CriterionScore, Decimal | None, list[str]]


def named(item: str) -> str:
    """An item as people read it: one that stands for a whole criterion is called like it."""
    return item.rstrip("/")


def holding(score: CriterionScore) -> list[str]:
    """What holds a criterion down: the letters that cap it, or else every item below the best, most to gain first."""
    return [named(item) for item in (score.cap.items if score.cap else [held.item for held in score.held])]


def score_lines(scores: Scores) -> list[ScoreLine]:
    """The criteria in order: the score, its per cent as shown, what holds it down."""
    return [(each, shown(each.percent), holding(each)) for each in scores.criteria]


@dataclass(frozen=True)
class Hold:
    """An item that holds its criterion down: what would be gained were it as good as can be, whether the cap rests on
    it, and the points behind it for which the checks found evidence missing."""

    item: str
    gain: Decimal | None
    caps: bool
    lacking: Sequence[Point]

    @property
    def name(self) -> str:
        return named(self.item)


def holds_of(score: CriterionScore, points: Sequence[Point]) -> list[Hold]:
    """Why a criterion is not higher: the letters that cap it first, then most to gain first."""
    caps = score.cap.items if score.cap else ()
    gains = {held.item: held.gain for held in score.held}
    items = [*caps, *(item for item in gains if item not in caps)]
    return [Hold(item, shown(gains.get(item, Fraction(0))), item in caps, _lacking(item, points)) for item in items]


def _lacking(item: str, points: Sequence[Point]) -> list[Point]:
    behind = points_behind(asked_by(item), item)
    return [each for each in points if each.guideline.code in behind and each.finding.status != Status.MET]
