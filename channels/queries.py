"""The facts of CS2 for many assessments at once: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from channels.guidelines import ChannelFact, EffectFact, Facts, ImprovementFact, UseFact
from channels.models import ChannelEffectiveness, ChannelReview, FindingUse, GroupChannel
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, heading, names, proved, standing
from pmqa.evidence.models import Improvement
from pmqa.profile.channels import channel_label
from pmqa.profile.models import Group

MUST_HAVE = ("reason", "method", "responsible")


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Six queries, however many assessments and rows."""
    groups = names(Group, "name", assessments)
    channels, effects, uses = _channels(assessments), _effects(assessments), _uses(assessments)
    reviews, improvements = _reviews(assessments), _improvements(assessments)
    return {
        each.pk: Facts(
            year=each.year,
            groups=groups[each.pk],
            channels=tuple(channels[each.pk]),
            effects=tuple(effects[each.pk]),
            uses=tuple(uses[each.pk]),
            reviews=tuple(reviews[each.pk]),
            improvements=tuple(improvements[each.pk]),
        )
        for each in assessments
    }


def _channels(assessments: Sequence[Assessment]) -> Mapping[int, list[ChannelFact]]:
    labels, found = _Labels(), defaultdict(list)
    headings = [heading(GroupChannel, name) for name in MUST_HAVE]
    rows = standing(GroupChannel, assessments).values_list(
        "assessment", "pk", "group", "group__name", "channel", *MUST_HAVE
    )
    for assessment, pk, group, name, channel, *given in rows:
        lacking = tuple(word for word, value in zip(headings, given, strict=True) if not value)
        label = labels[channel]
        found[assessment].append(ChannelFact(pk, f"{name} · {label}", group, label, lacking))
    return found


def _effects(assessments: Sequence[Assessment]) -> Mapping[int, list[EffectFact]]:
    labels, found = _Labels(), defaultdict(list)
    rows = proved(standing(ChannelEffectiveness, assessments)).values_list(
        "assessment", "pk", "channel", "measure", "target", "upkeep", "actual", "is_proved"
    )
    for assessment, pk, channel, measure, target, upkeep, actual, evidence in rows:
        fact = EffectFact(
            id=pk,
            channel=labels[channel],
            has_measure=bool(measure and target),
            has_upkeep=bool(upkeep),
            has_actual=bool(actual),
            has_evidence=evidence,
        )
        found[assessment].append(fact)
    return found


class _Labels(dict[str, str]):
    """The names of channels in the language of the reader, each looked up once."""

    def __missing__(self, channel: str) -> str:
        return self.setdefault(channel, channel_label(channel))


def _uses(assessments: Sequence[Assessment]) -> Mapping[int, list[UseFact]]:
    found = defaultdict(list)
    rows = standing(FindingUse, assessments)
    for assessment, pk, finding, to, on, improver in rows.values_list(
        "assessment", "pk", "finding", "told_to", "told_on", "improver"
    ):
        found[assessment].append(UseFact(pk, finding, bool(to and on), bool(improver)))
    return found


def _reviews(assessments: Sequence[Assessment]) -> Mapping[int, list[Any]]:
    found = defaultdict(list)
    for assessment, day in standing(ChannelReview, assessments).values_list("assessment", "reviewed_on"):
        if day:
            found[assessment].append(day)
    return found


def _improvements(assessments: Sequence[Assessment]) -> Mapping[int, list[ImprovementFact]]:
    found = defaultdict(list)
    heard = standing(Improvement, assessments).filter(source=Improvement.Source.CHANNEL)
    rows = proved(heard).values_list("assessment", "pk", "problem", "before", "after", "is_proved")
    for assessment, pk, problem, before, after, evidence in rows:
        found[assessment].append(ImprovementFact(pk, problem, bool(before and after), evidence))
    return found


def channels_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many channels hear each group, by assessment and group id."""
    return counts_by(GroupChannel, "group", assessments)


def reviews_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many reviews of channels there are for each group, by assessment and group id."""
    return counts_by(ChannelReview, "group", assessments)
