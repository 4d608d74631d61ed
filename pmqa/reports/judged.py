"""Gathers what was judged for the report: item by item, and criterion by letter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.guidelines import LETTERS
from pmqa.judging.models import Judged
from pmqa.judging.results import Results
from pmqa.reports.outcomes import JudgedLine, LetterCell, LetterLine
from pmqa.scoring.engine import Point, asked_of, tally
from pmqa.scoring.profiles import Mark, items_of

Statuses = Mapping[str, str]


def statuses_of(points: Iterable[Point]) -> Statuses:
    """What the checks find, by the code of the point."""
    return {point.guideline.code: str(point.finding.status) for point in points}


def judged_lines(
    criterion: Criterion, profile: str, found: Results, now: Statuses, before: Statuses
) -> tuple[JudgedLine, ...]:
    """The items of `criterion` by the `profile` of the round, each with every judgement that there is of it; none
    where there is neither a judgement nor a year before."""
    if not any(found.marks) and not before:
        return ()
    titles = {each.code: str(each.title) for each in criterion.guidelines}
    return tuple(
        JudgedLine(
            item.rstrip("/"),
            titles.get(item) or _title(item),
            now.get(item, ""),
            before.get(item, ""),
            *(words_of(marks.get(item, Mark())) for marks in found.marks),
        )
        for item in items_of(asked_of(criterion), profile)
    )


def _title(item: str) -> str:
    letter = item.rpartition("/")[2]
    return str(LETTERS[letter]) if letter else _("The criterion as a whole")


def words_of(mark: Mark) -> str:
    """A judgement in words; "" where nothing was said."""
    if mark.percent is not None:
        return f"{mark.percent} %"
    return str(dict(Judged.Verdict.choices).get(mark.verdict, ""))


def letter_lines(points: Sequence[Point], found: Results) -> tuple[LetterLine, ...]:
    """Each criterion with the four letters."""
    return tuple(_letter_line(criterion, points, found) for criterion in CRITERIA)


def _letter_line(criterion: Criterion, points: Sequence[Point], found: Results) -> LetterLine:
    own = [point for point in points if point.criterion is criterion]
    return LetterLine(criterion.code, str(criterion.title), tuple(_letter_cells(criterion.code, own, found)))


def _letter_cells(code: str, points: Sequence[Point], found: Results) -> Iterator[LetterCell | None]:
    for letter in LETTERS:
        carrying = [point for point in points if letter in point.guideline.letters]
        counted = tally(carrying)
        # With a checklist no letter is judged: there is no mark of this name.
        own, published, _before = (words_of(marks.get(f"{code}/{letter}", Mark())) for marks in found.marks)
        cell = LetterCell(letter, counted.met, counted.partly, counted.missing, own, published)
        yield cell if carrying else None
