"""Thai dictionary order as a plain string that a database column can hold."""

import re

from pmqa.thai.digits import to_arabic
from pmqa.thai.text import normalise

_LONGEST = 240
_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_NUMBER = re.compile("[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+")
# Written above a letter, of no weight until all letters are equal: ็ ่ ้ ๊ ๋ ์ ํ ๎
_LIGHT = {chr(0x0E47 + place): str(place + 1) for place in range(8)}
_VOWELS = frozenset(map(chr, [*range(0x0E30, 0x0E3B), *range(0x0E40, 0x0E46)]))
_NO_LETTERS = frozenset("\u0e2f\u0e46")
# Lower than every character of a level, so that the shorter of two goes first.
_LEVEL = "!"


def _number(match: re.Match[str]) -> str:
    """A number behind its length, so that 9 goes before 10; nine digits write "9" and the rest counts on."""
    digits = match[0].replace(",", "").lstrip("0")
    return "9" * (len(digits) // 9) + str(len(digits) % 9) + digits


def sort_key(text: str) -> str:
    """A key that compares by code points (binary or C collation) in Thai dictionary order.

    At most 240 characters, in three levels: letters, with leading vowels behind their consonants, numbers by
    value, Latin without case, and without spaces, punctuation, ฯ and ๆ; then tone and other light marks; then
    the text itself, to part what is still equal. Texts that differ only in case share a key. Store it as it
    is: it is not text to normalise or show.
    """
    plain = to_arabic(normalise(text, lines=False)).casefold()
    letters: list[str] = []
    light: list[str] = []
    for sign in _LEADING_VOWEL.sub(r"\2\1", _NUMBER.sub(_number, plain)):
        if sign in _LIGHT:
            light.append(_LIGHT[sign])
        elif sign in _VOWELS or (sign.isalnum() and sign not in _NO_LETTERS):
            letters.append(sign)
            light.append("0")
    marks = "".join(light).rstrip("0")
    return f"{''.join(letters)}{_LEVEL}{marks}{_LEVEL}{plain}"[:_LONGEST] if plain else ""
