"""Uploaded workbooks between their trial run and their import: in a private place, for a day at most."""

import datetime
import secrets
from dataclasses import dataclass
from typing import IO, cast

from django.core import signing
from django.core.files.storage import storages
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from pmqa.storage.found import Files

LIFETIME = 24 * 60 * 60  # seconds
_SALT = "pmqa.exchange.upload"


class UploadGone(Exception):
    """The token is not this person's for this assessment, is too old, or its file was imported already."""


@dataclass(frozen=True)
class Upload:
    """A kept workbook: `token` names it to the person's browser, `called` is what the person's file is called."""

    token: str
    place: str
    called: str

    def opened(self) -> IO[bytes]:
        """The file, to be read and closed. Raises OSError."""
        return cast(IO[bytes], _files().open(self.place))

    def discard(self) -> None:
        """Removes the file; it may be gone already."""
        _files().delete(self.place)


def keep_upload(content: bytes, called: str, *, assessment: Assessment, by: Person) -> Upload:
    """Keeps the content where only `by` can come back to it, for `assessment` only; clears away what is too old."""
    _clear_away()
    name = secrets.token_urlsafe(24)
    _files().keep(_place(by, name), content)
    token = signing.dumps({"name": name, "called": called, "by": by.pk, "for": assessment.pk}, salt=_SALT)
    return Upload(token, _place(by, name), called)


def kept_upload(token: str, *, assessment: Assessment, by: Person) -> Upload:
    """The kept workbook that `token` names; raises UploadGone."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise UploadGone from None
    if (said["by"], said["for"]) != (by.pk, assessment.pk):
        raise UploadGone
    place = _place(by, said["name"])
    if not _files().exists(place):
        raise UploadGone
    return Upload(token, place, said["called"])


def _files() -> Files:
    return cast(Files, storages["uploads"])


def _place(by: Person, name: str) -> str:
    return f"{by.pk}/{name}"


def _clear_away() -> None:
    oldest = timezone.now() - datetime.timedelta(seconds=LIFETIME)
    for name in [found.name for found in _files().below("") if found.kept_at < oldest]:
        _files().delete(name)
