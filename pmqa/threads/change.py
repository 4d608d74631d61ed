"""What changed between two texts that each give a figure: "61 %" and "93 %". Pure Python."""

import re
from dataclasses import dataclass
from decimal import Decimal

from pmqa.thai.digits import to_arabic
from pmqa.thai.numbers import parse_decimal
from pmqa.thai.text import fold, normalise

# More measure nothing, and the share of the largest in the smallest is no number that decimals hold.
MOST_DIGITS = 12
_FIGURE = re.compile(r"[+\-\u2212]?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Change:
    """Two figures, and the words that stand around both: their unit, or what was measured."""

    before: Decimal
    after: Decimal
    words: str

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def per_cent(self) -> Decimal | None:
        """The difference in per cent of the figure before, to a tenth; None where that was 0."""
        if not self.before:
            return None
        return (self.difference * 100 / abs(self.before)).quantize(Decimal("0.1"))

    @property
    def signed(self) -> str:
        """The difference as people write it: +32, -1,250.5, 0."""
        return _signed(self.difference)

    @property
    def signed_per_cent(self) -> str:
        return "" if self.per_cent is None else f"{_signed(self.per_cent)} %"


def _signed(number: Decimal) -> str:
    plain = f"{number:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"+{plain}" if number > 0 else plain


def change_between(before: str, after: str) -> Change | None:
    """The change, where each text has exactly one figure and the same words stand around both, or around one of
    them none; None where the two cannot be compared."""
    first, last = _parted(before), _parted(after)
    if first is None or last is None:
        return None
    (old, old_words), (new, new_words) = first, last
    if old_words and new_words and fold(old_words) != fold(new_words):
        return None
    return Change(old, new, new_words or old_words)


def _parted(text: str) -> tuple[Decimal, str] | None:
    """The one figure of a text, and its other words."""
    plain = to_arabic(normalise(text, lines=False))
    figures = _FIGURE.findall(plain)
    if len(figures) != 1:
        return None
    if sum(map(str.isdecimal, figures[0])) > MOST_DIGITS:
        return None
    try:
        figure = parse_decimal(figures[0])
    except ValueError:
        return None
    return figure, " ".join(_FIGURE.sub(" ", plain).split())
