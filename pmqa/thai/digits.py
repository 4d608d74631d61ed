"""Thai and Arabic digits."""

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_ARABIC = "0123456789"
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)
_TO_THAI = str.maketrans(_ARABIC, _THAI)


def to_arabic(text: str) -> str:
    """The text with Thai digits written as 0-9; all else, digits of other scripts too, as it was."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """The text with 0-9 written in Thai digits; everything else as it was."""
    return text.translate(_TO_THAI)
