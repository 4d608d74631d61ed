"""One at a time, over all processes and machines: who holds a turn works, whoever wants the same one waits for it.

A turn goes with the process or the connection that holds it, so that one killed in the middle keeps nobody waiting.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

# Names share so many files where the database is SQLite: two that share one wait for each other, and that is all.
_FILES = 64


@contextmanager
def turn(name: str) -> Iterator[None]:
    """The turn called `name`. Nobody may ask for a second one while holding a first."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with _on_postgresql(number) if connection.vendor == "postgresql" else _on_this_machine(number):
        yield


@contextmanager
def _on_postgresql(number: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def _on_this_machine(number: int) -> Iterator[None]:
    """SQLite is on one machine, and so is everybody who uses it."""
    folder = settings.PMQA_DATA / "turns"
    folder.mkdir(exist_ok=True)
    with open(folder / str(number % _FILES), "wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
