"""What CS3 stores so far: the follow-up plan, and the analysis of follow-up with its use."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.models import EvidenceRow
from pmqa.profile.models import Service


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
