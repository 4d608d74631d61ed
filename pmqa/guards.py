"""Triggers by which the database itself refuses a write, whoever asks for it: SQLite and PostgreSQL.

A guard is laid anew after every `migrate`, because a table that SQLite rebuilds loses its triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """What is refused on one table.

    `when` is an SQL condition over a row that is called `{row}` in it: a row for which it holds is neither added nor
    changed nor removed, as far as `writes` says so. `says` is the message of the database's IntegrityError; it holds no
    quote. `key` is the primary key, by which INSERT OR REPLACE of SQLite would put another row in the place of one.
    """

    table: str
    name: str
    says: str
    when: str = "1 = 1"
    writes: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    key: str = "id"

    @property
    def title(self) -> str:
        return f"{PREFIX}{self.name}_{self.table}"


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


def _sqlite(guard: Guard) -> list[str]:
    old, new, there = (guard.when.format(row=row) for row in ("OLD", "NEW", "there"))
    # Without it, INSERT OR REPLACE would take a refused row away: SQLite then asks no trigger for DELETE by default.
    same = f'there."{guard.key}" = NEW."{guard.key}"'
    replaced = f'EXISTS (SELECT 1 FROM "{guard.table}" AS there WHERE {same} AND ({there}))'  # noqa: S608 (own names)
    conditions = {
        "INSERT": f"({new}) OR {replaced}" if "INSERT" in guard.writes else replaced,
        "UPDATE": f"({old}) OR ({new}) OR {replaced}",
        "DELETE": old,
    }
    # A row that may be added may still not be put in the place of one that may not be removed.
    writes = dict.fromkeys([*guard.writes, "INSERT"])
    made = []
    for write in writes:
        title = f"{guard.title}_{write.lower()}"
        made += [
            f'DROP TRIGGER IF EXISTS "{title}"',
            f'CREATE TRIGGER "{title}" BEFORE {write} ON "{guard.table}" WHEN {conditions[write]} '
            f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END",
        ]
    return made


def _postgresql(guard: Guard) -> list[str]:
    old, new = (guard.when.format(row=row) for row in ("OLD", "NEW"))
    title = guard.title[:55]
    raising = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'restrict_violation'"
    return [
        f'CREATE OR REPLACE FUNCTION "{title}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
        f"IF TG_OP = 'TRUNCATE' THEN {raising}; END IF; "
        f"IF TG_OP IN ('UPDATE', 'DELETE') THEN IF {old} THEN {raising}; END IF; END IF; "
        f"IF TG_OP IN ('INSERT', 'UPDATE') THEN IF {new} THEN {raising}; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $guard$",
        f'DROP TRIGGER IF EXISTS "{title}" ON "{guard.table}"',
        f'CREATE TRIGGER "{title}" BEFORE {" OR ".join(guard.writes)} ON "{guard.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{title}"()',
        f'DROP TRIGGER IF EXISTS "{title}_all" ON "{guard.table}"',
        f'CREATE TRIGGER "{title}_all" BEFORE TRUNCATE ON "{guard.table}" EXECUTE FUNCTION "{title}"()',
    ]


def append_only(model: Any, says: str) -> Guard:
    """The guard of a table whose rows are added and then stay as they are."""
    table, key = model._meta.db_table, model._meta.pk.column
    return Guard(table, "append", says, writes=("UPDATE", "DELETE"), key=key)
