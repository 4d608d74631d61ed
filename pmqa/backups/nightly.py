"""The backup of the night: made by the job cluster into PMQA_BACKUPS, the last seven kept."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pmqa.backups.making import make_backup
from pmqa.storage.turns import turn

KEPT = 7
NAMES = "pmqa-*.zip"
# A cluster ends a task after ten minutes, but not this one.
LONGEST = 6 * 60 * 60  # seconds

logger = logging.getLogger(__name__)


def kept_backups() -> list[Path]:
    """Those of the nights before, the oldest first. Raises OSError."""
    folder = settings.PMQA_BACKUPS
    if folder is None or not folder.exists():
        return []
    return sorted(path for path in folder.iterdir() if path.match(NAMES))


def back_up() -> str:
    """What the schedule calls: makes a backup and takes away the oldest; the name of its file.

    Once at a time: delivered again while the first is at work, it does nothing.
    """
    if settings.PMQA_BACKUPS is None:
        return ""
    folder = Path(settings.PMQA_BACKUPS)
    with turn("nightly backup") as is_ours:
        if not is_ours:
            return ""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"pmqa-{timezone.localtime():%Y-%m-%d-%H%M%S}.zip"
        try:
            make_backup(path)
        except Exception:
            logger.exception("The backup of the night failed; the older ones are kept.")
            raise
        for old in kept_backups()[:-KEPT]:
            old.unlink(missing_ok=True)
        return path.name
