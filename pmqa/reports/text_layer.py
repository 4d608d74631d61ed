"""The text behind the glyphs of a PDF: what a reader finds, copies and reads aloud.

WeasyPrint notes for each glyph the text of the first place where it is drawn. In Thai that is wrong for the
whole report: sara am is drawn as two glyphs, a mark has a glyph for each height, and a cluster gives all its
text to its first glyph. Here the text comes from the font itself, and what no table of single glyphs can say
(ISO 32000-1, 14.9.4 "Replacement text") is written round the glyphs as ActualText.

Imports WeasyPrint: only `pmqa.reports.pdf` may import this module, and only when a PDF is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pydyf
from weasyprint import Document
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_hb_object_data

from pmqa.reports.glyphs import glyph_texts

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
TONE_MARKS = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")

_HEX_STRING = re.compile(rb"<([0-9a-f]+)>")
_BATCH = 100  # most entries in one bfchar block (Adobe Technical Note 5014)


@dataclass(frozen=True)
class Face:
    """A font of the PDF: the text of its glyphs, and how a nikhahit looks in a page's stream."""

    texts: Mapping[int, str]
    nikhahit: re.Pattern[bytes]


class Shown(NamedTuple):
    """One operator of a page that draws text: its place in the stream, its font, off the base line or on it."""

    place: int
    operator: bytes
    face: Face
    raised: bool


class Glyph(NamedTuple):
    """One glyph drawn: the place of its operator, the offset of its digits in it, its text."""

    place: int
    offset: int
    text: str
    raised: bool


class Span(NamedTuple):
    """Glyphs `first` to `last` of a line, and the text that they stand for together."""

    first: int
    last: int
    text: str


def make_searchable(document: Document, pdf: pydyf.PDF) -> None:
    """Put the right text behind all glyphs; a `finisher` of WeasyPrint's `write_pdf`."""
    faces = _faces(document)
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and "ToUnicode" in item:
            face = faces.get(_key_of_font(item["BaseFont"]))
            if face is not None:
                number = int(item["ToUnicode"].split()[0])
                pdf.objects[number].stream[:] = _to_unicode(face.texts)
        elif isinstance(item, Stream):
            _write_spans(item.stream, faces)


def _faces(document: Document) -> dict[bytes, Face]:
    texts: dict[bytes, dict[int, str]] = {}
    for font in document.fonts.values():
        if font.bitmap:
            continue
        known = glyph_texts(get_hb_object_data(font.hb_face), font.index)
        missing = {number: chr(codepoint) for codepoint, number in font.missing.items()}
        drawn = {number: known.get(number, guess) for number, guess in font.to_unicode.items()}
        texts.setdefault(font.hash.encode(), {}).update(drawn | missing)
    return {key: Face(of_font, _nikhahit(of_font)) for key, of_font in texts.items()}


def _nikhahit(texts: Mapping[int, str]) -> re.Pattern[bytes]:
    digits = [b"%04x" % number for number, text in texts.items() if NIKHAHIT in text]
    return re.compile(b"|".join(digits) or rb"(?!)")


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
        if any(shown.raised or shown.face.nikhahit.search(shown.operator) for shown in line):
            glyphs = [glyph for shown in line for glyph in _glyphs(shown)]
            for span in spans(glyphs):
                first, last = glyphs[span.first], glyphs[span.last]
                opening = b"/Span <</ActualText <feff%s>>> BDC" % _utf16(span.text)
                cuts.setdefault(first.place, []).append((first.offset, opening))
                cuts.setdefault(last.place, []).append((last.offset + 4, b"EMC"))
    for place in sorted(cuts, reverse=True):
        stream[place : place + 1] = _cut(stream[place], cuts[place])


def _lines(stream: Iterable[object], faces: Mapping[bytes, Face]) -> Iterator[list[Shown]]:
    """The text operators of a stream, one list for each line of text."""
    line: list[Shown] = []
    face: Face | None = None
    raised = False
    for place, item in enumerate(stream):
        kind = item[-2:] if isinstance(item, bytes) else b""
        if kind == b"TJ" and face is not None:
            line.append(Shown(place, item, face, raised))
        elif kind == b"Tf":
            face = faces.get(item[1 : item.index(b" ")])
        elif kind == b"Ts":
            raised = item != b"0 Ts"
        elif kind == b"Tm":
            yield line
            line = []
    yield line


def _glyphs(shown: Shown) -> Iterator[Glyph]:
    for digits in _HEX_STRING.finditer(shown.operator):
        for offset in range(digits.start(1), digits.end(1), 4):
            text = shown.face.texts.get(int(shown.operator[offset : offset + 4], 16), "")
            yield Glyph(shown.place, offset, text, shown.raised)


def spans(glyphs: list[Glyph]) -> Iterator[Span]:
    """The glyphs of a line that need their text written out.

    - Nikhahit, tone mark if any, sara aa: together they are (tone mark and) sara am.
    - A raised mark and the glyph after it: the mark is drawn beside the place where the next glyph starts, and
      readers take the way back for a space inside the word.
    """
    at = 0
    while at < len(glyphs):
        last = _end_of_sara_am(glyphs, at)
        if last is not None:
            tones = "".join(glyph.text for glyph in glyphs[at:last]).replace(NIKHAHIT, "")
            yield Span(at, last, tones + SARA_AM)
        elif glyphs[at].raised:
            last = _end_of_raised(glyphs, at)
            yield Span(at, last, "".join(glyph.text for glyph in glyphs[at : last + 1]))
        at = (at if last is None else last) + 1


def _end_of_sara_am(glyphs: list[Glyph], first: int) -> int | None:
    if NIKHAHIT not in glyphs[first].text:
        return None
    last = first + 1
    while last < len(glyphs) and glyphs[last].text in TONE_MARKS:
        last += 1
    return last if last < len(glyphs) and glyphs[last].text == SARA_AA else None


def _end_of_raised(glyphs: list[Glyph], first: int) -> int:
    last = first
    while last + 1 < len(glyphs) and glyphs[last].raised:
        last += 1
    return last


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
