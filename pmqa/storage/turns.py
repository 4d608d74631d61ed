"""Turns: work that one process alone may do at a time, on whichever machine of the installation it runs.

PostgreSQL keeps them as advisory locks, each on a connection of its own: they end with it, also when the process is
killed or its transaction fails. An installation on SQLite is one machine; there the lock is a file beside the database.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def turn(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether this process has the turn `name` during the block: False where another has it, unless it is to `wait`."""
    held = _held_in_postgresql if connection.vendor == "postgresql" else _held_on_this_machine
    with held(hashlib.sha256(name.encode()).digest(), wait) as is_ours:
        yield is_ours


@contextmanager
def _held_in_postgresql(digest: bytes, wait: bool) -> Iterator[bool]:
    key = int.from_bytes(digest[:8], signed=True)
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            if wait:
                cursor.execute("SELECT pg_advisory_lock(%s)", [key])
                is_ours = True
            else:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
                is_ours = cursor.fetchone()[0]
        yield is_ours
    finally:
        own.close()


@contextmanager
def _held_on_this_machine(digest: bytes, wait: bool) -> Iterator[bool]:
    database = Path(connection.settings_dict["NAME"])
    folder = (database.parent if database.is_file() else Path(settings.PMQA_DATA)) / ".turns"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / digest.hex()[:16], "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
