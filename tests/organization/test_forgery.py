"""Ids and names of another unit in one's own forms: they name nothing there."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.organization.models import Person, Role
from tests.every_table.desk import Desk, text_of
from tests.every_table.rows import REGISTERS, SAMPLES
from tests.organization.walk import NOW, everything, picture


@pytest.fixture
def theirs(
    new_assessment: Callable[..., Assessment], person: Callable[..., Person], fill: Callable[..., Any]
) -> Assessment:
    """Another unit with groups of its own, a profile and a file."""
    other = new_assessment("beta")
    boss = person("boss", Role.Kind.STAFF, other.unit)
    fill("groups", [{"name": "นักเรียนนายเรือ", "kind": "ผู้รับบริการ"}], into=other, by=boss)
    fill("cs1-profiles", [{"group": "นักเรียนนายเรือ", "needs": "ทุน"}], into=other, by=boss)
    store_file(assessment=other, criterion="CS1", title="", content=picture(), name="ภาพ.png", by=boss, at=NOW)
    return other


@pytest.fixture
def desk(assessment: Assessment, staff: Person, client_of: Callable[..., Any], fill: Callable[..., Any]) -> Desk:
    for key in ("groups", "evidence"):
        fill(key, REGISTERS[key])
    return Desk(client_of(staff), assessment, table_of("cs1-profiles"))


def row_of(key: str, assessment: Assessment) -> Any:
    return table_of(key).rows_of(assessment).first()


def test_a_group_of_another_unit_cannot_be_named(desk: Desk, theirs: Assessment) -> None:
    for answer in (
        desk.add({"group": "นักเรียนนายเรือ", "needs": "ทุน"}),
        desk.add({"group": str(row_of("groups", theirs).pk), "needs": "ทุน"}),
        desk.grid([{"group": "นักเรียนนายเรือ", "needs": "ทุน"}]),
    ):
        assert answer.status_code == 200
    assert desk.rows() == []
    assert "นักเรียนนายเรือ" not in text_of(desk.get("add"))


def test_a_file_of_another_unit_cannot_be_attached_or_opened(desk: Desk, theirs: Assessment) -> None:
    [file] = EvidenceFile.objects.filter(assessment=theirs)
    answer = desk.add({**SAMPLES["cs1-profiles"].first, "evidence": file.number})
    assert answer.status_code == 200
    assert desk.rows() == []
    for name in ("evidence-file", "evidence-thumbnail"):
        for unit in ("alpha", "beta"):
            assert desk.client.get(reverse(name, args=[unit, 2569, file.number])).status_code == 404


def test_rows_of_another_unit_cannot_be_changed_through_the_grid(desk: Desk, theirs: Assessment) -> None:
    row = row_of("cs1-profiles", theirs)
    before = everything()
    for line in (
        {"group": "ชาวประมง", "needs": "ของเรา", "stored": f"{row.pk}:1"},
        {"group": "นักเรียนนายเรือ", "needs": "ของเรา", "stored": f"{row.pk}:1", "remove": "1"},
    ):
        desk.grid([line])
    assert list(everything()["customers.CustomerProfile"]) == before["customers.CustomerProfile"]


@pytest.mark.parametrize("what", ["edit", "delete", "undelete", "move", "duplicate", "history"])
def test_a_row_of_another_unit_is_not_found_at_the_own_address(desk: Desk, theirs: Assessment, what: str) -> None:
    row = row_of("cs1-profiles", theirs)
    before = everything()
    assert desk.client.post(desk.url(what, row.pk), {"sent": str(uuid.uuid4()), "version": "1"}).status_code == 404
    assert everything() == before


def test_a_deleted_row_of_another_unit_does_not_come_back(desk: Desk, theirs: Assessment) -> None:
    table_of("cs1-profiles").rows_of(theirs).update(deleted_at=NOW)
    row = table_of("cs1-profiles").model._default_manager.get(assessment=theirs)
    assert desk.post("undelete", row.pk).status_code == 404
    row.refresh_from_db()
    assert row.deleted_at == NOW


def test_a_change_of_another_row_cannot_be_restored_here(desk: Desk, theirs: Assessment) -> None:
    first, second = desk.both()
    label = "customers.customerprofile"
    others = [
        RowChange.objects.get(assessment=theirs, table=label).pk,
        RowChange.objects.get(table=label, row_id=second.pk).pk,
        RowChange.objects.filter(table="profile.group", assessment=desk.assessment).first().pk,
        10**15,
    ]
    before = everything()
    for change in others:
        assert desk.post("restore", first.pk, change).status_code == 404
    assert everything() == before


def test_a_row_of_another_table_of_the_own_unit_is_not_taken_for_one_of_this(desk: Desk) -> None:
    desk.both()
    group = row_of("groups", desk.assessment)
    pks = {row.pk for row in desk.rows()}
    wrong = next(pk for pk in (group.pk, group.pk + 1, 999_999) if pk not in pks)
    assert desk.get("edit", wrong).status_code == 404


@pytest.mark.parametrize("year", [0, 2500, 32767, 99_999, 10**18])
def test_a_year_that_is_not_there_is_not_found(desk: Desk, year: int) -> None:
    assert desk.client.get(f"/units/alpha/{year}/").status_code == 404


@pytest.mark.parametrize("row", ["0", "9" * 18, "9" * 19, "9" * 5000, "x", "-1", "%00", "๑"])
def test_a_strange_id_is_not_found(desk: Desk, row: str) -> None:
    assert desk.client.get(f"{desk.url()}{row}/").status_code == 404


@pytest.mark.parametrize("number", ["%00", "..", "a/b", "%2e%2e/secret.key", "E-CS1-2569-001%00", "x" * 3000])
def test_a_strange_number_of_a_file_is_not_found(desk: Desk, number: str) -> None:
    assert desk.client.get(f"/units/alpha/2569/files/{number}/").status_code == 404
    assert desk.client.get(f"/units/alpha/2569/files/thumbnails/{number}/").status_code == 404
