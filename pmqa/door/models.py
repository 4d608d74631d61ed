"""How often something was asked for at a public page, without a word about who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Throttle(models.Model):
    """A count of one window of time. `key` is a keyed hash: no address can be read or found out from it."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
