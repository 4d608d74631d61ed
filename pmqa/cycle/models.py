"""The yearly round, a unit's assessment in it, and what every row of an assessment has."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.organization.access import access_of
from pmqa.organization.models import Person, Unit


class Round(models.Model):
    """A fiscal year in which units assess themselves; `year` is the Buddhist-era year in which it ends."""

    year = models.PositiveSmallIntegerField(_("Fiscal year"), unique=True)
    opens_on = models.DateField(_("Opens on"))
    closes_on = models.DateField(_("Closes on"))
    is_open = models.BooleanField(_("Open"), default=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_user(self, person: Person) -> "AssessmentQuerySet":
        """The assessments that `person` may see: the one place where scope is decided."""
        access = access_of(person)
        if access.reads_all:
            return self
        scope = models.Q(unit__in=access.writes_units)
        if access.assesses:
            scope |= models.Q(assignments__assessor=person) & ~models.Q(unit__in=access.belongs_units)
        return self.filter(scope).distinct()


class Assessment(models.Model):
    """One unit in one round: everything that the unit shows for the year hangs on it."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SUBMITTED = "SUBMITTED", _("Submitted")
        IN_REVIEW = "IN_REVIEW", _("In review")
        CONSENSUS = "CONSENSUS", _("Consensus")
        PUBLISHED = "PUBLISHED", _("Published")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments", verbose_name=_("unit"))
    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments", verbose_name=_("round"))
    state = models.CharField(_("State"), max_length=20, choices=State.choices, default=State.DRAFT)
    returned_reason = models.TextField(_("Reason for return"), blank=True)
    changed_at = models.DateTimeField(_("Changed at"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-round__year", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["unit", "round"], name="assessment_once_a_round")]

    def __str__(self) -> str:
        return f"{self.unit} {self.round}"

    @property
    def year(self) -> int:
        return self.round.year

    def editable_by(self, person: Person) -> bool:
        """Whether `person` may change evidence: staff and head of the unit, while it is a draft in an open round."""
        return self.state == self.State.DRAFT and self.round.is_open and self.unit_id in access_of(person).writes_units


class Assignment(models.Model):
    """An assessor who reads and scores an assessment."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="assignments")
    assessor = models.ForeignKey(Person, models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "assessor"], name="assignment_once")]


class CriterionMark(models.Model):
    """The unit's own word that it has finished a criterion."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=8)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "criterion"], name="mark_once")]


class Row(models.Model):
    """What every row of an assessment has: its place, its version against lost updates, who changed it and when."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    sort_key = models.CharField(max_length=255, default="", editable=False)
    version = models.PositiveIntegerField(default=1)
    carried_over = models.BooleanField(_("Carried over, to be reviewed"), default=False)
    updated_at = models.DateTimeField(null=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def names(self) -> tuple[str, ...]:
        """The ways in which other rows may call this one."""
        return (str(self),)

    @classmethod
    def known_in(cls, assessment: Assessment) -> "models.QuerySet[Any]":
        """The rows that a row of `assessment` may name."""
        return cls._default_manager.filter(assessment=assessment, deleted_at=None)
