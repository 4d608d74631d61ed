"""Names and contacts of people, kept apart from the evidence rows that they belong to, and every look at them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile


class PersonalRecord(models.Model):
    """One person at one evidence row. `table` is the key of its table. No history of rows ever holds these columns."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="personal_records")
    table = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    name = models.CharField(_("Name of the person"), max_length=200, blank=True)
    contact = models.CharField(_("Telephone, e-mail or address"), max_length=300, blank=True)
    notice_version = models.CharField(_("Version of the privacy notice"), max_length=20, blank=True)
    given_at = models.DateTimeField(_("Given at"))
    keep_until = models.DateField(_("Kept until"), db_index=True)
    files = models.ManyToManyField(EvidenceFile, blank=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)
    # What a search compares: names without spaces and case, telephones as digits alone.
    folded = models.CharField(max_length=600, blank=True, editable=False)
    digits = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("person's name and contact")
        verbose_name_plural = _("people's names and contacts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["assessment", "table", "row_id"])]


class PersonalLook(models.Model):
    """Somebody saw, took or removed a person's data. Rows are only ever added. Nobody (`by`): the nightly job."""

    class Action(models.TextChoices):
        LOOK = "LOOK", _("looked at")
        EXPORT = "EXPORT", _("exported")
        ERASE = "ERASE", _("erased")
        EXPIRE = "EXPIRE", _("removed after its time")

    record = models.ForeignKey(PersonalRecord, models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=10, choices=Action.choices)
    reason = models.CharField(_("Reason"), max_length=300)

    class Meta:
        verbose_name = _("look at a person's data")
        verbose_name_plural = _("looks at people's data")
        ordering = ["-pk"]


class ErasedRow(models.Model):
    """A row from which a person's words or file were taken, as the law demands. Rows are only ever added.

    The database, which refuses a change of a frozen row, lets those columns pass into nothing of which this tells
    (pmqa.freezing); and who compares the row with its snapshot finds here why it differs. `table` is the label of the
    row's model, as in the history. Nobody (`by`): the nightly job.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="erased_rows")
    table = models.CharField(max_length=40)
    row_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("erased row")
        verbose_name_plural = _("erased rows")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["table", "row_id"], name="row_erased_once")]
