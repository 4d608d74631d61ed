"""What the surveys of a year found, for the report: by survey, section and question, a year ago beside it.

All comes from `results_of`: what is hidden has no part in it. Free texts are not printed.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.charts.measured import Found, Grid, Measured, Plane, Point, pieces
from pmqa.cycle.models import Assessment
from satisfaction.models import Question, Questionnaire
from satisfaction.result_parts import hidden_words, note_of, plain, rate_words, section_parts, told_apart
from satisfaction.results import QUADRANTS, Part, Results, middle_of, results_before, results_of
from satisfaction.statistics import ALL
from satisfaction.tallies import answered_of

Asks = Question.Kind
Parts = Iterator[Measured | Grid | Plane]


def found_in(assessment: Assessment) -> tuple[Found, ...]:
    """What each survey of `assessment` that has answers found: the newest version of its questionnaire that was
    answered, as on its page. Some twenty queries a survey, whatever the answers."""
    newest: dict[int, Questionnaire] = {}
    for questionnaire in answered_of([assessment]):
        questionnaire.survey.assessment = assessment
        newest.setdefault(questionnaire.survey_id, questionnaire)
    return tuple(found_of(each) for each in newest.values())


def found_of(questionnaire: Questionnaire) -> Found:
    survey = questionnaire.survey
    results = results_of(questionnaire, results_before(survey))
    year = survey.assessment.year
    parts = [part for section in results.sections for part in section_parts(section, results)]
    parts += _dissatisfaction(results, (str(year), str(year - 1)))
    parts += matters_of(results)
    return Found(survey.title, tuple(_facts(results)), tuple(parts) if results.n else ())


def _facts(results: Results) -> Iterator[tuple[str, str]]:
    yield _("Answered questionnaires of the groups shown"), f"{results.n:,}"
    yield _("Response rate, of the sample"), rate_words(results.of_sample)
    yield _("Response rate, of the population"), rate_words(results.of_population)
    if results.groups:
        yield _("Groups shown"), ", ".join(f"{name} {n:,}" for name, n in results.groups)
    if results.hidden:
        yield _("Hidden, for fewer than 5 answers"), ", ".join(results.hidden)
    if results.silent:
        yield _("No answer from"), ", ".join(results.silent)


# ---- Dissatisfaction by itself ----


def _dissatisfaction(results: Results, years: tuple[str, str]) -> Parts:
    """The shares of those who are dissatisfied: as they were asked, and those who answered 1 or 2."""
    for section in results.sections:
        for question in section.questions:
            if question.kind == Asks.DISSATISFACTION:
                title = _("Dissatisfied (%%): %(question)s") % {"question": question.text}
                told = told_apart(question)
                yield from pieces(
                    _low(f"low-{question.pk}", title, told, years, results, hidden_words(question, results))
                )
        if section.is_rated and section.overall:
            title = _("Answers 1 and 2 (%%): %(section)s") % {"section": section.title}
            parts = section.overall if len(section.overall) > 2 else section.overall[:1]
            yield from pieces(_low(f"low-of-{section.pk}", title, parts, years, results))


def _low(
    key: str, title: str, parts: Iterable[Part], years: tuple[str, str], results: Results, reading: str = ""
) -> Measured:
    told = list(parts)
    chart = Chart(
        key,
        title,
        Kind.SCORES,
        _("Of whom"),
        years,
        tuple(ChartRow(part.label, (_hundredths(part), _hundredths(part.before))) for part in told),
        reading,
        _("No dissatisfaction can be shown yet."),
        whole=ALL,
    )
    before = [part.before.dissatisfied if part.before else None for part in told]
    figures = tuple(
        (f"{part.n:,}", plain(part.dissatisfied), plain(past)) for part, past in zip(told, before, strict=True)
    )
    return Measured(chart, ("n", *(f"{year} (%)" for year in years)), figures, note_of(results.n, results))


def _hundredths(part: Part | None) -> int | None:
    return None if part is None or part.dissatisfied is None else round(part.dissatisfied * 100)


# ---- Importance against performance ----


def matters_of(results: Results) -> Parts:
    """The picture of importance against performance, where both were asked."""
    middle = middle_of(results.matters)
    if middle is None:
        return
    importance, performance = (int(each * 100) for each in middle)
    yield Plane(
        _("Importance against performance"),
        (_("Satisfaction"), _("Importance")),
        (performance, importance),
        (str(QUADRANTS["FIX"]), str(QUADRANTS["KEEP"]), str(QUADRANTS["LOW"]), str(QUADRANTS["TOO_MUCH"])),
        tuple(
            Point(each.text, int(each.performance * 100), int(each.importance * 100), each.words)
            for each in results.matters
        ),
        (_("Question"), _("Importance"), _("Satisfaction"), _("Where it stands")),
        note_of(results.n, results),
    )
