"""What CS1 stores: how groups are told apart, whom each mission serves, who they are, and the yearly review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.models import EvidenceRow
from pmqa.profile.models import ALIVE, Duty, Group, Service


class ClassificationCriterion(EvidenceRow):
    criterion = models.CharField(_("Classification criterion"), max_length=300)
    reason = models.TextField(_("Reason for the criterion"), blank=True)
    set_by = models.CharField(_("Set by"), max_length=200, blank=True)
    set_on = models.DateField(_("Set on"), null=True, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("classification criterion")
        verbose_name_plural = _("classification criteria")

    def __str__(self) -> str:
        return self.criterion


class AnalysisRow(EvidenceRow):
    """A service of the unit: the duties from which it comes, and whom it serves and touches."""

    duties = models.ManyToManyField(Duty, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    recipients = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=_("Recipients"))
    stakeholders = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=_("Stakeholders"))

    class Meta(EvidenceRow.Meta):
        verbose_name = _("analysis row")
        verbose_name_plural = _("analysis of recipients and stakeholders")

    def __str__(self) -> str:
        return str(self.service)


class CustomerProfile(EvidenceRow):
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("Group"))
    description = models.TextField(_("Description and number"), blank=True)
    needs = models.TextField(_("Needs"), blank=True)
    expectations = models.TextField(_("Expectations"), blank=True)
    reached_by = models.TextField(_("How they are reached"), blank=True)
    responsible = models.CharField(_("Responsible person or office"), max_length=200, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("customer profile")
        verbose_name_plural = _("customer profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "group"],
                condition=ALIVE,
                name="profile_once_a_group",
                violation_error_message=_("This group already has a profile."),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)


class GroupingReview(EvidenceRow):
    class Result(models.TextChoices):
        UNCHANGED = "UNCHANGED", _("Unchanged")
        CHANGED = "CHANGED", _("Changed")
        DROPPED = "DROPPED", _("Dropped")

    reviewed_on = models.DateField(_("Date of review"))
    subject = models.TextField(_("What was reviewed"))
    result = models.CharField(_("Result of review"), max_length=20, choices=Result.choices, blank=True)
    detail = models.TextField(_("What changed in the grouping"), blank=True)
    reviewed_by = models.CharField(_("Reviewed by"), max_length=200, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("review of the grouping")
        verbose_name_plural = _("reviews of the grouping")

    def __str__(self) -> str:
        return self.subject
