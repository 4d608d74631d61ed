"""Results and answers as tables: for workbooks and for CSV. Only of what is shown."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from pmqa.charts.table import Figure, Table, TableRow
from satisfaction.measures import LEAST
from satisfaction.models import Answer, Question, Questionnaire, Response
from satisfaction.results import Part, QuestionResult, Results, SectionResult, answers_of, worded
from satisfaction.tallies import Tally, tally_of

BATCH = 500  # answered questionnaires
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables_of(results: Results) -> list[tuple[str, Table]]:
    """The measures of every question and part, and the answers behind them, each with the title of its sheet."""
    found = [(_("Results"), _measures(results)), (_("Answers by question"), _answers(results))]
    if results.matters:
        found.append((_("Importance against performance"), _matters(results)))
    return [*found, (_("Response rate"), _responses(results))]


def _matters(results: Results) -> Table:
    headings = (_("Question"), _("Importance"), _("Satisfaction"), _("Where it stands"))
    rows = [TableRow(each.text, (each.importance, each.performance, each.words)) for each in results.matters]
    return Table(headings, tuple(rows))


def _responses(results: Results) -> Table:
    """How many answered, and the rates (%); of a group of which nothing is shown, that it is hidden."""
    rows = [
        TableRow(_("Answered questionnaires of the groups shown"), (results.n,)),
        TableRow(_("Response rate, of the sample (%)"), (results.of_sample,)),
        TableRow(_("Response rate, of the population (%)"), (results.of_population,)),
        *(TableRow(name, (n,)) for name, n in results.groups),
        *(TableRow(name, (_("hidden: fewer than 5 answers"),)) for name in results.hidden),
        *(TableRow(name, (0,)) for name in results.silent),
    ]
    return Table((_("Of whom"), _("Answers")), tuple(rows))


def _measures(results: Results) -> Table:
    headings = (
        _("Section"),
        _("Question"),
        _("Kind of question"),
        _("Of whom"),
        _("Answers"),
        _("Response rate (%)"),
        _("Mean"),
        _("S.D."),
        _("Level"),
        _("Answers 1 and 2, or yes to dissatisfaction (%)"),
        _("Mean last year"),
        _("The same last year (%)"),
    )
    return Table(headings, tuple(row for section in results.sections for row in _measured(section)))


def _measured(section: SectionResult) -> Iterator[TableRow]:
    """The section as a whole, then its questions."""
    for part in section.parts:
        whole = _("All questions for satisfaction together")
        yield TableRow(section.title, (whole, str(Question.Kind.SATISFACTION.label), *_figures(part)))
    for question in section.questions:
        for part in question.parts:
            yield TableRow(section.title, (question.text, question.kind_words, *_figures(part)))


def _figures(part: Part) -> tuple[Figure, ...]:
    measures, before = part.measures, part.before
    return (
        part.label,
        part.n,
        part.rate,
        measures.mean if measures else None,
        measures.deviation if measures else None,
        part.level,
        part.dissatisfied,
        before.measures.mean if before and before.measures else None,
        before.dissatisfied if before else None,
    )


def _answers(results: Results) -> Table:
    headings = (
        _("Section"),
        _("Question"),
        _("Kind of question"),
        _("Of whom"),
        _("Answer"),
        _("Answers"),
        _("Share (%)"),
    )
    rows = [
        TableRow(section.title, (question.text, question.kind_words, part.label, *answer))
        for section in results.sections
        for question in section.questions
        for part in question.parts
        for answer in _each_answer(question, part)
    ]
    return Table(headings, tuple(rows))


def _each_answer(question: QuestionResult, part: Part) -> Iterator[tuple[Figure, ...]]:
    return zip(question.answers, part.counts, part.shares, strict=True)


def csv_of(table: Table) -> bytes:
    """`table` as CSV that Excel reads as UTF-8."""
    lines = [table.headings, *((row.label, *row.figures) for row in table.rows)]
    return "".join(_line(line) for line in lines).encode("utf-8-sig")


def _line(values: Sequence[Any]) -> str:
    """A line of CSV in which no text can become a formula."""
    safe = [f"'{each}" if isinstance(each, str) and each.startswith(_FORMULA) else each for each in values]
    target = io.StringIO()
    csv.writer(target).writerow(safe)
    return target.getvalue()


def raw_lines(questionnaire: Questionnaire) -> Iterator[str]:
    """Every answered questionnaire that may be shown as a line of CSV, a batch of them in memory at a time.

    No group under 5 is in it, nor answers of one to a question that fewer than 5 of it answered. The service is named
    only where every group has 5 answers for each of its services. The order says nothing of who came when.
    """
    tally = tally_of(questionnaire)
    asked = Question.objects.filter(section__questionnaire=questionnaire)
    questions = list(asked.select_related("section").prefetch_related("choices"))
    services = len(tally.shown.services) > 1 and tally.shown.tells_services
    services = services and min(tally.responses.values()) >= LEAST
    heads = [_("Group"), *([_("Service")] if services else []), *_headings(questions)]
    yield "\ufeff" + _line(heads)
    labels = {key: label for each in questions for key, label in _choices(each)}
    rows = Response.objects.filter(questionnaire=questionnaire, is_flagged=False).order_by()
    shown = [pk for pk, *cell in rows.values_list("pk", "group", "service") if tally.shown.holds((cell[0], cell[1]))]
    shown.sort(key=lambda pk: salted_hmac("satisfaction.raw", str(pk)).digest())
    for start in range(0, len(shown), BATCH):
        for response, answers in _batch(shown[start : start + BATCH]):
            cells = [_cell(each, response, answers, tally, labels) for each in questions]
            group, service = response.group or _("No group named"), response.service or _("No service named")
            yield _line([str(group), *([str(service)] if services else []), *cells])


def _headings(questions: Sequence[Question]) -> Iterator[str]:
    """The words of each question; where several have the same, with their section, as online forms head a grid."""
    often = Counter(worded(each) for each in questions)
    for each in questions:
        words = worded(each)
        yield words if often[words] == 1 else f"{worded(each.section, 'title')} [{words}]"


def _choices(question: Question) -> Iterator[tuple[int, str]]:
    if question.kind in (Question.Kind.SINGLE, Question.Kind.MULTIPLE):
        yield from zip(*answers_of(question), strict=True)


def _batch(pks: Sequence[int]) -> Iterator[tuple[Response, dict[int, list[Answer]]]]:
    responses = Response.objects.select_related("group", "service").in_bulk(pks)
    found: dict[int, dict[int, list[Answer]]] = {pk: {} for pk in pks}
    for answer in Answer.objects.filter(response__in=pks).order_by("choice", "pk"):
        found[answer.response_id].setdefault(answer.question_id, []).append(answer)
    for pk in pks:
        if pk in responses:  # it was deleted meanwhile
            yield responses[pk], found[pk]


def _cell(
    question: Question, response: Response, answers: dict[int, list[Answer]], tally: Tally, labels: dict[int, str]
) -> str | int:
    given = answers.get(question.pk, [])
    if not given or not tally.question(question.pk).shown.holds((response.group_id, response.service_id)):
        return ""
    if question.kind in (Question.Kind.SINGLE, Question.Kind.MULTIPLE):
        return "; ".join(labels.get(each.choice_id or 0, "") for each in given)
    return given[0].text if question.kind == Question.Kind.TEXT else given[0].value or 0
