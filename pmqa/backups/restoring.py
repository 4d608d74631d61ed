"""Puts a backup back into an empty place."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection

from pmqa.backups.archive import NoBackup, Reading, reading
from pmqa.backups.making import FILES, KEY, database
from pmqa.backups.release import disagreement
from pmqa.evidence.durable import remove_stored, store_stream, stored_below

IN_MEMORY = 8 * 1024 * 1024


class NotHere(Exception):
    """The backup cannot be put back in this place: says why."""


def restore(path: Path, say: Callable[[str], None]) -> None:
    """Puts the backup at `path` back; `say` is told what is done. Nothing is written before all of it is verified.

    Raises NotHere and NoBackup before anything is changed; NoBackup, OSError and DatabaseError later, and then takes
    away again what was written.
    """
    with reading(path) as backup:
        say(f"Verifying {len(backup.entries)} entries of {backup.about['made_at']} ...")
        refuse_unfit(backup)
        backup.verify()
        kept: list[str] = []
        try:
            say(f"Storing {len(backup.below(FILES))} files ...")
            _put_files_back(backup, kept)
            say("Filling the database ...")
            database().put_back(backup)
        except BaseException:
            database().clear()
            for name in kept:
                remove_stored(name)
            raise
        if KEY in backup.entries:
            _put_key_back(b"".join(backup.chunks(KEY)))


def refuse_unfit(backup: Reading) -> None:
    """Raises NotHere where the place is not empty, or the backup is none of this release, database or key."""
    if connection.introspection.table_names():
        raise NotHere("the database is not empty")
    if next(iter(stored_below("")), None) is not None:
        raise NotHere("there are stored files already")
    own_key = KEY in backup.entries and not os.environ.get("PMQA_SECRET_KEY")
    if reason := disagreement(backup.about, has_key=own_key):
        raise NotHere(reason)


def _put_files_back(backup: Reading, kept: list[str]) -> None:
    for entry in backup.below(FILES):
        name = entry.removeprefix(FILES)
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as content:
            backup.copy(entry, content)
            content.seek(0)
            try:
                store_stream(content, name)
            except SuspiciousOperation:
                raise NoBackup(f"{name} is no name of a stored file") from None
        kept.append(name)


def _put_key_back(key: bytes) -> None:
    """The codes that senders were given, and what was sealed, follow from the key."""
    if os.environ.get("PMQA_SECRET_KEY"):
        return
    path = Path(settings.PMQA_DATA) / "secret.key"
    aside = path.with_name(".secret.key")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
