"""The inbox: what people are told of what others did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.organization.models import Unit


class Notice(models.Model):
    """One thing that one person is told. It holds codes, days and figures, and no words: `pmqa.notices.words` says it
    in the language of whoever reads, and where it leads. What somebody wrote (a reason, a message, a note of an
    assessor) and what was scored have no place here: that is read at its own place, by who may read it there.
    """

    class Kind(models.TextChoices):
        ROUND_OPENED = "ROUND_OPENED", _("Round opened")
        EXTENDED = "EXTENDED", _("More time given")
        SUBMITTED = "SUBMITTED", _("Submitted")
        TAKEN_BACK = "TAKEN_BACK", _("Taken back")
        RETURNED = "RETURNED", _("Returned to the unit")
        REVIEW_STOPPED = "REVIEW_STOPPED", _("Review stopped by a return")
        ASSIGNED = "ASSIGNED", _("Assigned")
        UNASSIGNED = "UNASSIGNED", _("Assignment taken back")
        CONFLICT = "CONFLICT", _("Conflict declared")
        REVIEW_BEGUN = "REVIEW_BEGUN", _("Review begun")
        CONSENSUS_BEGUN = "CONSENSUS_BEGUN", _("Consensus begun")
        PUBLISHED = "PUBLISHED", _("Results released to the unit")
        RESULTS_OUT = "RESULTS_OUT", _("Results released")
        MESSAGE = "MESSAGE", _("Message about a point")
        ANNUAL_DONE = "ANNUAL_DONE", _("Annual report ready")
        ANNUAL_FAILED = "ANNUAL_FAILED", _("Annual report not finished")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    # The fiscal year (B.E.), 0 where there is none: a number, as this layer knows nothing of rounds.
    year = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
        ]
