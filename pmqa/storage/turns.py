"""Turns: work that one process alone may do at a time, on whichever machine of the installation it runs.

PostgreSQL keeps them as advisory locks, each on a connection of its own: they end with it, also when the process is
killed or its transaction fails. An installation on SQLite is one machine; there the lock is a file beside the database.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def turn(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether the block has the turn `name` for itself: False where another has it; who is to `wait` always gets it.

    It goes with whoever holds it: one killed in the middle keeps nobody waiting. Within a turn of the same name nobody
    may wait for it.
    """
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
    path = folder / digest.hex()[:32]
    held = _locked(path, wait)
    if held is None:
        yield False
        return
    try:
        yield True
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _locked(path: Path, wait: bool) -> int | None:
    """The locked file; None where another has it. Who had it before took its name away: then it is no lock any more."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if path.exists() and path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except FileNotFoundError:
            pass  # taken away between the two looks
        os.close(handle)
