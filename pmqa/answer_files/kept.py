"""Uploaded files of answers, in a private place until they are imported, and for a day at most.

They often hold names and addresses beside the answers; none of that is ever put into the database.
"""

import contextlib
import datetime
import hashlib
import secrets
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, cast

from django.core.files.storage import storages
from django.utils import timezone

from pmqa.storage.found import Files

LIFETIME = 24 * 60 * 60  # seconds
_FOLDER, _PROFILE = "answers", ".columns"
_AT_ONCE = 1024 * 1024


def keep(file: IO[bytes]) -> tuple[str, str]:
    """Keeps all of a file; its name in the private place, and the SHA-256 of what it holds."""
    name, digest = secrets.token_urlsafe(24), hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_AT_ONCE):
        digest.update(chunk)
    file.seek(0)
    _files().keep(_place(name), file)
    return name, digest.hexdigest()


def file_at(name: str) -> AbstractContextManager[Path]:
    """The file, to be read within the block. Raises FileNotFoundError when it is no longer kept."""
    return _files().at(_place(name))


def size_of(name: str) -> int:
    """Bytes of the file. Raises FileNotFoundError when it is no longer kept."""
    return _files().size(_place(name))


def keep_profile(name: str, profile: bytes) -> None:
    """Keeps the profile of the file beside it, in the place of one before: it holds values of the file, and goes with
    it."""
    place = _place(name) + _PROFILE
    _files().delete(place)
    with contextlib.suppress(FileExistsError):  # somebody else read the same file just now
        _files().keep(place, profile)


def kept_profile(name: str) -> bytes:
    """Raises FileNotFoundError when it is no longer kept."""
    with _files().open(_place(name) + _PROFILE) as file:
        return cast(bytes, file.read())


def discard(name: str) -> None:
    """Removes the file and its profile; they may be gone already."""
    if name:
        _files().delete(_place(name))
        _files().delete(_place(name) + _PROFILE)


def clear_away() -> int:
    """Removes what is older than a day; how many files."""
    oldest = timezone.now() - datetime.timedelta(seconds=LIFETIME)
    old = [found.name for found in _files().below(_FOLDER) if found.kept_at < oldest]
    for name in old:
        _files().delete(name)
    return len(old)


def _place(name: str) -> str:
    return f"{_FOLDER}/{name}"


def _files() -> Files:
    return cast(Files, storages["uploads"])
