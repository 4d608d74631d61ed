"""What was judged, improved and planned, as frozen values in words: parts of the report."""

import datetime
from dataclasses import dataclass

Fact = str | int | datetime.date


@dataclass(frozen=True)
class JudgedLine:
    """An item of a criterion as it was judged: a point, or a letter of ADLI, or the whole criterion.

    `status` is what the check finds for the point now, `status_before` what it found last year: MET, PARTLY, MISSING,
    or "" for what is no point, or has no such year. `own`, `published` and `before` are the judgements of the unit
    itself, of the assessors and of those of last year in words, "" where nothing was said or nothing is published.
    """

    item: str
    title: str
    status: str
    status_before: str
    own: str
    published: str
    before: str


@dataclass(frozen=True)
class LetterCell:
    """A letter that a criterion asks: how many of its points are met, partly met and missing, and, where letters are
    what is judged, the per cent by the unit itself and by the assessors."""

    letter: str
    met: int
    partly: int
    missing: int
    own: str
    published: str

    @property
    def points(self) -> int:
        return self.met + self.partly + self.missing

    @property
    def status(self) -> str:
        """MET where all its points are, MISSING where none is even partly met."""
        if self.met == self.points:
            return "MET"
        return "MISSING" if self.missing == self.points else "PARTLY"


@dataclass(frozen=True)
class LetterLine:
    """A criterion and the letters A, D, L and I; None for one that it does not ask."""

    code: str
    title: str
    cells: tuple[LetterCell | None, ...]


@dataclass(frozen=True)
class OriginPart:
    """A row in which an improvement began: its table, what it is called, and its first filled columns."""

    table: str
    name: str
    facts: tuple[tuple[str, Fact], ...]


@dataclass(frozen=True)
class ThreadPart:
    """An improvement from its source to its effect. `origin` is what it names as its beginning, `origins` the rows
    found under that name. `difference` and `per_cent` are there where both texts give a figure; `serves` are codes of
    points."""

    row: int
    source: str
    origin: str
    origins: tuple[OriginPart, ...]
    problem: str
    change: str
    service: str
    responsible: str
    since: datetime.date | None
    before: str
    after: str
    difference: str
    per_cent: str
    follow_up: str
    evidence: tuple[str, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True)
class SignedPart:
    """The word of the head: when, and who it was then."""

    on: datetime.date
    rank: str
    name: str
    position: str


@dataclass(frozen=True)
class AnsweredOfi:
    """An OFI by its number in the plan, and what the unit answers: `stance` is "" until it does."""

    number: int
    point: str
    text: str
    stance: str
    words: str


@dataclass(frozen=True)
class Progress:
    """How far an action is after `month` months; `files` are the titles of what proves it."""

    month: int
    state: str
    percent: int | None
    value: str
    words: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class ActionPart:
    """An action of the improvement plan. `dropped` is why it is not done any more."""

    action: str
    ofis: str
    owner: str
    due_on: datetime.date
    indicator: str
    baseline: str
    target: str
    state: str
    dropped: str
    progress: tuple[Progress, ...]


@dataclass(frozen=True)
class FollowUpPart:
    """A follow-up after `month` months: on how many actions of how many something is reported, and the head's word."""

    month: int
    due_on: datetime.date | None
    reported: int
    expected: int
    confirmed: SignedPart | None


@dataclass(frozen=True)
class PlanPart:
    """The improvement plan of a published assessment; `is_changed` since it was `approved`."""

    ofis: tuple[AnsweredOfi, ...]
    actions: tuple[ActionPart, ...]
    approved: SignedPart | None
    is_changed: bool
    follow_ups: tuple[FollowUpPart, ...]

    @property
    def is_empty(self) -> bool:
        return not self.ofis and not self.actions
