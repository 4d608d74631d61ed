"""Values made fit for an Excel cell, sheet titles made fit for Excel's rules."""

import re
from datetime import date, datetime

from django.utils import timezone

from pmqa.exchange.grid import Value

CELL_LIMIT = 32_767  # Excel's, in UTF-16 units
_TITLE_LIMIT = 31
_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_READ_AS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def cell_text(text: str) -> tuple[str, bool]:
    """Text as it goes into the file, and whether it had to be cut to Excel's 32,767 characters.

    Characters that XML cannot hold are left out. A carriage return, which XML would turn into a line feed, and
    text that looks like one of Excel's _xHHHH_ escapes are escaped, so that they read back as they were.
    """
    kept = xml_text(text)
    stored = _escaped(kept)
    while (surplus := _units(stored) - CELL_LIMIT) > 0:
        kept = kept[: -max(1, surplus // 7)]
        stored = _escaped(kept)
    return stored, len(kept) < len(xml_text(text))


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _FORBIDDEN_IN_XML.sub("", text)


def cell_value(value: Value | date) -> Value | date:
    """Times lose their zone in favour of the clock on the wall: Excel has no zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A title that Excel accepts: 31 characters, some forbidden, unlike those taken whatever the case.

    `taken` holds casefolded titles and is added to.
    """
    base = " ".join(_FORBIDDEN_IN_TITLE.sub(" ", _FORBIDDEN_IN_XML.sub("", wanted)).split()).strip("'")
    base = base if base and base.casefold() != "history" else f"{base} 1".strip()
    title, number = _short(base, ""), 2
    while title.casefold() in taken:
        title, number = _short(base, f" ({number})"), number + 1
    taken.add(title.casefold())
    return title


def _short(base: str, ending: str) -> str:
    while _units(base + ending) > _TITLE_LIMIT:
        base = base[:-1]
    return base.rstrip(" '") + ending


def _escaped(text: str) -> str:
    return _READ_AS_ESCAPE.sub("_x005F_", text).replace("\r", "_x000D_")


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
