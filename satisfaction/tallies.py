"""Answers as counts: the database groups them, and what comes back does not grow with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum

from pmqa.cycle.models import Assessment
from satisfaction.measures import Cell, Shown, shown_of, summed, within
from satisfaction.models import Answer, PaperSheet, Question, Questionnaire, Response

KEPT = 24 * 60 * 60  # seconds that counts stay in the cache; other answers have another key

Counts = Mapping[Cell, Mapping[int, int]]


@dataclass(frozen=True)
class QuestionTally:
    """The answers to one question among those that may be shown: by cell, and in it by value or by id of a choice.

    `answered` are the questionnaires that hold an answer, by cell: fewer than answers where several choices are taken.
    """

    shown: Shown = field(default_factory=Shown)
    counts: Counts = field(default_factory=dict)
    answered: Mapping[Cell, int] = field(default_factory=dict)

    def of(self, *, group: int | str | None = "", service: int | str | None = "") -> Mapping[int, int]:
        """The answers of one group, of one service, or of all that are shown."""
        return summed(each for cell, each in self.counts.items() if _is_of(cell, group, service))

    def answered_of(self, *, group: int | str | None = "", service: int | str | None = "") -> int:
        return sum(n for cell, n in self.answered.items() if _is_of(cell, group, service))


@dataclass(frozen=True)
class Tally:
    """All that may be shown of the answers to one questionnaire; nothing of others is in it.

    `responses` are the shown ones by cell. `hidden` are groups that answered, but of whom nothing is shown.
    """

    shown: Shown
    responses: Mapping[Cell, int]
    questions: Mapping[int, QuestionTally]
    hidden: frozenset[int | None] = frozenset()

    def question(self, pk: int) -> QuestionTally:
        return self.questions.get(pk, QuestionTally())

    @property
    def n(self) -> int:
        return sum(self.responses.values())

    def asked_of(self, pk: int, *, group: int | str | None = "", service: int | str | None = "") -> int:
        """The questionnaires in which question `pk` could have been answered, of the cells that are shown for it."""
        held = self.question(pk).shown
        return sum(n for cell, n in self.responses.items() if held.holds(cell) and _is_of(cell, group, service))


def _is_of(cell: Cell, group: int | str | None, service: int | str | None) -> bool:
    return (group == "" or cell[0] == group) and (service == "" or cell[1] == service)


def tally_of(questionnaire: Questionnaire) -> Tally:
    """The counts of `questionnaire`, from a cache while no answer comes or goes and no entry of a sheet is mended: no
    other answer ever changes.

    Two queries for the state of the answers; four more when it is new. What an automat sent (flagged) is not counted.
    """
    state = _counted(questionnaire).aggregate(n=Count("pk"), last=Max("pk"), all=Sum("pk"))
    mended = PaperSheet.objects.filter(questionnaire=questionnaire, version__gt=1).aggregate(all=Sum("version"))["all"]
    parts = (questionnaire.code, questionnaire.pk, state["n"], state["last"], state["all"], mended)
    key = f"cs6-tally-{'-'.join(map(str, parts))}"
    found: Tally | None = cache.get(key)
    if found is None:
        found = counted(questionnaire)
        cache.set(key, found, KEPT)
    return found


def counted(questionnaire: Questionnaire) -> Tally:
    """The counts of `questionnaire`, counted now."""
    cells = {(group, service): n for group, service, n in _cells(_counted(questionnaire))}
    shown = shown_of(cells)
    answers, several = _answers(questionnaire), _several(questionnaire)
    groups = {group for (group, _service), n in cells.items() if n}
    return Tally(
        shown,
        {cell: n for cell, n in cells.items() if shown.holds(cell)},
        {pk: _question(each, several.get(pk), shown) for pk, each in answers.items()},
        frozenset(groups - shown.groups),
    )


def _counted(questionnaire: Questionnaire) -> "QuerySet[Response]":
    return Response.objects.filter(questionnaire=questionnaire, is_flagged=False).order_by()


def _cells(responses: "QuerySet[Response]") -> Iterable[tuple[int | None, int | None, int]]:
    return responses.values_list("group", "service").annotate(n=Count("pk"))


def _answers(questionnaire: Questionnaire) -> Mapping[int, Counts]:
    """Every answer of the questionnaire in one grouping. A text counts as the answer 0."""
    rows = Answer.objects.filter(response__questionnaire=questionnaire, response__is_flagged=False).order_by()
    groups = rows.values_list("question", "response__group", "response__service", "value", "choice")
    found: dict[int, dict[Cell, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, group, service, value, choice, n in groups.annotate(n=Count("pk")):
        answer = choice if choice is not None else value or 0
        found[question][(group, service)][answer] = found[question][(group, service)].get(answer, 0) + n
    return found


def _several(questionnaire: Questionnaire) -> Mapping[int, Mapping[Cell, int]]:
    """How many answered each question of several choices, by cell."""
    rows = Answer.objects.filter(
        response__questionnaire=questionnaire, response__is_flagged=False, question__kind=Question.Kind.MULTIPLE
    )
    groups = rows.order_by().values_list("question", "response__group", "response__service")
    found: dict[int, dict[Cell, int]] = defaultdict(dict)
    for question, group, service, n in groups.annotate(n=Count("response", distinct=True)):
        found[question][(group, service)] = n
    return found


def _question(counts: Counts, several: Mapping[Cell, int] | None, shown: Shown) -> QuestionTally:
    answered = several or {cell: sum(each.values()) for cell, each in counts.items()}
    narrowed = within(answered, shown)
    return QuestionTally(
        narrowed,
        {cell: dict(each) for cell, each in counts.items() if narrowed.holds(cell) and cell in answered},
        {cell: n for cell, n in answered.items() if narrowed.holds(cell)},
    )


@dataclass(frozen=True)
class CameIn:
    """How many answered a questionnaire, as far as it may be told: `n` are those whom its results show, `groups` how
    many of each group, None where there are answers of which nothing is shown. A group without an answer is not in it.
    `sources` are those shown by the way they came in.
    """

    n: int = 0
    groups: Mapping[int | None, int | None] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)


def came_in(questionnaires: Iterable[Questionnaire]) -> Mapping[int, CameIn]:
    """What may be told of how many answered each questionnaire, by its id. One query."""
    asked = [each.pk for each in questionnaires]
    rows = Response.objects.filter(questionnaire__in=asked, is_flagged=False).order_by()
    found: dict[int, list[tuple[Cell, str, int]]] = {pk: [] for pk in asked}
    counted = rows.values_list("questionnaire", "group", "service", "source").annotate(n=Count("pk"))
    for pk, group, service, source, n in counted:
        found[pk].append(((group, service), source, n))
    return {pk: _came_in(each) for pk, each in found.items()}


def _came_in(counted: Sequence[tuple[Cell, str, int]]) -> CameIn:
    cells, sources = Counter[Cell](), Counter[str]()
    for cell, _source, n in counted:
        cells[cell] += n
    shown = shown_of(cells)
    groups: dict[int | None, int | None] = {group: None for group, _service in cells}
    for cell, source, n in counted:
        if shown.holds(cell):
            groups[cell[0]] = (groups[cell[0]] or 0) + n
            sources[source] += n
    return CameIn(sources.total(), groups, sources)


def answered_of(assessments: Iterable[Assessment]) -> "QuerySet[Questionnaire]":
    """The questionnaires of surveys that stand in `assessments` and have answers, the newest version first."""
    return (
        Questionnaire.objects.filter(survey__assessment__in=[each.pk for each in assessments], survey__deleted_at=None)
        .filter(pk__in=Response.objects.filter(is_flagged=False).values("questionnaire"))
        .select_related("survey")
        .order_by("survey__position", "survey", "-version")
    )


def texts_of(questionnaire: Questionnaire, question: Question, tally: Tally, words: str = "") -> "QuerySet[Any]":
    """The texts that answer `question` and may be shown, those with `words` in them, in the order of the texts: the
    order in which they came could tell who wrote them."""
    shown = tally.question(question.pk).shown
    rows = Answer.objects.filter(question=question, response__questionnaire=questionnaire, response__is_flagged=False)
    rows = rows.filter(_among("response__group", shown.groups))
    if shown.tells_services:
        rows = rows.filter(_among("response__service", shown.services))
    for word in words.split():
        rows = rows.filter(text__icontains=word)
    return rows.exclude(text="").order_by("text", "pk")


def _among(path: str, ids: Iterable[int | None]) -> Any:
    known = Q(**{f"{path}__in": [pk for pk in ids if pk is not None]})
    return known | Q(**{f"{path}__isnull": True}) if None in ids else known
