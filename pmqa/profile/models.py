"""The registers of Category P that every criterion refers to: duties, services, C/S groups."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Row

ALIVE = Q(deleted_at__isnull=True)


class Duty(Row):
    class Source(models.TextChoices):
        MINISTRY = "MINISTRY", _("Duty by ministerial regulation")
        OTHER_LAW = "OTHER_LAW", _("Duty by other laws")
        VISION = "VISION", _("Mission by vision")
        ASSIGNED = "ASSIGNED", _("Other assigned tasks")

    source = models.CharField(_("Source of duty"), max_length=20, choices=Source.choices)
    text = models.CharField(_("Duty"), max_length=500)

    class Meta(Row.Meta):
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "source", "text"],
                condition=ALIVE,
                name="duty_once",
                violation_error_message=_("This duty is already in the register."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[str, ...]:
        return (self.text, f"{self.source}:{self.text}")


class Service(Row):
    process = models.CharField(_("Process"), max_length=300)
    product = models.CharField(_("Product or service given"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "process", "product"],
                condition=ALIVE,
                name="service_once",
                violation_error_message=_("This process and product are already in the register."),
            )
        ]

    def __str__(self) -> str:
        return self.process

    @property
    def names(self) -> tuple[str, ...]:
        return (self.process, f"{self.process} ({self.product})")


class Group(Row):
    class Kind(models.TextChoices):
        RECIPIENT = "RECIPIENT", _("Service recipient")
        STAKEHOLDER = "STAKEHOLDER", _("Stakeholder")

    name = models.CharField(_("Group"), max_length=200)
    kind = models.CharField(_("Type of group"), max_length=20, choices=Kind.choices)

    class Meta(Row.Meta):
        verbose_name = _("C/S group")
        verbose_name_plural = _("C/S groups of Category P, item 8")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "name"],
                condition=ALIVE,
                name="group_once",
                violation_error_message=_("This group is already in the register."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)
