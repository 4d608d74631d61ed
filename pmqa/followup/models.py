"""What a unit does about its results: its answers to OFIs, the improvement plan, how far it is after 6 and 12 months.

An OFI is a remark of the published sheet and never changes; what the unit says of it stands in rows of its own here.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile, Improvement
from pmqa.judging.models import Remark

Is = models.Q
MONTHS = (6, 12)


class OfiAnswer(models.Model):
    """What the unit answers to one OFI; earlier words of it are in the record of changes."""

    class Stance(models.TextChoices):
        AGREED = "AGREED", _("The unit agrees")
        PARTLY = "PARTLY", _("The unit agrees in part")
        NOT_AGREED = "NOT_AGREED", _("The unit does not agree")

    remark = models.OneToOneField(Remark, models.PROTECT, related_name="unit_answer")
    stance = models.CharField(_("Answer"), max_length=10, choices=Stance.choices)
    words = models.TextField(_("Words"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("answer to an OFI")
        verbose_name_plural = _("answers to OFIs")
        constraints = [
            models.CheckConstraint(condition=Is(stance__in=("AGREED", "PARTLY", "NOT_AGREED")), name="answer_stance")
        ]


class PlanAction(models.Model):
    """One action of the improvement plan, for any number of OFIs. It is never removed: one that is not done any more is
    dropped, with the reason. `improvement` is the row of the register that was made of it."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("Planned")
        UNDER_WAY = "UNDER_WAY", _("Under way")
        DONE = "DONE", _("Done")
        DROPPED = "DROPPED", _("Dropped")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="plan_actions")
    ofis: Any = models.ManyToManyField(Remark, blank=True, related_name="plan_actions", verbose_name=_("OFIs"))
    action = models.TextField(_("Action"))
    owner = models.CharField(_("Owner (post)"), max_length=200)
    due_on = models.DateField(_("Due"))
    indicator = models.CharField(_("Measure of success"), max_length=300)
    baseline = models.CharField(_("From (now)"), max_length=200, blank=True)
    target = models.CharField(_("To (target)"), max_length=200)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.TextField(_("Why it is dropped"), blank=True)
    improvement = models.OneToOneField(Improvement, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("action of the improvement plan")
        verbose_name_plural = _("actions of the improvement plan")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Is(state__in=("PLANNED", "UNDER_WAY", "DONE")) | Is(state="DROPPED") & ~Is(reason=""),
                name="action_state",
            )
        ]

    def __str__(self) -> str:
        return self.action


class Signed(models.Model):
    """The word of the unit's head, with rank, name and position as they were then."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rank = models.CharField(_("Rank"), max_length=100, blank=True)
    name = models.CharField(_("First and last name"), max_length=200)
    position = models.CharField(_("Position"), max_length=200)

    class Meta:
        abstract = True


class Approval(Signed):
    """The head's approval of the plan. `content` holds each action as it was approved (`contents.values_of`), by its
    id: what was changed since is told from it. Approvals are added, and then stay."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="plan_approvals")
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("approval of an improvement plan")
        verbose_name_plural = _("approvals of improvement plans")
        ordering = ["-pk"]


class Confirmation(Signed):
    """The head's confirmation of what was reported after `month` months: from then on it stays as it is."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="confirmations")
    month = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("confirmation of a follow-up")
        verbose_name_plural = _("confirmations of follow-ups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "month"], name="confirmation_once"),
            models.CheckConstraint(condition=Is(month__in=MONTHS), name="confirmation_month"),
        ]


class Report(models.Model):
    """How far an action is after 6 or 12 months."""

    action = models.ForeignKey(PlanAction, models.PROTECT, related_name="reports")
    month = models.PositiveSmallIntegerField()
    words = models.TextField(_("Progress"))
    state = models.CharField(_("State"), max_length=10, choices=PlanAction.State.choices)
    percent = models.PositiveSmallIntegerField(_("Per cent"), null=True)
    value = models.CharField(_("Value reached"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("report on an action")
        verbose_name_plural = _("reports on actions")
        ordering = ["month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "month"], name="report_once"),
            models.CheckConstraint(condition=Is(month__in=MONTHS), name="report_month"),
            models.CheckConstraint(condition=Is(state__in=("PLANNED", "UNDER_WAY", "DONE")), name="report_state"),
            models.CheckConstraint(
                condition=Is(percent__isnull=True) | Is(percent__gte=0, percent__lte=100), name="report_percent"
            ),
        ]


class ReportFile(models.Model):
    """A file that proves a report, by the rules of evidence files; a classified one is named and never uploaded.

    It is none of `EvidenceFile`: those of this assessment are frozen, and those of the next year need not exist yet.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    title = models.CharField(_("Title"), max_length=300)
    classification = models.CharField(
        _("Classification"), max_length=20, choices=EvidenceFile.Classification.choices, default="NORMAL"
    )
    stored = models.FileField(max_length=200, blank=True)
    thumbnail = models.FileField(max_length=200, blank=True)
    original_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of a follow-up")
        verbose_name_plural = _("files of follow-ups")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")
