"""What a unit does in its first week, told as it happens."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role
from pmqa.scoring.engine import findings_of
from tests.every_table.desk import Desk, text_of


@pytest.fixture
def unit(assessment: Assessment, staff: Person, client_of: Callable[..., Any]) -> Desk:
    return Desk(client_of(staff), assessment, table_of("groups"))


def status_of(unit: Desk, code: str) -> str:
    points = findings_of([unit.assessment])[unit.assessment.pk]
    return next(str(point.finding.status) for point in points if point.guideline.code == code)


def criterion_page(unit: Desk, code: str) -> str:
    return text_of(unit.client.get(reverse("criterion", args=[unit.assessment.unit.code, unit.assessment.year, code])))


def test_a_missing_profile_is_named_opened_filled_and_met(unit: Desk) -> None:
    # Given two groups that were pasted into the grid, one of them with a profile
    unit.grid([{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}, {"name": "จังหวัดชายทะเล", "kind": "ผู้มีส่วนได้ส่วนเสีย"}])
    profiles = unit.beside("cs1-profiles")
    profiles.add({"group": "ชาวประมง", "needs": "ข่าวอากาศ"})
    # Then the point says which group has none, and links to a form that knows it
    assert status_of(unit, "CS1-A3") == "PARTLY"
    page = criterion_page(unit, "cs1")
    assert "จังหวัดชายทะเล" in page
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith(profiles.url("add") + "?"))
    form = text_of(unit.client.get(link))
    assert '<option value="จังหวัดชายทะเล" selected>' in form
    # When that form is sent, the point is met
    profiles.add({"group": "จังหวัดชายทะเล", "needs": "แผนที่ร่องน้ำ"})
    assert status_of(unit, "CS1-A3") == "MET"


def test_two_colleagues_at_one_table_lose_nothing(
    unit: Desk, person: Callable[..., Person], client_of: Callable[..., Any]
) -> None:
    # Given a row that both have open
    criteria = unit.beside("cs1-criteria")
    criteria.add({"criterion": "ใช้บริการโดยตรง", "reason": "เดิม"})
    other = Desk(client_of(person("head", Role.Kind.HEAD, unit.assessment.unit)), unit.assessment, criteria.table)
    row, lines = criteria.rows()[0], other.stored_lines()
    # When one saves the form and the other the grid
    criteria.edit(row, {"criterion": "ใช้บริการโดยตรง", "reason": "ของเจ้าหน้าที่"})
    refused = other.grid([{**lines[0], "reason": "ของหัวหน้า"}])
    # Then the second sees both texts, and whichever is saved next, the history holds each
    assert refused.status_code == 200
    assert "ของเจ้าหน้าที่" in text_of(refused)
    assert "ของหัวหน้า" in text_of(refused)
    other.grid([{**other.stored_lines()[0], "reason": "ของหัวหน้า"}])
    history = text_of(criteria.get("history", row.pk))
    assert all(words in history for words in ("เดิม", "ของเจ้าหน้าที่", "ของหัวหน้า"))


def test_after_the_submission_everybody_reads_and_nobody_writes(unit: Desk, staff: Person) -> None:
    # Given a form that is open when the head submits
    unit.add({"name": "ชาวประมง", "kind": "ผู้รับบริการ"})
    Assessment.objects.update(state="SUBMITTED")
    # When it is sent, then nothing is stored and a page says why; reading goes on
    answer = unit.client.post(unit.url("add"), {"sent": str(uuid.uuid4()), "name": "กลุ่มใหม่", "kind": "RECIPIENT"})
    assert answer.status_code == 403
    assert "ขณะนี้แก้ไขหลักฐานไม่ได้" in text_of(answer)
    assert [row.name for row in unit.rows()] == ["ชาวประมง"]
    page = text_of(unit.get())
    assert "ชาวประมง" in page
    assert unit.url("add") not in page
