"""The consensus as its pages read it: what each assessor said of an item, how far apart they are, what was agreed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pmqa.criteria import criterion_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.judging.gaps import Gap
from pmqa.judging.median import Spread, spread_of
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.judging.scope import OPEN_TO_ALL, free_assignments, may_write, sheets_for
from pmqa.judging.sheets import ASKED, all_items, medians_of, rules_of
from pmqa.organization.models import Person
from pmqa.scoring.profiles import CHECKLIST, Mark, Scores, score, shown
from pmqa.submission.forms import titles_of

# The orders in which items are gone through: widest spread first, or as the criteria ask.
BY_SPREAD, BY_ITEM = "spread", "items"
# Where a value lies in the picture of a spread, which is PICTURE_WIDTH wide: dots of one value are piled up.
EDGE, PICTURE_WIDTH, BASE, DOT = 8, 116, 30, 9


@dataclass(frozen=True)
class Voice:
    """What one assessor said of an item."""

    assessor: Person
    mark: Mark
    words: str


@dataclass(frozen=True)
class Line:
    """An item of the consensus: the voices, the median at which it began, the unit's own word, and what is agreed."""

    item: str
    title: str
    criterion: Criterion
    address: str
    voices: Sequence[Voice]
    spread: Spread
    median: Mark
    median_at: int | None
    own: Judgement | None
    agreed: Judgement | None

    @property
    def name(self) -> str:
        """The item as people read it: one that stands for a whole criterion is called like it."""
        return self.item.rstrip("/")

    @property
    def is_changed(self) -> bool:
        """Whether what is agreed is not the median."""
        return self.agreed is not None and self.agreed.mark != self.median

    @property
    def mean(self) -> Decimal | None:
        return shown(self.spread.mean)

    @property
    def width(self) -> int:
        return int(self.spread.width)

    @property
    def dots(self) -> list[tuple[int, int]]:
        """Where the values lie in the picture."""
        piled: Counter[int] = Counter()
        found = []
        for value in self.spread.values:
            place = _place(int(value))
            found.append((place, BASE - DOT * piled[place]))
            piled[place] += 1
        return found


def _place(value: int) -> int:
    return EDGE + value * (PICTURE_WIDTH - 2 * EDGE) // 100


class Agreement:
    """A consensus as one person may see it: of the submission that stands, or of an earlier one that was returned."""

    def __init__(self, sheet: Sheet, person: Person, order: str = BY_SPREAD, *, is_newest: bool = True) -> None:
        self.sheet, self.assessment, self.person = sheet, sheet.assessment, person
        self.order = BY_ITEM if order == BY_ITEM else BY_SPREAD
        self.profile: str = self.assessment.round.profile
        # From the consensus on, the newest is that on the submission that stands; before, there is none on it.
        self.is_current = is_newest and self.assessment.state in OPEN_TO_ALL
        self.leads = self.is_current and may_write(Sheet.Kind.CONSENSUS, self.assessment, person)

    @property
    def is_locked(self) -> bool:
        return self.sheet.is_locked

    @property
    def is_open(self) -> bool:
        """Whether the person may settle now."""
        return self.leads and not self.is_locked

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets from which it began, as far as their assessors have no conflict."""
        free = free_assignments().filter(assessment=self.assessment).values("assessor")
        seen = sheets_for(self.person, self.assessment).filter(
            kind=Sheet.Kind.ASSESSOR,
            submission=self.sheet.submission,
            submitted_at__isnull=False,
            assessor__in=free,
        )
        return list(seen.select_related("assessor").prefetch_related("judgements").order_by("pk"))

    @property
    def assessors(self) -> list[Any]:
        return [sheet.assessor for sheet in self.sheets]

    @cached_property
    def agreed(self) -> Mapping[str, Judgement]:
        return {each.item: each for each in self.sheet.judgements.all()}

    @cached_property
    def own(self) -> Mapping[str, Judgement]:
        """What the unit said of itself."""
        sheets = sheets_for(self.person, self.assessment).filter(kind=Sheet.Kind.OWN)
        return {each.item: each for each in Judgement.objects.filter(sheet__in=sheets)}

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        return {item: each.mark for item, each in self.agreed.items()}

    @cached_property
    def scores(self) -> Scores:
        return self.scores_if({})

    def scores_if(self, changed: Mapping[str, Mark]) -> Scores:
        """The scores, were some items judged otherwise. Nothing is stored."""
        return score(ASKED, {**self.marks, **changed}, rules_of(self.assessment.round))

    def in_order(self) -> list[Line]:
        """Every item in the order of the criteria."""
        return self._lines

    @cached_property
    def _lines(self) -> list[Line]:
        said = [(sheet.assessor, {each.item: each for each in sheet.judgements.all()}) for sheet in self.sheets]
        medians = medians_of(self.sheet)
        titles: dict[str, str] = {}
        for asked in ASKED:
            titles |= titles_of(criterion_of(asked.code))
        return [self._line(item, titles.get(item, ""), said, medians) for item in all_items(self.profile)]

    def _line(self, item: str, title: str, said: Sequence[Any], medians: Mapping[str, Mark]) -> Line:
        voices = [_voice(assessor, judgements.get(item)) for assessor, judgements in said]
        median, spread = medians.get(item, Mark()), spread_of([voice.mark for voice in voices], self.profile)
        value = spread_of([median], self.profile).mean
        return Line(
            item=item,
            title=title,
            criterion=criterion_of(item.partition("-")[0].partition("/")[0]),
            address=self.address_of(item),
            voices=voices,
            spread=spread,
            median=median,
            median_at=None if value is None else _place(int(value)),
            own=self.own.get(item),
            agreed=self.agreed.get(item),
        )

    def lines(self) -> list[Line]:
        """Every item in the order that was chosen."""
        if self.order == BY_ITEM:
            return self._lines
        return sorted(self._lines, key=lambda line: -line.width)

    def line(self, item: str) -> Line | None:
        """The line of `item`, or else the first one."""
        lines = self.lines()
        return next((line for line in lines if line.item == item), lines[0] if not item else None)

    def notes_on(self, points: Sequence[str]) -> list[tuple[Person, Judgement]]:
        """What assessors noted at these points, where their letters are rated."""
        return [
            (sheet.assessor, each)
            for sheet in self.sheets
            for each in sheet.judgements.all()
            if each.item in points and each.words and sheet.assessor is not None
        ]

    def remarks_on(self, criterion: str, points: Sequence[str] = ()) -> list[Remark]:
        """What assessors remarked on a criterion, or on some of its points and on the whole. Two queries."""
        found = Remark.objects.filter(sheet__in=self.sheets, criterion=criterion)
        if points:
            found = found.filter(point__in=["", *points])
        kept = found.select_related("sheet__assessor").prefetch_related("evidence")
        return list(kept.order_by("kind", "sheet", "position", "pk"))

    @property
    def judged(self) -> int:
        """On how many items something is agreed."""
        return sum(mark != Mark() for mark in self.marks.values())

    @property
    def asked(self) -> int:
        return len(all_items(self.profile))

    @property
    def changed(self) -> int:
        """How many items were settled other than at the median."""
        return sum(line.is_changed for line in self._lines)

    @property
    def apart(self) -> int:
        """Of how many items assessors are not of one mind."""
        return sum(line.width > 0 for line in self._lines)

    def address_of(self, item: str) -> str:
        return self._address("consensus-item", item=item)

    @property
    def address(self) -> str:
        return self._address("consensus")

    @property
    def first_address(self) -> str:
        """Where to begin: the first item in the order."""
        return self.lines()[0].address

    @property
    def query(self) -> str:
        """What an address carries along: the submission, where it is not the one that stands."""
        return "" if self.is_current else f"?submission={self.sheet.submission}"

    def _address(self, name: str, **query: str) -> str:
        """A page of this consensus, in its order, of its submission where that no longer stands."""
        if self.order != BY_SPREAD:
            query["order"] = self.order
        if not self.is_current:
            query["submission"] = str(self.sheet.submission)
        place = reverse(name, args=[self.assessment.unit.code, self.assessment.year])
        return f"{place}?{urlencode(query)}" if query else place

    def address_of_gap(self, gap: Gap) -> str:
        """Where `gap` is closed: at its item, or at the remarks of its criterion."""
        place = [self.assessment.unit.code, self.assessment.year, gap.criterion.lower()]
        return self.address_of(gap.item) if gap.item else reverse("consensus-remarks", args=place)

    @property
    def is_checklist(self) -> bool:
        return self.profile == CHECKLIST


def _voice(assessor: Person, judged: Judgement | None) -> Voice:
    return Voice(assessor, judged.mark if judged else Mark(), judged.words if judged else "")


def agreement_of(assessment: Assessment, person: Person, submission: str = "", order: str = "") -> Agreement | None:
    """The newest consensus that `person` may see, or that on the `submission` with this number; None for none."""
    seen = list(sheets_for(person, assessment).filter(kind=Sheet.Kind.CONSENSUS).order_by("-submission"))
    found = next((sheet for sheet in seen if not submission or str(sheet.submission) == submission), None)
    if found is None:
        return None
    found.assessment = assessment
    return Agreement(found, person, order, is_newest=found is seen[0])
