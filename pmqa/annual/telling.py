"""Who is told when an annual report has ended: everybody who asked for it."""

import datetime

from pmqa.annual.models import AnnualJob
from pmqa.notices.models import Notice
from pmqa.notices.send import notify


def tell_end(job: AnnualJob, *, is_done: bool, at: datetime.datetime) -> None:
    """Call inside the transaction in which the job ends."""
    kind = Notice.Kind.ANNUAL_DONE if is_done else Notice.Kind.ANNUAL_FAILED
    people = job.askers.filter(is_active=True).only("pk")
    notify(people=people, kind=kind, unit=None, year=job.round.year, at=at, subject=job.format)
