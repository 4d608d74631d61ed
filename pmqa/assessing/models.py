"""The phrase shelf of headquarters: words that assessors pick and make their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phrase(models.Model):
    """A model strength, opportunity for improvement or good practice, for one point or (blank) the whole criterion."""

    class Kind(models.TextChoices):
        STRENGTH = "STRENGTH", _("Strength")
        OFI = "OFI", _("Opportunity for improvement (OFI)")
        PRACTICE = "PRACTICE", _("Good practice")

    criterion = models.CharField(_("Criterion"), max_length=8)
    point = models.CharField(_("Point"), max_length=16, blank=True)
    kind = models.CharField(_("Kind of phrase"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("Phrase"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["criterion", "point", "kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=("STRENGTH", "OFI", "PRACTICE")), name="phrase_kind")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def serves(self) -> str:
        """The kind of remark that begins with it: a good practice is told as a strength."""
        return self.Kind.STRENGTH if self.kind == self.Kind.PRACTICE else self.kind
