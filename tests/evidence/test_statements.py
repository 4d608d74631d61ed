"""The unit's words to a guideline, and its word that a criterion is complete."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.cycle.models import CriterionMark
from pmqa.evidence.models import RowChange, Statement
from tests.every_table.desk import Desk, text_of

Write = Callable[..., HttpResponse]


@pytest.fixture
def write(profiles: Desk) -> Write:
    def send(text: str, version: str | None = "0", **more: Any) -> HttpResponse:
        sent = {"sent": str(uuid.uuid4()), "text": text, **({} if version is None else {"version": version}), **more}
        address = reverse("statement", args=[profiles.assessment.unit.code, profiles.assessment.year, "CS1-A1"])
        return profiles.client.post(address, sent)

    return send


def test_a_statement_stands_at_its_point_with_its_evidence(write: Write, profiles: Desk) -> None:
    answer = write("ใช้หลักเกณฑ์ 2 ข้อ", evidence=["E-P-2569-001"])
    assert answer.status_code == 302
    page = text_of(profiles.client.get(answer["Location"]))
    assert "ใช้หลักเกณฑ์ 2 ข้อ" in page
    assert "E-P-2569-001" in page
    change = RowChange.objects.get(table="evidence.statement")
    assert change.values == {"guideline": "CS1-A1", "text": "ใช้หลักเกณฑ์ 2 ข้อ", "evidence": "E-P-2569-001"}


def test_a_statement_sent_twice_is_stored_once(write: Write) -> None:
    sent = str(uuid.uuid4())
    assert [write("ก", sent=sent).status_code for _time in range(2)] == [302, 302]
    assert Statement.objects.get().version == 1


@pytest.mark.parametrize("version", ["0", None, "", "x", "9" * 5000, "-1"])
def test_words_of_somebody_else_are_shown_before_they_are_replaced(write: Write, version: str | None) -> None:
    write("ของเขา")
    page = text_of(write("ของฉัน", version))
    assert "ของเขา" in page
    assert "ของฉัน" in page
    assert 'name="version" value="1"' in page
    assert Statement.objects.get().text == "ของเขา"
    assert write("ของฉัน", "1").status_code == 302
    assert Statement.objects.get().text == "ของฉัน"


def test_a_statement_without_a_key_keeps_what_was_typed(write: Write) -> None:
    page = text_of(write("ที่พิมพ์ไว้", sent="x"))
    assert "ที่พิมพ์ไว้" in page
    assert _("This form is out of date. Open the page again.") in page
    assert not Statement.objects.exists()


def test_a_statement_with_unknown_evidence_is_refused(write: Write) -> None:
    answer = write("ที่พิมพ์ไว้", evidence=["E-CS9-2569-999"])
    assert answer.status_code == 200
    assert "ที่พิมพ์ไว้" in text_of(answer)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("guideline", ["CS1-A9", "CS9-A1", "x", "%00", "CS1-A1x"])
def test_a_point_that_is_none_is_not_found(profiles: Desk, guideline: str) -> None:
    assert profiles.client.get(f"/units/alpha/2569/statements/{guideline}/").status_code == 404


def test_a_criterion_is_marked_complete_and_opened_again(profiles: Desk) -> None:
    address = reverse("mark", args=["alpha", 2569, "cs1"])
    for data, marks in (({"complete": "1"}, ["CS1"]), ({"complete": "1"}, ["CS1"]), ({}, [])):
        assert profiles.client.post(address, data).status_code == 302
        assert list(CriterionMark.objects.values_list("criterion", flat=True)) == marks
    assert profiles.client.post("/units/alpha/2569/cs9/complete/").status_code == 404
