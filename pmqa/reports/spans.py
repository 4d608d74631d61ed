"""Where the text of a page must be written out beside its glyphs, as ActualText.

A page draws its text by operators such as `[<01b002f8>-10<01e8>] TJ`: four digits a glyph, moves to the left in
thousandths of the font size between them, and `Ts` before one that is drawn above or below the base line.
What no table of single glyphs can say goes round the glyphs: ISO 32000-1, 14.9.4 "Replacement text".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
# Thai signs above and below a consonant, and glyphs without text: they take no room on the line.
MARKS = frozenset(
    ("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
)

# How far a mark may stand off, in thousandths of the font size, before readers go wrong: to the right they
# put it after the next consonant, far to the left they take the way back for a space. And how far above or
# below its place, in CSS pixels, before they take it for a line of its own.
RIGHT, LEFT, RISE = -1, 25, 0.08
_SHIFT = rb"[>\[](?:-\d[\d.]*|2[5-9][\d.]*|[3-9]\d[\d.]*|[1-9]\d\d[\d.]*)"
# Moves of a thousandth and less: nobody sees them, half of a page's stream is made of them, and they shuffle
# marks and consonants in poppler's text.
_IDLE_MOVE = re.compile(rb">-?(?:0|1|0?\.\d+|0\.\d+|1\.0+)<")

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")


@dataclass(frozen=True)
class Face:
    """A font of the PDF: the text of its glyphs by their four digits, and what may need a span: a nikhahit, a mark adrift."""

    texts: Mapping[bytes, str]
    nikhahit: tuple[bytes, ...]
    adrift: re.Pattern[bytes]
    blank: bytes
    """A glyph without ink that takes no room. Fonts are embedded with empty glyphs in place of the unused."""


class Shown(NamedTuple):
    """One operator of a page that draws text: its place in the stream, its font, its height."""

    place: int
    operator: bytes
    face: Face
    rise: float


Line = list[Shown]


class Glyph(NamedTuple):
    """One glyph of a line: the index of its operator in the line, and the offset of its digits in that."""

    index: int
    offset: int


class Span(NamedTuple):
    """Glyphs of a line, the glyph after them, and the text that they stand for together."""

    glyphs: list[Glyph]
    after: Glyph
    text: str


def face_of(numbered: Mapping[int, str]) -> Face:
    """The face of a font, from the text of each glyph that the PDF draws by the number of the glyph."""
    blank = next(number for number in count(1) if number not in numbered)
    texts = {b"%04x" % number: text for number, text in sorted({**numbered, blank: ""}.items())}
    marks = b"|".join(digits for digits, text in texts.items() if text and text[0] in MARKS)
    adrift = re.compile(_SHIFT + b"<(?:" + marks + b")" if marks else b"(?!)")
    nikhahit = tuple(digits for digits, text in texts.items() if NIKHAHIT in text)
    return Face(texts, nikhahit, adrift, b"%04x" % blank)


def write_spans(stream: list[object], faces: Mapping[bytes, Face]) -> None:
    """Write out, in the operators of a page, the text that its glyphs do not say; `faces` by their names there."""
    cuts: dict[int, list[tuple[int, bytes]]] = {}
    for line in _lines(stream, faces):
        for span in _spans(line):
            for glyph_at, offset, marker in _markers(line, span):
                cuts.setdefault(line[glyph_at].place, []).append((offset, marker))
    for place, markers in cuts.items():
        stream[place] = _cut(stream[place], markers)


def _lines(stream: list[object], faces: Mapping[bytes, Face]) -> Iterator[Line]:
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


def _spans(line: Line) -> Iterator[Span]:
    """The glyphs of a line that need their text written out.

    - Nikhahit, tone mark if any, sara aa: together they are (tone mark and) sara am.
    - A consonant with a mark that stands off too far, unless it ends the line.
    """
    done = Glyph(0, 0)
    for glyph, is_adrift in sorted(_special_glyphs(line)):
        if glyph < done:
            continue
        cluster, after = _cluster(line, glyph)
        if after is None:
            continue
        texts = [_text(line, each) for each in cluster]
        nikhahit = next((at for at, text in enumerate(texts) if NIKHAHIT in text), None)
        if nikhahit is not None and _text(line, after) == SARA_AA:
            tones = "".join(texts[nikhahit:]).replace(NIKHAHIT, "")
            yield Span([*cluster[nikhahit:], after], after, tones + SARA_AM)
        elif is_adrift:
            yield Span(cluster, after, "".join(texts))
        done = after


def _special_glyphs(line: Line) -> Iterator[tuple[Glyph, bool]]:
    """The glyphs of a line that may need a span, and whether they stand off too far."""
    for index, shown in enumerate(line):
        operator, face = shown.operator, shown.face
        if abs(shown.rise) > RISE:
            yield Glyph(index, operator.index(b"<") + 1), True
        for found in face.adrift.finditer(operator):
            yield Glyph(index, found.end() - 4), True
        for digits in face.nikhahit:
            offset = operator.find(digits)
            while offset >= 0:
                if (offset - operator.rindex(b"<", 0, offset)) % 4 == 1:
                    yield Glyph(index, offset), False
                offset = operator.find(digits, offset + 1)


def _cluster(line: Line, glyph: Glyph) -> tuple[list[Glyph], Glyph | None]:
    """A mark with its consonant and the other marks of that, and the glyph after them if the line has one."""
    cluster = [glyph]
    before: Glyph | None = glyph
    while before is not None and _text(line, before)[:1] in MARKS:
        before = _glyph_before(line, before)
        if before is not None:
            cluster.insert(0, before)
    after = _glyph_after(line, glyph)
    while after is not None and _text(line, after)[:1] in MARKS:
        cluster.append(after)
        after = _glyph_after(line, after)
    return cluster, after


def _text(line: Line, glyph: Glyph) -> str:
    shown = line[glyph.index]
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


def _markers(line: Line, span: Span) -> Iterator[tuple[int, int, bytes]]:
    """What to insert round a span: index of the operator in the line, offset in it, bytes.

    Readers place the text of a span between the start of its first glyph and the end of its last. After
    a mark that stands off, a blank glyph ends the span where the consonant ends.
    """
    first, last = span.glyphs[0], span.glyphs[-1]
    yield *first, b"/Span <</ActualText <feff%s>>> BDC" % utf16(span.text)
    if last is span.after:
        yield last.index, last.offset + 4, b"EMC"
    else:
        yield *span.after, b"[<%s>] TJ EMC" % line[last.index].face.blank


def _cut(operator: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    """One `[<…>] TJ` as several, with a marker at each offset."""
    pieces: list[bytes] = []
    rest_at = 0
    for offset, marker in cuts:
        piece = (b"[<" if rest_at else b"") + operator[rest_at:offset]
        if piece != b"[<":
            pieces.append(piece + b">] TJ")
        pieces.append(marker)
        rest_at = offset
    return b"\n".join([*pieces, b"[<" + operator[rest_at:]])


def utf16(text: str) -> bytes:
    """The hexadecimal digits of text as PDF wants them."""
    return text.encode("utf-16-be").hex().encode()
