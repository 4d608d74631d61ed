"""The database where it is SQLite: one file, copied by SQLite itself, consistent while others write."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from pmqa.backups.archive import AT_ONCE, NoBackup, Reading, Writing

NAME = "database.sqlite3"


def add(to: Writing, folder: Path) -> None:
    """Adds the database; a copy of it lies in `folder` meanwhile. Writers wait for the copy."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".pmqa-") as aside:
        copy, own = sqlite3.connect(aside.name), connection.copy()
        try:
            copy.execute("PRAGMA synchronous = OFF")
            own.ensure_connection()
            own.connection.backup(copy)
        finally:
            copy.close()
            own.close()
        to.add(NAME, _chunks(Path(aside.name)))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(AT_ONCE):
            yield chunk


def put_back(backup: Reading) -> None:
    """Puts the database in its place: whole or not at all. Raises NoBackup, OSError."""
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as aside:
        try:
            backup.copy(NAME, aside)
            aside.flush()
            os.fsync(aside.fileno())
            _refuse_damaged(Path(aside.name))
            os.replace(aside.name, path)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


def _refuse_damaged(path: Path) -> None:
    opened = sqlite3.connect(path)
    try:
        (said,) = opened.execute("PRAGMA integrity_check").fetchone()
    finally:
        opened.close()
    if said != "ok":
        raise NoBackup(f"its database is damaged: {said}")


def clear() -> None:
    """Nothing is left of a database that was not put back."""
