"""The charts of CS6: satisfaction and dissatisfaction by group, a year ago beside them, and the answers behind them.

Results come from answers that were given here, and from results entered by hand; where both tell of one group in one
survey, the answers do. Of a group under 5 nothing is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import standing
from pmqa.thai.text import fold
from satisfaction.measures import LEAST, VALUES, mean_of, rounded, summed
from satisfaction.models import Question, Questionnaire, SurveyResult
from satisfaction.tallies import Tally, answered_of, tally_of

HIGHEST_MEAN, ALL = 500, 10_000  # in hundredths: 5.00, and 100 %


@dataclass(frozen=True)
class Score:
    """What is known of one group in one survey: mean and dissatisfied (%) in hundredths, and the answers, if given."""

    survey: str
    group: str
    service: str = ""
    mean: int | None = None
    dissatisfied: int | None = None
    counts: tuple[int, ...] = ()
    address: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return fold(self.group), fold(self.survey), fold(self.service)


def charts_of(assessment: Assessment) -> tuple[Chart, ...]:
    """Satisfaction, dissatisfaction, and the answers by group."""
    past = Assessment.objects.filter(unit=assessment.unit_id, round__year=assessment.year - 1).select_related("unit")
    years = assessment.year, assessment.year - 1
    found, before = scores_of(assessment), [score for each in past for score in scores_of(each)]
    return (satisfaction_chart(found, before, years), dissatisfaction_chart(found, before, years), answers_chart(found))


def scores_of(assessment: Assessment) -> list[Score]:
    """What is known in one year, by group in the order of the survey and its results. A query or two, and the counts of
    each questionnaire that was answered."""
    answered = list(_answered(assessment))
    known = {score.key for score in answered}
    rows = standing(SurveyResult, [assessment]).select_related("survey", "group", "service")
    entered = [
        Score(
            row.survey.title,
            row.group.name,
            row.service.process if row.service else "",
            _hundredths(row.mean),
            _hundredths(row.dissatisfied),
        )
        for row in rows
        if row.answers is None or row.answers >= LEAST
    ]
    return [*answered, *(score for score in entered if score.key not in known)]


def _hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int((value * 100).to_integral_value())


def _answered(assessment: Assessment) -> Iterable[Score]:
    newest: dict[int, Questionnaire] = {}
    for questionnaire in answered_of([assessment]).prefetch_related("survey__groups"):
        newest.setdefault(questionnaire.survey_id, questionnaire)
    asked = Question.objects.filter(section__questionnaire__in=[each.pk for each in newest.values()]).order_by()
    kinds: dict[int, dict[str, list[int]]] = {}
    for pk, kind, questionnaire in asked.values_list("pk", "kind", "section__questionnaire"):
        kinds.setdefault(questionnaire, {}).setdefault(kind, []).append(pk)
    for each in newest.values():
        address = reverse("survey-results", args=[assessment.unit.code, assessment.year, each.survey_id])
        yield from _scores(each, tally_of(each), kinds.get(each.pk, {}), address)


def _scores(
    questionnaire: Questionnaire, tally: Tally, kinds: Mapping[str, Sequence[int]], address: str
) -> Iterable[Score]:
    for group in questionnaire.survey.groups.all():
        asked = {kind: summed(tally.question(pk).of(group=group.pk) for pk in pks) for kind, pks in kinds.items()}
        counts = asked.get(Question.Kind.SATISFACTION, {})
        mean, share = mean_of(counts), mean_of(asked.get(Question.Kind.DISSATISFACTION, {}))
        if mean is not None or share is not None:
            yield Score(
                questionnaire.survey.title,
                group.name,
                mean=None if mean is None else _hundredths(rounded(mean)),
                dissatisfied=None if share is None else _hundredths(rounded(share * 100)),
                counts=tuple(counts.get(value, 0) for value in VALUES) if mean is not None else (),
                address=address,
            )


def scale_series() -> tuple[str, ...]:
    """The names of the answers to a scale, from 1 to 5."""
    return (_("1 lowest"), _("2 low"), _("3 moderate"), _("4 high"), _("5 highest"))


def satisfaction_chart(found: Sequence[Score], before: Sequence[Score], years: tuple[int, int]) -> Chart:
    """The mean of each group this year and a year ago."""
    rows = _rows([(score, score.mean) for score in found], {score.key: score.mean for score in before})
    lowest = min(rows, key=lambda row: row.counts[0] or 0, default=None)
    told = {"group": lowest.label, "mean": f"{(lowest.counts[0] or 0) / 100:.2f}"} if lowest else {}
    return Chart(
        "satisfaction",
        _("Satisfaction by group (mean of 1 to 5)"),
        Kind.SCORES,
        _("Group"),
        tuple(map(str, years)),
        rows,
        _("The lowest mean is that of %(group)s: %(mean)s.") % told if told else "",
        _("No satisfaction can be shown yet."),
        whole=HIGHEST_MEAN,
    )


def dissatisfaction_chart(found: Sequence[Score], before: Sequence[Score], years: tuple[int, int]) -> Chart:
    """The share of each group that is dissatisfied, this year and a year ago."""
    rows = _rows([(score, score.dissatisfied) for score in found], {score.key: score.dissatisfied for score in before})
    highest = max(rows, key=lambda row: row.counts[0] or 0, default=None)
    told = {"group": highest.label, "share": f"{(highest.counts[0] or 0) / 100:.2f}"} if highest else {}
    return Chart(
        "dissatisfaction",
        _("Dissatisfaction by group (%)"),
        Kind.SCORES,
        _("Group"),
        tuple(map(str, years)),
        rows,
        _("The highest share is that of %(group)s: %(share)s %%.") % told if told else "",
        _("No dissatisfaction can be shown yet."),
        whole=ALL,
    )


def _rows(
    found: Iterable[tuple[Score, int | None]], before: Mapping[tuple[str, str, str], int | None]
) -> tuple[ChartRow, ...]:
    shown = [(score, figure) for score, figure in found if figure is not None]
    scores = [score for score, _figure in shown]
    return tuple(
        ChartRow(_label(score, scores), (figure, before.get(score.key)), score.address) for score, figure in shown
    )


def _label(score: Score, scores: Sequence[Score]) -> str:
    """The group, with the survey and the service where the group alone would not tell."""
    alike = [each for each in scores if fold(each.group) == fold(score.group)]
    return " · ".join(filter(None, (score.group, score.survey, score.service))) if len(alike) > 1 else score.group


def answers_chart(found: Sequence[Score]) -> Chart:
    """All answers to questions for satisfaction by group."""
    given = [score for score in found if score.counts]
    rows = tuple(ChartRow(_label(score, given), score.counts, score.address) for score in given)
    whole = summed(dict(zip(VALUES, score.counts, strict=True)) for score in given)
    mean = mean_of(whole)
    told = {"answers": f"{sum(whole.values()):,}", "mean": f"{rounded(mean):.2f}" if mean is not None else ""}
    return Chart(
        "answers",
        _("Answers on satisfaction by group"),
        Kind.LIKERT,
        _("Group"),
        scale_series(),
        rows,
        _("%(answers)s answers to all questions for satisfaction; their mean is %(mean)s.") % told,
        _("No answers of at least 5 people of a group are there yet."),
    )
