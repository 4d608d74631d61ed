"""What is kept of annual reports, and for how long."""

import datetime

from django.utils import timezone

from pmqa.annual.models import KEPT_DAYS, AnnualJob
from pmqa.evidence.durable import remove_stored


def remove_pieces(job_id: int) -> int:
    """Removes the pieces of a job that has ended; how many. What is told of its units stays."""
    job = AnnualJob.objects.filter(pk=job_id).exclude(state__in=(*AnnualJob.OPEN, AnnualJob.State.FAILED)).first()
    if job is None:
        return 0
    names = set(job.parts.exclude(stored="").order_by().values_list("stored", flat=True))
    for name in names:
        remove_stored(name)
    job.parts.exclude(stored="").update(stored="")
    return len(names)


def remove_old(now: datetime.datetime | None = None) -> int:
    """What the night does: reports that ended more than KEPT_DAYS days ago go with their files; how many."""
    oldest = (now or timezone.now()) - datetime.timedelta(days=KEPT_DAYS)
    found = list(AnnualJob.objects.filter(finished_at__lt=oldest).exclude(state__in=AnnualJob.OPEN))
    for job in found:
        for name in {job.stored, *job.parts.order_by().values_list("stored", flat=True)} - {""}:
            remove_stored(name)
        job.delete()
    return len(found)
