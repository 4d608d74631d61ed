"""The facts of CS2 for many assessments at once: the only place that counts."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from channels.guidelines import ChannelFact, EffectFact, Facts, ImprovementFact, UseFact
from channels.models import ChannelEffectiveness, ChannelReview, FindingUse, GroupChannel
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, heading, links, names, standing
from pmqa.evidence.models import Improvement
from pmqa.profile.channels import channel_label
from pmqa.profile.models import Group

MUST_HAVE = ("reason", "method", "responsible")


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Eight queries, however many assessments and rows."""
    groups = names(Group, assessments)
    channels = _by_assessment(standing(GroupChannel, assessments).select_related("group"), _channel)
    proved = links(ChannelEffectiveness, "evidence", assessments)
    effects = _by_assessment(standing(ChannelEffectiveness, assessments), lambda row: _effect(row, proved))
    uses = _by_assessment(standing(FindingUse, assessments), _use)
    reviews = _by_assessment(standing(ChannelReview, assessments), lambda row: row.reviewed_on)
    shown = links(Improvement, "evidence", assessments)
    heard = standing(Improvement, assessments).filter(source=Improvement.Source.CHANNEL)
    improvements = _by_assessment(heard, lambda row: _improvement(row, shown))
    return {
        each.pk: Facts(
            year=each.year,
            groups=groups[each.pk],
            channels=tuple(channels[each.pk]),
            effects=tuple(effects[each.pk]),
            uses=tuple(uses[each.pk]),
            reviews=tuple(day for day in reviews[each.pk] if day),
            improvements=tuple(improvements[each.pk]),
        )
        for each in assessments
    }


def _by_assessment(rows: Any, fact: Callable[[Any], Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.assessment_id].append(fact(row))
    return found


def _channel(row: GroupChannel) -> ChannelFact:
    lacking = tuple(heading(GroupChannel, name) for name in MUST_HAVE if not getattr(row, name))
    return ChannelFact(row.pk, str(row), row.group_id, channel_label(row.channel), lacking)


def _effect(row: ChannelEffectiveness, proved: Mapping[int, frozenset[int]]) -> EffectFact:
    return EffectFact(
        id=row.pk,
        channel=channel_label(row.channel),
        has_measure=bool(row.measure and row.target),
        has_upkeep=bool(row.upkeep),
        has_actual=bool(row.actual),
        has_evidence=bool(proved[row.pk]),
    )


def _use(row: FindingUse) -> UseFact:
    return UseFact(row.pk, row.finding, bool(row.told_to and row.told_on), bool(row.improver))


def _improvement(row: Improvement, shown: Mapping[int, frozenset[int]]) -> ImprovementFact:
    return ImprovementFact(row.pk, row.problem, bool(row.before and row.after), bool(shown[row.pk]))


def channels_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many channels hear each group, by assessment and group id."""
    return counts_by(GroupChannel, "group", assessments)


def reviews_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many reviews of channels there are for each group, by assessment and group id."""
    return counts_by(ChannelReview, "group", assessments)
