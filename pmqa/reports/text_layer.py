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
MARKS = frozenset(("", *"\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"))

# How far a mark may stand off, in thousandths of the font size, before readers go wrong: to the right they
# put it after the next consonant, far to the left they take the way back for a space. And how far above or
# below its place, in CSS pixels, before they take it for a line of its own.
RIGHT, LEFT, RISE = -1, 25, 0.08
_SHIFT = rb"(?:-\d[\d.]*|2[5-9][\d.]*|[3-9]\d[\d.]*|[1-9]\d\d[\d.]*)"
# Moves of a thousandth and less: nobody sees them, half of a page's stream is made of them, and they shuffle
# marks and consonants in poppler's text.
_IDLE_MOVE = re.compile(rb">-?(?:0|1|0?\.\d+|0\.\d+|1\.0+)<")

_TOKEN = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
_BATCH = 100  # most entries in one bfchar block (Adobe Technical Note 5014)


@dataclass(frozen=True)
class Face:
    """A font of the PDF: the text of its glyphs, and what its text looks like where a span is needed."""

    texts: Mapping[int, str]
    special: re.Pattern[bytes]
    blank: int
    """A glyph without ink that takes no room. Fonts are embedded with empty glyphs in place of the unused."""


class Shown(NamedTuple):
    """One operator of a page that draws text: its place in the stream, its font, its height."""

    place: int
    operator: bytes
    face: Face
    rise: float


class Glyph(NamedTuple):
    """One glyph drawn: the place of its operator, the offset of its digits in it, its text; too far off?"""

    place: int
    offset: int
    text: str
    adrift: bool = False


class Span(NamedTuple):
    """Glyphs `first` up to but without `end` of a line, and the text that they stand for together."""

    first: int
    end: int
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
                item["W"] += [face.blank, pydyf.Array([0])]


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


def _face(texts: Mapping[int, str]) -> Face:
    marks = b"|".join(b"%04x" % number for number, text in texts.items() if text[:1] in MARKS)
    nikhahit = [b"%04x" % number for number, text in texts.items() if NIKHAHIT in text]
    special = b"|".join([*nikhahit, _SHIFT + b"<(?:" + marks + b")"] if marks else [b"(?!)"])
    blank = next(number for number in count(1) if number not in texts)
    return Face({**texts, blank: ""}, re.compile(special), blank)


def _key_of_font(base_font: bytes) -> bytes:
    """The name by which streams call a font, from its full name: /ABCDEF+Family-Bold gives ABCDEF."""
    return base_font.removeprefix(b"/").partition(b"+")[0]


def _to_unicode(texts: Mapping[int, str]) -> list[bytes]:
    entries = [b"<%04x> <%s>" % (number, _utf16(text)) for number, text in sorted(texts.items())]
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
        if any(abs(shown.rise) > RISE or shown.face.special.search(shown.operator) for shown in line):
            glyphs = [glyph for shown in line for glyph in _glyphs(shown)]
            for span in spans(glyphs):
                for place, offset, marker in _markers(glyphs, span, line[0].face):
                    cuts.setdefault(place, []).append((offset, marker))
    for place in sorted(cuts, reverse=True):
        stream[place : place + 1] = _cut(stream[place], cuts[place])


def _lines(stream: list[object], faces: Mapping[bytes, Face]) -> Iterator[list[Shown]]:
    """The text operators of a stream, one list for each line of text; drops idle moves on its way."""
    line: list[Shown] = []
    face: Face | None = None
    rise = 0.0
    for place, item in enumerate(stream):
        kind = item[-2:] if isinstance(item, bytes) else b""
        if kind == b"TJ" and face is not None:
            operator = _IDLE_MOVE.sub(b"", item.replace(b">0<", b""))
            if operator.startswith(b"[-"):
                # Chrome sorts operators by where they start: a mark moved right must not start after the next.
                operator = b"[<%04x>%s" % (face.blank, operator[1:])
            stream[place] = operator
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


def _glyphs(shown: Shown) -> Iterator[Glyph]:
    shift = 0.0
    for token in _TOKEN.finditer(shown.operator):
        if token[1] is None:
            shift += float(token[2])
            continue
        for offset in range(token.start(1), token.end(1), 4):
            text = shown.face.texts.get(int(shown.operator[offset : offset + 4], 16), "")
            adrift = abs(shown.rise) > RISE or not RIGHT <= shift <= LEFT
            yield Glyph(shown.place, offset, text, adrift)
            shift = 0.0


def spans(glyphs: list[Glyph]) -> Iterator[Span]:
    """The glyphs of a line that need their text written out, consonant with its marks by consonant.

    - Nikhahit, tone mark if any, sara aa: together they are (tone mark and) sara am.
    - A consonant with a mark that stands off too far, unless it ends the line.
    """
    first = 0
    while first < len(glyphs):
        end = first + 1
        while end < len(glyphs) and glyphs[end].text[:1] in MARKS:
            end += 1
        cluster = glyphs[first:end]
        if end < len(glyphs):
            nikhahit = next((at for at, glyph in enumerate(cluster, first) if NIKHAHIT in glyph.text), None)
            if nikhahit is not None and glyphs[end].text == SARA_AA:
                tones = "".join(glyph.text for glyph in glyphs[nikhahit:end]).replace(NIKHAHIT, "")
                yield Span(nikhahit, end + 1, tones + SARA_AM)
                end += 1
            elif any(glyph.adrift for glyph in cluster[1:]):
                yield Span(first, end, "".join(glyph.text for glyph in cluster))
        first = end


def _markers(glyphs: list[Glyph], span: Span, face: Face) -> Iterator[tuple[int, int, bytes]]:
    """What to insert round a span: place of the operator, offset in it, bytes.

    Readers place the text of a span between the start of its first glyph and the end of its last. After
    a mark that stands off, a blank glyph ends the span where the consonant ends.
    """
    start, last = glyphs[span.first], glyphs[span.end - 1]
    yield start.place, start.offset, b"/Span <</ActualText <feff%s>>> BDC" % _utf16(span.text)
    if last.text[:1] in MARKS:
        after = glyphs[span.end]
        yield after.place, after.offset, b"[<%04x>] TJ EMC" % face.blank
    else:
        yield last.place, last.offset + 4, b"EMC"


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
