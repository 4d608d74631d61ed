"""How much room words take on paper, told before a page is set.

Asks Pango where lines may end: `words` raises OSError or ImportError where Pango is missing. The module can be
imported anywhere.
"""

import io
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import fontpkg_sarabun
from fontTools.ttLib import TTFont

from pmqa.reports.look import parts

POINT = 25.4 / 72  # millimetres
# A character that the font has not, in em: what stands in for it comes from a font that nobody knows here.
_STRANGE = 0.7
# A word breaker cuts it off from the noun that it begins: ผู้ + รับผิดชอบ.
_PREFIX = "ผู้"


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The pieces of a text that stand whole on a line, in their order, without the white space round them."""
    found: list[str] = []
    for line in text.split("\n"):
        for part, is_whole in parts(line):
            found += [part] if is_whole else _divided(part)
    return tuple(word for word in map(str.strip, found) if word)


def _divided(text: str) -> list[str]:
    """`text` cut where Pango may end a line: between Thai words by the dictionary of libthai."""
    from weasyprint.text.line_break import get_log_attrs

    marks = get_log_attrs(text, "th")
    ends = [0, *(at for at in range(1, len(text)) if marks[at].is_line_break and text[:at] != _PREFIX), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


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
