"""The record of changes: read by headquarters and administrators, filtered, taken along as a sheet."""

import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind, record
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


def test_entries_are_read_and_filtered(client: Client, assessment: Assessment, staff: Person) -> None:
    record(
        kind=Kind.SCORE, by=staff, at=NOW, unit=assessment.unit, year=2569, subject="CS1-A1", detail={"to": "SUBMITTED"}
    )
    record(kind=Kind.ROLE, by=None, at=NOW, subject="=1+1", detail={"role": "<b>HEAD</b>"})
    page = client.get(reverse("record")).content.decode()
    assert "1 มี.ค. 2569" in page
    assert f"{_('After the change')}: {_('Submitted')}" in page
    assert "&lt;b&gt;HEAD&lt;/b&gt;" in page
    for filters in ({"kind": "SCORE"}, {"unit": "alpha"}, {"year": "2569"}):
        lines = client.get(reverse("record"), filters).context["lines"]
        assert [entry.subject for entry, *_words in lines] == ["CS1-A1"]
    assert len(client.get(reverse("record"), {"kind": "x", "year": "x", "page": "99"}).context["lines"]) == 2


def test_the_sheet_holds_text_and_no_formula(client: Client, staff: Person) -> None:
    record(kind=Kind.ROLE, by=staff, at=NOW, subject="=1+1", detail={"role": "HEAD", "before": ["a", "b"]})
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("record-sheet")).content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert cells[-1][-2:] == ["=1+1", f"{_('Role')}: {_('Unit head')} · before: a → b"]
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_who_gives_a_role_is_recorded(
    client: Client, headquarters: Person, assessment: Assessment, staff: Person
) -> None:
    Person.objects.filter(pk=headquarters.pk).update(is_staff=True, is_superuser=True)
    role, other = staff.roles.get(), Unit.objects.create(code="beta", name="อื่น")
    form = {
        "username": "staff", "first_name": "", "last_name": "", "email": "", "rank": "", "language": "th",
        "is_active": "on",
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00",
        "roles-TOTAL_FORMS": "2", "roles-INITIAL_FORMS": "1", "roles-MIN_NUM_FORMS": "0", "roles-MAX_NUM_FORMS": "1000",
        "roles-0-id": str(role.pk), "roles-0-person": str(staff.pk), "roles-0-kind": "STAFF",
        "roles-0-unit": str(assessment.unit_id), "roles-0-DELETE": "on",
        "roles-1-person": str(staff.pk), "roles-1-kind": "HEAD", "roles-1-unit": str(other.pk),
    }  # fmt: skip
    answer = client.post(reverse("admin:organization_person_change", args=[staff.pk]), form)
    assert answer.status_code == 302, answer.context["errors"]
    lines = client.get(reverse("record"), {"kind": "ROLE"}).context["lines"]
    found = [(entry.subject, entry.unit.code, entry.detail["role"], entry.by.username) for entry, *_words in lines]
    assert found == [("GIVEN", "beta", "HEAD", "headquarters"), ("TAKEN", "alpha", "STAFF", "headquarters")]
    assert list(Role.objects.filter(person=staff).values_list("kind", flat=True)) == ["HEAD"]


def test_nobody_is_deleted(client: Client, headquarters: Person, staff: Person) -> None:
    Person.objects.filter(pk=headquarters.pk).update(is_staff=True, is_superuser=True)
    assert client.post(reverse("admin:organization_person_delete", args=[staff.pk]), {"post": "yes"}).status_code == 403
    assert _("Record of changes") in client.get(reverse("record")).content.decode()
