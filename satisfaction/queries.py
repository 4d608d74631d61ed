"""The facts of CS6 for many assessments at once: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import among, counts_by, heading, links, names, proved, standing
from pmqa.evidence.models import Improvement
from pmqa.profile.models import Group
from satisfaction.guidelines import Facts, ImprovementFact, SurveyFact
from satisfaction.measures import shown_of
from satisfaction.models import PaperSheet, Question, Questionnaire, Response, SatisfactionSurvey, SurveyResult

# How a survey measures: none of these may be blank.
MUST_HAVE = ("method", "population", "sample_size", "sampling")


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Seven queries, however many assessments and rows."""
    groups, surveys = names(Group, "name", assessments), _surveys(assessments)
    improvements = _improvements(assessments)
    satisfied: dict[int, set[int]] = defaultdict(set)
    dissatisfied: dict[int, set[int]] = defaultdict(set)
    results = standing(SurveyResult, assessments).values_list("assessment", "group", "mean", "dissatisfied")
    for assessment, group, mean, share in results.order_by():
        if mean is not None:
            satisfied[assessment].add(group)
        if share is not None:
            dissatisfied[assessment].add(group)
    for assessment, group, kind in answered_by_group(assessments):
        (satisfied if kind == Question.Kind.SATISFACTION else dissatisfied)[assessment].add(group)
    return {
        each.pk: Facts(
            year=each.year,
            groups=groups[each.pk],
            surveys=tuple(surveys[each.pk]),
            satisfied=frozenset(satisfied[each.pk]),
            dissatisfied=frozenset(dissatisfied[each.pk]),
            improvements=tuple(improvements[each.pk]),
        )
        for each in assessments
    }


def answered_by_group(assessments: Sequence[Assessment]) -> set[tuple[int, int, str]]:
    """Assessment, group and kind of question (of satisfaction, of dissatisfaction) of every group of which the answers
    to a questionnaire are shown that asks for it. Two queries."""
    kinds = Question.Kind.SATISFACTION, Question.Kind.DISSATISFACTION
    asked: dict[int, set[str]] = defaultdict(set)
    held = {"section__questionnaire__survey__assessment__in": among(assessments)}
    questions = Question.objects.filter(kind__in=kinds, **held).order_by()
    for questionnaire, kind in questions.values_list("section__questionnaire", "kind").distinct():
        asked[questionnaire].add(kind)
    cells: dict[tuple[int, int], dict[tuple[int | None, int | None], int]] = defaultdict(dict)
    for assessment, questionnaire, group, service, n in _responses(assessments):
        cells[(assessment, questionnaire)][(group, service)] = n
    return {
        (assessment, group, kind)
        for (assessment, questionnaire), each in cells.items()
        for group in shown_of(each).groups
        for kind in asked[questionnaire]
        if group is not None
    }


def _responses(assessments: Sequence[Assessment]) -> "QuerySet[Response, Any]":
    """How many answered, by assessment, questionnaire, group and service."""
    surveys = {"questionnaire__survey__assessment__in": among(assessments)}
    rows = Response.objects.filter(questionnaire__survey__deleted_at=None, is_flagged=False, **surveys).order_by()
    cells = rows.values_list("questionnaire__survey__assessment", "questionnaire", "group", "service")
    return cells.annotate(n=Count("pk"))


def answers_moved(ids: Any) -> Mapping[int, tuple[int, ...]]:
    """What tells that answers came, went or were mended in the assessments with these ids, by id. Three queries.

    Answers are counted with those that an automat sent, which are not taken into results: one index has it all.
    """
    asked = Questionnaire.objects.filter(survey__assessment__in=ids)
    came = Response.objects.filter(questionnaire__in=asked.values("pk")).order_by().values_list("questionnaire")
    answers = {pk: counted for pk, *counted in came.annotate(n=Count("pk"), last=Max("pk"))}
    sheets = PaperSheet.objects.filter(questionnaire__in=asked.values("pk")).order_by().values_list("questionnaire")
    mended = dict(sheets.annotate(versions=Sum("version")))
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for pk, assessment in asked.order_by("pk").values_list("pk", "survey__assessment"):
        if pk in answers or pk in mended:
            found[assessment] += (pk, *answers.get(pk, ()), mended.get(pk, 0))
    return dict(found)


def _surveys(assessments: Sequence[Assessment]) -> Mapping[int, list[SurveyFact]]:
    groups, found = links(SatisfactionSurvey, "groups", assessments), defaultdict(list)
    rows = standing(SatisfactionSurvey, assessments).values(
        "assessment", "pk", "title", "starts_on", "criteria", *MUST_HAVE
    )
    for row in rows:
        lacking = tuple(heading(SatisfactionSurvey, name) for name in MUST_HAVE if row[name] in (None, ""))
        fact = SurveyFact(row["pk"], row["title"], row["starts_on"], groups[row["pk"]], bool(row["criteria"]), lacking)
        found[row["assessment"]].append(fact)
    return found


def _improvements(assessments: Sequence[Assessment]) -> Mapping[int, list[ImprovementFact]]:
    found = defaultdict(list)
    rows = proved(standing(Improvement, assessments).filter(source=Improvement.Source.SURVEY))
    for assessment, pk, name, evidence in rows.values_list("assessment", "pk", "problem", "is_proved"):
        found[assessment].append(ImprovementFact(pk, name, evidence))
    return found


def surveys_by_service(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many surveys ask about each service, by assessment and service id."""
    return counts_by(SatisfactionSurvey, "services", assessments)


def satisfaction_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many results show the satisfaction of each group, by assessment and group id."""
    return _results(assessments, "mean")


def dissatisfaction_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many results show the dissatisfaction of each group, by assessment and group id."""
    return _results(assessments, "dissatisfied")


def asks_no_dissatisfaction() -> Q:
    """Of assessments in which no survey asks for dissatisfaction, and no result shows any."""
    asked = Question.objects.filter(
        kind=Question.Kind.DISSATISFACTION,
        section__questionnaire__survey__assessment=OuterRef("pk"),
        section__questionnaire__survey__deleted_at=None,
    ).exclude(section__questionnaire__state=Questionnaire.State.DRAFT)
    shown = SurveyResult.objects.filter(assessment=OuterRef("pk"), deleted_at=None).exclude(dissatisfied=None)
    return Q(~Exists(asked), ~Exists(shown))


def _results(assessments: Sequence[Assessment], column: str) -> Mapping[int, Mapping[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    shown = standing(SurveyResult, assessments).exclude(**{column: None}).values_list("assessment", "group").order_by()
    for assessment, group in shown:
        found[assessment][group] = found[assessment].get(group, 0) + 1
    kind = Question.Kind.SATISFACTION if column == "mean" else Question.Kind.DISSATISFACTION
    for assessment, group, asked in answered_by_group(assessments):
        if asked == kind:
            found[assessment][group] = found[assessment].get(group, 0) + 1
    return found
