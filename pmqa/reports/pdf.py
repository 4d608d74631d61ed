"""HTML to PDF, with text that can be searched and copied.

WeasyPrint needs Pango on the machine. It is imported inside the functions, so that a machine without Pango
still runs everything but the PDF.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pmqa.reports.parts import LaidPage, LaidPart

if TYPE_CHECKING:
    from weasyprint import CSS, Document

    from pmqa.reports.sources import Pictures

PAPER = Path(__file__).with_name("paper.css")

# Signs that steer a printer of text; no font draws them, and the metadata of a tagged PDF may not have them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# Between the parts of a table white space means nothing, but each piece of it becomes a box that is laid out.
_IDLE_SPACE = re.compile(r"\s+(?=</?(?:table|caption|colgroup|col|thead|tbody|tfoot|tr|th|td)\b)")

# One page a line: the number of pages tells whether Thai without spaces was broken.
_PROBE_STYLE = """
@font-face { font-family: Probe; src: url(font:Sarabun-Regular) }
@page { size: 90px 30px; margin: 0 }
p { font: 16px/30px Probe; margin: 0 }
"""
_PROBE_TEXT = '<p lang="th">ผู้รับบริการและผู้มีส่วนได้ส่วนเสีย</p>'


def render_pdf(html: str, *, stylesheet: str, pictures: Pictures | None = None, tagged: bool = False) -> bytes:
    """The PDF of a whole HTML page; `tagged` for readers that read it aloud (PDF/UA-1).

    `stylesheet` is CSS text, as a rule that of `PAPER`. The page may load `font:NAME` (a face of Sarabun),
    `data:` and `evidence:ID`; `pictures` gives the bytes of the picture ID, and without it there are none.
    Whatever else the page names is left out, with a line in WeasyPrint's log. Raises OSError or ImportError
    where Pango is missing: ask `pango_missing` first.
    """
    from pmqa.reports.text_layer import make_searchable

    with _collector_at_rest():
        document = _laid_out(html, Style(stylesheet), pictures)
        variant = "pdf/ua-1" if tagged else None
        content: bytes = document.write_pdf(finisher=make_searchable, pdf_variant=variant)
    return content


class Style:
    """CSS that is read once for all parts of a document, with its fonts.

    One for each document: it keeps its fonts in a temporary folder that a cleaner of such folders may empty under a
    worker that lives for weeks, and making one takes 5 ms, reading the CSS of the report 30.
    """

    def __init__(self, text: str) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = FontConfiguration()
        self.sheet = self.read(text)

    def read(self, text: str) -> CSS:
        from weasyprint import CSS

        from pmqa.reports.sources import ReportSources

        return CSS(string=text, font_config=self.fonts, url_fetcher=ReportSources(None))


def lay_out(html: str, *, style: Style, more: str = "", pictures: Pictures | None = None) -> LaidPart:
    """The PDF of a part of a document, and what stands where on its pages; `more` is CSS of this part alone.

    Loads and raises what `render_pdf` does.
    """
    from pmqa.reports.text_layer import make_searchable

    with _collector_at_rest():
        document = _laid_out(html, style, pictures, more)
        pages = tuple(
            LaidPage(
                page.width,
                page.height,
                tuple((level, label, x, y) for level, label, (x, y), _state in page.bookmarks),
                {place: (at[0], at[1]) for place, at in page.anchors.items()},
            )
            for page in document.pages
        )
        return LaidPart(document.write_pdf(finisher=make_searchable), pages, document.url_fetcher.is_whole)


def _laid_out(html: str, style: Style, pictures: Pictures | None, more: str = "") -> Document:
    from weasyprint import HTML

    from pmqa.reports.sources import ReportSources

    page = HTML(string=_IDLE_SPACE.sub("", _UNPRINTABLE.sub("", html)), url_fetcher=ReportSources(pictures))
    return page.render(stylesheets=[style.sheet, style.read(more)], font_config=style.fonts)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Automatic garbage collection off: a report is millions of objects that all live until its end.

    Turned on again, it takes what the report left at the next new object: there is nothing to collect by hand.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def pango_missing() -> str | None:
    """What keeps this machine from making a PDF, in the person's words; None when nothing does."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return _("PDF needs Pango, and this machine does not have it.")
    if len(_laid_out(_PROBE_TEXT, Style(_PROBE_STYLE), None).pages) == 1:
        return _("The Pango of this machine cannot break lines of Thai: libthai is missing.")
    return None
