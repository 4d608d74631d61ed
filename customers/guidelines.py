"""What is asked in CS1 (พ.ร.ฎ. GG ม. 8; the deck's page on judging CS1), and when evidence for it is there."""

from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import (
    NOTHING_CARRIED,
    Finding,
    Guideline,
    Named,
    Reason,
    Reviewed,
    every,
    met,
    missing,
    partly,
    weakest,
)
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains


@dataclass(frozen=True, slots=True)
class AnalysisFact:
    id: int
    name: str
    duties: frozenset[int]
    groups: frozenset[int]


@dataclass(frozen=True, slots=True)
class ProfileFact:
    id: int
    group: int
    name: str
    has_needs: bool


@dataclass(frozen=True)
class Facts:
    """What CS1 has in one fiscal year (B.E.)."""

    year: int
    groups: tuple[Named, ...] = ()
    duties: tuple[Named, ...] = ()
    criteria: int = 0
    analysis: tuple[AnalysisFact, ...] = ()
    profiles: tuple[ProfileFact, ...] = ()
    reviews: tuple[date, ...] = ()
    carried: Reviewed = NOTHING_CARRIED


NO_GROUPS = Reason(_("No C/S group is in Category P, item 8."), "groups")


def a1(facts: Facts) -> Finding:
    criteria = (
        met() if facts.criteria else missing(Reason(_("No classification criterion is written."), "cs1-criteria"))
    )
    sources = every(
        facts.analysis,
        lambda row: bool(row.duties),
        lambda row: Reason(
            _("The analysis row “%(name)s” names no duty.") % {"name": row.name}, "cs1-analysis", row.id
        ),
        Reason(_("The analysis of recipients and stakeholders has no row."), "cs1-analysis"),
    )
    return weakest(criteria, sources)


def a2(facts: Facts) -> Finding:
    led = frozenset(duty for row in facts.analysis if row.groups for duty in row.duties)
    reached = frozenset(group for row in facts.analysis if row.duties for group in row.groups)
    duties = every(
        facts.duties,
        lambda duty: duty.id in led,
        lambda duty: Reason(_("The duty “%(name)s” leads to no group.") % {"name": duty.name}, "cs1-analysis"),
        Reason(_("No duty is in the register."), "duties"),
    )
    groups = every(
        facts.groups,
        lambda group: group.id in reached,
        lambda group: Reason(_("The group “%(name)s” comes from no duty.") % {"name": group.name}, "cs1-analysis"),
        NO_GROUPS,
    )
    return weakest(duties, groups)


def a3(facts: Facts) -> Finding:
    profiled = frozenset(profile.group for profile in facts.profiles)
    return every(facts.groups, lambda group: group.id in profiled, _no_profile, NO_GROUPS)


def a4(facts: Facts) -> Finding:
    return every(
        facts.profiles,
        lambda profile: profile.has_needs,
        lambda profile: Reason(
            _("The profile of “%(name)s” states no needs.") % {"name": profile.name}, "cs1-profiles", profile.id
        ),
        Reason(_("There is no customer profile."), "cs1-profiles"),
    )


def a5(facts: Facts) -> Finding:
    carried = facts.carried
    in_year = carried.last_on is not None and contains(facts.year, carried.last_on)
    if any(contains(facts.year, day) for day in facts.reviews) or (carried.is_done and in_year):
        return met()
    if in_year:
        words = _("Something was said of %(said)s groups and profiles of the year before, and not yet of %(open)s.")
        return partly(Reason(words % {"said": carried.said, "open": carried.open}, "groups"))
    if any(contains(facts.year - 1, day) for day in facts.reviews):
        return partly(Reason(_("The last review of the grouping is of the year before."), "cs1-reviews"))
    return missing(Reason(_("No review of the grouping is dated in this fiscal year."), "cs1-reviews"))


def i1(facts: Facts) -> Finding:
    analysed = frozenset(group for row in facts.analysis for group in row.groups)
    profiled = frozenset(profile.group for profile in facts.profiles)
    in_analysis = every(
        facts.groups,
        lambda group: group.id in analysed,
        lambda group: Reason(_("The group “%(name)s” is not in the analysis.") % {"name": group.name}, "cs1-analysis"),
        NO_GROUPS,
    )
    in_profiles = every(facts.groups, lambda group: group.id in profiled, _no_profile, NO_GROUPS)
    return weakest(in_analysis, in_profiles)


def _no_profile(group: Named) -> Reason:
    return Reason(
        _("The group “%(name)s” has no profile.") % {"name": group.name},
        "cs1-profiles",
        start=(("group", group.name),),
    )


GUIDELINES = (
    Guideline("CS1-A1", _("Where the grouping comes from"), a1, ("A",)),
    Guideline("CS1-A2", _("How the groups fit the mission"), a2, ("A",)),
    Guideline("CS1-A3", _("Every group of Category P, item 8 is covered"), a3, ("A",)),
    Guideline("CS1-A4", _("The needs of each group"), a4, ("A",)),
    Guideline("CS1-A5", _("Regular review of the grouping"), a5, ("A",)),
    Guideline("CS1-I1", _("Profile and analysis tables cover every group"), i1, ("I",)),
)
