"""Uploaded workbooks between their trial run and their import: in a private place, for a day at most."""

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person

LIFETIME = 24 * 60 * 60  # seconds
_SALT = "pmqa.exchange.upload"


class UploadGone(Exception):
    """The token is not this person's for this assessment, is too old, or its file was imported already."""


@dataclass(frozen=True)
class Upload:
    """A kept workbook: `token` names it to the person's browser, `called` is what the person's file is called."""

    token: str
    path: Path
    called: str

    def discard(self) -> None:
        """Removes the file; it may be gone already."""
        self.path.unlink(missing_ok=True)


def keep_upload(content: bytes, called: str, *, assessment: Assessment, by: Person) -> Upload:
    """Writes the content where only `by` can come back to it, for `assessment` only; clears away what is too old."""
    _clear_away()
    folder = _folder(by)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_urlsafe(24)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    token = signing.dumps({"name": name, "called": called, "by": by.pk, "for": assessment.pk}, salt=_SALT)
    return Upload(token, folder / name, called)


def kept_upload(token: str, *, assessment: Assessment, by: Person) -> Upload:
    """The kept workbook that `token` names; raises UploadGone."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise UploadGone from None
    if (said["by"], said["for"]) != (by.pk, assessment.pk):
        raise UploadGone
    path = _folder(by) / said["name"]
    if not path.is_file():
        raise UploadGone
    return Upload(token, path, said["called"])


def _root() -> Path:
    return Path(settings.PMQA_DATA) / "uploads"


def _folder(by: Person) -> Path:
    return _root() / str(by.pk)


def _clear_away() -> None:
    oldest = time.time() - LIFETIME
    for path in _root().glob("*/*"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # somebody else cleared it away
