"""What stands between a sheet and its submission. Pure: "nothing above 0 without evidence and words"."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmqa.scoring.profiles import NOT_APPLICABLE, Asked, Mark, items_of, points_behind, value_of

MOST_QUESTIONS = 3
WORDS = ("STRENGTH", "OFI")


class Lack(StrEnum):
    """What is lacking. An item of which nothing is said is legal ("not enough seen"), but listed."""

    NO_EVIDENCE = "NO_EVIDENCE"
    NO_WORDS = "NO_WORDS"
    TOO_MANY_QUESTIONS = "TOO_MANY_QUESTIONS"
    UNSAID = "UNSAID"


@dataclass(frozen=True)
class Gap:
    """What lacks in a criterion; `item` is blank where it lacks in the whole of it."""

    lack: Lack
    criterion: str
    item: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the sheet cannot be submitted with it."""
        return self.lack != Lack.UNSAID


@dataclass(frozen=True)
class Said:
    """A remark as this rule sees it: its kind, its criterion, its point (or blank), and whether it cites evidence."""

    kind: str
    criterion: str
    point: str = ""
    cites: bool = False


def gaps_before_submission(
    *,
    asked: Sequence[Asked],
    profile: str,
    judgements: Mapping[str, Mark],
    remarks: Iterable[Said],
    shown: Collection[str],
) -> list[Gap]:
    """The gaps, criterion by criterion in order.

    `shown` are the points for which the unit has evidence: those whose finding is not "missing". What a remark on the
    point cites is evidence too; one of the whole criterion serves a letter, not a point.
    """
    said = tuple(remarks)
    return [
        gap
        for criterion in asked
        for gap in (
            *_gaps_of_items(criterion, profile, judgements, said, shown),
            *_gaps_of_words(criterion, profile, judgements, said),
        )
    ]


def _gaps_of_items(
    criterion: Asked, profile: str, judgements: Mapping[str, Mark], said: Sequence[Said], shown: Collection[str]
) -> Iterator[Gap]:
    cited = {remark.point for remark in said if remark.criterion == criterion.code and remark.cites}
    proved = {*shown, *cited}
    for item in items_of(criterion, profile):
        mark = judgements.get(item, Mark())
        value = value_of(mark, profile)
        # A letter rests on its points together, so that what is cited for the whole criterion serves it too.
        behind = {*points_behind(criterion, item), *(() if item in criterion.points else ("",))}
        if value is None and mark.verdict != NOT_APPLICABLE:
            yield Gap(Lack.UNSAID, criterion.code, item)
        elif value and not proved & behind:
            yield Gap(Lack.NO_EVIDENCE, criterion.code, item)


def _gaps_of_words(
    criterion: Asked, profile: str, judgements: Mapping[str, Mark], said: Sequence[Said]
) -> Iterator[Gap]:
    kinds = [remark.kind for remark in said if remark.criterion == criterion.code]
    values = [value_of(judgements.get(item, Mark()), profile) for item in items_of(criterion, profile)]
    if any(values) and not any(kind in WORDS for kind in kinds):
        yield Gap(Lack.NO_WORDS, criterion.code)
    if kinds.count("QUESTION") > MOST_QUESTIONS:
        yield Gap(Lack.TOO_MANY_QUESTIONS, criterion.code)
