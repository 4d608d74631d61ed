"""Files that are made once and kept: for documents that anybody may ask for, at any time and all at once."""

import fcntl
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from pmqa.evidence.durable import store_bytes

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another file is being made on this machine just now: ask again in a moment."""


@dataclass(frozen=True)
class Kept:
    """A file in `folder` below MEDIA_ROOT. `name` stays from version to version, `version` tells the content."""

    folder: str
    name: str
    version: str

    @property
    def place(self) -> str:
        return f"{self.folder}/{self.name}-{self.version}.pdf"

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.place

    def read(self) -> bytes | None:
        """The content, or None where it is not made yet."""
        try:
            return self.path.read_bytes()
        except OSError:
            return None


def read_or_make(kept: Kept, make: Callable[[], bytes]) -> bytes:
    """The content of `kept`, made with `make` where nobody did before; then the versions before it are taken away.

    One is made at a time, and who comes meanwhile does not wait: Busy. So however many ask, one web process works on
    it at most. Where the disk refuses the file, it is given all the same.
    """
    content = kept.read()
    if content is not None:
        return content
    kept.path.parent.mkdir(parents=True, exist_ok=True)
    with open(Path(settings.MEDIA_ROOT) / ".making", "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy from None
        return kept.read() or _made(kept, make)


def _made(kept: Kept, make: Callable[[], bytes]) -> bytes:
    content = make()
    try:
        store_bytes(content, kept.place)
        for path in kept.path.parent.glob(f"{kept.name}-*.pdf"):
            if path != kept.path:
                path.unlink(missing_ok=True)
    except OSError:
        logger.exception("%s could not be kept.", kept.place)
    return content
