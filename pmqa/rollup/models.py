"""What was found of each assessment, stored so that all units can be read at once. Nothing stands here that the rows
do not say: `pmqa.rollup.stored` computes it again at any time, and tells where it differs."""

from django.db import models

from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.guidelines import Status


class Computed(models.Model):
    """That the results of an assessment were computed: of its rows as they stood at `as_of`.

    `at` is when they last became what they are. `mark` tells the rows from what they are after a change, and `release`
    the program from another one (`pmqa.rollup.marks`). `own` and `published` are the per cent of the whole category, by
    the unit's own judgement and by the published consensus; None where there is none.
    """

    assessment = models.OneToOneField(Assessment, models.CASCADE, primary_key=True, related_name="computed")
    as_of = models.DateTimeField(db_index=True)
    at = models.DateTimeField()
    mark = models.CharField(max_length=64)
    release = models.CharField(max_length=64)
    own = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    published = models.DecimalField(max_digits=9, decimal_places=6, null=True)


class CriterionResult(models.Model):
    """How many points of a criterion are met, partly met and missing, and its per cent as in `Computed`.

    The round and the kind of unit stand here as well: a heat map of all units is then read from one index.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="criterion_results", db_index=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60, blank=True)
    criterion = models.CharField(max_length=8)
    met = models.PositiveSmallIntegerField()
    partly = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField()
    own = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    published = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_result_once")]
        indexes = [
            models.Index(
                fields=["round", "kind", "criterion", "met", "partly", "missing", "own", "published"],
                name="criterion_results_read",
            )
        ]


class PointResult(models.Model):
    """Whether evidence for a point is there, and how many reasons there are why it is not. Round and kind as above."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="point_results", db_index=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60, blank=True)
    point = models.CharField(max_length=16)
    status = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Status])
    reasons = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "point"], name="point_result_once")]
        indexes = [models.Index(fields=["round", "point", "status", "kind"], name="point_results_read")]
