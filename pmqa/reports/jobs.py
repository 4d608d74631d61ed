"""Asking for a report, and the task that makes it in the worker."""

import hashlib
import logging
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_q.tasks import async_task

from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import store_bytes
from pmqa.organization.models import Person
from pmqa.reports.gathering import report_of
from pmqa.reports.models import ReportJob
from pmqa.reports.pdf import PAPER, pango_missing
from pmqa.reports.render import STYLE, pdf_of
from pmqa.reports.report import Report

State, Step = ReportJob.State, ReportJob.Step

logger = logging.getLogger(__name__)


@cache
def _layout() -> str:
    """What tells this layout of the report from that of another release."""
    templates = sorted((Path(settings.BASE_DIR) / "templates" / "reports" / "paper").glob("*.html"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in (PAPER, STYLE, *templates))).hexdigest()


def fingerprint_of(report: Report, *, thai_digits: bool) -> str:
    """Alike for two requests that would give the same pages."""
    parts = f"{report.version} {report.language} {thai_digits} {_layout()}"
    return hashlib.sha256(parts.encode()).hexdigest()


def ask_for_report(*, assessment: Assessment, language: str, thai_digits: bool, by: Person) -> ReportJob:
    """The job that makes the report of `assessment` as it stands: a new one, or the one that made the same before."""
    with override(language):
        fingerprint = fingerprint_of(report_of(assessment), thai_digits=thai_digits)
    with transaction.atomic():
        # Two requests at the same moment wait for each other here, and the second finds the job of the first.
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        same = ReportJob.objects.filter(assessment=assessment, fingerprint=fingerprint)
        found = next((job for job in same if _is_of_use(job)), None)
        if found is not None:
            return found
        job = ReportJob.objects.create(
            assessment=assessment, language=language, thai_digits=thai_digits, fingerprint=fingerprint, by=by
        )
    async_task(make_report, job.pk)
    return job


def _is_of_use(job: ReportJob) -> bool:
    return job.is_moving or (job.is_done and job.file.storage.exists(str(job.file.name)))


def make_report(job_id: int) -> None:
    """The task: makes the report of a job and keeps its file. Called twice for one job, it makes it once.

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
    report = report_of(job.assessment)
    job.fingerprint = fingerprint_of(report, thai_digits=job.thai_digits)
    _begin(job, Step.DRAWING)
    content = pdf_of(report, job.assessment, thai_digits=job.thai_digits, made_on=timezone.localdate())
    _begin(job, Step.SAVING)
    cover = report.cover
    name = f"reports/{cover.unit_code}-{cover.year}-{report.version}-{secrets.token_hex(8)}.pdf"
    job.file.name = store_bytes(content, name)
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
    if isinstance(error, OSError):
        return _("The file could not be stored: %(reason)s.") % {"reason": error.strerror or error}
    return _("Something went wrong while the report was made. It was written down for the administrator.")
