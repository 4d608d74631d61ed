"""What is asked in CS2 (พ.ร.ฎ. GG ม. 38, 40; the deck's pages on judging CS2), and when evidence for it is there."""

from dataclasses import dataclass
from datetime import date

from pmqa.evidence.guidelines import Finding, Guideline, Named, Reason, every, met, missing, some, weakest
from pmqa.evidence.words import later as _
from pmqa.thai.fiscal import contains


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """A row of CS2-1; `lacking` are the headings of blank columns that must not be blank."""

    id: int
    name: str
    group: int
    channel: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectFact:
    id: int
    channel: str
    has_measure: bool
    has_upkeep: bool
    has_actual: bool
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class UseFact:
    id: int
    name: str
    told: bool
    improver: bool


@dataclass(frozen=True, slots=True)
class ImprovementFact:
    """An improvement whose source is a channel."""

    id: int
    name: str
    before_after: bool
    evidence: bool


@dataclass(frozen=True)
class Facts:
    """What CS2 has in one fiscal year (B.E.)."""

    year: int
    groups: tuple[Named, ...] = ()
    channels: tuple[ChannelFact, ...] = ()
    effects: tuple[EffectFact, ...] = ()
    uses: tuple[UseFact, ...] = ()
    reviews: tuple[date, ...] = ()
    improvements: tuple[ImprovementFact, ...] = ()


PARTS = (_("upkeep"), _("an actual figure"), _("evidence"))
NO_CHANNEL = Reason(_("Table CS2-1 has no row."), "cs2-channels")


def a1(facts: Facts) -> Finding:
    heard = frozenset(row.group for row in facts.channels)
    return every(
        facts.groups,
        lambda group: group.id in heard,
        lambda group: Reason(
            _("The group “%(name)s” is heard through no channel.") % {"name": group.name},
            "cs2-channels",
            start=(("group", group.name),),
        ),
        Reason(_("No C/S group is in Category P, item 8."), "groups"),
    )


def a2(facts: Facts) -> Finding:
    return every(
        facts.channels,
        lambda row: not row.lacking,
        lambda row: Reason(
            _("“%(name)s” lacks: %(columns)s.") % {"name": row.name, "columns": ", ".join(row.lacking)},
            "cs2-channels",
            row.id,
        ),
        NO_CHANNEL,
    )


def a3(facts: Facts) -> Finding:
    return some(
        facts.uses,
        lambda use: use.told and use.improver,
        lambda use: Reason(
            _("The finding “%(name)s” does not say to whom it was told and who improves.") % {"name": use.name},
            "cs2-uses",
            use.id,
        ),
        Reason(_("No use of a finding is written."), "cs2-uses"),
    )


def a4(facts: Facts) -> Finding:
    measured = frozenset(effect.channel for effect in facts.effects if effect.has_measure)
    return every(
        _channels(facts),
        lambda channel: channel in measured,
        lambda channel: Reason(
            _("The channel “%(name)s” has no measure with a target.") % {"name": channel},
            "cs2-effectiveness",
            _row_of(facts, channel),
            (("channel", channel),),
        ),
        NO_CHANNEL,
    )


def a5(facts: Facts) -> Finding:
    kept_up = every(
        _channels(facts),
        lambda channel: not _not_kept_up(facts, channel),
        lambda channel: Reason(
            _("The channel “%(name)s” lacks: %(parts)s.")
            % {"name": channel, "parts": ", ".join(str(part) for part in _not_kept_up(facts, channel))},
            "cs2-effectiveness",
            _row_of(facts, channel),
            (("channel", channel),),
        ),
        NO_CHANNEL,
    )
    if any(contains(facts.year, day) for day in facts.reviews):
        return weakest(kept_up, met())
    return weakest(kept_up, missing(Reason(_("No review of channels is dated in this fiscal year."), "cs2-reviews")))


def di1(facts: Facts) -> Finding:
    return some(
        facts.improvements,
        lambda each: each.before_after and each.evidence,
        lambda each: Reason(
            _("The improvement “%(name)s” lacks before and after, or evidence.") % {"name": each.name},
            "improvements",
            each.id,
        ),
        Reason(_("No improvement comes from a channel."), "improvements", start=(("source", "CHANNEL"),)),
    )


def _channels(facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.channel for row in facts.channels))


def _row_of(facts: Facts, channel: str) -> int | None:
    return next((effect.id for effect in facts.effects if effect.channel == channel), None)


def _not_kept_up(facts: Facts, channel: str) -> tuple[object, ...]:
    """What no row of the channel shows: upkeep, an actual figure, evidence."""
    effects = [effect for effect in facts.effects if effect.channel == channel]
    there = (
        any(effect.has_upkeep for effect in effects),
        any(effect.has_actual for effect in effects),
        any(effect.has_evidence for effect in effects),
    )
    return tuple(part for part, is_there in zip(PARTS, there, strict=True) if not is_there)


GUIDELINES = (
    Guideline("CS2-A1", _("How each group is heard"), a1, ("A",)),
    Guideline("CS2-A2", _("The table of channels by group"), a2, ("A",)),
    Guideline("CS2-A3", _("Data used in planning and improving"), a3, ("A",)),
    Guideline("CS2-A4", _("The effectiveness of each channel"), a4, ("A",)),
    Guideline("CS2-A5", _("How effectiveness is kept up, with evidence"), a5, ("A",)),
    Guideline("CS2-DI1", _("At least one improved example"), di1, ("D", "I")),
)
