"""What the assessors wrote, gathered as the consensus begins: each thing once, questions within their limit."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pmqa.evidence.models import EvidenceFile
from pmqa.judging.gaps import MOST_QUESTIONS
from pmqa.judging.models import Remark, Sheet
from pmqa.thai.text import fold

# Signs that end or divide a sentence: two remarks that differ in nothing else say the same.
_ASIDE = str.maketrans("", "", ".,;:!?\"'()-")


def gather_remarks(*, sheets: Sequence[Sheet], into: Sheet) -> None:
    """Copies the remarks of `sheets`, with the evidence that they cite, in the order of the criteria.

    A text that another sheet has too, but for spaces, signs and case, comes once, with the evidence of both. A
    criterion gets at most 3 questions, the first of every assessor before the second of any; the rest stays to be read
    where it was written. A fixed number of queries.
    """
    gathered: dict[tuple[str, str, str], tuple[Remark, dict[int, EvidenceFile]]] = {}
    questions: Counter[str] = Counter()
    for remark in _in_turn(sheets):
        key = (remark.criterion, remark.kind, _essence(remark.text))
        if key not in gathered:
            is_question = remark.kind == Remark.Kind.QUESTION
            if is_question and questions[remark.criterion] >= MOST_QUESTIONS:
                continue
            questions[remark.criterion] += is_question
            made = Remark(
                sheet=into, criterion=remark.criterion, point=remark.point, kind=remark.kind, text=remark.text
            )
            gathered[key] = made, {}
        gathered[key][1].update({file.pk: file for file in remark.evidence.all() if file.deleted_at is None})
    _store(sorted(gathered.values(), key=lambda each: each[0].criterion))


def _in_turn(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    """The first remark of every sheet, then the second of every sheet, and so on, each criterion and kind by itself."""
    kept = Remark.objects.filter(sheet__in=sheets).prefetch_related("evidence")
    piles: dict[tuple[str, str, int], list[Remark]] = {}
    for remark in kept:
        piles.setdefault((remark.criterion, remark.kind, remark.sheet_id), []).append(remark)
    groups: dict[tuple[str, str], list[list[Remark]]] = {}
    for (criterion, kind, _sheet), pile in sorted(piles.items()):
        groups.setdefault((criterion, kind), []).append(pile)
    for group in groups.values():
        for turn in zip_longest(*group):
            yield from (remark for remark in turn if remark is not None)


def _essence(text: str) -> str:
    """What a text says, without the signs that make no difference."""
    return fold(text).translate(_ASIDE)


def _store(gathered: Sequence[tuple[Remark, dict[int, EvidenceFile]]]) -> None:
    for number, (remark, _files) in enumerate(gathered, 1):
        remark.position = number
    Remark.objects.bulk_create(remark for remark, _files in gathered)
    link = Remark.evidence.through
    link._default_manager.bulk_create(
        link(remark_id=remark.pk, evidencefile_id=file) for remark, files in gathered for file in files
    )
