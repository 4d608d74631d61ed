"""Asking for a document, and the task that makes it in the worker."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_q.tasks import async_task

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from pmqa.reports.documents import DOCUMENTS, SubjectGone, fingerprint_of
from pmqa.reports.files import file_of
from pmqa.reports.models import ReportJob
from pmqa.reports.pdf import pango_missing

State, Step = ReportJob.State, ReportJob.Step

logger = logging.getLogger(__name__)


def ask_for_report(
    *,
    assessment: Assessment,
    language: str,
    thai_digits: bool,
    by: Person,
    kind: str = ReportJob.Kind.REPORT,
    subject: int = 0,
    options: Mapping[str, Any] | None = None,
) -> ReportJob:
    """The job that makes a document of `assessment` as it stands: a new one, or the one that made the same before.

    By itself the report; DOCUMENTS says what the other kinds want as `subject` and `options`. Raises SubjectGone.
    """
    wanted = ReportJob(
        assessment=assessment,
        kind=kind,
        subject=subject,
        options=dict(options or {}),
        language=language,
        thai_digits=thai_digits,
        by=by,
    )
    with override(language):
        wanted.fingerprint = fingerprint_of(wanted, DOCUMENTS[kind].gather(wanted))
    with transaction.atomic():
        # Two requests at the same moment wait for each other here, and the second finds the job of the first.
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        same = ReportJob.objects.filter(assessment=assessment, fingerprint=wanted.fingerprint)
        found = next((job for job in same if _is_of_use(job)), None)
        if found is not None:
            return found
        wanted.save()
    async_task(make_report, wanted.pk)
    return wanted


def _is_of_use(job: ReportJob) -> bool:
    return job.is_moving or (job.is_done and job.file.storage.exists(str(job.file.name)))


def make_report(job_id: int) -> None:
    """The task: makes the document of a job and keeps its file. Called twice for one job, it makes it once.

    Never raises: what goes wrong is told on the page of the job, and a second try is the person's to ask for.
    """
    job = ReportJob.objects.select_related("assessment__unit", "assessment__round").filter(pk=job_id).first()
    if job is None or job.is_done:
        return
    with override(job.language):
        try:
            _make(job)
        except Exception as error:
            logger.exception("The report of job %s failed.", job_id)
            _save(job, state=State.FAILED, error=_explained(error), finished_at=timezone.now())


def _make(job: ReportJob) -> None:
    _begin(job, Step.READING)
    missing = pango_missing()
    if missing:
        _save(job, state=State.FAILED, error=missing, finished_at=timezone.now())
        return
    content = DOCUMENTS[job.kind].gather(job)
    job.fingerprint = fingerprint_of(job, content)
    _begin(job, Step.DRAWING)
    job.file.name = file_of(job, content, saving=lambda: _begin(job, Step.SAVING), is_awaited=True)
    _save(job, state=State.DONE, progress=100, error="", finished_at=timezone.now())


def _begin(job: ReportJob, step: ReportJob.Step) -> None:
    _save(job, state=State.RUNNING, step=step, progress=ReportJob.BEGINS_AT[step])


def _save(job: ReportJob, **changes: object) -> None:
    """Stores `changes` and the sign of life that the page looks for."""
    for name, value in changes.items():
        setattr(job, name, value)
    job.moved_at = timezone.now()
    job.save(update_fields=[*changes, "moved_at", "fingerprint", "file"])


def _explained(error: Exception) -> str:
    if isinstance(error, SubjectGone):
        return str(error)
    if isinstance(error, OSError):
        return _("The file could not be stored: %(reason)s.") % {"reason": error.strerror or error}
    return _("Something went wrong while the report was made. It was written down for the administrator.")
