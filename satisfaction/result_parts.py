"""Sections and questions of a survey on paper: their bars, and the measures beside them.

Every function takes what may be shown (`results_of`) and gives parts of what `result_paper` prints.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.charts.measured import Grid, Measured, pieces
from satisfaction.models import Question
from satisfaction.results import SCALES, Part, QuestionResult, Results, SectionResult
from satisfaction.statistics import scale_series

Asks = Question.Kind


def rate_words(figure: float | None) -> str:
    """A rate of response in per cent, as it is read."""
    return "–" if figure is None else f"{figure:.1f} %"


def plain(figure: Decimal | float | None) -> str:
    """A mean to two decimals, a share to one; a dash where nothing was measured."""
    if figure is None:
        return "–"
    return f"{figure:.2f}" if isinstance(figure, Decimal) else f"{figure:.1f}"


def note_of(n: int, results: Results) -> str:
    """Of how many a figure is: those who answered, and the rate of response."""
    told = {"n": f"{n:,}", "rate": rate_words(results.of_sample)}
    return _("n = %(n)s, response rate %(rate)s of the sample") % told


def section_parts(section: SectionResult, results: Results) -> Iterator[Measured | Grid]:
    """The section, and each question of it; but those for dissatisfaction stand by themselves, and texts nowhere."""
    rated = [each for each in section.questions if each.kind == Asks.SATISFACTION and each.total]
    if rated:
        totals = [each.total for each in rated if each.total]
        chart = section_chart(section)
        figures = tuple(_scale_figures(part) for part in totals)
        yield from pieces(Measured(chart, _scale_headings(), figures, note_of(results.n, results)))
        yield Grid(_share_headings(), tuple(_shares(each.text, each.total) for each in rated if each.total))
    for question in section.questions:
        if question.kind in SCALES and (question.kind == Asks.IMPORTANCE or len(question.groups) > 1):
            yield from pieces(_scale(question, results, is_sub=bool(rated)))
        elif question.kind in (Asks.SINGLE, Asks.MULTIPLE):
            yield from pieces(_choices(question, results))


def section_chart(section: SectionResult) -> Chart:
    """The answers to each question for satisfaction of a section, those of all groups that are shown."""
    asked = [each for each in section.questions if each.kind == Asks.SATISFACTION and each.total]
    rows = tuple(ChartRow(each.text, each.total.counts) for each in asked if each.total)
    return _likert(f"section-{section.pk}", section.title, _("Question"), rows, _section_reading(section))


def _likert(key: str, title: str, heading: str, rows: tuple[ChartRow, ...], reading: str) -> Chart:
    nothing = _("No answer to a question for satisfaction can be shown here.")
    return Chart(key, title, Kind.LIKERT, heading, scale_series(), rows, reading, nothing)


def _section_reading(section: SectionResult) -> str:
    if not section.overall:
        return ""
    whole = section.overall[0]
    told = {
        "mean": f"{whole.measures.mean:.2f}" if whole.measures else "",
        "level": whole.level,
        "share": f"{whole.dissatisfied:.1f}",
        "answers": f"{whole.n:,}",
    }
    return _("Mean %(mean)s (%(level)s) of %(answers)s answers; %(share)s %% of them are 1 or 2.") % told


def _scale_headings() -> tuple[str, ...]:
    return ("n", _("Mean"), _("S.D."), _("Answers 1 and 2") + " (%)", _("Mean last year"))


def _scale_figures(part: Part) -> tuple[str, ...]:
    told, before = part.measures, part.before.measures if part.before else None
    return (
        f"{part.n:,}",
        plain(told.mean if told else None),
        plain(told.deviation if told else None),
        plain(part.dissatisfied),
        plain(before.mean if before else None),
    )


def _share_headings() -> tuple[str, ...]:
    return (_("Question"), "5 (%)", "4 (%)", "3 (%)", "2 (%)", "1 (%)", _("Level"))


def _shares(label: str, part: Part) -> tuple[str, ...]:
    return (label, *(plain(share) for share in reversed(part.shares)), part.level)


def _scale(question: QuestionResult, results: Results, *, is_sub: bool) -> Measured:
    """The answers of each group to one question. Those of each service are on its page: here they would be most of
    the pages."""
    parts = told_apart(question)
    chart = _likert(
        f"question-{question.pk}",
        question.text if question.kind == Asks.SATISFACTION else f"{question.text} ({question.kind_words})",
        _("Of whom"),
        tuple(ChartRow(part.label, part.counts) for part in parts),
        hidden_words(question, results),
    )
    note = note_of(question.total.n if question.total else 0, results)
    return Measured(chart, _scale_headings(), tuple(map(_scale_figures, parts)), note, is_sub)


def told_apart(question: QuestionResult) -> Sequence[Part]:
    """All groups that are shown and, where there are several, each of them."""
    groups = question.groups if len(question.groups) > 1 else ()
    return [*([question.total] if question.total else []), *groups]


def hidden_words(question: QuestionResult, results: Results) -> str:
    """The groups that are hidden at this question alone: the others stand among the facts of the survey."""
    here = [name for name in question.hidden if name not in results.hidden]
    words = _("Hidden, for fewer than 5 answers")
    return f"{words}: {', '.join(here)}" if here else ""


def _choices(question: QuestionResult, results: Results) -> Measured:
    counts, shares = (question.total.counts, question.total.shares) if question.total else ((), ())
    pairs = list(zip(question.answers, counts, strict=False))
    chart = Chart(
        f"question-{question.pk}",
        question.text,
        Kind.BARS,
        _("Answer"),
        (_("Answers"),),
        tuple(ChartRow(answer, (count,)) for answer, count in pairs),
        hidden_words(question, results),
        _("Nothing can be shown: no group has 5 answers."),
    )
    figures = tuple((f"{count:,}", plain(share)) for (_answer, count), share in zip(pairs, shares, strict=False))
    note = note_of(question.total.n if question.total else 0, results)
    return Measured(chart, (_("Answers"), "%"), figures, note)
