"""What a column of a file holds, question, group, service or day, told from its heading. In doubt it says none."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmqa.thai.text import fold

GROUP, SERVICE, DAY, LEAVE_OUT = "group", "service", "day", ""
_HEADINGS = {
    DAY: ("ประทับเวลา", "timestamp", "วันที่", "วันที่ตอบ", "วันเวลา", "เวลา", "date", "submitted at", "start time"),
    GROUP: (
        "กลุ่ม", "กลุ่มผู้รับบริการ", "กลุ่มผู้ตอบ", "ท่านอยู่ในกลุ่มใด", "ท่านเป็นผู้รับบริการกลุ่มใด", "ประเภทผู้รับบริการ",
        "ประเภทผู้ตอบแบบสอบถาม", "group", "which group do you belong to",
    ),
    SERVICE: ("บริการ", "บริการที่ใช้", "งานบริการ", "เกี่ยวกับบริการใด", "service", "which service is it about"),
}  # fmt: skip
_PLACE = re.compile(r"^(?:ข้อ(?:ที่)?|q)?[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]*(?=\D)")
_ITEM = re.compile(r"^(.*?)\s*\[(.+)\]\s*$", re.DOTALL)
_REMARK = re.compile(r"\((?:ไม่บังคับ|บังคับ|ถ้ามี|เลือกได้.*|ตอบได้.*|optional|required)\)$")
_AROUND = ".:*?!\"'()"
NEAR, CLEARLY = 0.88, 0.05


@dataclass(frozen=True)
class Wanted:
    """A question by its code, with its words in each language and those of its section."""

    code: str
    words: tuple[str, ...]
    sections: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A heading for comparing: folded, without its number in a list, the signs around it and remarks behind it."""
    word = _REMARK.sub("", fold(text).rstrip("*")).strip(_AROUND)
    return _PLACE.sub("", word).strip(_AROUND)


def matched(headings: Sequence[str], wanted: Sequence[Wanted], own: Mapping[str, Iterable[str]]) -> list[str]:
    """What each column becomes: the code of a question, GROUP, SERVICE, DAY, or LEAVE_OUT. Each code at most once.

    Words that are the same come first, then those that are nearly so of one question only. Questions of the same words
    are told by their section, or by their order where there are as many columns. `own` are further headings.
    """
    found = [LEAVE_OUT] * len(headings)
    _same(headings, wanted, found)
    for code, words in _HEADINGS.items():
        known = {bare(word) for word in (*words, *own.get(code, ()))}
        place = next((n for n, text in enumerate(headings) if not found[n] and bare(text) in known), None)
        if place is not None:
            found[place] = code
    _near(headings, wanted, found)
    return found


def _names(text: str) -> list[str]:
    """What a heading may be called, the surest first: the whole, and of "Section [item]" both and the item alone."""
    item = _ITEM.match(text.strip())
    return [bare(text), *([bare(item[1]) + "|" + bare(item[2]), bare(item[2])] if item else [])]


def _same(headings: Sequence[str], wanted: Sequence[Wanted], found: list[str]) -> None:
    by_name: dict[str, list[str]] = {}
    for each in wanted:
        names = {bare(word) for word in each.words if word}
        named = {f"{bare(section)}|{name}" for section in each.sections if section for name in names}
        for name in names | named:
            by_name.setdefault(name, []).append(each.code)
    columns: dict[str, list[int]] = {}
    for place, text in enumerate(headings):
        name = next((name for name in _names(text) if name in by_name), None)
        if name:
            columns.setdefault(name, []).append(place)
    for name, places in columns.items():
        if len(places) == len(by_name[name]):
            for place, code in zip(places, by_name[name], strict=True):
                if code not in found:
                    found[place] = code


def _near(headings: Sequence[str], wanted: Sequence[Wanted], found: list[str]) -> None:
    free = [each for each in wanted if each.code not in found]
    best: dict[int, str] = {}
    for place, text in enumerate(headings):
        if not found[place] and (names := [name for name in _names(text) if name]):
            code = _nearest(names[-1], free)
            if code:
                best[place] = code
    counts = Counter(best.values())
    for place, code in best.items():
        if counts[code] == 1:
            found[place] = code


def _nearest(name: str, wanted: Sequence[Wanted]) -> str | None:
    ratios = sorted(
        (max(_ratio(name, bare(word)) for word in each.words), each.code) for each in wanted if any(each.words)
    )
    if not ratios or ratios[-1][0] < NEAR:
        return None
    second = ratios[-2][0] if len(ratios) > 1 else 0.0
    return ratios[-1][1] if ratios[-1][0] - second >= CLEARLY else None


def _ratio(one: str, other: str) -> float:
    if not one or not other or len(one) > 500:
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR else 0.0
