"""How wide the columns of a printed table are: by their shares, but none too narrow for what cannot be broken."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from pmqa.reports.report import PaperColumn, PaperTable
from pmqa.thai.lines import pieces

# Millimetres between the margins (design: paper).
PORTRAIT, LANDSCAPE = 160, 247
TICK = 6.5
# Room for a short heading or half a date; an average character in a table; the padding of a cell on both sides.
NARROWEST, CHARACTER, PADDING = 17.0, 2.25, 3.8
# Thai has no spaces: a longer run of letters consists of several words, and may be broken between them. A crowded
# page leaves less room, and the longest words are broken.
LONGEST_WORDS = range(11, 5, -1)
# What stays on a line of an evidence number: E-, then CS1-2569-001.
LONGEST_NUMBER = 12
_THAI = re.compile("[ก-๛]")
_RUN = re.compile(r"[^\s/,()]+")


def widths(table: PaperTable) -> list[float]:
    """The width of each column in per cent of the table."""
    page = LANDSCAPE if table.is_wide else PORTRAIT
    texts = _texts(table)
    for longest in LONGEST_WORDS:
        least = [_least(column, each, longest) for column, each in zip(table.columns, texts, strict=True)]
        if sum(least) <= page:
            break
    shares = [0 if width == TICK else column.width for column, width in zip(table.columns, least, strict=True)]
    millimetres = _fitted(shares, least, page)
    return [100 * width / sum(millimetres) for width in millimetres]


def _texts(table: PaperTable) -> list[set[str]]:
    """The different texts of each column."""
    if not table.lines:
        return [set() for _column in table.columns]
    return [{cell for cell in cells if isinstance(cell, str)} for cells in zip(*table.lines, strict=True)]


def _least(column: PaperColumn, texts: Collection[str], longest: int) -> float:
    """The width below which words of the column would be broken."""
    if column.tick or (column.above and not any(texts)):
        return TICK
    headings = () if column.above else (column.heading,)
    characters = max((_longest(text, longest) for text in (*headings, *texts)), default=0)
    return max(NARROWEST, characters * CHARACTER + PADDING)


def _longest(text: str, word: int) -> int:
    """The characters of the longest piece of `text` that no line divides, if no Thai word is longer than `word`."""
    runs = (min(_drawn(run), word if _THAI.search(run) else LONGEST_NUMBER) for run in _RUN.findall(text))
    kept = (_drawn(piece) for piece, whole in pieces(text) if whole)
    return max((*runs, *kept), default=0)


def _drawn(text: str) -> int:
    """How many characters take a place on the line: marks above and below take none."""
    return sum(unicodedata.category(character) != "Mn" for character in text)


def _fitted(shares: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """`room` divided by `shares`; whoever would get less than its least gets that, and the others the rest."""
    fixed = [share == 0 for share in shares]
    while True:
        rest = room - sum(width for width, is_fixed in zip(least, fixed, strict=True) if is_fixed)
        total = sum(share for share, is_fixed in zip(shares, fixed, strict=True) if not is_fixed)
        given = [
            width if is_fixed else share * rest / total
            for share, width, is_fixed in zip(shares, least, fixed, strict=True)
        ]
        short = [not is_fixed and width < minimum for width, minimum, is_fixed in zip(given, least, fixed, strict=True)]
        if not any(short):
            return given
        fixed = [one or other for one, other in zip(fixed, short, strict=True)]
