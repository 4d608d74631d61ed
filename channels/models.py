"""What CS2 stores: how each group is heard, how well each channel works, what was heard and done, and the review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.models import EvidenceRow
from pmqa.profile.channels import ChannelField, channel_label
from pmqa.profile.models import ALIVE, Group


class GroupChannel(EvidenceRow):
    """One channel by which one group is heard: a tick on the official sheet CS2-1."""

    class Mode(models.TextChoices):
        PROACTIVE = "PROACTIVE", _("Proactive")
        REACTIVE = "REACTIVE", _("Reactive")

    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("Group of recipients"))
    channel = ChannelField(_("Channel"))
    mode = models.CharField(_("Proactive or reactive"), max_length=20, choices=Mode.choices, blank=True)
    reason = models.TextField(_("Reason for choosing the channel"), blank=True)
    method = models.TextField(_("Method of analysing needs"), blank=True)
    result = models.TextField(_("Result of analysing needs"), blank=True)
    responsible = models.CharField(_("Responsible person or office"), max_length=200, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("channel of a group")
        verbose_name_plural = _("channels of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "group", "channel"],
                condition=ALIVE,
                name="channel_once_a_group",
                violation_error_message=_("This channel of the group already stands in the table."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {channel_label(self.channel)}"


class ChannelEffectiveness(EvidenceRow):
    channel = ChannelField(_("Channel"))
    measure = models.CharField(_("Measure"), max_length=300, blank=True)
    target = models.CharField(_("Target"), max_length=200, blank=True)
    actual = models.CharField(_("Actual"), max_length=200, blank=True)
    upkeep = models.TextField(_("How it is kept up"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("channel effectiveness")
        verbose_name_plural = _("effectiveness of channels")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "channel", "measure"],
                condition=ALIVE,
                name="measure_once_a_channel",
                violation_error_message=_("This measure of the channel already stands in the table."),
            )
        ]

    def __str__(self) -> str:
        return channel_label(self.channel)


class FindingUse(EvidenceRow):
    finding = models.TextField(_("Finding"))
    told_to = models.CharField(_("Told to"), max_length=300, blank=True)
    told_on = models.DateField(_("Told on"), null=True, blank=True)
    used_in = models.TextField(_("Used in which plan or work"), blank=True)
    improver = models.CharField(_("Who improves"), max_length=200, blank=True)
    follow_up = models.TextField(_("Follow-up result"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("use of a finding")
        verbose_name_plural = _("use of what was heard")

    def __str__(self) -> str:
        return self.finding


class ChannelReview(EvidenceRow):
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("Group of recipients"))
    channel = ChannelField(_("Channel"))
    sample_size = models.PositiveIntegerField(_("Sample size"), null=True, blank=True)
    sampling = models.CharField(_("Sampling method"), max_length=300, blank=True)
    statistics = models.CharField(_("Statistics used in the analysis"), max_length=300, blank=True)
    collection = models.CharField(_("Method of collecting data"), max_length=300, blank=True)
    reviewed_on = models.DateField(_("Date of review"), null=True, blank=True)
    result = models.TextField(_("Result of review"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("review of a channel")
        verbose_name_plural = _("reviews of channels")

    def __str__(self) -> str:
        return f"{self.group} · {channel_label(self.channel)}"
