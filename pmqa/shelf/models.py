"""The shelf of good practices: what headquarters shows to every unit of what was published of one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment


class PracticeQuerySet(models.QuerySet["Practice"]):
    def on_shelf(self) -> "PracticeQuerySet":
        """What stands there for everybody: nothing that was taken down, and nothing of a unit whose results are not
        published."""
        return self.filter(taken_at=None, assessment__state=Assessment.State.PUBLISHED)


class Practice(models.Model):
    """One good practice: `title` and `text` as they were published, and the `words` of headquarters, which say what
    others can learn from it.

    `source` says what it was taken from (the key of a source in `pmqa.shelf.sources`), `number` which one. What is
    taken down stays, with who put it up and who took it down.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    source = models.CharField(_("Kind of practice"), max_length=40)
    number = models.PositiveBigIntegerField()
    criterion = models.CharField(_("Criterion"), max_length=8)
    title = models.TextField(_("Title"), blank=True)
    text = models.TextField(_("Text"), blank=True)
    words = models.TextField(_("What others can learn from it"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "number"], condition=models.Q(taken_at=None), name="practice_once_on_the_shelf"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text
