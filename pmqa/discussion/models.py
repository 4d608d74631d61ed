"""What a unit and its assessors say to each other about the points of an assessment."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment


class Message(models.Model):
    """One message about one point. Messages are added, and then stay: the database refuses to change or remove one.

    The messages of a point are its thread. It is settled while its last message `settles` it: a word of an assessor,
    which may come without text. `side` is what the person was when writing.
    """

    class Side(models.TextChoices):
        UNIT = "UNIT", _("Unit")
        ASSESSOR = "ASSESSOR", _("Assessor")
        HEADQUARTERS = "HEADQUARTERS", _("Headquarters")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="messages")
    point = models.CharField(_("Point"), max_length=16)
    side = models.CharField(max_length=12, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("Message"), blank=True)
    settles = models.BooleanField(_("Settles the point"), default=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["assessment", "point"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=("UNIT", "ASSESSOR", "HEADQUARTERS")), name="message_side"
            ),
            models.CheckConstraint(
                condition=models.Q(settles=False) & ~models.Q(text="") | models.Q(settles=True, side="ASSESSOR"),
                name="message_says_something",
            ),
        ]
