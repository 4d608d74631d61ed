"""The file of a backup: written whole or not at all, and read only as far as its hashes hold.

A zip: `database.sqlite3`, or `tables/NAME.copy` with `sequences.json`; `files/NAME` for each stored file; `secret.key`
where the key is kept with the data; last `manifest.json`, which says of each of them its size and SHA-256, and with
which release the whole was made. What was uploaded and waits to be taken in is left out.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
AT_ONCE = 1024 * 1024
# Bytes that are packed already.
PACKED = (".jpg", ".png", ".webp", ".pdf", ".zip", ".docx", ".xlsx", ".pptx")


class NoBackup(Exception):
    """The file is no backup, or not as it was written: says why."""


@dataclass
class Writing:
    """A backup being written. `entries` tell name, size and SHA-256 of what is in it."""

    zip: zipfile.ZipFile
    entries: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name)
        packed = name.endswith(PACKED)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        self.entries[name] = (size, digest.hexdigest())


@contextmanager
def writing(path: Path, about: dict[str, Any]) -> Iterator[Writing]:
    """A new backup at `path`, which nobody else may read: beside it until the block ends well, then in place.

    Raises FileExistsError, OSError.
    """
    aside = path.with_name(f".{path.name}.partial")
    aside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", compresslevel=1) as archive:
                writes = Writing(archive)
                yield writes
                told = {"format": FORMAT, **about, "entries": writes.entries}
                archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)


@dataclass(frozen=True)
class Reading:
    """A backup whose manifest was read; `about` is what it tells beside its entries."""

    zip: zipfile.ZipFile
    about: dict[str, Any]
    entries: dict[str, tuple[int, str]]

    def verify(self) -> None:
        """Reads everything. Raises NoBackup for the first entry that is not as the manifest says."""
        names = sorted(self.zip.namelist())
        if names != sorted([*self.entries, MANIFEST]):
            raise NoBackup("it does not hold what its manifest names")
        for name in self.entries:
            for _chunk in self.chunks(name):
                pass

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry. Raises NoBackup, at their end, when they are not those of the manifest."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(name) as entry:
                while chunk := entry.read(AT_ONCE):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, KeyError, EOFError) as error:
            raise NoBackup(f"{name} cannot be read: {error}") from error
        if [size, digest.hexdigest()] != list(self.entries[name]):
            raise NoBackup(f"{name} is not what was backed up")

    def copy(self, name: str, to: IO[bytes]) -> None:
        for chunk in self.chunks(name):
            to.write(chunk)

    def below(self, folder: str) -> list[str]:
        return [name for name in self.entries if name.startswith(folder)]


@contextmanager
def reading(path: Path) -> Iterator[Reading]:
    """The backup at `path`. Raises NoBackup, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(MANIFEST))
            if told.pop("format") != FORMAT:
                raise NoBackup("it was written by a release that knows more than this one")
            yield Reading(archive, told, told.pop("entries"))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NoBackup(f"it is damaged, or no backup at all ({error})") from error
