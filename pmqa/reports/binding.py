"""Parts bound into one PDF: feet with the number of each page, bookmarks, and links that lead to their pages.

The feet are documents of their own, laid out by the stylesheet of the whole: one with what stands on every page, a page
for each shape; one with the number of each page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import chain

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from pmqa.reports.parts import HERE, LaidPage, LaidPart, Split

POINTS = 0.75  # in a CSS pixel

_COVER = re.compile(r'<section class="cover"[^>]*>')
# What changes with every word of the report is no matter for the numbers of its pages.
_VERSION = re.compile(r'\sdata-version="[^"]*"')
_LANGUAGE = re.compile(r'<html lang="([^"]+)"')

SAME_FOOT = "@page { @bottom-right { content: none } } .draft-mark { display: none }"
NUMBERS = "@page { @bottom-left { content: none } } .draft-mark { display: none }"


def foot_html(of: Split) -> str:
    """A page without text of each shape, upright and wide, after the cover, which has no foot."""
    return of.html(_cover_of(of) + _empty(False) + _empty(True))


def numbers_html(of: Split, wide: Sequence[bool]) -> str:
    """A page without text for each that `wide` tells the shape of; the first of them is the cover."""
    return of.html(_VERSION.sub("", _cover_of(of)) + "".join(map(_empty, wide[1:])))


def _cover_of(of: Split) -> str:
    found = _COVER.search(of.title_page)
    return f"{found[0] if found else '<section>'}</section>"


def _empty(is_wide: bool) -> str:
    return f'<div style="break-before: page; page: {"landscape" if is_wide else "portrait"}"></div>'


def bind(parts: Sequence[LaidPart], *, same: LaidPart, numbers: LaidPart, language: str) -> bytes:
    """The PDF of all parts. `same` has a cover, an upright and a wide page, `numbers` as many pages as the parts."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part.pdf), import_outline=False)
    pages = [page for part in parts for page in part.pages]
    upright, wide = _stamps(writer, same)[1:]
    for number, (page, stamp) in enumerate(zip(writer.pages, _stamps(writer, numbers), strict=True)):
        if number:
            _stamp(page, wide if pages[number].is_wide else upright, stamp)
    _lead_home(writer, pages)
    _add_bookmarks(writer, pages)
    writer.add_metadata(dict(PdfReader(io.BytesIO(parts[0].pdf)).metadata or {}))
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def language_of(of: Split) -> str:
    found = _LANGUAGE.search(of.head)
    return found[1] if found else ""


def places_of(parts: Sequence[LaidPart]) -> dict[str, int]:
    """The index of the page on which each place begins, by its id."""
    pages = list(chain.from_iterable(part.pages for part in parts))
    return {place: number for number, page in reversed([*enumerate(pages)]) for place in page.places}


def _stamps(writer: PdfWriter, part: LaidPart) -> list[IndirectObject]:
    """Each page of a part as a form that other pages can show."""
    return [_form(writer, page) for page in PdfReader(io.BytesIO(part.pdf)).pages]


def _form(writer: PdfWriter, page: PageObject) -> IndirectObject:
    form = DecodedStreamObject()
    contents = page.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox.clone(writer)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(form.flate_encode())


def _stamp(page: PageObject, *forms: IndirectObject) -> None:
    """Draws forms over a page, whose own drawing may leave the paper turned about."""
    names = [NameObject(f"/Foot{number}") for number, _form in enumerate(forms)]
    resources = DictionaryObject(page["/Resources"].get_object())
    shown = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    shown.update(zip(names, forms, strict=True))
    resources[NameObject("/XObject")] = shown
    page[NameObject("/Resources")] = resources
    writer = page.indirect_reference.pdf
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q")
    after.set_data(b" ".join([b"Q", *(f"{name} Do".encode() for name in names)]))
    own = page.raw_get("/Contents")
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(before), own, writer._add_object(after)])


def _lead_home(writer: PdfWriter, pages: Sequence[LaidPage]) -> None:
    targets = {
        place: _destination(writer, number, page, *where)
        for number, page in reversed([*enumerate(pages)])
        for place, where in page.places.items()
    }
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            address = link.get("/A", {}).get("/URI", "")
            if address.startswith(HERE):
                del link["/A"]
                if address[len(HERE) :] in targets:
                    link[NameObject("/Dest")] = targets[address[len(HERE) :]]


def _destination(writer: PdfWriter, number: int, page: LaidPage, x: float, y: float) -> ArrayObject:
    place = Fit.xyz(left=x * POINTS, top=(page.height - y) * POINTS)
    return ArrayObject([writer.pages[number].indirect_reference, place.fit_type, *place.fit_args])


def _add_bookmarks(writer: PdfWriter, pages: Sequence[LaidPage]) -> None:
    above: list[tuple[int, IndirectObject]] = []
    for number, page in enumerate(pages):
        for level, title, x, y in page.bookmarks:
            while above and above[-1][0] >= level:
                above.pop()
            place = Fit.xyz(left=x * POINTS, top=(page.height - y) * POINTS)
            parent = above[-1][1] if above else None
            above.append(
                (
                    level,
                    writer.add_outline_item(title=title, page_number=number, parent=parent, fit=place, is_open=False),
                )
            )
