"""Uploaded files of answers, in a private place until they are imported, and for a day at most.

They often hold names and addresses beside the answers; none of that is ever put into the database.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

LIFETIME = 24 * 60 * 60  # seconds
_PROFILE = ".columns"


def keep(chunks: Iterable[bytes]) -> tuple[str, str]:
    """Writes a file; its name in the private place, and the SHA-256 of what it holds."""
    folder, name, digest = _folder(), secrets.token_urlsafe(24), hashlib.sha256()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return name, digest.hexdigest()


def file_of(name: str) -> Path:
    return _folder() / name


def profile_path(name: str) -> Path:
    """Where the profile of the file is kept: it holds values of the file, and goes with it."""
    return _folder() / f"{name}{_PROFILE}"


def discard(name: str) -> None:
    """Removes the file and its profile; they may be gone already."""
    if name:
        file_of(name).unlink(missing_ok=True)
        profile_path(name).unlink(missing_ok=True)


def clear_away() -> int:
    """Removes what is older than a day; how many files."""
    oldest, gone = time.time() - LIFETIME, 0
    for path in _folder().glob("*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # somebody else cleared it away
    return gone


def _folder() -> Path:
    return Path(settings.PMQA_DATA) / "uploads" / "answers"
