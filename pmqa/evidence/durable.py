"""The door to stored files, wherever they lie: whole or not there, under names that are given once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, cast

from django.core.files.storage import default_storage

from pmqa.storage.found import Files, Found

_files = cast(Files, default_storage)


def store_bytes(content: bytes, name: str) -> str:
    """Stores `content` under `name` (which must be free) and returns it. Raises OSError and leaves nothing."""
    _files.keep(name, content)
    return name


def store_stream(file: IO[bytes], name: str) -> str:
    """The same for what is too long to be held in memory: all of `file` from where it stands. It stays open."""
    _files.keep(name, file)
    return name


def read_stored(name: str) -> bytes:
    """What is stored under `name`. Raises OSError: FileNotFoundError when it is not there."""
    with _files.open(name) as file:
        return cast(bytes, file.read())


def open_stored(name: str) -> IO[bytes]:
    """The same as a file to be read and closed; it can seek."""
    return cast(IO[bytes], _files.open(name))


def stored_at(name: str) -> AbstractContextManager[Path]:
    """The same as a path to be read within the block, for readers that want one."""
    return _files.at(name)


def is_stored(name: str) -> bool:
    return _files.exists(name)


def stored_below(folder: str) -> Iterator[Found]:
    """The files in a folder and its folders, in no order."""
    return _files.below(folder)


def remove_stored(name: str) -> None:
    """Takes away what is stored under `name`; nothing when it is not there."""
    _files.delete(name)
