"""Files in a folder of this machine, written so that they are either whole or not there, also when the disk is full or
the power goes."""

import datetime
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from pmqa.storage.found import Found


class LocalFiles(FileSystemStorage):
    """The files below MEDIA_ROOT. See found.Files for the contract."""

    file_mode, folder_mode = 0o640, 0o750

    def keep(self, name: str, source: bytes | IO[bytes]) -> None:
        """Written aside and flushed first, then linked in place, then the folder flushed."""
        path = Path(self.path(name))
        path.parent.mkdir(mode=self.folder_mode, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_mode), "wb") as file:
                if isinstance(source, bytes):
                    file.write(source)
                else:
                    shutil.copyfileobj(source, file, 1024 * 1024)
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        try:
            _flush_folder(path.parent)
        except OSError:
            path.unlink(missing_ok=True)
            raise

    @contextmanager
    def at(self, name: str) -> Iterator[Path]:
        path = Path(self.path(name))
        path.stat()  # FileNotFoundError now, and not in the middle of the block
        yield path

    def below(self, folder: str) -> Iterator[Found]:
        root = Path(self.location)
        for path in (root / folder).rglob("*"):
            if path.name.startswith("."):
                continue  # what is being written just now, and locks
            try:
                told = path.stat()
            except FileNotFoundError:
                continue  # taken away meanwhile
            if path.is_file():
                at = datetime.datetime.fromtimestamp(told.st_mtime, datetime.UTC)
                yield Found(path.relative_to(root).as_posix(), told.st_size, at)

    def delete(self, name: str) -> None:
        Path(self.path(name)).unlink(missing_ok=True)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        self.keep(name, content)
        return name


class PrivateFiles(LocalFiles):
    """What was sent and waits to be taken in: below PMQA_DATA/uploads, for the program's own eyes."""

    file_mode, folder_mode = 0o600, 0o700

    @property
    def base_location(self) -> str:
        return str(Path(settings.PMQA_DATA) / "uploads")

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
