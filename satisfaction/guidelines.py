"""What is asked in CS6 (พ.ร.ฎ. GG ม. 30, 31, 38-41; the deck's pages on judging CS6), and when evidence is there."""

from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import Finding, Guideline, Named, Reason, every, some, weakest
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains


@dataclass(frozen=True, slots=True)
class SurveyFact:
    """A survey with the ids of the groups that it asks; `lacking` are the headings of its blank columns of method."""

    id: int
    name: str
    starts_on: date | None
    groups: frozenset[int] = frozenset()
    criteria: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImprovementFact:
    """An improvement whose source is a survey."""

    id: int
    name: str
    evidence: bool


@dataclass(frozen=True)
class Facts:
    """What CS6 has in one fiscal year (B.E.). `satisfied` and `dissatisfied` are ids of the groups of which a result
    of that kind is shown."""

    year: int
    groups: tuple[Named, ...] = ()
    surveys: tuple[SurveyFact, ...] = ()
    satisfied: frozenset[int] = frozenset()
    dissatisfied: frozenset[int] = frozenset()
    improvements: tuple[ImprovementFact, ...] = ()


NO_GROUPS = Reason(_("No C/S group is in Category P, item 8."), "groups")
NO_SURVEY = Reason(_("No survey is dated in this fiscal year."), "cs6-surveys")


def ad1(facts: Facts) -> Finding:
    asked = frozenset(group for survey in _of_the_year(facts) for group in survey.groups)
    return every(
        facts.groups,
        lambda group: group.id in asked,
        lambda group: Reason(
            _("The group “%(name)s” is in no survey of this fiscal year.") % {"name": group.name},
            "cs6-surveys",
            start=(("groups", group.name),),
        ),
        NO_GROUPS,
    )


def ad2(facts: Facts) -> Finding:
    return every(
        _of_the_year(facts),
        lambda survey: survey.criteria,
        lambda survey: Reason(
            _("The survey “%(name)s” states no design criteria.") % {"name": survey.name}, "cs6-surveys", survey.id
        ),
        NO_SURVEY,
    )


def ad3(facts: Facts) -> Finding:
    return every(
        _of_the_year(facts),
        lambda survey: not survey.lacking,
        lambda survey: Reason(
            _("The survey “%(name)s” lacks: %(columns)s.")
            % {"name": survey.name, "columns": ", ".join(survey.lacking)},
            "cs6-surveys",
            survey.id,
        ),
        NO_SURVEY,
    )


def ad4(facts: Facts) -> Finding:
    return weakest(
        _shown(facts, facts.satisfied, _("The satisfaction of “%(name)s” is not shown.")),
        _shown(facts, facts.dissatisfied, _("The dissatisfaction of “%(name)s” is not shown.")),
    )


def _shown(facts: Facts, known: frozenset[int], words: object) -> Finding:
    return every(
        facts.groups,
        lambda group: group.id in known,
        lambda group: Reason(str(words) % {"name": group.name}, "cs6-results", start=(("group", group.name),)),
        NO_GROUPS,
    )


def li1(facts: Facts) -> Finding:
    return some(
        facts.improvements,
        lambda each: each.evidence,
        lambda each: Reason(
            _("The improvement “%(name)s” has no evidence.") % {"name": each.name}, "improvements", each.id
        ),
        Reason(_("No improvement comes from a survey."), "improvements", start=(("source", "SURVEY"),)),
    )


def _of_the_year(facts: Facts) -> list[SurveyFact]:
    return [each for each in facts.surveys if each.starts_on and contains(facts.year, each.starts_on)]


GUIDELINES = (
    Guideline("CS6-AD1", _("Questionnaires cover the groups by mission"), ad1, ("A", "D")),
    Guideline("CS6-AD2", _("Criteria for designing the questionnaire"), ad2, ("A", "D")),
    Guideline("CS6-AD3", _("How satisfaction and dissatisfaction are measured"), ad3, ("A", "D")),
    Guideline("CS6-AD4", _("Results of both"), ad4, ("A", "D")),
    Guideline("CS6-LI1", _("An example of using the results"), li1, ("L", "I")),
)
