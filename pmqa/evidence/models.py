"""What the criteria share: evidence files, improvements, statements, and the history of every row."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Row
from pmqa.profile.models import ALIVE, Group, Service


class EvidenceFile(Row):
    """One file, which may serve many rows; a classified one is registered but never uploaded."""

    class Classification(models.TextChoices):
        NORMAL = "NORMAL", _("Normal")
        INTERNAL = "INTERNAL", _("Internal use")
        CLASSIFIED = "CLASSIFIED", _("Classified: to be seen at the unit")

    number = models.CharField(_("Evidence number"), max_length=40)
    criterion = models.CharField(_("Criterion"), max_length=8)
    title = models.CharField(_("Title"), max_length=300)
    effective_on = models.DateField(_("Effective date"), null=True, blank=True)
    classification = models.CharField(
        _("Classification"), max_length=20, choices=Classification.choices, default=Classification.NORMAL
    )
    caption = models.CharField(_("Caption of photograph"), max_length=300, blank=True)
    place = models.CharField(_("Place of photograph"), max_length=200, blank=True)
    taken_on = models.DateField(_("Date of photograph"), null=True, blank=True)
    stored = models.FileField(max_length=200, blank=True)
    thumbnail = models.FileField(max_length=200, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"],
                condition=ALIVE,
                name="evidence_number_once",
                violation_error_message=_("This evidence number is already used."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def names(self) -> tuple[str, ...]:
        return (self.number,)

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class EvidenceRow(Row):
    """A row of an evidence table: a row that files can prove."""

    evidence = models.ManyToManyField(EvidenceFile, blank=True, related_name="+", verbose_name=_("Evidence"))

    class Meta(Row.Meta):
        abstract = True


class GroupCount(models.Model):
    """A C/S group that takes part in a row, and how many of its people. The link of a many-to-many field whose model
    adds `row`, the row itself, with `related_name="group_counts"`."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True
        ordering = ["group__position", "pk"]

    def __str__(self) -> str:
        return str(self.group) if self.people is None else f"{self.group} {self.people}"


class Improvement(EvidenceRow):
    """One example of an improvement, which serves every criterion that asks for one."""

    class Source(models.TextChoices):
        CHANNEL = "CHANNEL", _("Finding from a channel")
        COMPLAINT = "COMPLAINT", _("Complaint")
        SUGGESTION = "SUGGESTION", _("Suggestion")
        ACTIVITY = "ACTIVITY", _("Evaluation of an activity")
        SURVEY = "SURVEY", _("Survey result")
        CHANNEL_REVIEW = "CHANNEL_REVIEW", _("Review of channels")
        ASSESSMENT = "ASSESSMENT", _("Result of an assessment (OFI)")

    source = models.CharField(_("Source of improvement"), max_length=20, choices=Source.choices)
    origin = models.CharField(
        _("What it began with"),
        max_length=300,
        blank=True,
        help_text=_("The number of the case, or the name of the row from which it came."),
    )
    problem = models.TextField(_("What was wrong"))
    change = models.TextField(_("What changed"), blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Service improved")
    )
    responsible = models.CharField(_("Responsible person or office"), max_length=200, blank=True)
    since = models.DateField(_("Since"), null=True, blank=True)
    before = models.TextField(_("Before"), blank=True)
    after = models.TextField(_("After"), blank=True)
    follow_up = models.TextField(_("Follow-up result"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")

    def __str__(self) -> str:
        return self.problem


class Statement(models.Model):
    """The unit's short answer in words to one guideline."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="statements")
    guideline = models.CharField(max_length=16)
    text = models.TextField(_("Statement"), blank=True)
    evidence = models.ManyToManyField(EvidenceFile, blank=True, related_name="+", verbose_name=_("Evidence"))
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "guideline"], name="statement_once")]


class RowChange(models.Model):
    """One entry of a row's history: who did what when, and every column as it stood afterwards."""

    class Action(models.TextChoices):
        ADDED = "ADDED", _("added")
        CHANGED = "CHANGED", _("changed")
        DELETED = "DELETED", _("deleted")
        RESTORED = "RESTORED", _("restored")
        CARRIED = "CARRIED", _("carried over from the year before")
        CONFIRMED = "CONFIRMED", _("reviewed: unchanged")
        REOPENED = "REOPENED", _("to be reviewed again")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["table", "row_id"]),
            models.Index(fields=["assessment", "-at"]),
            models.Index(fields=["assessment", "id"], name="last_change_of_assessment"),
        ]


class CarriedRow(models.Model):
    """A row that was carried over from an earlier year, the row from which it came, and what was said of it since.

    Rows are known by the label of their model, as in the history. While nothing is said (""), `carried_over` stands in
    the row itself: both change together, in pmqa.evidence.carried and with every change of the row.
    """

    class Said(models.TextChoices):
        UNCHANGED = "UNCHANGED", _("Unchanged")
        CHANGED = "CHANGED", _("Changed")
        DROPPED = "DROPPED", _("Dropped from this year")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="carried_rows")
    source = models.ForeignKey(Assessment, models.SET_NULL, null=True, related_name="+")
    table = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    source_row_id = models.PositiveBigIntegerField()
    said = models.CharField(max_length=10, choices=Said.choices, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["table", "row_id"], name="carried_once")]
        indexes = [models.Index(fields=["assessment", "table", "said"], name="carried_said")]


class Sent(models.Model):
    """A form that was carried out: the same form sent twice is done once."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
