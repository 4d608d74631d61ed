"""What is asked in CS4 (พ.ร.ฎ. GG ม. 8, 39, 41) and CS5 (ม. 30, 31, 38-41), and when evidence for it is there.

Source: the deck's pages on judging CS4 and CS5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import (
    Finding,
    Guideline,
    Named,
    Reason,
    every,
    met,
    missing,
    partly,
    some,
    weakest,
)
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains
from pmqa.thai.text import fold

ENOUGH_CHANNELS = 2
ENOUGH_INFORMATION = 3


@dataclass(frozen=True, slots=True)
class NetworkFact:
    id: int
    name: str
    groups: int
    channels: int


@dataclass(frozen=True, slots=True)
class RelationFact:
    """A relationship activity. `evaluated`: before and after, or an explanation with evidence."""

    id: int
    name: str
    held_on: date | None
    pictured: bool = False
    evaluated: bool = False


@dataclass(frozen=True)
class NetworkFacts:
    """What CS4 has in one fiscal year (B.E.)."""

    year: int
    networks: tuple[NetworkFact, ...] = ()
    activities: tuple[RelationFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """A participation activity with the ids of the groups in it."""

    id: int
    name: str
    held_on: date | None
    groups: frozenset[int] = frozenset()
    channel: bool = False
    result: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class InformationFact:
    id: int
    channel: str
    name: str
    audience: bool
    reach: bool


@dataclass(frozen=True, slots=True)
class SummaryFact:
    id: int
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class PublicationFact:
    id: int
    name: str
    published_on: date | None
    placed: bool


@dataclass(frozen=True)
class ParticipationFacts:
    """What CS5 has in one fiscal year (B.E.); `statement`: whether the unit wrote how it promotes participation."""

    year: int
    stakeholders: tuple[Named, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    information: tuple[InformationFact, ...] = ()
    summaries: tuple[SummaryFact, ...] = ()
    publications: tuple[PublicationFact, ...] = ()
    statement: bool = False


NO_NETWORK = Reason(_("There is no network."), "cs4-networks")
NO_RELATION = Reason(_("No relationship activity is dated in this fiscal year."), "cs4-activities")
NO_ACTIVITY = Reason(_("No participation activity is dated in this fiscal year."), "cs5-activities")


def cs4_a1(facts: NetworkFacts) -> Finding:
    return some(
        facts.networks,
        lambda each: each.groups > 0,
        lambda each: Reason(
            _("The network “%(name)s” names no C/S group.") % {"name": each.name}, "cs4-networks", each.id
        ),
        NO_NETWORK,
    )


def cs4_a2(facts: NetworkFacts) -> Finding:
    return every(
        facts.networks,
        lambda each: each.channels >= ENOUGH_CHANNELS,
        lambda each: Reason(
            _("The network “%(name)s” has fewer than two contact channels.") % {"name": each.name},
            "cs4-networks",
            each.id,
        ),
        NO_NETWORK,
    )


def cs4_dli1(facts: NetworkFacts) -> Finding:
    return some(
        _of_the_year(facts.year, facts.activities),
        lambda each: each.pictured,
        lambda each: Reason(
            _("The activity “%(name)s” has no photograph.") % {"name": each.name}, "cs4-activities", each.id
        ),
        NO_RELATION,
    )


def cs4_dli2(facts: NetworkFacts) -> Finding:
    return some(
        _of_the_year(facts.year, facts.activities),
        lambda each: each.evaluated,
        lambda each: Reason(
            _("The activity “%(name)s” has neither a score before and after nor an explanation with evidence.")
            % {"name": each.name},
            "cs4-activities",
            each.id,
        ),
        NO_RELATION,
    )


def cs5_a1(facts: ParticipationFacts) -> Finding:
    activity = met() if _held(facts) else missing(NO_ACTIVITY)
    statement = met() if facts.statement else missing(Reason(_("The unit's statement to this point is not written.")))
    return weakest(activity, statement)


def cs5_a2(facts: ParticipationFacts) -> Finding:
    taking_part = frozenset(group for each in facts.activities for group in each.groups)
    return every(
        facts.stakeholders,
        lambda group: group.id in taking_part,
        lambda group: Reason(
            _("The stakeholder group “%(name)s” takes part in no activity.") % {"name": group.name},
            "cs5-activities",
            start=(("groups", group.name),),
        ),
        Reason(_("No stakeholder group is in Category P, item 8."), "groups"),
    )


def cs5_a3(facts: ParticipationFacts) -> Finding:
    return every(
        facts.activities,
        lambda each: each.channel,
        lambda each: Reason(
            _("The activity “%(name)s” does not say by which channel people join.") % {"name": each.name},
            "cs5-activities",
            each.id,
        ),
        Reason(_("There is no participation activity."), "cs5-activities"),
    )


def cs5_d1(facts: ParticipationFacts) -> Finding:
    whole = {fold(each.channel) for each in facts.information if each.audience and each.reach}
    if len(whole) >= ENOUGH_INFORMATION:
        return met()
    if not facts.information:
        return missing(Reason(_("No information channel is written."), "cs5-channels"))
    lacking = tuple(
        Reason(
            _("The channel “%(name)s” lacks its audience or how reach was shown.") % {"name": each.name},
            "cs5-channels",
            each.id,
        )
        for each in facts.information
        if not (each.audience and each.reach)
    )
    few = Reason(_("%(count)s of 3 information channels are complete.") % {"count": len(whole)}, "cs5-channels")
    return partly(few, *lacking)


def cs5_d2(facts: ParticipationFacts) -> Finding:
    return some(
        facts.summaries,
        lambda each: each.acknowledged,
        lambda each: Reason(_("The unit head has not acknowledged the summary yet."), "cs5-summaries"),
        Reason(_("The year-end opinion summary is not made."), "cs5-summaries"),
    )


def cs5_d3(facts: ParticipationFacts) -> Finding:
    return some(
        _held(facts),
        lambda each: each.result and each.evidence,
        lambda each: Reason(
            _("The activity “%(name)s” lacks a result or evidence.") % {"name": each.name}, "cs5-activities", each.id
        ),
        NO_ACTIVITY,
    )


def cs5_l1(facts: ParticipationFacts) -> Finding:
    return some(
        [each for each in facts.publications if each.published_on and contains(facts.year, each.published_on)],
        lambda each: each.placed,
        lambda each: Reason(
            _("The publication “%(name)s” names neither place nor link.") % {"name": each.name},
            "cs5-publications",
            each.id,
        ),
        Reason(_("No publication of results is dated in this fiscal year."), "cs5-publications"),
    )


def _held(facts: ParticipationFacts) -> list[ActivityFact]:
    return [each for each in facts.activities if each.held_on and contains(facts.year, each.held_on)]


def _of_the_year(year: int, activities: Iterable[RelationFact]) -> list[RelationFact]:
    return [each for each in activities if each.held_on and contains(year, each.held_on)]


CS4_GUIDELINES = (
    Guideline("CS4-A1", _("C/S groups that are networks"), cs4_a1, ("A",)),
    Guideline("CS4-A2", _("Two channels of contact with each network"), cs4_a2, ("A",)),
    Guideline("CS4-DLI1", _("Evidence of activities, with pictures"), cs4_dli1, ("D", "L", "I")),
    Guideline("CS4-DLI2", _("How relations got better"), cs4_dli2, ("D", "L", "I")),
)

CS5_GUIDELINES = (
    Guideline("CS5-A1", _("A way of promoting participation, at least level 1"), cs5_a1, ("A",)),
    Guideline("CS5-A2", _("Stakeholder groups as in Category P"), cs5_a2, ("A",)),
    Guideline("CS5-A3", _("A way in for the public"), cs5_a3, ("A",)),
    Guideline("CS5-D1", _("Three information channels that reach people"), cs5_d1, ("D",)),
    Guideline("CS5-D2", _("Year-end summary to the unit head"), cs5_d2, ("D",)),
    Guideline("CS5-D3", _("An example project or activity"), cs5_d3, ("D",)),
    Guideline("CS5-L1", _("Results reported or published"), cs5_l1, ("L",)),
)
