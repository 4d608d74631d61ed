"""What CS6 stores: surveys as they were planned, and the results of those that were run elsewhere."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.decimals import DecimalCellField
from pmqa.evidence.models import EvidenceRow
from pmqa.profile.models import ALIVE, Group, Service

# The worker gives up a task after ten minutes and takes a lost one up again after twelve (settings: Q_CLUSTER).
SILENT_TOO_LONG = datetime.timedelta(minutes=15)


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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answers=None)
                | models.Q(answers__gte=5)
                | models.Q(mean=None, deviation=None, dissatisfied=None),
                name="result_of_five",
                violation_error_message=_(
                    "Figures of fewer than 5 answers are not shown: leave mean, S.D. and dissatisfied blank."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.group}"


class Questionnaire(models.Model):
    """One version of the questions of a survey. A published one never changes: a new version takes its place."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Open to answers")
        CLOSED = "CLOSED", _("Closed to answers")

    class Access(models.TextChoices):
        OPEN = "OPEN", _("Open: one answer a browser")
        TOKENS = "TOKENS", _("By one-time tokens")

    class Scale(models.TextChoices):
        """How a mean becomes a level: five equal steps of 0.80, or the nearest whole number (0.50)."""

        EQUAL = "EQUAL", _("Steps of 0.80")
        NEAREST = "NEAREST", _("Steps of 0.50")

    survey = models.ForeignKey(SatisfactionSurvey, models.PROTECT, related_name="questionnaires")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=16, unique=True)
    access = models.CharField(_("Who may answer"), max_length=8, choices=Access.choices, default=Access.OPEN)
    scale = models.CharField(_("Scale of levels"), max_length=8, choices=Scale.choices, default=Scale.EQUAL)
    closes_on = models.DateField(_("Last day of answers"), null=True, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["survey", "version"], name="questionnaire_version_once")]


class Section(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]


class Question(models.Model):
    class Kind(models.TextChoices):
        SATISFACTION = "SATISFACTION", _("Satisfaction, 5 to 1")
        IMPORTANCE = "IMPORTANCE", _("Importance, 5 to 1")
        DISSATISFACTION = "DISSATISFACTION", _("Dissatisfaction: yes or no")
        SINGLE = "SINGLE", _("One choice")
        MULTIPLE = "MULTIPLE", _("Several choices")
        TEXT = "TEXT", _("Free text")

    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500, blank=True)
    help = models.CharField(max_length=500, blank=True)
    help_en = models.CharField(max_length=500, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["section__position", "position", "pk"]


class Choice(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]


class AnswerImport(models.Model):
    """A file of answers: read, matched to the questions, stored, and perhaps taken back.

    `kept` names the file while it is kept (a day at most). `plan` says what each column becomes. What is stored so far,
    `stored` responses up to row `last_row` of the file, belongs to no questionnaire until all of it is there.
    """

    class State(models.TextChoices):
        READING = "READING", _("Being read")
        READY = "READY", _("Waiting to be matched")
        STORING = "STORING", _("Being imported")
        DONE = "DONE", _("Imported")
        FAILED = "FAILED", _("Failed")
        TAKEN_BACK = "TAKEN_BACK", _("Taken back")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    kept = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READING)
    plan = models.JSONField(default=dict)
    is_again = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    last_row = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="th")
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "digest"],
                condition=models.Q(state__in=["STORING", "DONE"], is_again=False),
                name="answer_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def is_moving(self) -> bool:
        """Whether the worker has it and gave a sign of life: it is worth looking again soon."""
        is_worked_on = self.state in (self.State.READING, self.State.STORING)
        return is_worked_on and timezone.now() - self.moved_at <= SILENT_TOO_LONG

    @property
    def is_lost(self) -> bool:
        """Whether the worker has been silent for so long that it will not come back to it by itself."""
        return self.state in (self.State.READING, self.State.STORING) and not self.is_moving

    @property
    def per_cent(self) -> int:
        return min(99, 100 * self.last_row // max(self.rows, 1))


class Response(models.Model):
    """One answered questionnaire. It holds a day, no time, no address and no token: nobody can be told from it.

    While its file is being imported, and once that was taken back, it belongs to no questionnaire: nothing counts it.
    """

    class Source(models.TextChoices):
        WEB = "WEB", _("Answered on the page")
        PAPER = "PAPER", _("Entered from paper")
        FILE = "FILE", _("Imported from a file")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, null=True, related_name="responses")
    imported = models.ForeignKey(AnswerImport, models.PROTECT, null=True, related_name="responses")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WEB)
    is_flagged = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(questionnaire__isnull=False) | models.Q(imported__isnull=False),
                name="response_of_something",
            )
        ]


class PaperSheet(models.Model):
    """That a sheet of paper was entered: by whom, and with which of their numbers, which they write on the sheet.

    It holds days, no times: answers of the page stand between those of paper, and a time would tell when they came. Of
    a sheet that was taken back no answer remains.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="sheets")
    response = models.OneToOneField(Response, models.SET_NULL, null=True, related_name="sheet")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    entered_on = models.DateField()
    mended_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "by", "number"], name="paper_sheet_once")]


class Answer(models.Model):
    """An answer to one question: `value` 1 to 5 of a scale, 1 or 0 of a dissatisfaction; a choice (one row each);
    or a text."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True)
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["question", "value"], name="answer_counts")]


class AnswerToken(models.Model):
    """A one-time key to a questionnaire, of which only a SHA-256 is kept; no answer points at it."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)


class AnswerReceipt(models.Model):
    """That a public form was stored, by a keyed hash of its stamp, so that the same form sent twice is stored once. It
    has no place in a sequence and no time: it cannot be laid beside a response."""

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
