"""What people paste by mistake and attackers on purpose: a clear message, nothing stored, nothing typed lost."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.evidence.models import RowChange
from pmqa.profile.models import Group
from tests.every_table.desk import Desk, text_of, wrong_words
from tests.every_table.rows import SAMPLES

MEGABYTE = 1 << 20
LONG = {
    "letters": "ก" * (MEGABYTE // 3),
    "figures": "9" * MEGABYTE,
    "marks": "่ี" * (MEGABYTE // 6),
    "names": ",".join(f"ก{n}" for n in range(90_000)),
    "lines": "\n".join(str(n) for n in range(120_000)),
    "brackets": "(" * MEGABYTE,
    "spaces": " " * MEGABYTE,
}
WIDE = "cs2-reviews"  # a name, a channel, a number, a date, texts and files


@pytest.fixture
def wide(profiles: Desk) -> Desk:
    return profiles.beside(WIDE)


@pytest.mark.parametrize("kind", LONG)
def test_a_megabyte_in_any_field_is_refused_quickly(wide: Desk, kind: str) -> None:
    for name in SAMPLES[WIDE].first:
        before = time.perf_counter()
        answer = wide.add({**SAMPLES[WIDE].first, name: LONG[kind]})
        assert time.perf_counter() - before < 5, name
        assert answer.status_code == (302 if kind == "spaces" and name in ("sample_size", "reviewed_on") else 200), name
    assert Group.objects.count() == 2
    assert all(len(str(value)) < 100 for values in wide.values() for value in values.values())


@pytest.mark.parametrize("name", SAMPLES[WIDE].first)
def test_a_megabyte_in_a_cell_is_refused_quickly(wide: Desk, name: str) -> None:
    before = time.perf_counter()
    answer = wide.grid([SAMPLES[WIDE].first, {**SAMPLES[WIDE].second, name: LONG["figures"]}])
    assert time.perf_counter() - before < 5
    assert answer.status_code == 200
    assert wide.rows() == []
    assert LONG["figures"] in answer.content.decode()


def test_a_few_unknown_names_are_all_quoted_and_a_thousand_are_not(wide: Desk) -> None:
    values = {"process": "ก", "recipients": "\n".join(f"หมู่ {n:04}" for n in range(1000))}
    answer = wide.beside("cs1-analysis").grid([values])
    said = " ".join(wrong_words(answer))
    assert "“หมู่ 0011”" in said
    assert "“หมู่ 0999”" not in said
    assert "หมู่ 0999" in text_of(answer)


def test_controls_vanish_and_other_signs_stay_as_text(wide: Desk) -> None:
    odd = "=1+1 <script>alert(1)</script> {{ 7919*7907 }} ' \" \\ \x00\x07\x1b \u202e \u200b %s %(x)s"
    assert wide.add({**SAMPLES[WIDE].first, "result": odd}).status_code == 302
    [row] = wide.rows()
    assert row.result == "=1+1 <script>alert(1)</script> {{ 7919*7907 }} ' \" \\ %s %(x)s"
    for page in (wide.get(), wide.get("edit", row.pk), wide.get("grid"), wide.get("history", row.pk)):
        shown = page.content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown
        assert "62615533" not in shown


def test_a_name_of_signs_is_escaped_in_messages_too(profiles: Desk) -> None:
    groups = profiles.beside("groups")
    name = "<img src=x onerror=alert(1)>"
    assert groups.add({"name": name, "kind": "ผู้รับบริการ"}).status_code == 302
    pages = [
        groups.add({"name": name, "kind": "ผู้รับบริการ"}),
        groups.add({"name": "x", "kind": name}),
        groups.grid([{"name": "x", "kind": name}]),
        profiles.add({"group": f"{name}x"}),
        profiles.get("add", group=name),
        profiles.get(q=name),
        groups.client.get(reverse("sample-size"), {"population": name}),
    ]
    assert all(name not in page.content.decode() for page in pages)


def test_broken_utf8_is_read_with_a_sign_for_what_is_broken(wide: Desk) -> None:
    body = (
        "group="
        + quote("ชาวประมง")
        + "&channel=%ED%A0%80x%FF&result=%00%C0%AF&sent=1b4e28ba-2fa1-4d1f-8b0f-0a0f1f2f3f4f"
    )
    answer = wide.client.post(wide.url("add"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    wide.rows()[0].channel.encode()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("reviewed_on", "31 ก.พ. 2569", "“%(text)s” is no date. Write day month year, for example 15 ต.ค. 2568."),
        ("reviewed_on", "เมื่อวาน", "“%(text)s” is no date. Write day month year, for example 15 ต.ค. 2568."),
        ("reviewed_on", "1/1/99999", "“%(text)s” is no date. Write day month year, for example 15 ต.ค. 2568."),
        ("sample_size", "-1", "“%(text)s” is out of range."),
        ("sample_size", "2147483648", "“%(text)s” is out of range."),
        ("sample_size", "9" * 190, "“%(text)s” is out of range."),
        ("sample_size", "n = 12", "“%(text)s” is no number. Write figures only."),
        ("sample_size", "1e9", "“%(text)s” is no number. Write figures only."),
        ("sample_size", "Infinity", "“%(text)s” is no number. Write figures only."),
    ],
)
def test_dates_and_numbers_that_are_none_are_quoted_back(wide: Desk, name: str, text: str, words: str) -> None:
    for answer in (wide.add({**SAMPLES[WIDE].first, name: text}), wide.grid([{**SAMPLES[WIDE].first, name: text}])):
        assert answer.status_code == 200
        assert _(words) % {"text": text} in text_of(answer)
    assert wide.rows() == []


def test_an_unknown_choice_is_answered_with_the_choices(wide: Desk) -> None:
    answer = wide.beside("cs3-plan").add({"service": "x", "priority": "ด่วนที่สุด"})
    assert "ด่วนที่สุด" in text_of(answer)
    assert "มากเป็นพิเศษ" in text_of(answer)


FORGED = {
    "line-99999999-group": "x",
    "line--1-group": "x",
    "line-1-": "x",
    "line-1-assessment": "2",
    "line-1-pk": "1",
    "line-1-deleted_at": "x",
    "line-0-stored": "1:1 x:y 99999999999999999999:1 1:99999999999",
    "line-٣-group": "x",
    "assessment": "2",
    "id": "1",
    "version": "-1",
    "total": "999999999",
}


def test_forged_names_in_a_grid_are_passed_over(wide: Desk) -> None:
    answer = wide.grid([SAMPLES[WIDE].first], **{k: v for k, v in FORGED.items() if k != "line-0-stored"})
    assert answer.status_code == 302
    [row] = wide.rows()
    assert row.assessment == wide.assessment
    answer = wide.grid([{**SAMPLES[WIDE].second, "stored": FORGED["line-0-stored"]}])
    assert answer.status_code in (200, 302)


def test_forged_names_in_a_form_are_passed_over(wide: Desk, new_assessment: Callable[..., Any]) -> None:
    other = new_assessment("beta")
    forged = {"assessment": other.pk, "deleted_at": "2026-01-01", "position": 99, "id": 5, "updated_by": 1, "pk": 5}
    assert wide.add({**SAMPLES[WIDE].first, **forged}).status_code == 302
    [row] = wide.rows()
    assert (row.assessment_id, row.deleted_at, row.position) == (wide.assessment.pk, None, 1)


def test_too_many_fields_are_refused_with_a_page(wide: Desk) -> None:
    before = RowChange.objects.count()
    lines = {f"line-{n}-result": "x" for n in range(20_001)}
    answer = wide.client.post(wide.url("grid"), lines)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert RowChange.objects.count() == before


def test_a_body_of_nine_megabytes_is_refused_with_a_page(wide: Desk) -> None:
    answer = wide.client.post(
        wide.url("add"), f"result={'x' * 9 * MEGABYTE}", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert wide.rows() == []


@pytest.mark.parametrize("value", ["0", "-5", "100000001", "9" * 5000, "abc", "\x00", "๑๒๐๐", "1,200", "1e5"])
def test_a_strange_population_is_answered_in_words(wide: Desk, value: str) -> None:
    answer = wide.client.get(reverse("sample-size"), {"population": value})
    assert answer.status_code == 200
    good = value in ("๑๒๐๐", "1,200")
    assert ("300" in text_of(answer)) is good  # Yamane for 1,200 people


def test_fields_that_come_twice_or_not_at_all_break_nothing(wide: Desk) -> None:
    assert wide.client.post(wide.url("add")).status_code == 200
    assert wide.client.post(wide.url("grid")).status_code == 200
    assert (
        wide.add(
            {**SAMPLES[WIDE].first, "group": ["ชาวประมง", "ชาวประมง"], "evidence": ["E-P-2569-001"] * 3}
        ).status_code
        == 302
    )
    assert [file.number for file in wide.rows()[0].evidence.all()] == ["E-P-2569-001"]
