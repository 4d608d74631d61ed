"""The database where it is PostgreSQL: every table by COPY, all of one moment. Needs no program beside the driver."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import IsolationLevel

from pmqa.backups.archive import Reading, Writing
from pmqa.guards import lift

FOLDER, SEQUENCES = "tables/", "sequences.json"
TABLES = """
    SELECT relname, array_agg(attname::text ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    GROUP BY relname ORDER BY relname
"""


def add(to: Writing, folder: Path) -> None:
    """Adds the tables as they were at one moment, while others write."""
    own = connection.copy()
    try:
        with _of_one_moment(own), own.cursor() as cursor:
            cursor.execute(TABLES)
            for table, columns in cursor.fetchall():
                heading = ", ".join(f'"{column}"' for column in columns)
                to.add(f"{FOLDER}{table}.copy", _copied(cursor, f'COPY "{table}" ({heading}) TO STDOUT', heading))
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
            to.add(SEQUENCES, [json.dumps(dict(cursor.fetchall())).encode()])
    finally:
        own.close()


def _of_one_moment(own: Any) -> Any:
    own.ensure_connection()
    own.connection.isolation_level = IsolationLevel.REPEATABLE_READ
    own.connection.read_only = True
    return own.connection.transaction()


def _copied(cursor: Any, statement: str, heading: str) -> Iterator[bytes]:
    """The columns in the first line, then the rows as COPY writes them."""
    yield f"{heading}\n".encode()
    with cursor.copy(statement) as rows:
        for chunk in rows:
            yield bytes(chunk)


def put_back(backup: Reading) -> None:
    """Lays the tables and fills them, all in one transaction. Raises NoBackup, DatabaseError."""
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        lift(connection)
        cursor.execute(TABLES)
        names = ", ".join(f'"{table}"' for table, _columns in cursor.fetchall())
        cursor.execute(f"TRUNCATE {names}")
        for entry in backup.below(FOLDER):
            _fill(cursor, entry.removeprefix(FOLDER).removesuffix(".copy"), backup.chunks(entry))
        for name, last in json.loads(b"".join(backup.chunks(SEQUENCES))).items():
            if last is not None:
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, last])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    ContentType.objects.clear_cache()
    # Lays the guards again.
    call_command("migrate", interactive=False, verbosity=0)


def _fill(cursor: Any, table: str, chunks: Iterator[bytes]) -> None:
    head = b""
    while b"\n" not in head:
        head += next(chunks)
    heading, _line, rest = head.partition(b"\n")
    with cursor.copy(f'COPY "{table}" ({heading.decode()}) FROM STDIN') as rows:
        rows.write(rest)
        for chunk in chunks:
            rows.write(chunk)


def clear() -> None:
    """Takes away the tables that were laid for a database that could not be put back."""
    with transaction.atomic(), connection.cursor() as cursor:
        lift(connection)
        cursor.execute(TABLES)
        for name, _columns in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}" CASCADE')
