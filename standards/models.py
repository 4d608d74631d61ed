"""What CS7 stores: standards with their steps, how they were announced, staff development, and what was achieved."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pmqa.cycle.models import Assessment
from pmqa.evidence.decimals import DecimalCellField
from pmqa.evidence.models import EvidenceRow
from pmqa.organization import models as organization
from pmqa.profile.channels import ChannelsField
from pmqa.profile.models import ALIVE, Group, Service


class Unit(models.TextChoices):
    """What times are counted in."""

    MINUTE = "MINUTE", _("minutes")
    HOUR = "HOUR", _("hours")
    DAY = "DAY", _("working days")


# A working day of government offices, 08.30 to 16.30 (Regulation of the Prime Minister's Office, B.E. 2502), counted
# with its midday hour, as promises to the public are.
MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 480}


def minutes_of(time: int | None, unit: str) -> int | None:
    """A time in minutes; None where the figure or its unit is not written."""
    return time * MINUTES[Unit(unit)] if time is not None and unit else None


def time_words(minutes: int) -> str:
    """A time in its largest units: 525 minutes are a working day and 45 minutes."""
    days, rest = divmod(minutes, MINUTES[Unit.DAY])
    hours, left = divmod(rest, MINUTES[Unit.HOUR])
    parts = []
    if days:
        parts.append(ngettext("%(n)s working day", "%(n)s working days", days) % {"n": f"{days:,}"})
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if left or not parts:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", left) % {"n": left})
    return " ".join(parts)


class ServiceStandard(EvidenceRow):
    """The standard of one service: what is promised, and what a person must know who comes for it."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("Service"))
    total = models.PositiveIntegerField(
        _("Total completion time"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    unit = models.CharField(_("Unit of the total time"), max_length=8, choices=Unit.choices, blank=True)
    fee = models.CharField(_("Fee"), max_length=300, blank=True)
    documents = models.TextField(_("Documents needed"), blank=True)
    channels = ChannelsField(_("Service channels"), blank=True)
    hours = models.CharField(_("Service hours"), max_length=300, blank=True)
    law = models.CharField(_("Law or regulation"), max_length=500, blank=True)
    manual = models.CharField(_("Contact manual and its version"), max_length=300, blank=True)
    published_on = models.DateField(_("Published on"), null=True, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("service standard")
        verbose_name_plural = _("service standards")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "service"],
                condition=ALIVE,
                name="standard_once_a_service",
                violation_error_message=_("This service has a standard already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.service)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.service.process, self.service.names[-1])

    @classmethod
    def known_in(cls, assessment: Assessment) -> "models.QuerySet[Any]":
        return super().known_in(assessment).select_related("service")


class StandardStep(EvidenceRow):
    """One step of a standard, in the order of its number; `back_to` is the step to which a failed one leads back."""

    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="+", verbose_name=_("Standard"))
    number = models.PositiveSmallIntegerField(_("Step number"), validators=[MaxValueValidator(99)])
    what = models.CharField(_("What is done"), max_length=300)
    who = models.CharField(_("Who does it"), max_length=200, blank=True)
    time = models.PositiveIntegerField(
        _("Time of the step"), null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    unit = models.CharField(_("Unit of the time"), max_length=8, choices=Unit.choices, blank=True)
    back_to = models.PositiveSmallIntegerField(_("If not passed, back to step"), null=True, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("step of a standard")
        verbose_name_plural = _("steps of standards")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "standard", "number"],
                condition=ALIVE,
                name="step_once_a_standard",
                violation_error_message=_("This step number already stands in the standard."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard} · {self.number}"


class Announcement(EvidenceRow):
    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="+", verbose_name=_("Standard"))
    place = models.CharField(_("Announced where"), max_length=300)
    announced_on = models.DateField(_("Announced on"), null=True, blank=True)
    link = models.CharField(_("Link"), max_length=500, blank=True)
    groups = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=_("Groups told"))

    class Meta(EvidenceRow.Meta):
        verbose_name = _("announcement of a standard")
        verbose_name_plural = _("announcements of standards")

    def __str__(self) -> str:
        return f"{self.standard} · {self.place}"


class StaffDevelopment(EvidenceRow):
    """A manual of the staff and the training on it."""

    manual = models.CharField(_("Staff manual"), max_length=300)
    topic = models.CharField(_("Topic of the training"), max_length=300, blank=True)
    held_on = models.DateField(_("Training held on"), null=True, blank=True)
    took_part = models.TextField(_("Who took part"), blank=True)
    follow_up = models.TextField(_("How the use of the manual is followed"), blank=True)
    motivation = models.TextField(_("How it is tied to motivation"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("staff manual and development")
        verbose_name_plural = _("staff manuals and development")

    def __str__(self) -> str:
        return self.manual


class Actual(EvidenceRow):
    """What was achieved in a month or quarter. Nought cases is not the same as nothing recorded."""

    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="+", verbose_name=_("Standard"))
    period = models.CharField(_("Month or quarter"), max_length=40)
    cases = models.PositiveIntegerField(_("Number of cases"), null=True, blank=True)
    on_time = models.PositiveIntegerField(_("On time"), null=True, blank=True)
    mean_time = DecimalCellField(_("Mean time"), null=True, blank=True)
    unit = models.CharField(_("Unit of the mean time"), max_length=8, choices=Unit.choices, blank=True)
    note = models.TextField(_("Note"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("actual against standard")
        verbose_name_plural = _("actual against standard")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "standard", "period"],
                condition=ALIVE,
                name="actual_once_a_period",
                violation_error_message=_("This period of the standard already stands in the table."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard} · {self.period}"


class PublishedStandard(models.Model):
    """What the public reads of a standard: a frozen copy, so that work on the next version does not show.

    `number` is the service's own in the contact manual of its unit and stays the same from year to year; the version
    counts up with each publishing. `facts` are those of `queries.manual_facts`. At most one copy of a number is public.
    """

    # What counts as a use of the standard: one that is published is not deleted.
    STANDING: ClassVar = {"withdrawn_at": None}

    unit = models.ForeignKey(organization.Unit, models.PROTECT, related_name="+")
    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    facts = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(organization.Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("published standard")
        verbose_name_plural = _("published standards")
        ordering = ["number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number", "version"], name="standard_version_once"),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=models.Q(withdrawn_at=None), name="standard_published_once"
            ),
        ]
