"""The results of a questionnaire as frozen values, which page, chart and files share. Only of what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pmqa.charts.table import per_cent
from pmqa.cycle.models import Assessment
from pmqa.profile.models import Group, Service
from pmqa.thai.text import fold
from satisfaction.measures import LEVELS, VALUES, Measures, measures_of, quadrant, rounded, summed
from satisfaction.models import Question, Questionnaire, SatisfactionSurvey, Section
from satisfaction.tallies import QuestionTally, Tally, answered_of, tally_of

Kind = Question.Kind
SCALES = (Kind.SATISFACTION, Kind.IMPORTANCE)
QUADRANTS = {
    "FIX": gettext_lazy("Improve first: important, not done well"),
    "KEEP": gettext_lazy("Keep up: important and done well"),
    "LOW": gettext_lazy("Can wait: not so important, not done well"),
    "TOO_MUCH": gettext_lazy("More than is asked: done well, not so important"),
}


@dataclass(frozen=True)
class Part:
    """What one group, one service, or all of them answered. `n` answered, `counts` by answer. `measures` of a scale;
    `dissatisfied` in per cent: answers 1 and 2 to a scale of satisfaction, or yes to a question for dissatisfaction.
    `before` is the same part a year ago. `rate` is how many of the questionnaires shown hold an answer, in per cent; of
    a section, how many of the answers that could have been given were. `whose` is the key of the group or service, ""
    of all."""

    label: str
    n: int
    counts: tuple[int, ...]
    shares: tuple[float | None, ...]
    measures: Measures | None = None
    dissatisfied: float | None = None
    before: "Part | None" = None
    rate: float | None = None
    whose: str = ""

    @property
    def level(self) -> str:
        return str(LEVELS[self.measures.level - 1]) if self.measures else ""


@dataclass(frozen=True)
class QuestionResult:
    """`answers` are the labels of the counts. `total` is over the groups shown; None where nothing may be shown.
    `hidden` are the groups of which it may not."""

    pk: int
    kind: str
    text: str
    answers: tuple[str, ...] = ()
    total: Part | None = None
    groups: tuple[Part, ...] = ()
    services: tuple[Part, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*([self.total] if self.total else []), *self.groups, *self.services)


@dataclass(frozen=True)
class SectionResult:
    """`overall`: all answers to its questions for satisfaction as one, and those of each group; `services`: those of
    each service, where every question shows them."""

    pk: int
    title: str
    questions: tuple[QuestionResult, ...]
    overall: tuple[Part, ...] = ()
    services: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.overall, *self.services)

    @property
    def is_rated(self) -> bool:
        """Whether any of its questions asks for satisfaction: others have no place on its picture."""
        return any(each.kind == Question.Kind.SATISFACTION for each in self.questions)


@dataclass(frozen=True)
class Matter:
    """What was asked for its importance and for its performance: the means of both, and where it stands."""

    text: str
    importance: Decimal
    performance: Decimal
    place: str

    @property
    def words(self) -> str:
        return str(QUADRANTS[self.place])


@dataclass(frozen=True)
class Whose:
    """A group or a service by which results can be chosen: `key` names it in an address, `n` of it answered."""

    key: str
    label: str
    n: int


@dataclass(frozen=True)
class Results:
    """All that may be shown. `n` are the answered questionnaires of the groups that are shown; the rates of response
    are theirs, in per cent: those of all would tell how many are hidden. `apart` are the groups and services shown."""

    n: int
    of_sample: float | None
    of_population: float | None
    groups: tuple[tuple[str, int], ...]
    hidden: tuple[str, ...]
    silent: tuple[str, ...]
    sections: tuple[SectionResult, ...]
    matters: tuple[Matter, ...] = ()
    apart: tuple[Whose, ...] = ()


@dataclass(frozen=True)
class _Names:
    groups: Mapping[int | None, str]
    services: Mapping[int | None, str]


def results_of(questionnaire: Questionnaire, before: Results | None = None) -> Results:
    """The results of `questionnaire`, with those of `before` beside. At most nine queries, whatever the answers."""
    survey, tally = questionnaire.survey, tally_of(questionnaire)
    names = _names(survey.assessment)
    sections = tuple(_section(section, tally, names, questionnaire.scale) for section in _asked(questionnaire))
    asked = {group.pk: group.name for group in survey.groups.all()}
    told = tally.shown.groups | tally.hidden
    found = Results(
        tally.n,
        _rate(tally.n, survey.sample_size),
        _rate(tally.n, survey.population),
        tuple((names.groups[pk], _of_group(tally, pk)) for pk in names.groups if pk in tally.shown.groups),
        tuple(name for pk, name in names.groups.items() if pk in tally.hidden),
        tuple(name for pk, name in asked.items() if pk not in told),
        sections,
        matters_of(question for section in sections for question in section.questions),
        tuple(_apart(tally, names)),
    )
    return _beside(found, before) if before else found


def _rate(n: int, whole: int | None) -> float | None:
    """The rate of response; more answers than were asked for are all of them."""
    return per_cent(min(n, whole), whole) if whole else None


def _of_group(tally: Tally, pk: int | None) -> int:
    return sum(n for (group, _service), n in tally.responses.items() if group == pk)


def _apart(tally: Tally, names: _Names) -> Iterable[Whose]:
    """The groups and services that are told apart: none where only one is left."""
    groups = [pk for pk in names.groups if pk in tally.shown.groups]
    services = [pk for pk in names.services if tally.shown.tells_services and pk in tally.shown.services]
    for pk in groups if len(groups) > 1 else ():
        yield Whose(_key(group=pk), names.groups[pk], _of_group(tally, pk))
    for pk in services if len(services) > 1 else ():
        n = sum(n for (_group, service), n in tally.responses.items() if service == pk)
        yield Whose(_key(service=pk), _service(names, pk), n)


def _key(**of: int | None) -> str:
    return "".join(f"{kind}-{pk or 0}" for kind, pk in of.items())


def _names(assessment: Assessment) -> _Names:
    """Groups and services by id, in the order of the registers; those that named none stand last."""
    groups = {group.pk: group.name for group in Group.objects.filter(assessment=assessment)}
    services = {service.pk: service.process for service in Service.objects.filter(assessment=assessment)}
    return _Names({**groups, None: _("No group named")}, {**services, None: _("No service named")})


def _asked(questionnaire: Questionnaire) -> Iterable[Section]:
    return questionnaire.sections.prefetch_related("questions__choices")


def worded(each: Any, name: str = "text") -> str:
    """The words of a section, question or choice in the language of the reader, where it has them."""
    english = getattr(each, f"{name}_en") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(each, name))


def _section(section: Section, tally: Tally, names: _Names, scale: str) -> SectionResult:
    questions = tuple(_question(each, tally, names, scale) for each in section.questions.all())
    asked = [each.pk for each in questions if each.kind == Kind.SATISFACTION]

    def part(label: str, **of: Any) -> Part | None:
        counts = summed(tally.question(pk).of(**of) for pk in asked)
        found = _scale_part(label, counts, scale, sum(tally.asked_of(pk, **of) for pk in asked))
        return replace(found, whose=_key(**of)) if found else None

    overall = [part(_("All groups shown")), *(part(name, group=pk) for pk, name in names.groups.items())]
    services = [part(_service(names, pk), service=pk) for pk in _told_by_all(asked, tally, names)]
    title = worded(section, "title")
    return SectionResult(section.pk, title, questions, *(tuple(filter(None, each)) for each in (overall, services)))


def _told_by_all(asked: Sequence[int], tally: Tally, names: _Names) -> list[int | None]:
    """The services that every one of these questions shows; none where only one is left."""
    shown = [tally.question(pk).shown for pk in asked]
    told = [pk for pk in names.services if all(each.tells_services and pk in each.services for each in shown)]
    return told if shown and len(told) > 1 else []


def _question(question: Question, tally: Tally, names: _Names, scale: str) -> QuestionResult:
    keys, labels = answers_of(question)
    counted = tally.question(question.pk)
    shown = counted.shown
    few = (tally.shown.groups - shown.groups) | tally.hidden
    services = [pk for pk in names.services if shown.tells_services and pk in shown.services]
    found = QuestionResult(
        question.pk,
        question.kind,
        worded(question),
        labels,
        hidden=tuple(name for pk, name in names.groups.items() if pk in few),
    )
    if not shown.groups:
        return found

    def part(label: str, **of: Any) -> Part:
        found = _part(label, question.kind, keys, counted, scale, **of)
        return replace(found, rate=per_cent(found.n, tally.asked_of(question.pk, **of)), whose=_key(**of))

    return replace(
        found,
        total=part(_("All groups shown")),
        groups=tuple(part(name, group=pk) for pk, name in names.groups.items() if pk in shown.groups),
        services=tuple(part(_service(names, pk), service=pk) for pk in services) if len(services) > 1 else (),
    )


def _service(names: _Names, pk: int | None) -> str:
    return _("Service: %(name)s") % {"name": names.services[pk]} if pk else names.services[pk]


def answers_of(question: Question) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The answers that can be given to `question`, as they are stored, and their labels."""
    if question.kind in SCALES:
        return VALUES, tuple(map(str, VALUES))
    if question.kind == Kind.DISSATISFACTION:
        return (1, 0), (_("Yes"), _("No"))
    choices = list(question.choices.all()) if question.kind in (Kind.SINGLE, Kind.MULTIPLE) else []
    return tuple(each.pk for each in choices), tuple(worded(each) for each in choices)


def _part(label: str, kind: str, keys: Sequence[int], counted: QuestionTally, scale: str, **of: Any) -> Part:
    counts, n = counted.of(**of), counted.answered_of(**of)
    each = tuple(counts.get(key, 0) for key in keys)
    found = Part(label, n, each, tuple(per_cent(count, n) for count in each))
    if kind in SCALES:
        measures = measures_of(counts, scale)
        low = per_cent(measures.low, n) if measures and kind == Kind.SATISFACTION else None
        return replace(found, measures=measures, dissatisfied=low)
    return replace(found, dissatisfied=found.shares[0]) if kind == Kind.DISSATISFACTION else found


def _scale_part(label: str, counts: Mapping[int, int], scale: str, asked: int) -> Part | None:
    found = measures_of(counts, scale)
    if found is None:
        return None
    shares = tuple(per_cent(count, found.n) for count in found.counts)
    low, rate = per_cent(found.low, found.n), per_cent(found.n, asked)
    return Part(label, found.n, found.counts, shares, found, low, rate=rate)


def matters_of(questions: Iterable[QuestionResult]) -> tuple[Matter, ...]:
    """What is asked in the same words for importance and for satisfaction, held against the means of all such."""
    found: dict[str, dict[str, QuestionResult]] = {}
    for each in questions:
        if each.kind in SCALES and each.total and each.total.measures:
            found.setdefault(fold(each.text), {})[each.kind] = each
    pairs = [(each[Kind.IMPORTANCE], each[Kind.SATISFACTION]) for each in found.values() if len(each) == len(SCALES)]
    if not pairs:
        return ()
    middle = tuple(_middle([_mean(pair[place]) for pair in pairs]) for place in (0, 1))
    return tuple(
        Matter(well.text, _mean(asked), _mean(well), quadrant(_mean(asked), _mean(well), (middle[0], middle[1])))
        for asked, well in pairs
    )


def middle_of(matters: Sequence[Matter]) -> tuple[Decimal, Decimal] | None:
    """The means of importance and of performance over all matters, at which they are divided; None without any."""
    if not matters:
        return None
    return _middle([each.importance for each in matters]), _middle([each.performance for each in matters])


def _mean(question: QuestionResult) -> Decimal:
    return question.total.measures.mean if question.total and question.total.measures else Decimal(0)


def _middle(means: Sequence[Decimal]) -> Decimal:
    return rounded(sum(map(Fraction, means), Fraction(0)) / len(means))


# ---- A year ago ----


def results_before(survey: SatisfactionSurvey) -> Results | None:
    """The results of the survey that had this title in the unit a year ago."""
    assessment = survey.assessment
    past = Assessment.objects.filter(unit=assessment.unit_id, round__year=assessment.year - 1)
    for questionnaire in answered_of(past):
        if fold(questionnaire.survey.title) == fold(survey.title):
            return results_of(questionnaire)
    return None


def _beside(found: Results, before: Results) -> Results:
    """`found` with the figures of `before` at sections, questions, groups and services of the same words."""
    past = {
        (question.kind, fold(question.text)): _by_label(question.parts)
        for section in before.sections
        for question in section.questions
    }
    overall = {fold(section.title): _by_label(section.parts) for section in before.sections}
    sections = tuple(
        replace(
            section,
            questions=tuple(_with_before(question, past) for question in section.questions),
            overall=_dated(section.overall, overall.get(fold(section.title), {})),
            services=_dated(section.services, overall.get(fold(section.title), {})),
        )
        for section in found.sections
    )
    return replace(found, sections=sections)


def _with_before(question: QuestionResult, past: Mapping[tuple[str, str], Mapping[str, Part]]) -> QuestionResult:
    parts = past.get((question.kind, fold(question.text)), {})
    return replace(
        question,
        total=_dated([question.total], parts)[0] if question.total else None,
        groups=_dated(question.groups, parts),
        services=_dated(question.services, parts),
    )


def _by_label(parts: Iterable[Part]) -> dict[str, Part]:
    return {fold(part.label): part for part in parts}


def _dated(parts: Iterable[Part], before: Mapping[str, Part]) -> tuple[Part, ...]:
    return tuple(replace(part, before=before.get(fold(part.label))) for part in parts)
