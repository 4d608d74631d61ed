"""Once an assessment is submitted the database refuses every write of its rows, whoever asks and however."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, OperationalError, connection, models, transaction

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.freezing.guarding import FROZEN, STAYS, guards_in
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.guards import lift, missing
from pmqa.organization.models import Person
from pmqa.profile.models import Group
from tests.freezing.everything import NOW, changed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TABLES = frozen_tables()
Freeze = Callable[[Assessment], None]


def refused(statement: str, values: Any = (), says: str = FROZEN) -> None:
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def held(table: FrozenTable, assessment: Assessment) -> dict[str, Any]:
    """The one row of `assessment` in `table`, by columns, as SQL takes it."""
    row = table.rows_of(assessment.pk).get()
    return {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        if not isinstance(field, models.FileField)
        else str(getattr(row, field.attname))
        for field in table.fields
    }


def test_every_table_is_guarded(full: Assessment) -> None:
    assert len(TABLES) > 80
    guarded = {guard.table for guard in guards_in(connection) if guard.name == "frozen"}
    assert guarded == {table.model._meta.db_table for table in TABLES} | {"cycle_assessment"}
    assert missing(connection, guards_in(connection)) == []
    assert all(table.rows_of(full.pk).count() == 1 for table in TABLES)


def test_no_frozen_row_is_changed_removed_added_or_moved(full: Assessment, other: Assessment, freeze: Freeze) -> None:
    freeze(full)
    for table in TABLES:
        name, mine, theirs = table.model._meta.db_table, held(table, full), held(table, other)
        column, value = changed(table)
        owner = table.owner.column
        refused(f'UPDATE "{name}" SET "{column}" = %s WHERE id = %s', [value, mine["id"]])
        refused(f'DELETE FROM "{name}" WHERE id = %s', [mine["id"]])
        refused(f'UPDATE "{name}" SET "{owner}" = %s WHERE id = %s', [theirs[owner], mine["id"]])
        refused(f'UPDATE "{name}" SET "{owner}" = %s WHERE id = %s', [mine[owner], theirs["id"]])
        refused(*insert("INSERT", name, mine | {"id": mine["id"] + 1000}))


def insert(how: str, table: str, row: dict[str, Any]) -> tuple[str, list[Any]]:
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    return f'{how} INTO "{table}" ({names}) VALUES ({places})', list(row.values())


def test_a_draft_is_free(full: Assessment, other: Assessment, freeze: Freeze) -> None:
    freeze(full)
    with connection.cursor() as cursor:
        for table in TABLES:
            name, theirs = table.model._meta.db_table, held(table, other)
            column, value = changed(table)
            if value is not None:
                cursor.execute(f'UPDATE "{name}" SET "{column}" = %s WHERE id = %s', [value, theirs["id"]])
        for table in sorted(TABLES, key=lambda table: -len(table.path)):
            cursor.execute(f'DELETE FROM "{table.model._meta.db_table}" WHERE id = %s', [held(table, other)["id"]])
        transaction.set_rollback(True)


def test_a_return_frees_the_rows(full: Assessment, freeze: Freeze) -> None:
    freeze(full)
    Assessment.objects.update(state="DRAFT", returned_reason="ขาดหลักฐาน")
    for table in TABLES:
        column, value = changed(table)
        if value is not None:
            assert table.rows_of(full.pk).update(**{table.model._meta.get_field(column).name: value}) == 1


def test_a_submitted_assessment_stays_that_of_its_unit(full: Assessment, other: Assessment, freeze: Freeze) -> None:
    freeze(full)
    refused("UPDATE cycle_assessment SET unit_id = %s, id = id WHERE id = %s", [other.unit_id, full.pk])
    refused("DELETE FROM cycle_assessment WHERE id = %s", [full.pk])
    Assessment.objects.filter(pk=full.pk).update(state="IN_REVIEW", extension_reason="x")


def test_the_history_stays(full: Assessment, staff: Person) -> None:
    line = {"table": "profile.group", "row_id": 1, "action": "ADDED", "values": {"name": "ก"}, "by": staff, "at": NOW}
    RowChange.objects.create(assessment=full, **line)
    refused("UPDATE evidence_rowchange SET \"values\" = '{}'", says=STAYS)
    refused("DELETE FROM evidence_rowchange", says=STAYS)


def test_a_whole_table_is_not_emptied(full: Assessment) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE.")
    refused("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE profile_group CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_write_waits_for_who_submits_at_this_moment(full: Assessment) -> None:
    """Else it would slip in beside the snapshot. SQLite lets one write at a time anyway."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time.")
    submitting = connection.copy()
    with closing(submitting), submitting.cursor() as first:
        first.execute("BEGIN")
        first.execute("UPDATE cycle_assessment SET state = 'SUBMITTED'")
        with transaction.atomic(), connection.cursor() as second:
            second.execute("SET LOCAL lock_timeout = '20ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                Group.objects.create(assessment=full, name="ข", kind="RECIPIENT")
            transaction.set_rollback(True)
        first.execute("COMMIT")
    with pytest.raises(IntegrityError, match=FROZEN), transaction.atomic():
        Group.objects.create(assessment=full, name="ข", kind="RECIPIENT")


@pytest.fixture
def raw(full: Assessment, other: Assessment, freeze: Freeze) -> Iterator[sqlite3.Connection]:
    """A connection as the sqlite3 program makes one: without the settings of the site."""
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is spoken by SQLite alone.")
    freeze(full)
    own = sqlite3.connect(":memory:", isolation_level=None)
    own.executescript("\n".join(connection.connection.iterdump()))
    yield own
    own.close()


def test_nothing_is_put_in_the_place_of_a_frozen_row(
    raw: sqlite3.Connection, full: Assessment, other: Assessment
) -> None:
    assert raw.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    assert raw.execute("PRAGMA foreign_keys").fetchone() == (0,)
    for table in TABLES:
        name, mine, theirs = table.model._meta.db_table, held(table, full), held(table, other)
        statement, values = insert("INSERT OR REPLACE", name, theirs | {"id": mine["id"]})
        before = raw.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall()
        with pytest.raises(sqlite3.IntegrityError, match=FROZEN):
            raw.execute(statement.replace("%s", "?"), values)
        with pytest.raises(sqlite3.IntegrityError, match=FROZEN):
            raw.execute(f'UPDATE OR REPLACE "{name}" SET id = ? WHERE id = ?', [mine["id"], theirs["id"]])
        assert raw.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO satisfaction_questionnaire SELECT 99, version, state, 'CODE', access, scale, "
        "closes_on, published_at, OTHER FROM satisfaction_questionnaire LIMIT 1",
        "UPDATE OR REPLACE satisfaction_questionnaire SET code = 'CODE' WHERE survey_id = OTHER",
        "INSERT OR REPLACE INTO cycle_assessment (unit_id, round_id, state, returned_reason, extension_reason) "
        "SELECT unit_id, round_id, 'DRAFT', '', '' FROM cycle_assessment WHERE state <> 'DRAFT'",
    ],
)
def test_nor_in_that_of_one_with_the_same_code(raw: sqlite3.Connection, statement: str) -> None:
    code = "SELECT code FROM satisfaction_questionnaire JOIN satisfaction_satisfactionsurvey survey"
    [(code,)] = raw.execute(
        f"{code} ON survey.id = survey_id JOIN cycle_assessment a ON a.id = assessment_id WHERE a.state <> 'DRAFT'"
    )
    [(survey,)] = raw.execute(
        "SELECT s.id FROM satisfaction_satisfactionsurvey s JOIN cycle_assessment a ON a.id = assessment_id "
        "WHERE a.state = 'DRAFT'"
    )
    with pytest.raises(sqlite3.IntegrityError, match=FROZEN):
        raw.execute(statement.replace("CODE", code).replace("OTHER", str(survey)))


def test_a_guard_that_is_gone_or_weakened_is_noticed(db: None) -> None:
    def laid() -> list[str]:
        return missing(connection, guards_in(connection))

    assert laid() == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = "guard_frozen_profile_group_update"
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON profile_group BEGIN SELECT 1; END")
        else:
            cursor.execute("ALTER TABLE profile_group DISABLE TRIGGER guard_frozen_profile_group")
    assert laid() == ["profile_group"]
    lift(connection)
    assert len(laid()) > len(TABLES)
    call_command("migrate", verbosity=0)
    assert laid() == []


@pytest.mark.django_db(transaction=True)
def test_a_table_is_rebuilt_while_guards_speak_of_it() -> None:
    """SQLite makes a table anew to change a column, and refuses to rename it while a trigger names the table."""
    old, new = Assessment._meta.get_field("state"), models.CharField(max_length=30)
    new.set_attributes_from_name("state")
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        editor.alter_field(Assessment, old, new)
    with connection.schema_editor() as editor:
        editor.alter_field(Assessment, new, old)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert missing(connection, guards_in(connection)) == []
