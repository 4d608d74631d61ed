"""Files that are made once and kept: for documents that anybody may ask for, at any time and all at once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pmqa.evidence.durable import read_stored, remove_stored, store_bytes, stored_below
from pmqa.storage.turns import turn

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another file is being made just now: ask again in a moment."""


@dataclass(frozen=True)
class Kept:
    """A stored file in `folder`. `name` stays from version to version, `version` tells the content."""

    folder: str
    name: str
    version: str

    @property
    def place(self) -> str:
        return f"{self.folder}/{self.name}-{self.version}.pdf"

    def read(self) -> bytes | None:
        """The content, or None where it is not made yet."""
        try:
            return read_stored(self.place)
        except OSError:
            return None


def read_or_make(kept: Kept, make: Callable[[], bytes]) -> bytes:
    """The content of `kept`, made with `make` where nobody did before; then the versions before it are taken away.

    One is made at a time, and who comes meanwhile does not wait: Busy. So however many ask, one web process of all
    machines works on it at most. Where the disk refuses the file, it is given all the same.
    """
    content = kept.read()
    if content is not None:
        return content
    with turn("making what is kept") as is_ours:
        if not is_ours:
            raise Busy
        return kept.read() or _made(kept, make)


def _made(kept: Kept, make: Callable[[], bytes]) -> bytes:
    content = make()
    try:
        store_bytes(content, kept.place)
        for other in [found.name for found in stored_below(kept.folder)]:
            if other != kept.place and other.startswith(f"{kept.folder}/{kept.name}-"):
                remove_stored(other)
    except OSError:
        logger.exception("%s could not be kept.", kept.place)
    return content
