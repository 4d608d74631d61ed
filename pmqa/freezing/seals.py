"""The hash of a snapshot: what it covers, how it is made again, and how it is shown."""

import hashlib
import zlib
from typing import Any

from pmqa.freezing.content import canonical, plain
from pmqa.freezing.models import Snapshot

SHORT = 12


def seal_of(snapshot: Snapshot, content: bytes) -> str:
    """The SHA-256 of `snapshot` with the canonical `content`: of a line of canonical JSON that tells which submission
    it is, who certified it when, and the hash of the link before; then of the content, which names unit and year."""
    told: dict[str, Any] = {
        "link": snapshot.link,
        "previous": snapshot.previous,
        "number": snapshot.number,
        "at": plain(snapshot.at),
        "by": snapshot.by_id,
        "rank": snapshot.rank,
        "name": snapshot.name,
        "position": snapshot.position,
    }
    return hashlib.sha256(canonical(told) + b"\n" + content).hexdigest()


def packed(content: bytes) -> bytes:
    return zlib.compress(content, level=6)


def unpacked(snapshot: Snapshot) -> bytes:
    """The canonical content of `snapshot`. Raises ValueError when what is stored is none."""
    try:
        return zlib.decompress(bytes(snapshot.content))
    except (zlib.error, TypeError) as error:
        raise ValueError("The content of the snapshot cannot be read.") from error


def short(sha256: str) -> str:
    """A hash as pages and paper show it: enough to tell two apart."""
    return sha256[:SHORT]
