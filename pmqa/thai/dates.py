"""Dates of the Buddhist era: read as people write them, shown as offices write them."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from pmqa.thai.digits import to_arabic, to_thai
from pmqa.thai.text import normalise

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_BUDDHIST_ERA = 543
_FIRST_BUDDHIST = 2400
_YEARS = range(1900, 2400)

_WEEKDAY = re.compile(
    r"(?:เมื่อ ?)?(?:วัน ?)?"
    r"(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์|(?:จ|อ|พ|พฤ|ศ|ส|อา)\.|"
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)?"
    r"[ .,]*(?:ที่ ?)?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]+)")
# A workbook's date that became text brings midnight with it; any other time is not a date.
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_IN_WORDS = re.compile(r"([0-9]{1,2})([^0-9]+)([0-9]+)")
_BETWEEN = re.compile("[ .,'\u2019/-]+")
_ERAS = {"พศ": "B.E.", "be": "B.E.", "คศ": "C.E.", "ce": "C.E.", "ad": "C.E."}


@dataclass(frozen=True)
class Reading:
    """A date (C.E., as Python holds it), and whether its year was stored wrongly and was reinterpreted."""

    date: datetime.date
    corrected: bool


def _bare(name: str) -> str:
    return _BETWEEN.sub("", name).casefold()


_MONTH_NUMBERS = {
    _bare(name): number
    for names in (MONTHS, MONTHS_SHORT, MONTHS_ENGLISH, tuple(name[:3] for name in MONTHS_ENGLISH))
    for number, name in enumerate(names, 1)
} | {"sept": 9}


def _date(year: int, month: int, day: int) -> datetime.date:
    if year not in _YEARS:
        raise ValueError(f"no year between C.E. {_YEARS[0]} and {_YEARS[-1]}: {year}")
    return datetime.date(year, month, day)


def _common_year(digits: str, era: str = "") -> int:
    """The C.E. year meant by two or four digits, the era named beside them or not."""
    if len(digits) not in (2, 4) or (len(digits) == 2 and era == "C.E."):
        raise ValueError(f"not a year: {digits}")
    year = int(digits) + (2500 if len(digits) == 2 else 0)
    buddhist = era == "B.E." or (not era and year >= _FIRST_BUDDHIST)
    return year - _BUDDHIST_ERA if buddhist else year


def _in_words(day: str, words: str, year: str) -> datetime.date:
    name, era = _bare(words).removeprefix("เดือน"), ""
    if name[-2:] in _ERAS:
        name, era = name[:-2], _ERAS[name[-2:]]
    if name not in _MONTH_NUMBERS:
        raise ValueError(f"not a month: {words.strip()!r}")
    return _date(_common_year(year, era), _MONTH_NUMBERS[name], int(day))


def _typed(text: str) -> datetime.date:
    plain = to_arabic(normalise(text, lines=False)).casefold()
    weekday = _WEEKDAY.match(plain)
    plain = plain[weekday.end() :] if weekday else plain
    if match := _DAY_FIRST.fullmatch(plain):
        return _date(_common_year(match[4]), int(match[3]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(plain):
        return _date(_common_year(match[1]), int(match[3]), int(match[4]))
    if match := _IN_WORDS.fullmatch(plain):
        return _in_words(match[1], match[2], match[3])
    raise ValueError(f"not a date: {text!r}")


def read_date(value: str | datetime.date | datetime.datetime) -> Reading:
    """The date in a text or in a workbook's cell.

    Text: day, month, year ("15 ต.ค. 68", "๑๕ ตุลาคม พ.ศ. ๒๕๖๘", "15/10/2568", "Wed 15 Oct 2025") or year,
    month, day ("2568-10-15"); the month never comes first. Two digits are a B.E. year (68 is 2568); four
    are B.E. from 2400 on, else C.E., unless พ.ศ. or ค.ศ. says which. None of this is a correction. A date
    or datetime from 2400 on is a B.E. year typed where C.E. was expected: it is read 543 years earlier
    and `corrected` is true. The time of day is dropped. ValueError: no date, a day that does not exist
    (29 February stored in 2568, but 2025 has none), or a year outside C.E. 1900 to 2399.
    """
    if isinstance(value, str):
        return Reading(_typed(value), corrected=False)
    corrected = value.year >= _FIRST_BUDDHIST
    year = value.year - _BUDDHIST_ERA if corrected else value.year
    return Reading(_date(year, value.month, value.day), corrected)


def _month(number: int, style: str, english: bool) -> str:
    if english:
        name = MONTHS_ENGLISH[number - 1]
        return name if style == "long" else name[:3]
    return (MONTHS if style == "long" else MONTHS_SHORT)[number - 1]


def format_date(
    d: datetime.date,
    style: Literal["short", "long", "numeric"] = "short",
    thai_digits: bool = False,
    language: str = "th",
) -> str:
    """A date (C.E.) for reading: "22 พ.ย. 2569", long "22 พฤศจิกายน 2569", numeric "22/11/2569".

    Years are B.E. in Thai and C.E. in English ("22 Nov 2026"; any `language` that begins with "en"). In
    Thai digits with `thai_digits`. ValueError for another style.
    """
    if style not in ("short", "long", "numeric"):
        raise ValueError(f"no style of dates: {style!r}")
    english = language.startswith("en")
    year = d.year if english else d.year + _BUDDHIST_ERA
    if style == "numeric":
        text = f"{d.day:02}/{d.month:02}/{year}"
    else:
        text = f"{d.day} {_month(d.month, style, english)} {year}"
    return to_thai(text) if thai_digits else text


def format_time(t: datetime.time | datetime.datetime, thai_digits: bool = False, language: str = "th") -> str:
    """A time of day for reading: "14.05 น.", in English "14:05"; a datetime's own clock, not converted."""
    if language.startswith("en"):
        return f"{t.hour:02}:{t.minute:02}"
    text = f"{t.hour:02}.{t.minute:02} น."
    return to_thai(text) if thai_digits else text
