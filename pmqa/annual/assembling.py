"""The last step of an annual report: one file of what all units became, stored, told of, and its pieces removed."""

import hashlib
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pmqa.annual.claims import are_all_ended
from pmqa.annual.formats import MAKING
from pmqa.annual.keeping import remove_pieces
from pmqa.annual.models import AnnualJob
from pmqa.annual.telling import tell_end
from pmqa.evidence.durable import remove_stored, store_stream

State = AnnualJob.State
# Seconds between two signs of life.
A_BEAT = 5


class Stopped(Exception):
    """The job was cancelled, or another worker ended it."""


def take_assembling(job: AnnualJob) -> bool:
    """Whether every unit has ended and this worker is the one that says so."""
    if not are_all_ended(job):
        return False
    running = AnnualJob.objects.filter(pk=job.pk, state=State.RUNNING)
    return bool(running.update(state=State.ASSEMBLING, moved_at=timezone.now()))


def assemble(job: AnnualJob) -> None:
    """Makes the file of a job whose units have all ended. Cancelled meanwhile, it leaves nothing. Raises OSError."""
    making = MAKING[job.format]
    with tempfile.TemporaryFile(dir=_aside()) as whole:
        try:
            making.assemble(job, whole, _beating(job))
        except Stopped:
            return
        size, sha256 = _measured(whole)
        name = f"annual/{job.round.year}-{job.pk}-{secrets.token_hex(8)}.{making.ending}"
        store_stream(whole, name)
    at = timezone.now()
    told = {"stored": name, "size": size, "sha256": sha256, "finished_at": at, "moved_at": at, "error": ""}
    with transaction.atomic():
        ours = AnnualJob.objects.filter(pk=job.pk, state=State.ASSEMBLING).update(state=State.DONE, **told)
        if ours:
            tell_end(job, is_done=True, at=at)
    if ours:
        remove_pieces(job.pk)
    else:
        remove_stored(name)


def _aside() -> Path:
    """Where the file grows: on the disk of the data, which has room, and not in a folder that may be memory."""
    folder = Path(settings.PMQA_DATA) / "aside"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _beating(job: AnnualJob) -> Callable[[], None]:
    """Gives a sign of life now and then. Raises Stopped where the job is open no longer."""
    last = timezone.now()

    def beat() -> None:
        nonlocal last
        now = timezone.now()
        if (now - last).total_seconds() < A_BEAT:
            return
        last = now
        if not AnnualJob.objects.filter(pk=job.pk, state=State.ASSEMBLING).update(moved_at=now):
            raise Stopped

    return beat


def _measured(file: IO[bytes]) -> tuple[int, str]:
    """Its bytes and their SHA-256; the file stands at its start again."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    return size, digest
