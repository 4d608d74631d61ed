"""Triggers by which the database itself refuses a write, whoever asks for it: SQLite and PostgreSQL.

A guard is laid anew after every `migrate`, because a table that SQLite rebuilds loses its triggers.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

PREFIX = "guard_"
# A name of PostgreSQL has 63 signs; that of the trigger that refuses TRUNCATE is a little longer than its guard's.
LONGEST_TITLE = 55
# restrict_violation of PostgreSQL: Django makes an IntegrityError of it, as of a refusal of SQLite.
REFUSED = "23001"


@dataclass(frozen=True)
class Guard:
    """What is refused on one table.

    `when` is an SQL condition over a row that is called `{row}` in it: a row for which it holds is neither added nor
    changed nor removed, as far as `writes` says so. `says` is the message of the database's IntegrityError; it holds no
    quote. `key` is the primary key, by which INSERT OR REPLACE of SQLite would put another row in the place of one, and
    so would each of the sets of columns in `unique`. `unless_update` and `unless_delete` are SQL conditions over OLD
    and NEW: a write for which they hold passes all the same.
    """

    table: str
    name: str
    says: str
    when: str = "1 = 1"
    writes: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    key: str = "id"
    unique: tuple[tuple[str, ...], ...] = ()
    unless_update: str = "1 = 0"
    unless_delete: str = "1 = 0"

    @property
    def title(self) -> str:
        title = f"{PREFIX}{self.name}_{self.table}"
        if len(title) <= LONGEST_TITLE:
            return title
        # Two long names may begin alike.
        return f"{title[: LONGEST_TITLE - 9]}_{hashlib.sha256(title.encode()).hexdigest()[:8]}"


def keep_laid(app: AppConfig, guards_of: Callable[[BaseDatabaseWrapper], Sequence[Guard]]) -> None:
    """Lays the guards of `app` anew after every `migrate`, and lifts them before it: SQLite rebuilds a table under
    another name, which it refuses while a trigger speaks of the table. Call when the app is ready."""

    def lift_before(using: str, **_given: Any) -> None:
        lift(connections[using])

    def lay_after(using: str, **_given: Any) -> None:
        lay(connections[using], guards_of(connections[using]))

    pre_migrate.connect(lift_before, sender=app, weak=False)
    post_migrate.connect(lay_after, sender=app, weak=False)


def lay(connection: BaseDatabaseWrapper, guards: Sequence[Guard]) -> None:
    """Lays `guards`, each in the place of an older one of the same title."""
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in make(guard):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Removes every guard, for tests that empty whole tables; `migrate` lays them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
            statements = [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
        else:
            cursor.execute(
                "SELECT DISTINCT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", [f"{PREFIX}%"]
            )
            statements = [f'DROP TRIGGER "{name}" ON {table}' for name, table in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper, guards: Sequence[Guard]) -> list[str]:
    """The tables of those of `guards` that do not stand in the database as they were laid."""
    standing = _standing_sqlite if connection.vendor == "sqlite" else _standing_postgresql
    with connection.cursor() as cursor:
        found = standing(cursor)
    return [guard.table for guard in guards if not _parts(connection.vendor, guard) <= found]


def _parts(vendor: str, guard: Guard) -> set[tuple[str, str]]:
    """The names and texts of what a guard is made of."""
    if vendor == "sqlite":
        return set(_sqlite_triggers(guard).items())
    return {(name, _body(guard)) for name in (guard.title, f"{guard.title}_all")}


def _standing_sqlite(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return set(cursor.fetchall())


def _standing_postgresql(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute(
        "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgname LIKE %s AND tgenabled IN ('O', 'A')",
        [f"{PREFIX}%"],
    )
    return set(cursor.fetchall())


def refused(error: BaseException) -> bool:
    """Whether the database's `error` is the word of a guard."""
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == REFUSED or "TRIGGER" in getattr(cause, "sqlite_errorname", "")


def _sqlite(guard: Guard) -> list[str]:
    triggers = _sqlite_triggers(guard)
    return [*(f'DROP TRIGGER IF EXISTS "{title}"' for title in triggers), *triggers.values()]


def _sqlite_triggers(guard: Guard) -> dict[str, str]:
    """The triggers by name."""
    old, new, there = (guard.when.format(row=row) for row in ("OLD", "NEW", "there"))
    # Without it, INSERT OR REPLACE would take a refused row away: SQLite then asks no trigger for DELETE by default.
    same = " OR ".join(
        " AND ".join(f'there."{column}" = NEW."{column}"' for column in columns)
        for columns in ((guard.key,), *guard.unique)
    )
    replaced = f'EXISTS (SELECT 1 FROM "{guard.table}" AS there WHERE ({same}) AND ({there}))'
    conditions = {
        "INSERT": f"({new}) OR {replaced}" if "INSERT" in guard.writes else replaced,
        "UPDATE": f"(({old}) OR ({new}) OR {replaced}) AND NOT ({guard.unless_update})",
        "DELETE": f"({old}) AND NOT ({guard.unless_delete})",
    }
    # A row that may be added may still not be put in the place of one that may not be removed.
    writes = dict.fromkeys([*guard.writes, "INSERT"])
    return {
        f"{guard.title}_{write.lower()}": f'CREATE TRIGGER "{guard.title}_{write.lower()}" BEFORE {write} '
        f"ON \"{guard.table}\" WHEN {conditions[write]} BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
        for write in writes
    }


def _body(guard: Guard) -> str:
    """What the function of a guard does, in PostgreSQL."""
    old, new = (guard.when.format(row=row) for row in ("OLD", "NEW"))
    raising = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = '{REFUSED}'"
    return (
        f"BEGIN IF TG_OP = 'TRUNCATE' THEN {raising}; "
        f"ELSIF TG_OP = 'INSERT' THEN IF {new} THEN {raising}; END IF; "
        f"ELSIF TG_OP = 'UPDATE' THEN IF (({old}) OR ({new})) AND NOT ({guard.unless_update}) THEN {raising}; END IF; "
        f"ELSIF TG_OP = 'DELETE' THEN IF ({old}) AND NOT ({guard.unless_delete}) THEN {raising}; END IF; RETURN OLD; "
        "END IF; RETURN NEW; END"
    )


def _postgresql(guard: Guard) -> list[str]:
    title = guard.title
    return [
        f'CREATE OR REPLACE FUNCTION "{title}"() RETURNS trigger LANGUAGE plpgsql AS $guard${_body(guard)}$guard$',
        f'DROP TRIGGER IF EXISTS "{title}" ON "{guard.table}"',
        f'CREATE TRIGGER "{title}" BEFORE {" OR ".join(guard.writes)} ON "{guard.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{title}"()',
        f'DROP TRIGGER IF EXISTS "{title}_all" ON "{guard.table}"',
        f'CREATE TRIGGER "{title}_all" BEFORE TRUNCATE ON "{guard.table}" EXECUTE FUNCTION "{title}"()',
    ]


def unique_sets(model: type[models.Model]) -> tuple[tuple[str, ...], ...]:
    """The sets of columns, beside the primary key, in which no two rows of `model` agree."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    alone = [(field.column,) for field in fields.values() if field.unique and not field.primary_key]
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    named = [each.fields for each in unique if each.fields]
    return (*alone, *(tuple(fields[n].column for n in names) for names in (*named, *model._meta.unique_together)))


def append_only(model: type[models.Model], says: str, unless_update: str = "1 = 0") -> Guard:
    """The guard of a table whose rows are added and then stay as they are, but for what `unless_update` allows."""
    return Guard(
        model._meta.db_table,
        "append",
        says,
        writes=("UPDATE", "DELETE"),
        key=model._meta.pk.column,
        unique=unique_sets(model),
        unless_update=unless_update,
    )
