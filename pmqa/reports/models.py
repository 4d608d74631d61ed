"""The making of a document as a job: asked for on a page, done by the worker, watched by the one who asked."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment

# The worker gives up a task after ten minutes and takes a lost one up again after twelve (settings: Q_CLUSTER).
SILENT_TOO_LONG = datetime.timedelta(minutes=15)
# A running worker looks for jobs twice a second; one that waits longer has others before it, or no worker.
WAITS_LONG = datetime.timedelta(seconds=20)


class ReportJob(models.Model):
    """One document asked for. `fingerprint` tells its content, language, digits and layout from all others.

    `subject` is the id of the row that a document tells of, 0 where it tells of the whole assessment; `options` are
    what else its kind needs to know (documents.py).
    """

    class Kind(models.TextChoices):
        REPORT = "REPORT", _("Report")
        CRITERION = "CRITERION", _("Report of one criterion")
        FEEDBACK = "FEEDBACK", _("Feedback report of the assessors")
        PHOTOS = "PHOTOS", _("Photo sheet")
        MEMO = "MEMO", _("Memo to the unit head")
        SURVEY = "SURVEY", _("Poster or questionnaire of a survey")

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting for the worker")
        RUNNING = "RUNNING", _("Being made")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Failed")

    class Step(models.TextChoices):
        READING = "READING", _("Reading the evidence")
        DRAWING = "DRAWING", _("Laying out the pages")
        SAVING = "SAVING", _("Saving the file")

    # How much of the work is done when a step begins, in per cent; most of the time goes into the pages.
    BEGINS_AT = {Step.READING: 5, Step.DRAWING: 20, Step.SAVING: 95}

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="report_jobs")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REPORT)
    subject = models.PositiveBigIntegerField(default=0)
    options = models.JSONField(default=dict, blank=True)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="th")
    thai_digits = models.BooleanField(_("Thai digits"), default=False)
    fingerprint = models.CharField(max_length=64, db_index=True)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=10, choices=Step.choices, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="reports", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="report_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} · {self.get_state_display()}"

    @property
    def called(self) -> str:
        """What kind of document it is, with the criterion of which it tells alone."""
        code = self.options.get("criterion", "")
        return f"{self.get_kind_display()} {code}" if code else str(self.get_kind_display())

    @property
    def is_lost(self) -> bool:
        """Whether the worker has been silent for so long that it will not come back to this job."""
        return self._is_open and timezone.now() - self.moved_at > SILENT_TOO_LONG

    @property
    def is_moving(self) -> bool:
        """Whether it is worth looking again soon."""
        return self._is_open and not self.is_lost

    @property
    def waits_long(self) -> bool:
        return self.state == self.State.WAITING and timezone.now() - self.moved_at > WAITS_LONG

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def _is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
