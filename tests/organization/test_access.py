"""What roles open, read from the database once for a person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from pmqa.cycle.models import Assessment, Assignment
from pmqa.organization.access import access_of, system_person
from pmqa.organization.models import Person, Role, Unit

Kind = Role.Kind


@pytest.fixture
def two(new_assessment: Callable[..., Assessment]) -> tuple[Assessment, Assessment]:
    return new_assessment("alpha"), new_assessment("beta")


def seen(person: Person) -> list[str]:
    return sorted(each.unit.code for each in Assessment.objects.for_user(person))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [("STAFF", ["alpha"]), ("HEAD", ["alpha"]), ("ASSESSOR", []), ("HEADQUARTERS", ["alpha", "beta"]), (None, [])],
)
def test_a_role_shows_these_units(two: Any, person: Callable[..., Person], kind: str | None, codes: list[str]) -> None:
    alpha = two[0].unit if kind in ("STAFF", "HEAD") else None
    assert seen(person("somebody", kind, alpha)) == codes


def test_an_assessor_sees_what_is_assigned_but_never_the_own_unit(two: Any, person: Callable[..., Person]) -> None:
    assessor = person("assessor", Kind.ASSESSOR, two[0].unit)
    for each in two:
        Assignment.objects.create(assessment=each, assessor=assessor, declared_at=timezone.now())
    assert seen(assessor) == ["beta"]


def test_an_assessor_sees_nothing_before_the_declaration(two: Any, person: Callable[..., Person]) -> None:
    assessor = person("assessor", Kind.ASSESSOR)
    for each in two:
        Assignment.objects.create(assessment=each, assessor=assessor)
    assert seen(assessor) == []
    Assignment.objects.filter(assessment=two[0]).update(declared_at=timezone.now(), conflict="พี่ชายอยู่หน่วยนี้")
    Assignment.objects.filter(assessment=two[1]).update(declared_at=timezone.now())
    assert seen(assessor) == ["beta"]


def test_staff_who_also_assess_see_both_and_write_in_one(two: Any, person: Callable[..., Person]) -> None:
    both = person("both", Kind.STAFF, two[0].unit)
    Role.objects.create(person=both, kind=Kind.ASSESSOR)
    Assignment.objects.create(assessment=two[1], assessor=both, declared_at=timezone.now())
    assert seen(both) == ["alpha", "beta"]
    assert [each.editable_by(both) for each in two] == [True, False]


def test_only_a_draft_in_an_open_round_is_edited(two: Any, person: Callable[..., Person]) -> None:
    staff = person("staff", Kind.STAFF, two[0].unit)
    assessment = two[0]
    assert assessment.editable_by(staff)
    for state in Assessment.State.values[1:]:
        assert not Assessment(unit=assessment.unit, round=assessment.round, state=state).editable_by(staff)
    assessment.round.is_open = False
    assert not assessment.editable_by(staff)


def test_roles_are_read_once(two: Any, person: Callable[..., Person]) -> None:
    staff = person("staff", Kind.STAFF, two[0].unit)
    with CaptureQueriesContext(connection) as queries:
        first, second = access_of(staff), access_of(staff)
    assert first is second
    assert len(queries) == 1


def test_the_system_writes_in_one_unit_and_nobody_signs_in_as_it(two: Any) -> None:
    system = system_person(two[0].unit)
    assert [each.editable_by(system) for each in two] == [True, False]
    assert not system.is_active
    assert not system.has_usable_password()


@pytest.mark.parametrize(
    ("kind", "has_unit"), [("STAFF", False), ("HEAD", False), ("HEADQUARTERS", True), ("ADMINISTRATOR", True)]
)
def test_a_role_without_its_unit_is_refused(two: Any, person: Callable[..., Person], kind: str, has_unit: bool) -> None:
    role = Role(person=person("somebody"), kind=kind, unit=two[0].unit if has_unit else None)
    with pytest.raises(ValidationError):
        role.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        role.save()


def test_a_role_is_held_once(two: Any, person: Callable[..., Person]) -> None:
    for kind, unit in ((Kind.STAFF, two[0].unit), (Kind.HEADQUARTERS, None)):
        holder = person(f"holder-{kind}", kind, unit)
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(person=holder, kind=kind, unit=unit)


@pytest.mark.parametrize("code", ["", "Hydro", "9th", "a b", "a/b", "ไทย", "a" * 41])
def test_a_code_of_a_unit_can_stand_in_an_address(db: None, code: str) -> None:
    with pytest.raises(ValidationError):
        Unit(code=code, name="หน่วย").full_clean()


def test_a_person_is_called_with_the_rank(db: None) -> None:
    assert str(Person(rank="น.อ.", first_name="สมชาย", last_name="ใจดี", username="x")) == "น.อ. สมชาย ใจดี"
    assert str(Person(username="x")) == "x"


def test_no_administrator_can_schedule_functions_or_read_people_in_the_admin_site() -> None:
    assert get_resolver().url_patterns  # the addresses say what the site of administrators leaves out
    shown = {model._meta.label for model in admin.site._registry}
    assert not any(label.startswith(("django_q.", "personal.", "complaints.", "door.")) for label in shown)
    assert "organization.Unit" in shown
