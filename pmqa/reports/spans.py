"""Where the text of a page must be written out beside its glyphs, as ActualText.

What glyphs one by one cannot say goes round them: ISO 32000-1, 14.9.4 "Replacement text".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pmqa.reports.text_lines import NIKHAHIT, RISE, Face, Glyph, Line, cluster_of, lines_of, text_of

SARA_AA, SARA_AM = "\u0e32", "\u0e33"


class Span(NamedTuple):
    """Glyphs of a line, the glyph after them, and the text that they stand for together."""

    glyphs: list[Glyph]
    after: Glyph
    text: str


def write_spans(stream: list[Any], faces: Mapping[bytes, Face]) -> None:
    """Write out, in the operators of a page, the text that its glyphs do not say; `faces` by their names there."""
    cuts: dict[int, list[tuple[int, bytes]]] = {}
    for line in lines_of(stream, faces):
        for span in _spans(line):
            for number, offset, marker in _markers(line, span):
                cuts.setdefault(line[number].place, []).append((offset, marker))
    for place, markers in cuts.items():
        stream[place] = _cut(stream[place], markers)


def _spans(line: Line) -> Iterator[Span]:
    """The glyphs of a line that need their text written out.

    - Nikhahit, tone mark if any, sara aa: together they are (tone mark and) sara am.
    - A consonant with a mark that stands off too far, unless it ends the line.
    """
    done = Glyph(0, 0)
    for glyph, is_adrift in sorted(_special_glyphs(line)):
        if glyph < done:
            continue
        cluster, after = cluster_of(line, glyph)
        if after is None:
            continue
        texts = [text_of(line, each) for each in cluster]
        nikhahit = next((at for at, text in enumerate(texts) if NIKHAHIT in text), None)
        if nikhahit is not None and text_of(line, after) == SARA_AA:
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


def _markers(line: Line, span: Span) -> Iterator[tuple[int, int, bytes]]:
    """What to insert round a span: number of the operator in the line, offset in it, bytes.

    Readers place the text of a span between the start of its first glyph and the end of its last. After
    a mark that stands off, a blank glyph ends the span where the consonant ends.
    """
    first, last = span.glyphs[0], span.glyphs[-1]
    yield *first, b"/Span <</ActualText <feff%s>>> BDC" % utf16(span.text)
    if last is span.after:
        yield last.number, last.offset + 4, b"EMC"
    else:
        yield *span.after, b"[<%s>] TJ EMC" % line[last.number].face.blank


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
