"""What is asked in CS7 (พ.ร.ฎ. GG ม. 38, 41, 42; the deck's page on judging CS7), and when evidence for it is there.

CS7 carries no letters of ADLI in the deck.
"""

from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import Finding, Guideline, Named, Reason, every, met, missing
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains


@dataclass(frozen=True, slots=True)
class StandardFact:
    """A standard. Times in minutes (a working day has eight hours); None where they are not written.

    `steps`: how many it has; `timed`: whether every one has a time; `added`: what they add up to.
    """

    id: int
    name: str
    service: int
    promised: int | None = None
    steps: int = 0
    timed: bool = False
    added: int = 0
    manual: bool = False


@dataclass(frozen=True)
class Facts:
    """What CS7 has in one fiscal year (B.E.). `announced`: ids of standards; `recorded`: whether an actual figure is;
    `trainings`: their dates."""

    year: int
    services: tuple[Named, ...] = ()
    standards: tuple[StandardFact, ...] = ()
    announced: frozenset[int] = frozenset()
    recorded: bool = False
    trainings: tuple[date, ...] = ()


NO_STANDARD = Reason(_("There is no service standard."), "cs7-standards")


def p1(facts: Facts) -> Finding:
    covered = frozenset(standard.service for standard in facts.standards)
    return every(
        facts.services,
        lambda service: service.id in covered,
        lambda service: Reason(
            _("The service “%(name)s” has no standard.") % {"name": service.name},
            "cs7-standards",
            start=(("service", service.name),),
        ),
        Reason(_("No service is in the register."), "services"),
    )


def p2(facts: Facts) -> Finding:
    return every(facts.standards, lambda each: not _faults(each), _fault, NO_STANDARD)


def _faults(standard: StandardFact) -> list[object]:
    """What the standard lacks, in words."""
    faults: list[object] = []
    if not standard.steps:
        faults.append(_("steps"))
    elif not standard.timed:
        faults.append(_("a time for every step"))
    if standard.promised is None:
        faults.append(_("the total completion time"))
    if not standard.manual:
        faults.append(_("a contact manual"))
    return faults + ([_("steps that add up to no more than the total")] if _is_exceeded(standard) else [])


def _is_exceeded(standard: StandardFact) -> bool:
    return standard.promised is not None and standard.added > standard.promised


def _fault(standard: StandardFact) -> Reason:
    words = {"name": standard.name, "parts": ", ".join(str(part) for part in _faults(standard))}
    table = "cs7-standards" if standard.steps or standard.promised is None else "cs7-steps"
    row = standard.id if table == "cs7-standards" else None
    start = () if row else (("standard", standard.name),)
    return Reason(_("The standard of “%(name)s” lacks: %(parts)s.") % words, table, row, start)


def p3(facts: Facts) -> Finding:
    return every(
        facts.standards,
        lambda each: each.id in facts.announced,
        lambda each: Reason(
            _("The standard of “%(name)s” is not announced.") % {"name": each.name},
            "cs7-announcements",
            start=(("standard", each.name),),
        ),
        NO_STANDARD,
    )


def p4(facts: Facts) -> Finding:
    if facts.recorded or any(contains(facts.year, day) for day in facts.trainings):
        return met()
    return missing(
        Reason(_("No actual figure against a standard is recorded."), "cs7-actuals"),
        Reason(_("No training is dated in this fiscal year."), "cs7-development"),
    )


GUIDELINES = (
    Guideline("CS7-1", _("Standards or manuals are set"), p1),
    Guideline("CS7-2", _("Steps and completion time"), p2),
    Guideline("CS7-3", _("How the groups are told"), p3),
    Guideline("CS7-4", _("The manual is used in practice"), p4),
)
