"""Codes by which somebody without an account comes back: given once, kept only as a hash."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac

from pmqa.thai.digits import to_arabic

# Crockford's base 32: no I, L, O and U, so that a code copied by hand is read rightly.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
GROUPS = (5, 5, 5, 5, 6)
_READ_AS = str.maketrans("OIL", "011", " -–—‐‑\u200b\t\r\n")


def code_for(purpose: str, key: uuid.UUID) -> str:
    """The code of 130 bits for the form with this key: always the same, and not to be guessed without the secret."""
    digest = salted_hmac("pmqa.door.codes", f"{purpose}|{key.hex}", algorithm="sha256").digest()
    bits = int.from_bytes(digest, "big") >> (256 - 5 * LENGTH)
    return "".join(SIGNS[bits >> (5 * place) & 31] for place in reversed(range(LENGTH)))


def grouped(code: str) -> str:
    """The code as people copy it: 7K3QX-…"""
    places = [sum(GROUPS[:number]) for number in range(len(GROUPS))]
    return "-".join(code[at : at + length] for at, length in zip(places, GROUPS, strict=True))


def read_code(typed: str, length: int = LENGTH) -> str:
    """The code meant by what somebody typed: any case, spaces and dashes, O for 0, I and L for 1; "" for no code."""
    code = to_arabic(typed[:200]).upper().translate(_READ_AS)
    return code if len(code) == length and set(code) <= set(SIGNS) else ""


def digest_of(code: str) -> str:
    """What is stored of a code. It has 130 bits: nobody finds it again by trying, so no salt and no slow hash."""
    return hashlib.sha256(code.encode()).hexdigest()
