"""Files written so that they are either whole or not there, also when the disk is full or the power goes."""

import os
import secrets
from pathlib import Path

from django.conf import settings


def store_bytes(content: bytes, name: str) -> str:
    """Stores `content` below MEDIA_ROOT under `name` (which must be free) and returns it.

    Written aside and flushed first, then linked in place, then the folder flushed. Raises OSError and leaves nothing.
    """
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(aside, "xb") as file:
            file.write(content)
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
    return name


def remove_stored(name: str) -> None:
    """Takes away what `store_bytes` kept under `name`; nothing when it is not there."""
    (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
