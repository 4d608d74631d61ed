"""What was recorded stays: the database refuses to change or remove an entry, whoever asks."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from pmqa.audit.models import AuditEntry
from pmqa.audit.record import Kind, record
from pmqa.guards import Guard, lay
from pmqa.organization.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
TABLE = AuditEntry._meta.db_table


@pytest.fixture
def entry(staff: Person) -> AuditEntry:
    return record(kind=Kind.SCORE, by=staff, at=NOW, subject="CS1-A1", detail={"from": "", "to": "SEEN"})


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET subject = 'CS1-A2'",
        f"DELETE FROM {TABLE}",
        f"INSERT OR REPLACE INTO {TABLE} SELECT id, at, kind, year, 'x', detail, by_id, unit_id FROM {TABLE}",
        f"UPDATE OR REPLACE {TABLE} SET id = id",
        f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE}",
    ],
)
def test_an_entry_stays_as_it_is(entry: AuditEntry, statement: str) -> None:
    if ("REPLACE" in statement) == (connection.vendor == "postgresql"):
        pytest.skip("spoken by the other database")
    if "TRUNCATE" in statement and connection.vendor == "sqlite":
        pytest.skip("spoken by the other database")
    refused(statement)
    assert AuditEntry.objects.get().subject == "CS1-A1"


def test_entries_are_added_beside_it(entry: AuditEntry, staff: Person) -> None:
    record(kind=Kind.ROLE, by=staff, at=NOW)
    assert [each.kind for each in AuditEntry.objects.all()] == ["ROLE", "SCORE"]


def test_a_guard_asks_the_row_before_and_after(person: Callable[..., Person]) -> None:
    person("frozen")
    person("free")
    lay(connection, [Guard(Person._meta.db_table, "test", "stays as it is", "{row}.username = 'frozen'")])
    table = Person._meta.db_table
    refused(f"UPDATE {table} SET rank = 'x' WHERE username = 'frozen'")
    refused(f"UPDATE {table} SET username = 'thawed' WHERE username = 'frozen'")
    refused(f"UPDATE {table} SET username = 'frozen' WHERE username = 'free'")
    refused(f"DELETE FROM {table} WHERE username = 'frozen'")
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Person.objects.create(username="frozen")
    assert Person.objects.filter(username="free").update(rank="x") == 1
    assert Person.objects.filter(username="free").delete()[0] == 1
