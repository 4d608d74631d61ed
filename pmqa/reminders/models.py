"""Which reminders went out: so that each goes once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """One line of a message that one person was sent: what for, about what, for which day, at which distance to it.

    The row stands before the message is handed over: if the machine stops in between, that one message is lost, and
    none is sent twice. Where the mail server refuses the message the row goes again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=60)
    day = models.DateField()
    stage = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "about", "day", "stage"], name="reminder_once")
        ]
