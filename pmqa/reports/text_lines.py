"""The lines of text in a page's stream, glyph by glyph.

A page draws its text by operators such as `[<01b002f8>-10<01e8>] TJ`: four digits a glyph, moves to the left in
thousandths of the font size between them; `Ts` before one that is drawn above or below the base line, `Tm` before
each line, `Tf` where the font changes (ISO 32000-1, 9.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

NIKHAHIT = "\u0e4d"
# Thai signs above and below a consonant, and glyphs without text: they take no room on the line.
MARKS = frozenset(
    ("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
)

# How far a mark may stand off before readers go wrong. Above or below its place, in CSS pixels: they take it
# for a line of its own. In thousandths of the font size, more than one to the right (written with a minus): they
# put it after the next consonant; 25 and more to the left: they take the way back for a space.
RISE = 0.08
_SHIFT = rb"[>\[](?:-\d[\d.]*|2[5-9][\d.]*|[3-9]\d[\d.]*|[1-9]\d\d[\d.]*)"
# Moves of a thousandth and less: nobody sees them, half of a page's stream is made of them, and they shuffle
# marks and consonants in poppler's text.
_IDLE_MOVE = re.compile(rb">-?(?:0|1|0?\.\d+|0\.\d+|1\.0+)<")

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


@dataclass(frozen=True)
class Face:
    """A font of the PDF: the text of its glyphs by their four digits, its marks, a glyph without ink.

    Fonts are embedded with empty glyphs in place of the unused: one of those is the `blank`, and takes no room.
    """

    texts: Mapping[bytes, str]
    nikhahit: tuple[bytes, ...]
    """Glyphs that have a nikhahit in them."""
    adrift: re.Pattern[bytes]
    """Finds a mark that stands off too far, with the move before it."""
    blank: bytes


class Shown(NamedTuple):
    """One operator of a page that draws text: its place in the stream, its font, its height."""

    place: int
    operator: bytes
    face: Face
    rise: float


Line = list[Shown]


class Glyph(NamedTuple):
    """One glyph of a line: the number of its operator in the line, and the offset of its digits in that."""

    number: int
    offset: int


def face_of(numbered: Mapping[int, str]) -> Face:
    """The face of a font, from the text of each glyph that the PDF draws by the number of the glyph."""
    blank = next(number for number in count(1) if number not in numbered)
    texts = {b"%04x" % number: text for number, text in sorted({**numbered, blank: ""}.items())}
    marks = b"|".join(digits for digits, text in texts.items() if text and text[0] in MARKS)
    adrift = re.compile(_SHIFT + b"<(?:" + marks + b")" if marks else b"(?!)")
    nikhahit = tuple(digits for digits, text in texts.items() if NIKHAHIT in text)
    return Face(texts, nikhahit, adrift, b"%04x" % blank)


def lines_of(stream: list[Any], faces: Mapping[bytes, Face]) -> Iterator[Line]:
    """The text operators of a stream, one list for each line of text; drops idle moves on its way."""
    line: Line = []
    face: Face | None = None
    rise = 0.0
    for place, item in enumerate(stream):
        kind = item[-2:] if isinstance(item, bytes) else b""
        if kind == b"TJ" and face is not None:
            operator = stream[place] = _tidied(item, face)
            line.append(Shown(place, operator, face, rise))
        elif kind == b"Tf":
            face = faces.get(item[1 : item.index(b" ")])
        elif kind == b"Ts":
            rise = float(item[:-3])
        elif kind == b"Tm" and line:
            yield line
            line = []
    if line:
        yield line


def _tidied(operator: bytes, face: Face) -> bytes:
    operator = _IDLE_MOVE.sub(b"", operator.replace(b">0<", b""))
    if operator.startswith(b"[-"):
        # Chrome sorts operators by where they start: a mark moved right must not start after what follows it.
        return b"[<%s>%s" % (face.blank, operator[1:])
    return operator


def cluster_of(line: Line, glyph: Glyph) -> tuple[list[Glyph], Glyph | None]:
    """A mark with its consonant and the other marks of that, and the glyph after them if the line has one."""
    cluster = [glyph]
    before: Glyph | None = glyph
    while before is not None and text_of(line, before)[:1] in MARKS:
        before = _glyph_before(line, before)
        if before is not None:
            cluster.insert(0, before)
    after = _glyph_after(line, glyph)
    while after is not None and text_of(line, after)[:1] in MARKS:
        cluster.append(after)
        after = _glyph_after(line, after)
    return cluster, after


def text_of(line: Line, glyph: Glyph) -> str:
    """The text of one glyph, empty where the font has none for it."""
    shown = line[glyph.number]
    return shown.face.texts.get(shown.operator[glyph.offset : glyph.offset + 4], "")


def _glyph_before(line: Line, glyph: Glyph) -> Glyph | None:
    index, offset = glyph
    if line[index].operator[offset - 1 : offset] != b"<":
        return Glyph(index, offset - 4)
    for earlier in range(index, -1, -1):
        operator = line[earlier].operator
        end = operator.rfind(b">", 0, offset if earlier == index else len(operator))
        while end > 0 and operator[end - 1 : end] == b"<":
            end = operator.rfind(b">", 0, end)
        if end > 0:
            return Glyph(earlier, end - 4)
    return None


def _glyph_after(line: Line, glyph: Glyph) -> Glyph | None:
    index, offset = glyph
    start = offset + 4
    if line[index].operator[start : start + 1] != b">":
        return Glyph(index, start)
    for later in range(index, len(line)):
        found = _GLYPHS.search(line[later].operator, start if later == index else 0)
        if found:
            return Glyph(later, found.start(1))
    return None
