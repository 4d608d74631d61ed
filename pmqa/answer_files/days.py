"""Days of time stamps. The time of day is dropped as soon as a stamp is read: only the day of an answer is kept."""

import datetime
import re
from collections.abc import Iterable

from pmqa.thai.dates import read_date
from pmqa.thai.digits import to_arabic

_WITH_TIME = re.compile(
    r"^(.{6,40}?)(?:,|T|\s)\s*(?:เวลา\s*)?[0-9๐-๙]{1,2}[:.][0-9๐-๙]{2}(?:[:.][0-9๐-๙]{2})?(?:\D.*)?$"
)
_THREE = re.compile(r"^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s*$")
LONGEST_STAMP = 60


def without_time(text: str) -> str:
    """The stamp without its time of day: "3/2/2026, 14:22:11" is "3/2/2026"; any other text as it is."""
    if len(text) > LONGEST_STAMP or (":" not in text and "." not in text):
        return text
    match = _WITH_TIME.match(text)
    return match[1].rstrip(" ,") if match and any(sign.isdecimal() for sign in match[1]) else text


def day_of(text: str, *, month_first: bool = False) -> datetime.date | None:
    """The day in a text, of the Buddhist or the common era; None for what is no day."""
    plain = to_arabic(text)
    if month_first and (match := _THREE.match(plain)):
        plain = f"{match[2]}/{match[1]}/{match[3]}"
    try:
        return read_date(plain).date
    except ValueError:
        return None


def is_month_first(texts: Iterable[str]) -> bool:
    """Whether a column writes the month first, as American sheets do: some day cannot be read otherwise, and all can
    be read so."""
    known = [text for text in texts if _THREE.match(to_arabic(text))]
    if all(day_of(text) for text in known):
        return False
    return all(day_of(text, month_first=True) for text in known)
