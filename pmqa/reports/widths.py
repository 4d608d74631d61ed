"""How wide the columns of a printed table are: by their shares, but none too narrow for what cannot be broken."""

import unicodedata
from collections.abc import Iterable, Sequence

from pmqa.reports.report import PaperTable
from pmqa.thai.lines import pieces

# Millimetres between the margins (design: paper).
PORTRAIT, LANDSCAPE = 160, 247
TICK = 6.5
# Room for a short heading in one piece, such as หลักฐาน; an average character in a table; the cell's padding.
NARROWEST, CHARACTER, PADDING = 17.0, 2.4, 3.5


def widths(table: PaperTable) -> list[float]:
    """The width of each column in per cent of the table."""
    page = LANDSCAPE if table.is_wide else PORTRAIT
    least = [_least(column.tick, [column.heading, *texts]) for column, texts in zip(table.columns, _texts(table), strict=True)]
    shares = [0 if column.tick else column.width for column in table.columns]
    millimetres = _fitted(shares, least, page)
    return [100 * width / sum(millimetres) for width in millimetres]


def _texts(table: PaperTable) -> list[set[str]]:
    """The different texts of each column."""
    if not table.lines:
        return [set() for _column in table.columns]
    return [{cell for cell in cells if isinstance(cell, str)} for cells in zip(*table.lines, strict=True)]


def _least(tick: bool, texts: Iterable[str]) -> float:
    if tick:
        return TICK
    whole = (len(_drawn(piece)) for text in texts for piece, kept in pieces(text) if kept)
    return max(NARROWEST, max(whole, default=0) * CHARACTER + PADDING)


def _drawn(text: str) -> str:
    """The characters that take a place on the line: marks above and below take none."""
    return "".join(character for character in text if unicodedata.category(character) != "Mn")


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
        short = [
            not is_fixed and width < minimum
            for width, minimum, is_fixed in zip(given, least, fixed, strict=True)
        ]
        if not any(short):
            return given
        fixed = [one or other for one, other in zip(fixed, short, strict=True)]
