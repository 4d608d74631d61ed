"""What CS4 and CS5 store: networks and their activities, participation of the public, and what it is told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.counts import CountedGroupsField
from pmqa.evidence.dated import DatedLinesField
from pmqa.evidence.models import EvidenceRow, GroupCount
from pmqa.organization.models import Person
from pmqa.profile.channels import ChannelField, ChannelsField, channel_label
from pmqa.profile.models import ALIVE, Duty, Group


class Level(models.TextChoices):
    """The five levels of public participation (the deck's page on CS5; IAP2's spectrum)."""

    INFORM = "INFORM", _("1 Inform")
    CONSULT = "CONSULT", _("2 Consult")
    INVOLVE = "INVOLVE", _("3 Involve")
    COLLABORATE = "COLLABORATE", _("4 Collaborate")
    EMPOWER = "EMPOWER", _("5 Empower")


class Technique(models.TextChoices):
    FACT_SHEET = "FACT_SHEET", _("Fact sheet")
    WEBSITE = "WEBSITE", _("Website")
    OPEN_HOUSE = "OPEN_HOUSE", _("Open house")
    OPINION_SURVEY = "OPINION_SURVEY", _("Opinion survey")
    PUBLIC_FORUM = "PUBLIC_FORUM", _("Meeting or public forum")
    SMALL_GROUP = "SMALL_GROUP", _("Small-group meeting")
    WORKSHOP = "WORKSHOP", _("Workshop")
    ADVISORY_PANEL = "ADVISORY_PANEL", _("Citizen advisory panel")
    COMMITTEE = "COMMITTEE", _("Committee")
    JOINT_DECISION = "JOINT_DECISION", _("Participatory decision")
    REFERENDUM = "REFERENDUM", _("Referendum")


TECHNIQUES: dict[str, tuple[Technique, ...]] = {
    Level.INFORM: (Technique.FACT_SHEET, Technique.WEBSITE, Technique.OPEN_HOUSE),
    Level.CONSULT: (Technique.OPINION_SURVEY, Technique.PUBLIC_FORUM, Technique.SMALL_GROUP),
    Level.INVOLVE: (Technique.WORKSHOP,),
    Level.COLLABORATE: (Technique.ADVISORY_PANEL, Technique.COMMITTEE, Technique.JOINT_DECISION),
    Level.EMPOWER: (Technique.REFERENDUM,),
}


def level_of(technique: str) -> str:
    """The level to which a technique belongs."""
    return next(str(level) for level, techniques in TECHNIQUES.items() if technique in techniques)


class Network(EvidenceRow):
    """A network made of C/S groups. The contact persons are kept apart from it (pmqa.personal)."""

    name = models.CharField(_("Name of the network"), max_length=200)
    groups = models.ManyToManyField(Group, related_name="+", verbose_name=_("C/S groups in the network"))
    members = models.TextField(_("Members"), blank=True)
    channels = ChannelsField(_("Contact channels (at least 2)"), blank=True)
    working_group = models.TextField(_("Working group of the network"), blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Coordinator of the unit")
    )

    class Meta(EvidenceRow.Meta):
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "name"],
                condition=ALIVE,
                name="network_once",
                violation_error_message=_("This network already stands in the table."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RelationshipActivity(EvidenceRow):
    """An activity with a network: announced, held, evaluated, and what changes next time."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+", verbose_name=_("Network"))
    name = models.CharField(_("Activity"), max_length=300)
    form = models.CharField(_("Form of the activity"), max_length=200, blank=True)
    held_on = models.DateField(_("Date of the activity"), null=True, blank=True)
    time = models.CharField(_("Time"), max_length=60, blank=True)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    announced = models.CharField(_("Announced how"), max_length=300, blank=True)
    groups = CountedGroupsField(
        Group,
        through="RelationshipActivityGroup",
        blank=True,
        related_name="+",
        verbose_name=_("People by group"),
    )
    before = models.CharField(_("Relationship score before"), max_length=100, blank=True)
    after = models.CharField(_("Relationship score after"), max_length=100, blank=True)
    explanation = models.TextField(_("Explanation of the better relations"), blank=True)
    suggestions = models.TextField(_("Suggestions of those who took part"), blank=True)
    next_time = models.TextField(_("What changes next time"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("relationship activity")
        verbose_name_plural = _("relationship activities")

    def __str__(self) -> str:
        return self.name


class RelationshipActivityGroup(GroupCount):
    row = models.ForeignKey(RelationshipActivity, models.CASCADE, related_name="group_counts")


class ParticipationActivity(EvidenceRow):
    """A process or activity in which the public takes part, at one of the five levels."""

    name = models.CharField(_("Process or activity"), max_length=300)
    strategy = models.CharField(_("Strategy or plan that it serves"), max_length=300, blank=True)
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Duty that it serves")
    )
    level = models.CharField(_("Level of participation"), max_length=12, choices=Level.choices)
    technique = models.CharField(_("Technique"), max_length=24, choices=Technique.choices, blank=True)
    channel = ChannelField(_("Channel by which people join"), blank=True)
    held_on = models.DateField(_("Date of the activity"), null=True, blank=True)
    groups = CountedGroupsField(
        Group,
        through="ParticipationActivityGroup",
        blank=True,
        related_name="+",
        verbose_name=_("People by group"),
    )
    progress = DatedLinesField(_("Progress reports"), blank=True)
    result = models.TextField(_("Result of the activity"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("participation activity")
        verbose_name_plural = _("participation activities")

    def __str__(self) -> str:
        return self.name


class ParticipationActivityGroup(GroupCount):
    row = models.ForeignKey(ParticipationActivity, models.CASCADE, related_name="group_counts")


class InformationChannel(EvidenceRow):
    """A channel by which the public is informed, and how it was shown that it reaches people."""

    channel = ChannelField(_("Information channel"))
    audience = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=_("Groups that it is for"))
    reach = models.TextField(_("How reach was shown"), blank=True)
    link = models.CharField(_("Link"), max_length=500, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("information channel")
        verbose_name_plural = _("information channels")

    def __str__(self) -> str:
        return channel_label(self.channel)


class WorkingGroup(EvidenceRow):
    """A working group with members from the C/S groups."""

    name = models.CharField(_("Working group"), max_length=200)
    groups = CountedGroupsField(
        Group, through="WorkingGroupMembers", blank=True, related_name="+", verbose_name=_("Members by group")
    )
    appointment = models.CharField(_("Order of appointment"), max_length=300, blank=True)
    appointed_on = models.DateField(_("Appointed on"), null=True, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.name


class WorkingGroupMembers(GroupCount):
    row = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="group_counts")


class OpinionSummary(EvidenceRow):
    """The year-end summary of opinions to the unit head. Sent and acknowledged by named persons, never typed."""

    made_on = models.DateField(_("Made on"))
    complaints = models.TextField(_("Complaints, suggestions, comments, compliments"), blank=True)
    activities = models.TextField(_("Opinions from activities"), blank=True)
    surveys = models.TextField(_("Opinions from surveys"), blank=True)
    proposals = models.TextField(_("Proposals to the unit head"), blank=True)
    sent_on = models.DateField(_("Sent to the unit head on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("Acknowledged on"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(EvidenceRow.Meta):
        verbose_name = _("year-end opinion summary")
        verbose_name_plural = _("year-end opinion summaries")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Publication(EvidenceRow):
    """A result that was published: what, where, when."""

    subject = models.CharField(_("What was published"), max_length=300)
    place = models.CharField(_("Where it was published"), max_length=300, blank=True)
    published_on = models.DateField(_("Published on"), null=True, blank=True)
    link = models.CharField(_("Link"), max_length=500, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("publication of results")
        verbose_name_plural = _("publications of results")

    def __str__(self) -> str:
        return self.subject
