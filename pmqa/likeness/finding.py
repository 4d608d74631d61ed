"""The search of a round for equal files and near-equal texts: its cost grows with the texts, not with their pairs."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from pmqa.cycle.models import Round
from pmqa.evidence.models import EvidenceFile
from pmqa.likeness.prints import ALIKE, KEY_BITS, keys_of, pieces_of, share_of
from pmqa.likeness.texts import Text, texts_of

# So many places of one likeness are kept, and so many of one unit in it: what everybody writes is told by its count.
MOST_PLACES, MOST_OF_A_UNIT = 200, 3
# So many likenesses of a kind are kept: those of the longest texts.
MOST = 2000
_NUMBER_BITS = 64 - KEY_BITS


@dataclass(frozen=True)
class Spot:
    """Where one of several like things stands, and how like it is to the first of them, in per cent."""

    assessment: int
    label: str
    row: int
    column: str
    share: int = 100


@dataclass(frozen=True)
class Found:
    """Like things in so many units; `length` in letters or bytes. The first spot is that of the one compared with."""

    units: int
    length: int
    spots: tuple[Spot, ...]


class _Group:
    """What is collected of one likeness while the texts are read a second time."""

    def __init__(self, text: Text, pieces: frozenset[int]) -> None:
        self.pieces, self.length = array("I", pieces), len(text.text)
        self.of_unit: dict[int, int] = defaultdict(int)
        self.spots: list[Spot] = []

    def take(self, text: Text, share: float) -> None:
        self.of_unit[text.unit] += 1
        if self.of_unit[text.unit] <= MOST_OF_A_UNIT and len(self.spots) < MOST_PLACES:
            # What is less than the same is never told as 100.
            per_cent = 100 if share == 1 else min(99, round(share * 100))
            self.spots.append(Spot(text.assessment, text.label, text.row, text.column, per_cent))


def like_texts(held: Round) -> tuple[int, list[Found]]:
    """How many texts the round has, and the near-equal ones among different units. Reads them twice: for the keys, and
    for what the keys say may be alike, so that none is kept."""
    units, keys = array("Q"), array("Q")
    for number, text in enumerate(texts_of(held)):
        units.append(text.unit)
        if pieces := pieces_of(text.text):
            keys.extend(key << _NUMBER_BITS | number for key in keys_of(pieces))
    firsts = _across_units(_joined(keys, len(units)), units)
    groups: dict[int, _Group] = {}
    # Rows may have come or gone since: a text that is another by now is like nothing.
    for number, text in enumerate(texts_of(held) if firsts else ()):
        if (first := firsts.get(number)) is not None:
            _compare(groups, first, text)
    found = [Found(len(each.of_unit), each.length, tuple(each.spots)) for each in groups.values()]
    return len(units), _most(each for each in found if each.units > 1)


def _compare(groups: dict[int, _Group], first: int, text: Text) -> None:
    pieces = pieces_of(text.text)
    if not pieces:
        return
    group = groups.setdefault(first, _Group(text, pieces))
    share = share_of(pieces, frozenset(group.pieces))
    if share >= ALIKE:
        group.take(text, share)


def _joined(keys: Iterable[int], count: int) -> "array[int]":
    """For each of `count` texts the first text with which it is joined by keys, itself where by none."""
    first = array("Q", range(count))

    def top(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    before, number_mask = -1, (1 << _NUMBER_BITS) - 1
    for key in sorted(keys):
        if before >= 0 and key >> _NUMBER_BITS == before >> _NUMBER_BITS:
            one, other = sorted((top(before & number_mask), top(key & number_mask)))
            first[other] = one
        before = key
    for number in range(count):
        first[number] = top(number)
    return first


def _across_units(first: "array[int]", units: "array[int]") -> Mapping[int, int]:
    """The first of each text that is joined with one of another unit."""
    crossing = {first[number] for number in range(len(first)) if units[number] != units[first[number]]}
    return {number: top for number, top in enumerate(first) if top in crossing}


def like_files(held: Round) -> tuple[int, list[Found]]:
    """How many files the round has, and those that several units have, by their SHA-256."""
    files = EvidenceFile.objects.filter(assessment__round=held, deleted_at=None).exclude(sha256="").order_by()
    counted = files.values("sha256").annotate(units=Count("assessment", distinct=True)).filter(units__gt=1)
    many = dict(counted.order_by("-units", "sha256").values_list("sha256", "units")[:MOST])
    label, spots, sizes = EvidenceFile._meta.label_lower, defaultdict(list), {}
    rows = files.filter(sha256__in=counted.values("sha256")).order_by("sha256", "pk")
    for sha256, size, assessment, pk in rows.values_list("sha256", "size", "assessment", "pk").iterator():
        if sha256 in many and len(spots[sha256]) < MOST_PLACES:
            spots[sha256].append(Spot(assessment, label, pk, "stored"))
            sizes[sha256] = size
    return files.count(), [Found(many[each], sizes[each], tuple(spots[each])) for each in many if each in spots]


def _most(found: Iterator[Found]) -> list[Found]:
    return sorted(found, key=lambda each: (-each.length, -each.units))[:MOST]
