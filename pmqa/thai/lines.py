"""Where a line of Thai must not break.

Browsers obey U+2060 inside a Thai word. Pango, which sets the PDF, does not: libthai's word breaks
overrule it (they do obey the no-break space before ๆ). So paper takes `pieces`, and its template keeps
the whole ones from wrapping.
"""

import re

_JOINER = "\u2060"
_HARD_SPACE = "\u00a0"
# Each term with a bar wherever a word breaker would divide it.
_TERMS = (
    "ผู้|มี|ส่วน|ได้|ส่วน|เสีย", "ผู้|รับ|บริการ", "ข้อ|ร้อง|เรียน", "ข้อ|เสนอ|แนะ", "ข้อ|คิด|เห็น", "คำ|ชม|เชย", "ปี|งบ|ประมาณ",
    "พันธ|กิจ",
)  # fmt: skip
_WHOLE = {term.replace("|", ""): term.replace("|", _JOINER) for term in _TERMS}
_TERM = re.compile(f"({'|'.join(_WHOLE)})")
_PLACES = re.compile("|".join([*_WHOLE, f"[ {_HARD_SPACE}]?{_JOINER}?ๆ"]))


def _joined(match: re.Match[str]) -> str:
    found = match[0]
    if found in _WHOLE:
        return _WHOLE[found]
    return (_HARD_SPACE if found[0] in (" ", _HARD_SPACE) else "") + _JOINER + "ๆ"


def keep_whole(text: str) -> str:
    """The text with official terms joined so that no line divides them, and ๆ held to the word it repeats.

    Puts U+2060 inside the terms and before ๆ, and turns the space before ๆ into a no-break space.
    Idempotent.
    """
    return _PLACES.sub(_joined, text)


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in its order as (piece, whole): whole is true of an official term, to be set with nowrap.

    ๆ is held by a no-break space; the pieces in a row are the text, but for that space. No piece is empty.
    """
    parts = _TERM.split(plain(text))
    found = [(part if part in _WHOLE else keep_whole(part), part in _WHOLE) for part in parts]
    return [(piece, whole) for piece, whole in found if piece]


def plain(text: str) -> str:
    """The text without what `keep_whole` put in: normalised text comes back as it was."""
    return text.replace(_JOINER, "").replace(_HARD_SPACE, " ")
