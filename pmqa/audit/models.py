"""The record of what was done to assessments, scores, roles and results: entries are added, and then stay."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.organization.models import Unit


class AuditEntry(models.Model):
    """Who did what when. `detail` holds codes and figures, no words of one language; the database refuses to change or
    remove an entry."""

    class Kind(models.TextChoices):
        STATE = "STATE", _("State of an assessment")
        CERTIFICATION = "CERTIFICATION", _("Certification")
        ROUND = "ROUND", _("Round")
        EXTENSION = "EXTENSION", _("Extension")
        ASSIGNMENT = "ASSIGNMENT", _("Assignment of assessors")
        SCORE = "SCORE", _("Score")
        RELEASE = "RELEASE", _("Release of results")
        PLAN = "PLAN", _("Improvement plan")
        ROLE = "ROLE", _("Role")
        PERSONAL = "PERSONAL", _("Look at personal data")
        ERASURE = "ERASURE", _("Erasure of personal data")
        DISCUSSION = "DISCUSSION", _("Message about a point")

    at = models.DateTimeField(_("When"))
    # Nobody: the nightly job.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Who"))
    kind = models.CharField(_("What kind"), max_length=16, choices=Kind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("Unit"))
    # The fiscal year (B.E.), 0 where there is none: a number, as the record knows nothing of assessments.
    year = models.PositiveSmallIntegerField(_("Fiscal year"), default=0)
    subject = models.CharField(_("About what"), max_length=200, blank=True)
    detail = models.JSONField(_("Details"), default=dict)

    class Meta:
        verbose_name = _("entry of the record")
        verbose_name_plural = _("record of changes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "year"]), models.Index(fields=["kind"])]
