"""What people write for an answer, and what it means: pure functions over the text of a cell. None is never a guess."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmqa.thai.text import fold

# Words of a scale of five, folded: no spaces, small letters, Arabic digits.
_SCALE_WORDS = {
    5: "มากที่สุด อย่างยิ่ง most verysatisfied stronglyagree veryimportant highest",
    4: "มาก much satisfied agree important high",
    3: "ปานกลาง เฉยๆ เฉย moderate neutral medium neithersatisfiednordissatisfied neitheragreenordisagree",
    2: "น้อย ไม่เห็นด้วย little dissatisfied disagree low",
    1: "น้อยที่สุด ไม่เห็นด้วยอย่างยิ่ง least verydissatisfied stronglydisagree lowest",
}
_SCALE = {word: value for value, words in _SCALE_WORDS.items() for word in words.split()}
# What stands before the degree: "ระดับความพึงพอใจมาก" is "มาก". Never "ไม่": that would turn the meaning round.
_BEFORE_DEGREE = re.compile("^(?:ระดับ|มีความ|ความ|พึงพอใจ|พอใจ|สำคัญ|เห็นด้วย)+(?=.)")
_AGREED = {"เห็นด้วย": 4}
_NUMBER_FIRST = re.compile(r"^(?:ระดับ|level)?([1-5])(?:\.0+)?(?:คะแนน|ดาว|points?|stars?)?(?:[-.)=:,/]*|\()(.*?)\)?$")
_NUMBER_LAST = re.compile(r"^(.+?)(?:[-=:,/]|\()([1-5])(?:คะแนน|points?)?\)?$")

_YES = frozenset("มี ใช่ ไม่พึงพอใจ ไม่พอใจ yes y true 1 1.0 ✓ ✔ dissatisfied".split())
_NO = frozenset("ไม่มี ไม่ใช่ ไม่ พึงพอใจ พอใจ no n false 0 0.0 none satisfied".split())

_NUMBERED = re.compile(r"^\(?([0-9]{1,2})(?:\.0+)?(?:[.)-](.*))?$", re.DOTALL)
_SEPARATORS = ",;|"


def scale_of(text: str) -> int | None:
    """1 to 5 of a figure, a degree in words, or both ("5 - มากที่สุด") where they agree; None for anything else."""
    word = fold(text)
    found = _degree(word)
    if found is not None:
        return found
    for pattern, number, rest in ((_NUMBER_FIRST, 1, 2), (_NUMBER_LAST, 2, 1)):
        if match := pattern.match(word):
            value, beside = int(match[number]), match[rest]
            if beside and beside[0].isdecimal():
                return None
            meant = _degree(beside) if beside else value
            return value if meant in (value, None) else None
    return None


def _degree(word: str) -> int | None:
    return _SCALE.get(word) or _AGREED.get(word) or _SCALE.get(_BEFORE_DEGREE.sub("", word))


def yes_no_of(text: str) -> int | None:
    """1 for a yes to dissatisfaction, 0 for a no; None for anything else."""
    word = fold(text)
    match = re.match(r"^([01])[-.)=:](.+)$", word)
    if match:
        meant = yes_no_of(match[2])
        return meant if meant is None or meant == int(match[1]) else None
    return 1 if word in _YES else 0 if word in _NO else None


@dataclass(frozen=True)
class Choices:
    """Texts and codes of what may be chosen: `codes` by folded text, and in their order on the sheet."""

    codes: Mapping[str, str]
    order: Sequence[str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Iterable[str]]]) -> "Choices":
        """From codes and the texts of each. A text that stands for two is none's."""
        listed = [(code, {fold(text) for text in texts if text}) for code, texts in rows]
        every = [text for _code, texts in listed for text in texts]
        codes = {text: code for code, texts in listed for text in texts if every.count(text) == 1}
        return cls(codes, tuple(code for code, _texts in listed))

    def one(self, text: str) -> str | None:
        """The code of one choice: its text, its number, or both ("1. ทุกวัน") where they agree."""
        word = fold(text)
        if word in self.codes:
            return self.codes[word]
        match = _NUMBERED.match(word)
        if match is None or not 1 <= int(match[1]) <= len(self.order):
            return None
        code = self.order[int(match[1]) - 1]
        return code if not match[2] or self.codes.get(match[2]) == code else None

    def several(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes of the choices in a text that commas, semicolons or lines part, and the parts that are none.

        A choice may hold commas itself: at each place the longest choice that ends at a separator is taken.
        """
        codes: dict[str, None] = {}
        unknown: list[str] = []
        rest = text.replace("\n", ";").strip()
        while rest:
            code, length = self._first(rest)
            part, rest = rest[:length], rest[length + 1 :].strip()
            if code is not None:
                codes[code] = None
            elif part.strip():
                unknown.append(part.strip())
        return tuple(codes), tuple(unknown)

    def _first(self, rest: str) -> tuple[str | None, int]:
        """The choice with which `rest` begins and its length; none, and the length up to the next separator."""
        separators = [place for place, sign in enumerate(rest) if sign in _SEPARATORS]
        ends = [*separators[:50], len(rest)]
        for end in reversed(ends):
            code = self.one(rest[:end])
            if code is not None:
                return code, end
        return None, ends[0]
