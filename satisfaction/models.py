"""What CS6 stores: surveys as they were planned, and the results of those that were run elsewhere."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.decimals import DecimalCellField
from pmqa.evidence.models import EvidenceRow
from pmqa.profile.models import ALIVE, Group, Service


class SatisfactionSurvey(EvidenceRow):
    """A survey: whom it asks, who runs it, by which criteria it was designed, and how its sample was drawn."""

    title = models.CharField(_("Survey title"), max_length=300)
    groups = models.ManyToManyField(Group, related_name="+", verbose_name=_("Groups surveyed"))
    services = models.ManyToManyField(Service, blank=True, related_name="+", verbose_name=_("Services surveyed"))
    starts_on = models.DateField(_("Survey from"), null=True, blank=True)
    ends_on = models.DateField(_("Survey until"), null=True, blank=True)
    responsible = models.CharField(_("Responsible person or office"), max_length=200, blank=True)
    criteria = models.TextField(_("Design criteria"), blank=True)
    method = models.CharField(_("Survey method"), max_length=300, blank=True)
    population = models.PositiveIntegerField(_("Population"), null=True, blank=True)
    sample_size = models.PositiveIntegerField(_("Sample size"), null=True, blank=True)
    sampling = models.CharField(_("Sampling method"), max_length=300, blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "title"],
                condition=ALIVE,
                name="survey_once",
                violation_error_message=_("This survey already stands in the table."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SurveyResult(EvidenceRow):
    """The result of a survey for one group, satisfaction and dissatisfaction each on its own."""

    survey = models.ForeignKey(SatisfactionSurvey, models.PROTECT, related_name="+", verbose_name=_("Survey"))
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("Group surveyed"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Service surveyed")
    )
    answers = models.PositiveIntegerField(_("Number of answers"), null=True, blank=True)
    mean = DecimalCellField(
        _("Mean satisfaction (1-5)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    deviation = DecimalCellField(
        _("S.D."), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(3)]
    )
    dissatisfied = DecimalCellField(
        _("Dissatisfied (%)"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    finding = models.TextField(_("What was found"), blank=True)
    use = models.TextField(_("How the result is used"), blank=True)

    class Meta(EvidenceRow.Meta):
        verbose_name = _("survey result")
        verbose_name_plural = _("survey results")

    def __str__(self) -> str:
        return f"{self.survey} · {self.group}"
