"""The text behind the glyphs of a PDF: what a reader finds, copies and reads aloud.

WeasyPrint notes for each glyph the text of the first place where it is drawn. In Thai that is wrong for the
whole report: sara am is drawn as two glyphs, a mark has a glyph for each height, and a cluster gives all its
text to its first glyph. Here the text comes from the font itself, and what no table of single glyphs can say
(ISO 32000-1, 14.9.4 "Replacement text") is written round the glyphs as ActualText.

Imports WeasyPrint: only `pmqa.reports.pdf` may import this module, and only when a PDF is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import pydyf
from weasyprint import Document
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_hb_object_data

from pmqa.reports.glyphs import glyph_texts

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
# Thai signs above and below a consonant, and glyphs without text: they take no room on the line.
MARKS = frozenset(
    ("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
)

# How far a mark may stand off, in thousandths of the font size, before readers go wrong: to the right they
# put it after the next consonant, far to the left they take the way back for a space. And how far above or
# below its place, in CSS pixels, before they take it for a line of its own.
RIGHT, LEFT, RISE = -1, 25, 0.08
_SHIFT = rb"(?:-\d[\d.]*|2[5-9][\d.]*|[3-9]\d[\d.]*|[1-9]\d\d[\d.]*)"
# Moves of a thousandth and less: nobody sees them, half of a page's stream is made of them, and they shuffle
# marks and consonants in poppler's text.
_IDLE_MOVE = re.compile(rb">-?(?:0|1|0?\.\d+|0\.\d+|1\.0+)<")

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
_BATCH = 100  # most entries in one bfchar block (Adobe Technical Note 5014)


@dataclass(frozen=True)
class Face:
    """A font of the PDF: the text of its glyphs by their four digits, and what needs a span in its text."""

    texts: Mapping[bytes, str]
    special: re.Pattern[bytes]
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


def make_searchable(document: Document, pdf: pydyf.PDF) -> None:
    """Put the right text behind all glyphs; a `finisher` of WeasyPrint's `write_pdf`."""
    faces = _faces(document)
    for item in pdf.objects:
        if isinstance(item, Stream):
            _write_spans(item.stream, faces)
        elif isinstance(item, pydyf.Dictionary) and "BaseFont" in item:
            face = faces.get(_key_of_font(item["BaseFont"]))
            if face is not None and "ToUnicode" in item:
                number = int(item["ToUnicode"].split()[0])
                pdf.objects[number].stream[:] = _to_unicode(face.texts)
            elif face is not None:
                item["W"] += [int(face.blank, 16), pydyf.Array([0])]


def _faces(document: Document) -> dict[bytes, Face]:
    texts: dict[bytes, dict[int, str]] = {}
    for font in document.fonts.values():
        if font.bitmap:
            continue
        known = glyph_texts(get_hb_object_data(font.hb_face), font.index)
        missing = {number: chr(codepoint) for codepoint, number in font.missing.items()}
        drawn = {number: known.get(number, guess) for number, guess in font.to_unicode.items()}
        texts.setdefault(font.hash.encode(), {}).update(drawn | missing)
    return {key: _face(of_font) for key, of_font in texts.items()}


def _face(numbered: Mapping[int, str]) -> Face:
    blank = next(number for number in count(1) if number not in numbered)
    texts = {b"%04x" % number: text for number, text in sorted({**numbered, blank: ""}.items())}
    marks = b"|".join(digits for digits, text in texts.items() if text and text[0] in MARKS)
    nikhahit = [digits for digits, text in texts.items() if NIKHAHIT in text]
    special = b"|".join([*nikhahit, _SHIFT + b"<(?:" + marks + b")"] if marks else [b"(?!)"])
    return Face(texts, re.compile(special), b"%04x" % blank)


def _key_of_font(base_font: bytes) -> bytes:
    """The name by which streams call a font, from its full name: /ABCDEF+Family-Bold gives ABCDEF."""
    return base_font.removeprefix(b"/").partition(b"+")[0]


def _to_unicode(texts: Mapping[bytes, str]) -> list[bytes]:
    entries = [b"<%s> <%s>" % (digits, _utf16(text)) for digits, text in texts.items()]
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        lines += [b"%d beginbfchar" % len(batch), *batch, b"endbfchar"]
    return [*lines, b"endcmap CMapName currentdict /CMap defineresource pop end end"]


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _write_spans(stream: list[object], faces: Mapping[bytes, Face]) -> None:
    cuts: dict[int, list[tuple[int, bytes]]] = {}
    for line in _lines(stream, faces):
        for span in _spans(line):
            for glyph_at, offset, marker in _markers(line, span):
                cuts.setdefault(line[glyph_at].place, []).append((offset, marker))
    for place in sorted(cuts, reverse=True):
        stream[place : place + 1] = _cut(stream[place], cuts[place])


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
    for glyph, is_adrift in _special_glyphs(line):
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
        if abs(shown.rise) > RISE:
            yield Glyph(index, shown.operator.index(b"<") + 1), True
        for found in shown.face.special.finditer(shown.operator):
            offset = found.end() - 4
            if (offset - shown.operator.rindex(b"<", 0, offset)) % 4 == 1:
                yield Glyph(index, offset), len(found[0]) > 4


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
    yield *first, b"/Span <</ActualText <feff%s>>> BDC" % _utf16(span.text)
    if last is span.after:
        yield last.index, last.offset + 4, b"EMC"
    else:
        yield *span.after, b"[<%s>] TJ EMC" % line[last.index].face.blank


def _cut(operator: bytes, cuts: list[tuple[int, bytes]]) -> list[bytes]:
    """One `[<…>] TJ` as several, with a marker at each offset."""
    pieces: list[bytes] = []
    rest_at = 0
    for offset, marker in cuts:
        piece = (b"[<" if rest_at else b"") + operator[rest_at:offset]
        if piece != b"[<":
            pieces.append(piece + b">] TJ")
        pieces.append(marker)
        rest_at = offset
    return [*pieces, b"[<" + operator[rest_at:]]
