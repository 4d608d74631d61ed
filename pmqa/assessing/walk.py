"""The walk through a criterion: its points in order, and what is said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.guidelines import LETTERS, Guideline
from pmqa.judging.gaps import Gap
from pmqa.judging.models import Judgement, Sheet
from pmqa.judging.scope import may_write, sheets_for, submission_of
from pmqa.judging.sheets import ASKED, all_items
from pmqa.organization.models import Person
from pmqa.scoring.profiles import BANDS, CHECKLIST, NOT_APPLICABLE, STEP, Asked, Mark, items_of

# The bands as a person picks from them: what a band is called, and the per cents in it.
CHOICES = tuple((f"{low}-{high}", tuple(range(low, high + 1, STEP))) for low, high in BANDS)


@dataclass(frozen=True)
class Stop:
    """A point on the way, with what the assessor said of it."""

    criterion: Criterion
    guideline: Guideline
    address: str
    judgement: Judgement | None

    @property
    def code(self) -> str:
        return self.guideline.code


@dataclass(frozen=True)
class Panel:
    """What is said of one item, to be read or changed: a point with a verdict, a point with a note alone (where letters
    are rated), or a letter. `problem` says why it was not saved, `theirs` what somebody saved meanwhile."""

    item: str
    kind: str
    title: str
    mark: Mark
    words: str
    version: int
    problem: str = ""
    theirs: Judgement | None = None
    is_saved: bool = False

    @property
    def slug(self) -> str:
        """The item as part of an id."""
        return self.item.replace("/", "-")

    @property
    def is_left_out(self) -> bool:
        return self.mark.verdict == NOT_APPLICABLE


@dataclass(frozen=True)
class Tab:
    """A criterion on the way: how many of its items are judged."""

    code: str
    address: str
    judged: int
    asked: int


class Walk:
    """The way of one person through an assessment: the sheet that the person writes, where there is one, and what
    stands in it. Values of others have no part in it."""

    def __init__(self, assessment: Assessment, person: Person) -> None:
        self.assessment, self.person = assessment, person
        self.profile: str = assessment.round.profile
        self.can_write = may_write(Sheet.Kind.ASSESSOR, assessment, person)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The person's own sheet of the submission that stands."""
        found = sheets_for(self.person, self.assessment).filter(
            kind=Sheet.Kind.ASSESSOR, assessor=self.person, submission=submission_of(self.assessment)
        )
        sheet = found.first()
        if sheet is not None:
            sheet.assessment = self.assessment
        return sheet

    @property
    def is_locked(self) -> bool:
        return self.sheet is not None and self.sheet.is_locked

    @property
    def is_open(self) -> bool:
        """Whether the person may judge now."""
        return self.can_write and not self.is_locked

    @cached_property
    def said(self) -> Mapping[str, Judgement]:
        return {} if self.sheet is None else {each.item: each for each in self.sheet.judgements.all()}

    @cached_property
    def own(self) -> Mapping[str, Judgement]:
        """What the unit said of itself."""
        sheets = sheets_for(self.person, self.assessment).filter(kind=Sheet.Kind.OWN)
        return {each.item: each for each in Judgement.objects.filter(sheet__in=sheets)}

    def stops(self) -> list[Stop]:
        """Every point of every criterion, in order."""
        return [
            Stop(criterion, guideline, self.address_of(guideline.code), self.said.get(guideline.code))
            for criterion in CRITERIA
            for guideline in criterion.guidelines
        ]

    def page_of(self, criterion: str) -> str:
        """The page of the criterion with this code."""
        return reverse("review", args=[self.assessment.unit.code, self.assessment.year, criterion.lower()])

    def address_of(self, item: str) -> str:
        """Where `item`, a point or a letter, is judged."""
        if "-" in item:
            return f"{self.page_of(item.partition('-')[0])}?point={item}"
        return f"{self.page_of(item.partition('/')[0])}#panel-{item.replace('/', '-')}"

    def address_of_gap(self, gap: Gap) -> str:
        """Where `gap` is closed: at its item, or at the remarks of its criterion."""
        return self.address_of(gap.item) if gap.item else f"{self.page_of(gap.criterion)}#remarks"

    @property
    def submit_address(self) -> str:
        return reverse("review-submit", args=[self.assessment.unit.code, self.assessment.year])

    def has_said(self, item: str) -> bool:
        return item in self.said and self.said[item].mark != Mark()

    @property
    def judged(self) -> int:
        return sum(map(self.has_said, all_items(self.profile)))

    @property
    def asked(self) -> int:
        return len(all_items(self.profile))

    def tabs(self) -> list[Tab]:
        return [self._tab(asked) for asked in ASKED]

    def _tab(self, asked: Asked) -> Tab:
        items = items_of(asked, self.profile)
        return Tab(asked.code, self.page_of(asked.code), sum(map(self.has_said, items)), len(items))

    def next_address(self) -> str:
        """Where to go on: the first item of which nothing is said, or else the page of submission."""
        for item in all_items(self.profile):
            if not self.has_said(item):
                return self.address_of(item)
        return self.submit_address

    def panels(self, criterion: Criterion, guideline: Guideline) -> list[Panel]:
        """What is judged beside a point: the point itself; where letters are rated, those of the criterion too."""
        if self.profile == CHECKLIST:
            return [self.panel(guideline.code)]
        asked = next(each for each in ASKED if each.code == criterion.code)
        return [self.panel(item) for item in (*items_of(asked, self.profile), guideline.code)]

    def panel(self, item: str) -> Panel:
        """The panel of one item as it stands."""
        held = self.said.get(item)
        kind = "letter" if "/" in item else "point" if self.profile == CHECKLIST else "note"
        mark, words, version = (held.mark, held.words, held.version) if held else (Mark(), "", 0)
        return Panel(item, kind, title_of(item), mark, words, version)

    def own_said(self, criterion: Criterion, guideline: Guideline) -> Sequence[tuple[str, Judgement]]:
        """What the unit said of the point, or of the letters of the criterion."""
        items = [panel.item for panel in self.panels(criterion, guideline)]
        return [(title_of(item), self.own[item]) for item in items if item in self.own]


def title_of(item: str) -> Any:
    """What an item is called: the code of a point, the word of a letter."""
    if "/" not in item:
        return item
    letter = item.rpartition("/")[2]
    return f"{letter} {LETTERS[letter]}" if letter else _("The criterion as a whole")
