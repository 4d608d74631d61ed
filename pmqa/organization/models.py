"""Units, the people in them, and the roles that people hold."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Ranks in their order of precedence, highest first, as they stand before a name.
RANKS = (
    "พล.ร.อ. พล.ร.ท. พล.ร.ต. น.อ. น.ท. น.ต. ร.อ. ร.ท. ร.ต. พ.จ.อ. พ.จ.ท. พ.จ.ต. จ.อ. จ.ท. จ.ต. นาย นาง น.ส."
).split()


class Unit(models.Model):
    """A unit that assesses itself, known by a short code in addresses and commands."""

    code = models.CharField(
        _("Unit code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Use small Latin letters, digits and hyphens."))],
    )
    name = models.CharField(_("Unit name"), max_length=200)
    kind = models.CharField(_("Kind of unit"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=255, editable=False, db_index=True, default="")

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Someone who signs in; the rank stands before the name."""

    rank = models.CharField(_("Rank"), max_length=20, blank=True)
    # The one that the person chose last; pages go by the browser, messages by this.
    language = models.CharField(
        _("Language of messages"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return " ".join(part for part in (self.rank, self.first_name, self.last_name) if part) or self.username

    @property
    def names(self) -> tuple[str, ...]:
        """The ways in which rows may call this person."""
        return (str(self), self.username)

    @classmethod
    def known_in(cls, assessment: Any) -> "models.QuerySet[Person]":
        """The people whom a row of `assessment` may name: staff and heads of its unit."""
        of_the_unit = cls.objects.filter(roles__unit=assessment.unit_id, roles__kind__in=Role.OF_A_UNIT)
        return of_the_unit.distinct().order_by("username")


class Role(models.Model):
    """What a person is: staff and heads of a unit; assessors, headquarters and administrators of the whole."""

    class Kind(models.TextChoices):
        STAFF = "STAFF", _("Unit staff")
        HEAD = "HEAD", _("Unit head")
        ASSESSOR = "ASSESSOR", _("Assessor")
        HEADQUARTERS = "HEADQUARTERS", _("Headquarters")
        ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")

    OF_A_UNIT = (Kind.STAFF, Kind.HEAD)

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    kind = models.CharField(_("Role"), max_length=20, choices=Kind.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="roles", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "unit"],
                name="role_once_in_a_unit",
                violation_error_message=_("This person already holds this role."),
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(unit__isnull=True),
                name="role_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=("STAFF", "HEAD"), unit__isnull=False)
                | models.Q(kind="ASSESSOR")
                | models.Q(kind__in=("HEADQUARTERS", "ADMINISTRATOR"), unit__isnull=True),
                name="role_unit",
                violation_error_message=_("Staff and heads belong to a unit; headquarters and administrators to none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
