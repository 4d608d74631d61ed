"""Thai text as people type and paste it, made one and the same text."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pmqa.thai.digits import to_arabic

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Nothing a reader sees: controls, soft hyphen, zero-width and direction marks, and what neither UTF-8 nor XML
# can hold.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Typed the wrong way round, these look right and no search finds them: a tone or killer before the vowel mark
# (nikhahit counts as one), or a tone after sara am. Whole runs are sorted, so that no input is slow.
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4d]{2,}")
_TORN_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]*)\u0e32")
_TONES_AND_SARA_AM = re.compile("[\u0e33\u0e48-\u0e4b]{2,}")
# Anything that `normalise` may have to correct: most text has none of it, and is then answered at once.
_DISORDER = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u0e4d\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e3a\u0e47]|\u0e33[\u0e48-\u0e4b]|\u0e40\u0e40|^[ \n]|[ \n]\\Z| [ \n]|\n "
)
_AROUND_BREAK = re.compile(" *\n *")
_MANY_SPACES = re.compile(" {2,}")

_ALIKE = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    '"': "\u201c\u201d\u201e\u201f\u2033",
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4`",
    "/": "\uff0f\u2215\u2044",
    "(": "\uff08",
    ")": "\uff09",
    ",": "\uff0c\u060c",
    ":": "\uff1a",
}
_ONE_FORM: dict[int, str | None] = {ord(other): form for form, others in _ALIKE.items() for other in others}
# Variation selectors only choose between pictures of the same sign (✔ and ✔️).
_ONE_FORM.update(dict.fromkeys(range(0xFE00, 0xFE10)))

# "1." "1)" "(1)" "1.)" at the start or after a space or separator; "3.5" is a number, not a place in a list.
_NUMBERED = re.compile(r"(?<![^\s,;])\(?([0-9\u0e50-\u0e59]{1,2})(?:\.\)?|\))(?!\d)\s*")
# The private-use one is Word's bullet. A hyphen before a digit is a minus sign.
_BULLET = re.compile("(?:[•▪●○◦‣\u2043*·\uf0b7]|[-\u2013\u2014](?!\\d))\\s*")
_INLINE_BULLET = re.compile("[•▪●○◦‣\uf0b7]")
# What stands in parentheses is passed over whole; a comma inside "1,000" belongs to the number.
_SEPARATOR = re.compile(r"\([^()]*\)|([;\u060c\u061b\uff0c\uff1b]|(?<!\d),|,(?!\d{3}(?!\d)))")
_NOBODY = frozenset({"", "-", "ไม่มี"})


# Before NFC itself puts a run of marks in order: in a short text, or in one whose runs are short, that is quick.
_LONG = 1_000
_RUN_OF_MARKS = re.compile(b"[^\x00]{2,}")
# They have no class of their own as marks, but are made of two that have one.
_TIBETAN_PAIRS = {0x0F73: "\u0f71\u0f72", 0x0F75: "\u0f71\u0f74", 0x0F81: "\u0f71\u0f80"}


def _marks_in_order(text: str) -> str:
    """`text` with each run of marks as NFC orders it, whose own sorting takes hours for a run of a million marks."""
    text = text.translate(_TIBETAN_PAIRS)
    classes = bytes(map(unicodedata.combining, text))
    parts, end = [], 0
    for run in _RUN_OF_MARKS.finditer(classes):
        parts += [text[end : run.start()], "".join(sorted(text[run.start() : run.end()], key=unicodedata.combining))]
        end = run.end()
    return "".join([*parts, text[end:]])


def _thai(text: str) -> str:
    text = unicodedata.normalize("NFC", _marks_in_order(text) if len(text) > _LONG else text)
    text = _MARKS.sub(lambda run: "".join(sorted(run[0], key=_TONES.__contains__)), text)
    text = _TORN_SARA_AM.sub("\\1\u0e33", text)
    text = _TONES_AND_SARA_AM.sub(lambda run: "".join(sorted(run[0], key="\u0e33".__eq__)), text)
    return text.replace("\u0e40\u0e40", "\u0e41")


def normalise(text: str, *, lines: bool = True) -> str:
    """One stored form for text that looks the same.

    NFC, never NFKC (which tears ำ apart). ํ + า becomes ำ with its tone before it, เ + เ becomes แ, tone
    marks stand after vowel marks. Invisible characters and controls go, tabs and every kind of space
    become a space, runs of spaces one, and both ends of each line and of the text are trimmed. With
    `lines` line breaks (CRLF, CR and the like) stay as LF, empty lines too; without, each becomes a
    space. Idempotent; raises nothing.
    """
    if (lines or "\n" not in text) and unicodedata.is_normalized("NFC", text) and not _DISORDER.search(text):
        return text
    text = _HIDDEN.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))
    # One correction can prepare another; each removes a disorder and none makes one, so this ends.
    while (better := _thai(text)) != text:
        text = better
    text = _MANY_SPACES.sub(" ", text if lines else text.replace("\n", " "))
    return _AROUND_BREAK.sub("\n", text).strip(" \n")


_KEPT_FOLDS = 8_192
_LONGEST_KEPT = 200


def _fold_once(text: str) -> str:
    text = to_arabic(normalise(text, lines=False)).casefold().translate(_ONE_FORM)
    return normalise("".join(text.split()), lines=False)


def fold(text: str) -> str:
    """The text for comparing names and headings, not for showing.

    Normalised, Arabic digits, no difference of case, no white space at all ("อื่น ๆ" is "อื่นๆ", "สินค้า
    / บริการ" is "สินค้า/บริการ"), and one form of each dash, quotation mark, slash, comma, colon and
    parenthesis. Idempotent; raises nothing.
    """
    return _short_fold(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def _fold(text: str) -> str:
    # Taking a space out can bring marks together that then compose.
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


_short_fold = lru_cache(maxsize=_KEPT_FOLDS)(_fold)


def _numbered_items(line: str) -> Iterator[str]:
    """Cuts "1. A 2. B" before each number that counts on; a line that opens without a number stays whole."""
    start, expected = 0, None
    for mark in _NUMBERED.finditer(line):
        number = int(mark[1])
        if mark.start() == 0:
            start, expected = mark.end(), number + 1
        elif number == expected:
            yield line[start : mark.start()]
            start, expected = mark.end(), number + 1
    yield line[start:]


def _separated(item: str) -> Iterator[str]:
    start = 0
    for found in _SEPARATOR.finditer(item):
        if found[1]:
            yield item[start : found.start()]
            start = found.end()
    yield item[start:]


def _without_mark(name: str) -> str:
    name = name.strip()
    while mark := _BULLET.match(name) or _NUMBERED.match(name):
        if mark.end() == len(name):
            return ""  # a mark and no name: an empty place in the list, or the "-" of a cell left empty
        name = name[mark.end() :]
    return name


def _pieces(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for part in _INLINE_BULLET.split(line):
            for item in _numbered_items(part.strip()):
                yield from _separated(item)


def split_names(text: str) -> list[str]:
    """The names in one cell, normalised, in their order, each once (compared by `fold`).

    Lines, commas, semicolons and bullets separate names; so do numbers that count on ("1. A 2. B", "๑)
    …", "(1) …") in a line that opens with one. "1,000", "3.5 เมตร", commas inside parentheses and a
    hyphen that does not open the name are part of it. "-" and "ไม่มี" are no name. Raises nothing; an
    empty cell gives [].
    """
    found: dict[str, str] = {}
    for piece in _pieces(normalise(text)):
        name = _without_mark(piece)
        found.setdefault(fold(name), name)
    return [name for key, name in found.items() if key not in _NOBODY]
