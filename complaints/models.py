"""What CS3 stores: how feedback is handled, the register of cases, what follow-up found, and what was learnt."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.dated import DatedLinesField
from pmqa.evidence.models import EvidenceRow
from pmqa.organization.models import Person
from pmqa.profile.channels import ChannelField
from pmqa.profile.models import ALIVE, Group, Service


class FeedbackKind(models.TextChoices):
    """The four kinds of feedback of the official forms."""

    COMPLAINT = "COMPLAINT", _("Complaint")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    COMMENT = "COMMENT", _("Comment")
    COMPLIMENT = "COMPLIMENT", _("Compliment")


class HandlingRule(EvidenceRow):
    """How one kind of feedback is handled, for one service or, without one, for all."""

    kind = models.CharField(_("Kind of feedback"), max_length=12, choices=FeedbackKind.choices)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Service (blank: all)")
    )
    responsible = models.CharField(_("Responsible person"), max_length=200, blank=True)
    steps = models.TextField(_("Steps of handling"), blank=True)
    days_allowed = models.PositiveIntegerField(
        _("Working days allowed"), null=True, blank=True, validators=[MaxValueValidator(365)]
    )
    frequency = models.CharField(_("Follow-up frequency"), max_length=200, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("way of handling feedback")
        verbose_name_plural = _("handling system")

    def __str__(self) -> str:
        kind = str(self.get_kind_display())
        return f"{kind} · {self.service}" if self.service_id else kind


class Case(EvidenceRow):
    """A case of the register. Who sent it is kept apart from it (pmqa.personal)."""

    class Status(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        IN_PROGRESS = "IN_PROGRESS", _("Being handled")
        ANSWERED = "ANSWERED", _("Answered")
        CLOSED = "CLOSED", _("Closed")

    class Satisfied(models.TextChoices):
        YES = "YES", _("Satisfied")
        NO = "NO", _("Not satisfied")

    # What a person wrote in their own words: it goes when they ask for it to be erased.
    PERSONAL_WORDS = ("subject", "text")
    # The dates from which the time counts for which a person's name and contact are kept; see pmqa.personal.
    KEPT_FROM = ("closed_on", "received_on")

    number = models.CharField(_("Case number"), max_length=40)
    kind = models.CharField(_("Kind of feedback"), max_length=12, choices=FeedbackKind.choices)
    channel = ChannelField(_("Channel of receipt"), blank=True)
    received_on = models.DateField(_("Received on"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Group of the sender")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Service concerned")
    )
    subject = models.CharField(_("Subject"), max_length=200)
    text = models.TextField(_("What was said"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner of the case")
    )
    due_on = models.DateField(
        _("Due on"), null=True, blank=True, help_text=_("Left blank, it is counted from the handling system.")
    )
    status = models.CharField(
        _("Status"),
        max_length=12,
        choices=Status.choices,
        blank=True,
        help_text=_("Left blank, it follows from the dates."),
    )
    actions = DatedLinesField(_("Actions with dates"), blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    satisfied = models.CharField(_("Satisfied with the handling"), max_length=4, choices=Satisfied.choices, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("register of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"],
                condition=ALIVE,
                name="case_number_once",
                violation_error_message=_("This case number is already used."),
            )
        ]
        indexes = [
            models.Index(fields=["assessment", "deleted_at", "position"], name="case_list"),
            models.Index(fields=["assessment", "deleted_at", "status", "due_on"], name="case_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.number, str(self))

    @property
    def is_overdue(self) -> bool:
        """Whether the case is open and its due date has passed; lists mark such a row."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.status not in (self.Status.ANSWERED, self.Status.CLOSED)


class PublicCase(models.Model):
    """A case that came through the public door. `digest` is all that is kept of its code."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="public")
    digest = models.CharField(max_length=64, unique=True)
    # Tells whether a form that is sent again says the same; see complaints.actions.seal_of.
    seal = models.CharField(max_length=64)
    notice_version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("case from the public")
        verbose_name_plural = _("cases from the public")


class FollowUpPlan(EvidenceRow):
    class Priority(models.TextChoices):
        HIGHEST = "HIGHEST", _("Exceptional")
        HIGH = "HIGH", _("High")
        MEDIUM = "MEDIUM", _("Medium")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("Process"))
    priority = models.CharField(_("Priority"), max_length=10, choices=Priority.choices)
    period = models.CharField(_("Period"), max_length=200, blank=True)
    frequency = models.CharField(_("Frequency"), max_length=200, blank=True)
    responsible = models.CharField(_("Responsible person"), max_length=200, blank=True)
    involved = models.CharField(_("People involved"), max_length=300, blank=True)
    channels = models.TextField(_("Follow-up channel"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("follow-up plan row")
        verbose_name_plural = _("follow-up plan of complaint handling")

    def __str__(self) -> str:
        return str(self.service)


class FollowUpAnalysis(EvidenceRow):
    class Priority(models.TextChoices):
        LOW = "LOW", _("Low")
        MEDIUM = "MEDIUM", _("Medium")
        HIGH = "HIGH", _("High")

    followed = models.TextField(_("Follow-up information"))
    channel = models.CharField(_("Follow-up channel"), max_length=300, blank=True)
    method = models.CharField(_("Method of analysis"), max_length=300, blank=True)
    result = models.TextField(_("Result of analysis"), blank=True)
    analyst = models.CharField(_("Responsible for the analysis"), max_length=200, blank=True)
    priority = models.CharField(
        _("Priority of the opportunity for improvement"), max_length=10, choices=Priority.choices, blank=True
    )
    factors = models.TextField(_("Factors used in improving the process"), blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Process improved")
    )
    responsible = models.CharField(_("Responsible person or office"), max_length=200, blank=True)
    involved = models.CharField(_("People or offices involved"), max_length=300, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("follow-up analysis")
        verbose_name_plural = _("analysis of follow-up and its use")

    def __str__(self) -> str:
        return self.followed


class Session(EvidenceRow):
    """A sitting of the unit: what it was about, what came of it, who took part."""

    held_on = models.DateField(_("Date"))
    topic = models.CharField(_("Topic"), max_length=300)
    summary = models.TextField(_("Summary of results"), blank=True)
    took_part = models.TextField(_("Who took part"), blank=True)
    outcome = models.TextField(_("Outcome"), blank=True)

    class Meta(EvidenceRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.topic


class SystemReview(Session):
    # Headings of its own: a sheet is told from the one of knowledge sharing by them.
    held_on = models.DateField(_("Date of review"))
    topic = models.CharField(_("What was reviewed"), max_length=300)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("review of the handling system")
        verbose_name_plural = _("reviews of the handling system")


class KnowledgeSharing(Session):
    class Meta(EvidenceRow.Meta):
        verbose_name = _("knowledge-sharing session")
        verbose_name_plural = _("knowledge sharing in the unit")
