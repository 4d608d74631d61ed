"""What a unit says about its findings: a gap of the coverage matrix that need not be filled."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment


class NotNeeded(models.Model):
    """The unit's reason why a group or service (`row_id`) needs nothing in a column of the coverage matrix."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="not_needed")
    column = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    reason = models.CharField(_("Not needed because"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "column", "row_id"], name="not_needed_once")]
