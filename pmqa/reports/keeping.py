"""How long documents are kept: they can be made again at any time, from what is stored or from its frozen copy."""

import datetime
import os
import time
from pathlib import Path

from pmqa.evidence.durable import remove_stored, stored_below
from pmqa.reports.models import ReportJob

DAYS = 30
DAYS_OF_PARTS = 7


def remove_old(now: datetime.datetime) -> int:
    """What the night does: jobs of more than DAYS days ago go, and files of that age that no job names; how many."""
    oldest = now - datetime.timedelta(days=DAYS)
    ReportJob.objects.filter(created_at__lt=oldest).delete()
    named = set(ReportJob.objects.exclude(file="").values_list("file", flat=True))
    old = [found.name for found in stored_below("reports") if found.kept_at < oldest and found.name not in named]
    for name in old:
        remove_stored(name)
    return len(old)


def remove_old_parts(folder: Path) -> None:
    """Takes the parts away that nobody used for DAYS_OF_PARTS days. Other processes may do the same meanwhile."""
    oldest = time.time() - DAYS_OF_PARTS * 24 * 60 * 60
    if folder.is_dir():
        for entry in os.scandir(folder):
            try:
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)
            except FileNotFoundError:
                continue
