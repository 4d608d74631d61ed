"""Which worker makes which units: a batch is taken by one, given up by one that is lost, and ended once."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.annual.models import MOST_ATTEMPTS, SILENT_TOO_LONG, AnnualJob, AnnualPart

JobState, State = AnnualJob.State, AnnualPart.State


@dataclass(frozen=True)
class Made:
    """What a unit became: the piece in which it stands, and what the manifest tells of it."""

    stored: str = ""
    pages: int = 0
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class NotMade:
    """Why a unit could not be made, in words for whoever asked."""

    why: str
    stored: str = ""


Outcome = Made | NotMade


def take(job: AnnualJob) -> list[AnnualPart]:
    """The next batch that nobody works on, in its order and taken in the moment; empty when none is free."""
    while True:
        free = _free(job)
        batch = free.order_by("batch").values_list("batch", flat=True).first()
        if batch is None:
            return []
        claim = secrets.token_hex(16)
        # Of two workers that found the same batch, the second finds it taken when it comes to write.
        taken = free.filter(batch=batch).update(
            state=State.TAKEN, claim=claim, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
        if taken:
            AnnualJob.objects.filter(pk=job.pk).update(moved_at=timezone.now())
            parts = job.parts.filter(claim=claim).select_related("assessment__unit", "assessment__round")
            return list(parts.order_by("number"))


def _free(job: AnnualJob) -> "QuerySet[AnnualPart]":
    lost = Q(state=State.TAKEN, claimed_at__lt=timezone.now() - SILENT_TOO_LONG)
    return job.parts.filter(Q(state=State.WAITING) | lost, job__state=JobState.RUNNING)


def end(parts: Sequence[AnnualPart], outcomes: Mapping[int, Outcome]) -> bool:
    """Writes down what became of the units of a batch, by their ids. False where that came too late: the job was
    cancelled, or others, who thought this worker lost, ended the batch before it; then nothing is written."""
    ours = AnnualPart.objects.filter(state__in=(State.WAITING, State.TAKEN), job__state=JobState.RUNNING)
    with transaction.atomic():
        return all(ours.filter(pk=part.pk).update(**_written(outcomes[part.pk])) for part in parts)


def _written(outcome: Outcome) -> dict[str, object]:
    if isinstance(outcome, NotMade):
        return {"state": State.FAILED, "error": outcome.why, "stored": outcome.stored}
    told = {"stored": outcome.stored, "pages": outcome.pages, "size": outcome.size, "sha256": outcome.sha256}
    return {"state": State.DONE, "error": "", **told}


def give_up_on(parts: Sequence[AnnualPart]) -> Iterator[tuple[AnnualPart, NotMade]]:
    """Those of a batch over which workers were lost again and again, with what is told of them."""
    for part in parts:
        if part.attempts > MOST_ATTEMPTS:
            yield part, NotMade(_("The worker was lost over this unit again and again."))


def are_all_ended(job: AnnualJob) -> bool:
    return not job.parts.filter(state__in=(State.WAITING, State.TAKEN)).exists()
