"""The annual report over all units as a job: many units, made by however many workers, watched by whoever asked."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Round

KEPT_DAYS = 30
# A worker that has been silent for so long will not come back to what it took; a unit takes seconds.
SILENT_TOO_LONG = datetime.timedelta(minutes=3)
# So many workers may be lost over one unit before it is given up.
MOST_ATTEMPTS = 3


class AnnualJob(models.Model):
    """One annual report asked for. Its units are its parts: how far it is is counted from them.

    While one stands open, nobody can have another of the same round, format, language and digits: who asks joins it
    (`askers`, who are told when it is done). `by` is nobody for a job of the command line.
    """

    class Format(models.TextChoices):
        PDF = "PDF", _("PDF: summary with pictures, and a page for every unit")
        XLSX = "XLSX", _("Excel: every table, score and finding of all units")
        ZIP = "ZIP", _("ZIP: the reports of all units with a list of their hashes")

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Being made, unit by unit")
        ASSEMBLING = "ASSEMBLING", _("Being put together")
        DONE = "DONE", _("Ready")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Cancelled")

    OPEN = (State.RUNNING, State.ASSEMBLING)

    round = models.ForeignKey(Round, models.CASCADE, related_name="annual_jobs")
    format = models.CharField(_("Format"), max_length=4, choices=Format.choices)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="th")
    thai_digits = models.BooleanField(_("Figures and dates in Thai digits"), default=False)
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.RUNNING)
    error = models.TextField(blank=True)
    # The name under which the finished file is stored, its bytes and their SHA-256.
    stored = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    askers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "format", "language", "thai_digits"],
                condition=models.Q(state__in=("RUNNING", "ASSEMBLING")),
                name="annual_job_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.format}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_waiting_long(self) -> bool:
        """Whether no worker has touched it for so long that none may be running."""
        return self.is_open and timezone.now() - self.moved_at > SILENT_TOO_LONG

    @property
    def kept_until(self) -> datetime.date | None:
        """The last day on which the file is there."""
        if self.finished_at is None:
            return None
        return timezone.localdate(self.finished_at) + datetime.timedelta(days=KEPT_DAYS)

    @cached_property
    def progress(self) -> "Progress":
        return Progress.of(self)


class Progress:
    """How many units there are, are made, and could not be made. One query."""

    def __init__(self, units: int, made: int, failed: int) -> None:
        self.units, self.made, self.failed = units, made, failed

    @classmethod
    def of(cls, job: AnnualJob) -> "Progress":
        counts = dict(job.parts.order_by().values_list("state").annotate(count=models.Count("pk")))
        State = AnnualPart.State  # noqa: N806
        return cls(sum(counts.values()), counts.get(State.DONE, 0), counts.get(State.FAILED, 0))

    @property
    def finished(self) -> int:
        return self.made + self.failed

    @property
    def per_cent(self) -> int:
        return 100 * self.finished // self.units if self.units else 100


class AnnualPart(models.Model):
    """One unit in an annual report. `batch` are the units that are taken and stored together; `number` is their order.

    A worker takes a batch by writing its `claim` into it; what nobody ends within SILENT_TOO_LONG may be taken again.
    `stored` is the name of the piece in which the unit stands, until the whole is put together.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        TAKEN = "TAKEN", _("Being made")
        DONE = "DONE", _("Made")
        FAILED = "FAILED", _("Could not be made")

    job = models.ForeignKey(AnnualJob, models.CASCADE, related_name="parts")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="annual_parts")
    number = models.PositiveIntegerField()
    batch = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    stored = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["job", "number"]
        constraints = [models.UniqueConstraint(fields=["job", "assessment"], name="annual_part_once")]
        indexes = [models.Index(fields=["job", "state", "batch"], name="annual_part_open")]
