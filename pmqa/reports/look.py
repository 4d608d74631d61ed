"""How words, figures and dates of a report are written on paper."""

import datetime
import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pmqa.reports.report import Cell, Marked
from pmqa.thai.dates import format_date
from pmqa.thai.digits import to_thai
from pmqa.thai.lines import pieces


@dataclass(frozen=True)
class Look:
    """The language of a report, and whether its own figures and dates are in Thai digits.

    The unit's words stay as written, but in an official letter.
    """

    language: str = "th"
    thai_digits: bool = False

    def figure(self, number: int | str) -> str:
        return to_thai(str(number)) if self.thai_digits else str(number)

    def date(self, day: datetime.date) -> str:
        return format_date(day, "short", self.thai_digits, self.language)

    def long_date(self, day: datetime.date) -> str:
        return format_date(day, "long", self.thai_digits, self.language)

    def prose(self, text: str) -> str:
        """Words of an official letter: figures as all others on the page, codes and addresses as they are."""
        return re.sub(r"\S*[A-Za-z]\S*|\d+", lambda found: self._figures(found[0]), text)

    def _figures(self, word: str) -> str:
        return self.figure(word) if word.isdecimal() else word

    def text(self, cell: Cell) -> str:
        """What stands in a cell of a table."""
        value = cell.value if isinstance(cell, Marked) else cell
        if isinstance(value, datetime.date):
            return self.date(value)
        return self.figure(value) if isinstance(value, int) else value


def paper_text(text: object) -> SafeString:
    """Text for paper as HTML: lines kept, and official terms kept from being broken over two lines.

    Everything in the text is escaped: what people typed never becomes HTML.
    """
    first, *rest = str(text).split("\n")
    return format_html("{}{}", _line(first), format_html_join("", "<br>{}", ((_line(each),) for each in rest)))


def _line(text: str) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece, whole),) for piece, whole in pieces(text)))


def _piece(piece: str, whole: bool) -> str:
    return format_html('<span class="whole">{}</span>', piece) if whole else piece
