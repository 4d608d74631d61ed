"""What was submitted, fixed: a snapshot of every row and file, each chained to the one before by its hash."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment


class Snapshot(models.Model):
    """An assessment as it was submitted for the `number`th time, certified by who had this rank, name and position.

    `link` counts the snapshots of the whole installation from 1 without a gap. `sha256` covers all that is told here
    (see `seals.seal_of`), the hash of the link before (`previous`, "" for the first) and the content, which is
    canonical JSON (content.py), compressed by zlib.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("Submission"))
    link = models.PositiveBigIntegerField(unique=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("Submitted at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Submitted by"))
    rank = models.CharField(_("Rank"), max_length=100, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    position = models.CharField(_("Position"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["link"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_once")]


class Chain(models.Model):
    """The end of the chain: how many links there are and the hash of the last. One row, which the next link locks."""

    length = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
