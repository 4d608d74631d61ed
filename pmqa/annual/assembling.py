"""The last step of an annual report: one file of what all units became, stored, told of, and its pieces removed."""

import hashlib
import secrets
import tempfile
from collections.abc import Callable
from typing import IO

from django.db import transaction
from django.utils import timezone

from pmqa.annual.claims import are_all_ended
from pmqa.annual.disk import aside
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
    with tempfile.TemporaryFile(dir=aside()) as whole:
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
