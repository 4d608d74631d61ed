"""How much room words take on paper, and the lines of a narrow column.

WeasyPrint looks at a short beginning of the text to find where its first line ends. In Thai, which has no spaces,
that beginning often ends inside a word, and the words before it are then told apart wrongly: ใน|การ|วิเคราะห์ cut
off is taken for ใน|กา|รวิ. So the lines of tables are made here, from the whole text.

Asks Pango where lines may end: raises OSError or ImportError where Pango is missing. The module can be imported
anywhere.
"""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

import fontpkg_sarabun
from fontTools.ttLib import TTFont

from pmqa.thai.lines import pieces, plain

POINT = 25.4 / 72  # millimetres
# A character that the font has not, in em: what stands in for it comes from a font that nobody knows here.
_STRANGE = 1.0
# What sums of the same numbers in another order differ by, and far less than anybody sees. In em.
_HAIR = 1e-6
# Never the last on a line: ผู้, which a word breaker cuts off from what it begins, a number before its unit (but no
# year), a per cent before its number, half of 1/2569.
_BEGINS = re.compile(r"ผู้|ร้อยละ |[0-9๐-๙]{1,3} |[0-9๐-๙,]+[.][0-9๐-๙]+ |[0-9๐-๙,]*,[0-9๐-๙]+ |[0-9๐-๙]+/")
# Where a line of an evidence number ends: E-CS1-, then 2569-001.
_NUMBER = re.compile(r"(E-[A-Z0-9]+-)(?=\d{4}-\d)")
# A letter with the signs before, above, below and after it.
_CLUSTER = re.compile("[เ-ไ]?.[ะ-ฺๅ-๎]*", re.DOTALL)


@lru_cache(maxsize=8192)
def words(line: str) -> tuple[str, ...]:
    """The pieces of a line of text that are not divided, in their order, each with the space after it."""
    return tuple(plain(word) for piece, is_whole in pieces(line) for word in ([piece] if is_whole else _words(piece)))


def _words(text: str) -> Iterator[str]:
    for number, part in enumerate(_NUMBER.split(text)):
        # Every other part is what the pattern found.
        yield from [part] if number % 2 else _divided(part)


def _divided(text: str) -> Iterator[str]:
    """`text` cut where Pango may end a line: between Thai words by the dictionary of libthai."""
    from weasyprint.text.line_break import get_log_attrs

    marks, start = get_log_attrs(text, "th"), 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (marks[end].is_line_break and not _BEGINS.fullmatch(text, start, end)):
            yield text[start:end]
            start = end


@lru_cache(maxsize=8192)
def breadth(text: str, *, bold: bool = False) -> float:
    """How broad `text` is on one line, in em of Sarabun."""
    known = _advances("Sarabun-Bold" if bold else "Sarabun-Regular")
    return sum(known[letter] if letter in known else _strange(letter) for letter in text)


def _strange(letter: str) -> float:
    return 0 if unicodedata.category(letter) in ("Mn", "Cf") else _STRANGE


@lru_cache
def _advances(face: str) -> Mapping[str, float]:
    """The advance of each character of a face, in em; marks above and below have none."""
    content = (fontpkg_sarabun.ROOT / "files" / f"{face}.ttf").read_bytes()
    with TTFont(io.BytesIO(content), lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): advances[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def lines_of(text: str, room: float, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `room` em; a word is divided only where it alone is broader."""
    found: list[str] = []
    for line in text.split("\n"):
        found += _filled(words(line), room + _HAIR, bold)
    return found


def _filled(pieces_in_order: tuple[str, ...], room: float, bold: bool) -> Iterator[str]:
    line, taken = "", 0.0
    for word in pieces_in_order:
        needed = breadth(word.rstrip(), bold=bold)
        for part in [word] if needed <= room else _CLUSTER.findall(word):
            needed = breadth(part.rstrip(), bold=bold)
            if line and taken + needed > room:
                yield line.rstrip()
                line, taken = "", 0.0
            line, taken = line + part, taken + breadth(part, bold=bold)
    yield line.rstrip()
