"""Codes of 130 bits: one for a form, read however they were copied, and nothing without the secret."""

import uuid
from typing import Any

import pytest

from pmqa.door.codes import LENGTH, SIGNS, code_for, digest_of, grouped, read_code

KEY = uuid.UUID(int=7)


def test_a_form_has_one_code_and_another_form_another(settings: Any) -> None:
    code = code_for("case", KEY)
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert code == code_for("case", KEY)
    others = {code_for("case", uuid.UUID(int=n)) for n in range(8, 200)} | {code_for("survey", KEY)}
    assert len(others) == 193
    assert code not in others
    settings.SECRET_KEY = "another"
    assert code_for("case", KEY) != code


def test_every_sign_is_used_at_every_place() -> None:
    codes = [code_for("case", uuid.UUID(int=n)) for n in range(1000)]
    assert all(set(place) == set(SIGNS) for place in zip(*codes, strict=True))


@pytest.mark.parametrize(
    "change", [str.lower, grouped, lambda code: f" {' '.join(code)}\n", lambda c: c.replace("0", "o")]
)
def test_a_code_is_read_as_people_copy_it(change: Any) -> None:
    code = "0123456789ABCDEFGHJKMNPQR1"
    assert read_code(change(code)) == code


def test_signs_that_look_alike_are_forgiven() -> None:
    assert read_code("OoIiLl๐๑" + "7" * 18) == "00111101" + "7" * 18


@pytest.mark.parametrize("typed", ["", "7" * 25, "7" * 27, "U" * 26, "ก" * 26, "7" * 10_000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_only_a_hash_is_stored() -> None:
    assert digest_of("7" * 26) == digest_of("7" * 26) != digest_of("7" * 25 + "8")
    assert len(digest_of("7" * 26)) == 64
