"""A document in parts that are laid out one by one: by two processes, and only those that changed.

A part begins where a page begins. It has neither foot nor page numbers, since both depend on the parts before it; it
is put into its place by `pmqa.reports.binding`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import zip_longest

# Templates write these where a page begins, the second within a chapter. What people typed is escaped and has none.
BEGINS, GOES_ON = "<!--part-->", "<!--part of the chapter-->"
_CHAPTER = re.compile(r'<section class="chapter[^"]*"')
_CHAPTER_ENDS = "</section>"
_END = "</body></html>"

# Smaller ones share a part: laying one out costs some 40 ms however little stands in it.
LEAST = 12_000  # characters of HTML

# Links lead to places in other parts, so WeasyPrint takes them for addresses elsewhere; binding leads them home.
HERE = "here:"
_LINK = re.compile(r'<a href="#([^"]+)"')

STYLE = """
@page { @bottom-left { content: none } @bottom-right { content: none } }
.contents a::after { content: leader(".") attr(data-page) }
"""


@dataclass(frozen=True)
class Split:
    """A page in parts: `head` is its beginning up to what is printed on every page, `bodies` is what each part has."""

    head: str
    bodies: tuple[str, ...]

    def html(self, body: str) -> str:
        return self.head + body + _END

    @property
    def title_page(self) -> str:
        return self.bodies[0]


def split(html: str) -> Split | None:
    """The parts of a page; None where its template names none. Those with links to pages stand alone, as does the
    first."""
    head, *bodies = re.split(
        f"(?={re.escape(BEGINS)}|{re.escape(GOES_ON)})", re.sub(r"\s*</body>\s*</html>\s*$", "", html)
    )
    return Split(head, tuple(_joined(bodies))) if bodies else None


def _joined(bodies: Sequence[str]) -> Iterator[str]:
    held, chapter = "", ""
    for number, (body, after) in enumerate(zip_longest(bodies, bodies[1:], fillvalue=BEGINS)):
        goes_on = body.startswith(GOES_ON)
        held += f"{chapter}>{body}" if goes_on and not held else body
        chapter = (_CHAPTER.findall(body) or [chapter])[-1]
        if number == 0 or len(held) >= LEAST or has_links(body) or has_links(after):
            yield held + _CHAPTER_ENDS if after.startswith(GOES_ON) else held
            held = ""
    if held:
        yield held


def has_links(body: str) -> bool:
    return _LINK.search(body) is not None


def links_of(body: str) -> list[str]:
    """The places that a part leads to, by their ids."""
    return _LINK.findall(body)


def with_pages(body: str, numbers: dict[str, str]) -> str:
    """A part with the page of each place that it leads to, as it is written."""
    return _LINK.sub(lambda found: f'<a href="{HERE}{found[1]}" data-page="{numbers.get(found[1], "")}"', body)


@dataclass(frozen=True)
class LaidPage:
    """A page of a part, in CSS pixels from its left upper corner: (level, title, x, y) of each bookmark, (x, y) of each
    place by its id."""

    width: float
    height: float
    bookmarks: Sequence[tuple[int, str, float, float]]
    places: dict[str, tuple[float, float]]

    @property
    def is_wide(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True)
class LaidPart:
    """A part as a PDF. `is_whole` is False where a picture could not be read: the next try may have it."""

    pdf: bytes
    pages: tuple[LaidPage, ...]
    is_whole: bool = True

    def to_bytes(self) -> bytes:
        told = json.dumps([self.is_whole, *map(asdict, self.pages)], ensure_ascii=False).encode()
        return b"%d\n%s%s" % (len(told), told, self.pdf)

    @classmethod
    def from_bytes(cls, content: bytes) -> LaidPart:
        """ValueError for anything but what `to_bytes` gave."""
        length, _line, rest = content.partition(b"\n")
        is_whole, *pages = json.loads(rest[: int(length)])
        return cls(rest[int(length) :], tuple(LaidPage(**page) for page in pages), is_whole)


def key_of(*told: str) -> str:
    """The name under which a part is kept, from all that its pages depend on."""
    return hashlib.sha256("\0".join((version("weasyprint"), *told)).encode(errors="surrogatepass")).hexdigest()
