"""The yearly round, a unit's assessment in it, and what every row of an assessment has."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.organization.access import access_of
from pmqa.organization.models import Person, Unit


class Round(models.Model):
    """A fiscal year in which units assess themselves; `year` is the Buddhist-era year in which it ends.

    A round is planned until it is opened (`opened_at`). From then on its dates may be moved, but not the rules of its
    scores: criteria version, profile, weights, and whether the weakest letter caps. `is_open` says whether units may
    write: no from the day on which headquarters closes it.
    """

    class Profile(models.TextChoices):
        """How verdicts become scores (domain: no official pass rule is known, so profiles are data)."""

        CHECKLIST = "CHECKLIST", _("Checklist of the Fundamental Level")
        ADLI = "ADLI", _("Bands of ADLI")

    year = models.PositiveSmallIntegerField(_("Fiscal year"), unique=True)
    opens_on = models.DateField(_("Opens on"))
    closes_on = models.DateField(_("Closes on"))
    review_until = models.DateField(_("Review until"), null=True, blank=True)
    consensus_until = models.DateField(_("Consensus until"), null=True, blank=True)
    publishes_on = models.DateField(_("Results on"), null=True, blank=True)
    follow_up_6_on = models.DateField(_("Follow-up after 6 months"), null=True, blank=True)
    follow_up_12_on = models.DateField(_("Follow-up after 12 months"), null=True, blank=True)
    criteria_version = models.CharField(_("Version of the criteria"), max_length=40, default="PMQA 4.0 FL")
    profile = models.CharField(_("Scoring profile"), max_length=12, choices=Profile.choices, default=Profile.CHECKLIST)
    # The weight of each criterion by its code; one that is not named weighs 1.
    weights = models.JSONField(_("Weights"), default=dict, blank=True)
    caps_weakest = models.BooleanField(_("The weakest letter caps the criterion"), default=True)
    has_threads = models.BooleanField(_("Units and assessors may discuss points"), default=False)
    opened_at = models.DateTimeField(_("Opened at"), null=True, blank=True)
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
            # Before anything is shown, the assessor declares that there is no conflict.
            free = models.Q(assignments__conflict="", assignments__declared_at__isnull=False)
            mine = models.Q(assignments__assessor=person) & free
            scope |= mine & ~models.Q(unit__in=access.belongs_units)
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
    extended_until = models.DateField(_("Extended until"), null=True, blank=True)
    extension_reason = models.TextField(_("Reason for extension"), blank=True)

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

    @property
    def deadline(self) -> datetime.date:
        """The last day on which the unit may write and submit: that of the round, or a later one of its own."""
        return max(self.round.closes_on, self.extended_until or self.round.closes_on)

    @property
    def takes_evidence(self) -> bool:
        """Whether evidence may change now: a draft, in an open round, until the end of the last day in Bangkok."""
        return self.state == self.State.DRAFT and self.round.is_open and timezone.localdate() <= self.deadline

    def editable_by(self, person: Person) -> bool:
        """Whether `person` may change evidence now: staff and head of the unit."""
        return self.takes_evidence and self.unit_id in access_of(person).writes_units


class Assignment(models.Model):
    """An assessor who reads and scores an assessment. Before anything is shown, the assessor declares that there is no
    conflict of interest (`declared_at`), or what it is: `conflict` takes the assessment out of the person's sight."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="assignments")
    assessor = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    is_leader = models.BooleanField(_("Leader"), default=False)
    declared_at = models.DateTimeField(_("Declared at"), null=True, blank=True)
    conflict = models.TextField(_("Conflict of interest"), blank=True)

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
