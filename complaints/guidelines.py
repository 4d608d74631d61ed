"""What is asked in CS3 (พ.ร.ฎ. GG ม. 8, 39, 41; the deck's pages on judging CS3), and when evidence for it is there."""

from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import Finding, Guideline, Named, Reason, every, some, weakest
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains


@dataclass(frozen=True, slots=True)
class RuleFact:
    """A way of handling one kind of feedback."""

    id: int
    kind: str
    owner: bool
    steps: bool


@dataclass(frozen=True, slots=True)
class PlanFact:
    id: int
    name: str
    service: int
    owner: bool
    frequency: bool


@dataclass(frozen=True, slots=True)
class AnalysisFact:
    id: int
    name: str
    analyst: bool
    priority: bool


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A review of the system or a sharing of knowledge."""

    id: int
    name: str
    held_on: date
    evidence: bool = False
    summary: bool = False
    took_part: bool = False


@dataclass(frozen=True, slots=True)
class ImprovementFact:
    """An improvement whose source is a complaint or a suggestion."""

    id: int
    name: str
    evidence: bool


@dataclass(frozen=True)
class Facts:
    """What CS3 has in one fiscal year (B.E.). `kinds` are the four kinds of feedback: code and name."""

    year: int
    kinds: tuple[tuple[str, str], ...]
    services: tuple[Named, ...] = ()
    rules: tuple[RuleFact, ...] = ()
    plan: tuple[PlanFact, ...] = ()
    analysis: tuple[AnalysisFact, ...] = ()
    reviews: tuple[SessionFact, ...] = ()
    sharing: tuple[SessionFact, ...] = ()
    improvements: tuple[ImprovementFact, ...] = ()


def a1(facts: Facts) -> Finding:
    whole = {rule.kind for rule in facts.rules if rule.owner and rule.steps}
    begun = {rule.kind: rule.id for rule in facts.rules}
    return every(
        facts.kinds,
        lambda kind: kind[0] in whole,
        lambda kind: Reason(
            _("“%(name)s” has no responsible person with steps.") % {"name": kind[1]},
            "cs3-system",
            begun.get(kind[0]),
            (("kind", kind[0]),),
        ),
        Reason(_("The handling system has no row."), "cs3-system"),
    )


def a2(facts: Facts) -> Finding:
    rows = every(
        facts.plan,
        lambda row: row.owner and row.frequency,
        lambda row: Reason(
            _("The plan of “%(name)s” lacks a responsible person or a frequency.") % {"name": row.name},
            "cs3-plan",
            row.id,
        ),
        Reason(_("The follow-up plan has no row."), "cs3-plan"),
    )
    planned = frozenset(row.service for row in facts.plan)
    services = every(
        facts.services,
        lambda service: service.id in planned,
        lambda service: Reason(
            _("The service “%(name)s” is not in the follow-up plan.") % {"name": service.name},
            "cs3-plan",
            start=(("service", service.name),),
        ),
        Reason(_("No service is in the register."), "services"),
    )
    return weakest(rows, services)


def d1(facts: Facts) -> Finding:
    return some(
        [row for row in facts.reviews if contains(facts.year, row.held_on)],
        lambda row: row.evidence,
        lambda row: Reason(_("The review “%(name)s” has no evidence.") % {"name": row.name}, "cs3-reviews", row.id),
        Reason(_("No review of the handling system is dated in this fiscal year."), "cs3-reviews"),
    )


def l1(facts: Facts) -> Finding:
    return every(
        facts.analysis,
        lambda row: row.analyst and row.priority,
        lambda row: Reason(
            _("The analysis “%(name)s” lacks the analyst or the priority.") % {"name": row.name},
            "cs3-analysis",
            row.id,
        ),
        Reason(_("The analysis of follow-up has no row."), "cs3-analysis"),
    )


def l2(facts: Facts) -> Finding:
    return some(
        [row for row in facts.sharing if contains(facts.year, row.held_on)],
        lambda row: row.summary and row.took_part,
        lambda row: Reason(
            _("The session “%(name)s” lacks a summary or who took part.") % {"name": row.name}, "cs3-sharing", row.id
        ),
        Reason(_("No session of knowledge sharing is dated in this fiscal year."), "cs3-sharing"),
    )


def i1(facts: Facts) -> Finding:
    return some(
        facts.improvements,
        lambda each: each.evidence,
        lambda each: Reason(
            _("The improvement “%(name)s” has no evidence.") % {"name": each.name}, "improvements", each.id
        ),
        Reason(
            _("No improvement comes from a complaint or a suggestion."),
            "improvements",
            start=(("source", "COMPLAINT"),),
        ),
    )


GUIDELINES = (
    Guideline("CS3-A1", _("The system for feedback and its clear owners"), a1, ("A",)),
    Guideline("CS3-A2", _("Owners by process and follow-up frequency"), a2, ("A",)),
    Guideline("CS3-D1", _("An example of reviewing the system"), d1, ("D",)),
    Guideline("CS3-L1", _("How review is made sure of"), l1, ("L",)),
    Guideline("CS3-L2", _("Results summed up and shared in the unit"), l2, ("L",)),
    Guideline("CS3-I1", _("One complaint or suggestion that changed practice"), i1, ("I",)),
)
