"""The text behind the glyphs of a PDF: what a reader finds, copies and reads aloud.

WeasyPrint notes for each glyph the text of the first place where it is drawn. In Thai that is wrong for the
whole report: sara am is drawn as two glyphs, a mark has a glyph for each height, and a cluster gives all its
text to its first glyph. Here the text of each glyph comes from the font itself, and what glyphs one by one
cannot say is written out (`spans`).

Imports WeasyPrint: only `pmqa.reports.pdf` may import this module, and only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Mapping

import pydyf
from weasyprint import Document
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_hb_object_data

from pmqa.reports.glyphs import glyph_texts
from pmqa.reports.spans import utf16, write_spans
from pmqa.reports.text_lines import Face, face_of

_BATCH = 100  # most entries in one bfchar block (Adobe Technical Note 5014)


def make_searchable(document: Document, pdf: pydyf.PDF) -> None:
    """Put the right text behind all glyphs; a `finisher` of WeasyPrint's `write_pdf`."""
    faces = _faces(document)
    for item in pdf.objects:
        if isinstance(item, Stream):
            write_spans(item.stream, faces)
        elif isinstance(item, pydyf.Dictionary) and item.get("S") == "/Figure" and "Alt" not in item:
            # A drawing that says nothing that the words beside it do not: nothing is read aloud for it.
            item["S"] = "/NonStruct"
            del item["A"]
        elif isinstance(item, pydyf.Dictionary) and "BaseFont" in item:
            face = faces.get(_key_of_font(item["BaseFont"]))
            if face is not None and "ToUnicode" in item:
                number = int(item["ToUnicode"].split()[0])
                pdf.objects[number].stream[:] = _to_unicode(face.texts)
                _keep_blank(pdf, item, face)
            elif face is not None:
                item["W"] += [int(face.blank, 16), pydyf.Array([0])]


def _keep_blank(pdf: pydyf.PDF, font: pydyf.Dictionary, face: Face) -> None:
    """In a font from which a letter is missing, glyphs that WeasyPrint did not draw show the box of what is missing:
    the blank glyph is named among those that are there."""
    encoding = font["Encoding"]
    if encoding != "/Identity-H":
        stream = pdf.objects[int(encoding.split()[0])].stream
        named = b"1 begincidchar", b"<%s> %d" % (face.blank, int(face.blank, 16)), b"endcidchar"
        stream[stream.index(b"endcmap") : stream.index(b"endcmap")] = named


def _faces(document: Document) -> dict[bytes, Face]:
    texts: dict[bytes, dict[int, str]] = {}
    for font in document.fonts.values():
        if font.bitmap:
            continue
        known = glyph_texts(get_hb_object_data(font.hb_face), font.index)
        missing = {number: chr(codepoint) for codepoint, number in font.missing.items()}
        drawn = {number: known.get(number, guess) for number, guess in font.to_unicode.items()}
        texts.setdefault(font.hash.encode(), {}).update(drawn | missing)
    return {key: face_of(of_font) for key, of_font in texts.items()}


def _key_of_font(base_font: bytes) -> bytes:
    """The name by which streams call a font, from its full name: /ABCDEF+Family-Bold gives ABCDEF."""
    return base_font.removeprefix(b"/").partition(b"+")[0]


def _to_unicode(texts: Mapping[bytes, str]) -> list[bytes]:
    entries = [b"<%s> <%s>" % (digits, utf16(text)) for digits, text in texts.items()]
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
