"""Whole and decimal numbers as people type them in Thai offices."""

import re
from decimal import Decimal

from pmqa.thai.digits import to_arabic
from pmqa.thai.text import normalise

# Groups of three, parted by commas or by spaces but not by both.
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>[0-9]+|[0-9]{1,3}(?P<mark>, ?| )[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?P<fraction>\.[0-9]+)?"
)


def parse_decimal(text: str) -> Decimal:
    """The number in a text: "๑,๒๓๔.๕" is 1234.5, "1 234" is 1234, "-3" is -3, with a hyphen or a minus sign.

    Thai digits, thousands by commas or spaces, and a sign are understood; the decimal point is a point.
    Anything else in the text, a unit or a percent sign too, raises ValueError.
    """
    match = _NUMBER.fullmatch(to_arabic(normalise(text, lines=False)).replace("\u2212", "-"))
    if match is None:
        raise ValueError(f"not a number: {text!r}")
    whole = re.sub("[, ]", "", match["whole"])
    return Decimal(match["sign"] + whole + (match["fraction"] or ""))


def parse_int(text: str) -> int:
    """The whole number in a text, read as `parse_decimal` reads it.

    "45.0" is 45, because workbooks hold every number with a fraction. ValueError if there is a fraction
    other than zero or anything but a number ("n = 12").
    """
    number = parse_decimal(text)
    if number != number.to_integral_value():
        raise ValueError(f"not a whole number: {text!r}")
    return int(number)
