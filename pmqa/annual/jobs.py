"""Asking for an annual report, cancelling one, and the tasks that make it; named changes of a job."""

import datetime
import logging
import time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from django_q.tasks import async_task

from pmqa.annual import claims
from pmqa.annual.assembling import assemble, take_assembling
from pmqa.annual.disk import explained
from pmqa.annual.formats import MAKING
from pmqa.annual.keeping import remove_pieces
from pmqa.annual.models import SILENT_TOO_LONG, AnnualJob, AnnualPart
from pmqa.annual.telling import tell_end
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.durable import remove_stored
from pmqa.organization.models import Person

State = AnnualJob.State
# Tasks that share a job, and the seconds for which one works before it lets others in the queue have their turn: a
# person who asks for the report of a unit meanwhile waits for a minute on the smallest machine, not for the night.
HANDS, SLICE = 8, 20

logger = logging.getLogger(__name__)


def ask_for_annual_report(
    *, round_: Round, format: str, language: str, thai_digits: bool, by: Person | None, at: datetime.datetime
) -> AnnualJob:
    """The job that makes an annual report of `round_`: the one that is being made already, or a new one."""
    wanted = {"round": round_, "format": format, "language": language, "thai_digits": thai_digits}
    try:
        with transaction.atomic():
            job, is_new = AnnualJob.objects.get_or_create(
                **wanted, state__in=AnnualJob.OPEN, defaults={**wanted, "by": by, "created_at": at, "moved_at": at}
            )
            if is_new:
                _add_parts(job)
    except IntegrityError:
        # Somebody else was quicker: the database lets one of two that ask in the same moment have it.
        job, is_new = AnnualJob.objects.get(**wanted, state__in=AnnualJob.OPEN), False
    if by is not None:
        job.askers.add(by)
    if is_new:
        spread(job)
    return job


def _add_parts(job: AnnualJob) -> None:
    units = Assessment.objects.filter(round=job.round).order_by("unit__sort_key", "pk").values_list("pk", flat=True)
    size = MAKING[job.format].units_a_batch
    AnnualPart.objects.bulk_create(
        (AnnualPart(job=job, assessment_id=pk, number=n, batch=n // size) for n, pk in enumerate(units)),
        batch_size=1000,
    )


def spread(job: AnnualJob) -> None:
    """Puts the job before the workers of all clusters, no more of them than it has batches."""
    batches = job.parts.filter(state=AnnualPart.State.WAITING).order_by().values("batch").distinct().count()
    for _hand in range(max(1, min(HANDS, batches))):
        async_task(work, job.pk)


def work(job_id: int, slice_: float = SLICE) -> None:
    """The task: makes batch after batch for a while, then hands over to the next; the last one lets the whole be put
    together. Called twice, or by many at once, each unit is made once. Never raises."""
    job = AnnualJob.objects.select_related("round", "by").filter(pk=job_id).first()
    until = time.monotonic() + slice_
    while job is not None and make_next(job):
        if time.monotonic() > until:
            async_task(work, job_id)
            return
    if job is not None and take_assembling(job):
        async_task(put_together, job.pk)


def make_next(job: AnnualJob) -> bool:
    """Makes the next batch of units that is free; whether there was one. An error of the disk ends the job."""
    parts = claims.take(job)
    if not parts:
        return False
    with override(job.language):
        try:
            outcomes = dict(MAKING[job.format].make(job, [p for p in parts if p.attempts <= claims.MOST_ATTEMPTS]))
        except Exception as error:
            logger.exception("The annual report %s was stopped.", job.pk)
            fail(job, error)
            return False
        outcomes |= {part.pk: lost for part, lost in claims.give_up_on(parts)}
    if not claims.end(parts, outcomes):
        for name in {outcome.stored for outcome in outcomes.values()} - {""}:
            remove_stored(name)
    return True


def put_together(job_id: int) -> None:
    """The task that makes one file of what all units became. Never raises."""
    job = AnnualJob.objects.select_related("round", "by").filter(pk=job_id).first()
    if job is None or job.state != State.ASSEMBLING:
        return
    with override(job.language):
        try:
            assemble(job)
        except Exception as error:
            logger.exception("The annual report %s could not be put together.", job.pk)
            fail(job, error)


def fail(job: AnnualJob, error: Exception) -> None:
    """Ends an open job; what was made of it is kept, so that `go_on` need not make it again."""
    open_still = AnnualJob.objects.filter(pk=job.pk, state__in=AnnualJob.OPEN)
    at = timezone.now()
    with override(job.language), transaction.atomic():
        if open_still.update(state=State.FAILED, error=explained(error), finished_at=at, moved_at=at):
            tell_end(job, is_done=False, at=at)


def go_on(*, job: AnnualJob, at: datetime.datetime) -> bool:
    """Lets a failed job go on where it stood; False where it did not fail, or the same is being made anew."""
    failed = AnnualJob.objects.filter(pk=job.pk, state=State.FAILED)
    taken = job.parts.filter(state=AnnualPart.State.TAKEN)
    try:
        with transaction.atomic():
            goes_on = failed.update(state=State.RUNNING, error="", finished_at=None, moved_at=at)
            taken.filter(job__state=State.RUNNING).update(state=AnnualPart.State.WAITING)
    except IntegrityError:
        return False
    if goes_on:
        spread(job)
    return bool(goes_on)


def cancel(*, job: AnnualJob, by: Person, at: datetime.datetime) -> bool:
    """Stops an open job after the unit that is being made; False where it has ended already."""
    open_still = AnnualJob.objects.filter(pk=job.pk, state__in=AnnualJob.OPEN)
    stopped = open_still.update(state=State.CANCELLED, cancelled_at=at, cancelled_by=by, finished_at=at, moved_at=at)
    if stopped:
        async_task(remove_pieces, job.pk)
    return bool(stopped)


def look_after(now: datetime.datetime | None = None) -> int:
    """What the worker does each minute: open jobs that nobody has touched for long are put before the workers again.

    A broker may lose the tasks of a cluster that is killed, or give them back after twelve minutes only.
    """
    silent = (now or timezone.now()) - SILENT_TOO_LONG
    still = AnnualJob.objects.filter(state__in=AnnualJob.OPEN, moved_at__lt=silent)
    found = list(still)
    for job in found:
        if job.state == State.ASSEMBLING:
            async_task(put_together, job.pk)
        else:
            spread(job)
    still.filter(pk__in=[job.pk for job in found]).update(moved_at=timezone.now())
    return len(found)
