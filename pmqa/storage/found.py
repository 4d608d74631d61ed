"""What a storage tells and takes: a folder of this machine (local.py) or a part of an S3 bucket (remote.py).

Files are kept by names that are given once and never written over. Two storages stand in STORAGES: "default" holds
what belongs to the data (evidence, reports), "uploads" what was sent and waits, for a day at most, to be taken in.
"""

import datetime
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol


@dataclass(frozen=True)
class Found:
    """A stored file: its name in the storage, its size in bytes, and when it was kept."""

    name: str
    size: int
    kept_at: datetime.datetime


class Files(Protocol):
    """What a storage does beyond Django's own. Each raises OSError: FileNotFoundError for what is not there."""

    def keep(self, name: str, source: bytes | IO[bytes]) -> None:
        """Keeps the bytes, from where `source` stands to its end, whole or not at all. FileExistsError when there is
        a file of that name."""

    def at(self, name: str) -> AbstractContextManager[Path]:
        """The file on this machine's disk, to be read within the block."""

    def below(self, folder: str) -> Iterator[Found]:
        """The files in `folder` and its folders, all of them with an empty text."""

    def open(self, name: str, mode: str = "rb") -> Any:
        """The file, to be read from its start; it can seek."""

    def exists(self, name: str) -> bool: ...

    def size(self, name: str) -> int: ...

    def delete(self, name: str) -> None:
        """Takes the file away; nothing when it is not there."""
