"""Results of one group or one service alone: nothing but parts of what is shown of all."""

from collections.abc import Iterable
from dataclasses import replace

from satisfaction.models import Question
from satisfaction.results import Part, QuestionResult, Results, SectionResult, Whose, matters_of


def narrowed(found: Results, chosen: Whose) -> Results:
    """`found` as `chosen` alone answered. What is not shown of it beside the others is not shown here either; the
    rates of sample and population, which are of all groups, are left out. A group crossed with a service is never
    told: of one there are no parts of the other.
    """
    sections = tuple(_section(each, chosen.key) for each in found.sections)
    return replace(
        found,
        n=chosen.n,
        of_sample=None,
        of_population=None,
        sections=sections,
        matters=matters_of(question for section in sections for question in section.questions),
    )


def _section(section: SectionResult, key: str) -> SectionResult:
    only = _part(section.parts, key)
    questions = tuple(_question(each, key) for each in section.questions)
    return replace(section, questions=questions, overall=(only,) if only else (), services=())


def _question(question: QuestionResult, key: str) -> QuestionResult:
    """Texts are never told by service: the list of them names groups."""
    if question.kind == Question.Kind.TEXT and key.startswith("service-"):
        return replace(question, total=None, groups=(), services=(), hidden=())
    return replace(question, total=_part(question.parts, key), groups=(), services=(), hidden=())


def _part(parts: Iterable[Part], key: str) -> Part | None:
    return next((each for each in parts if each.whose == key), None)
