"""Where units have the same file, or nearly the same text: found at night, kept until the next search.

No text stands here: who may read is shown the rows as they are now, so that what was erased is gone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Round


class Search(models.Model):
    """The last search of a round: when it began, and how many texts and files it looked at."""

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    files = models.PositiveIntegerField()


class Likeness(models.Model):
    """One file, or one text in nearly the same words, in several units. `length` is that of the text that the others
    are compared with, in letters, or of the file in bytes."""

    class Kind(models.TextChoices):
        TEXT = "TEXT", _("Near-equal texts")
        FILE = "FILE", _("Equal files")

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    units = models.PositiveIntegerField()
    length = models.PositiveBigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["round", "kind", "-length"], name="likeness_by_length"),
            models.Index(fields=["round", "kind", "-units"], name="likeness_by_units"),
        ]


class Place(models.Model):
    """One place of a likeness: a `column` of a row, known by the label of its model as in the history; of a statement
    the code of its point. `rank` 0 is the one that the others are compared with, `share` how like it is (%)."""

    likeness = models.ForeignKey(Likeness, models.CASCADE, related_name="places")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="+")
    table = models.CharField(max_length=60)
    row_id = models.PositiveBigIntegerField()
    column = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
