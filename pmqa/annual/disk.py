"""The disk: where files grow before they are stored, and what is told when it refuses. Then the whole job stops, as no
other unit would fare better."""

import errno
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}


def aside() -> Path:
    """Where a file grows: on the disk of the data, which has room, and not in a folder that may be memory."""
    folder = Path(settings.PMQA_DATA) / "aside"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_of_the_disk(error: BaseException) -> bool:
    """Whether the error is one of the disk, and not of what was to be written to it."""
    return isinstance(error, OSError) and error.errno in _OF_THE_DISK


def explained(error: Exception) -> str:
    """Why a job ended, in words for whoever asked."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full. Nothing half was kept. Make room, then press “Go on”.")
    if isinstance(error, OSError):
        return _("The file could not be stored: %(reason)s.") % {"reason": error.strerror or error}
    return _("Something went wrong while the report was made. It was written down for the administrator.")
