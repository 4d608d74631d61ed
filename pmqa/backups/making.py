"""Makes a backup of an installation that runs."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import IO

from django.conf import settings
from django.db import connection

from pmqa.backups import postgresql, sqlite
from pmqa.backups.archive import AT_ONCE, Writing, writing
from pmqa.backups.release import about
from pmqa.evidence.durable import open_stored, stored_below

FILES, KEY = "files/", "secret.key"


def database() -> ModuleType:
    """How the database of this installation is added and put back."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def make_backup(path: Path) -> dict[str, int]:
    """Writes the backup to `path`, which must be free: bytes of its database and files, and how many files.

    The database first: a file is stored before the row that names it, so no row of the backup is without its file,
    but for one that was erased meanwhile. Raises OSError, DatabaseError, and leaves nothing.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with writing(path, about()) as to:
        database().add(to, path.parent)
        held = sum(size for size, _digest in to.entries.values())
        _add_files(to)
        files = [size for name, (size, _digest) in to.entries.items() if name.startswith(FILES)]
        if not os.environ.get("PMQA_SECRET_KEY"):
            to.add(KEY, [settings.SECRET_KEY.encode()])
    return {"database": held, "files": len(files), "bytes": sum(files)}


def _add_files(to: Writing) -> None:
    for name in sorted(found.name for found in stored_below("")):
        try:
            file = open_stored(name)
        except FileNotFoundError:
            continue  # removed since the list was made
        with file:
            to.add(FILES + name, _chunks(file))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(AT_ONCE):
        yield chunk
