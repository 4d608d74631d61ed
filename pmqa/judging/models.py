"""What is judged of an assessment: the unit's own sheet, each assessor's, and that of the consensus."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.scoring.profiles import STEP, Mark

Is = models.Q


class Sheet(models.Model):
    """One judgement of a whole assessment. Every read of others' sheets goes through `pmqa.judging.scope`.

    `submission` tells which submission of the unit it judges, counted from 1: after a return, an assessor begins a new
    sheet, and what was said of the earlier submission stays locked. The own sheet and the consensus are one each for
    the assessment and a submission of it; that of the unit goes along through all submissions (0).
    """

    class Kind(models.TextChoices):
        OWN = "OWN", _("The unit's own judgement")
        ASSESSOR = "ASSESSOR", _("An assessor's judgement")
        CONSENSUS = "CONSENSUS", _("Consensus")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    submission = models.PositiveSmallIntegerField(default=0)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="sheets")
    submitted_at = models.DateTimeField(_("Submitted at"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("sheet of judgements")
        verbose_name_plural = _("sheets of judgements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "submission", "assessor"],
                condition=Is(kind="ASSESSOR"),
                name="sheet_once_an_assessor",
            ),
            models.UniqueConstraint(
                fields=["assessment", "submission", "kind"], condition=~Is(kind="ASSESSOR"), name="sheet_once_a_kind"
            ),
            models.CheckConstraint(condition=Is(kind__in=("OWN", "ASSESSOR", "CONSENSUS")), name="sheet_kind"),
            models.CheckConstraint(
                condition=Is(kind="ASSESSOR", assessor__isnull=False)
                | ~Is(kind="ASSESSOR") & Is(assessor__isnull=True),
                name="sheet_assessor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.get_kind_display()}"

    @property
    def is_locked(self) -> bool:
        return self.submitted_at is not None


class Judged(models.Model):
    """What was said of one item. `item` is a point ("CS1-A1") or, in bands, a letter ("CS1/A"; "CS7/" for the whole).

    An empty verdict without per cent says nothing of the item: it is never 0.
    """

    class Verdict(models.TextChoices):
        SEEN = "SEEN", _("Seen")
        PARTLY = "PARTLY", _("Partly seen")
        NOT_SEEN = "NOT_SEEN", _("Not seen")
        NOT_APPLICABLE = "NOT_APPLICABLE", _("Not applicable")

    item = models.CharField(max_length=16)
    verdict = models.CharField(_("Verdict"), max_length=16, choices=Verdict.choices, blank=True)
    percent = models.PositiveSmallIntegerField(_("Per cent"), null=True)
    words = models.TextField(_("Note"), blank=True)

    class Meta:
        abstract = True

    @property
    def mark(self) -> Mark:
        """The judgement as scoring profiles take it."""
        return Mark(self.verdict, self.percent)


class Judgement(Judged):
    """What a sheet says of one item now."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="judgements")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="judgement_once"),
            models.CheckConstraint(
                condition=Is(verdict__in=("", "SEEN", "PARTLY", "NOT_SEEN", "NOT_APPLICABLE")), name="judgement_verdict"
            ),
            models.CheckConstraint(
                condition=Is(percent__isnull=True) | Is(percent__in=tuple(range(0, 101, STEP))),
                name="judgement_percent",
            ),
        ]


class JudgementChange(Judged):
    """One entry of a judgement's history: who said what when. Entries are added, and then stay; who may read the sheet
    may read them."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class Remark(models.Model):
    """A strength, an opportunity for improvement or a question for the visit: what, the number of the evidence, and so
    what. `point` is blank for one of the whole criterion; `answer` is what the visit found, `met` whom it met and
    `documents` what it was shown."""

    class Kind(models.TextChoices):
        STRENGTH = "STRENGTH", _("Strength")
        OFI = "OFI", _("Opportunity for improvement (OFI)")
        QUESTION = "QUESTION", _("Question for the site visit")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="remarks")
    criterion = models.CharField(max_length=8)
    point = models.CharField(_("Point"), max_length=16, blank=True)
    kind = models.CharField(_("Kind of remark"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("Remark"))
    answer = models.TextField(_("Answer at the visit"), blank=True)
    met = models.TextField(_("People met"), blank=True)
    documents = models.TextField(_("Documents seen"), blank=True)
    evidence: Any = models.ManyToManyField(EvidenceFile, blank=True, related_name="+", verbose_name=_("Evidence"))
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Is(kind__in=("STRENGTH", "OFI", "QUESTION")), name="remark_kind")
        ]

    def __str__(self) -> str:
        return self.text
