"""The facts of CS4 and CS5 for many assessments at once: the only place that counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from participation.guidelines import (
    ENOUGH_INFORMATION,
    ActivityFact,
    InformationFact,
    NetworkFact,
    NetworkFacts,
    ParticipationFacts,
    PublicationFact,
    RelationFact,
    SummaryFact,
)
from participation.models import (
    InformationChannel,
    Level,
    Network,
    OpinionSummary,
    ParticipationActivity,
    Publication,
    RelationshipActivity,
)
from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.facts import among, links, pictured, proved, standing
from pmqa.evidence.guidelines import Named
from pmqa.evidence.models import Statement
from pmqa.profile.channels import channel_label
from pmqa.profile.models import Group

# The point of CS5 that asks for words of the unit as well.
STATEMENT = "CS5-A1"


def network_facts_of(assessments: Sequence[Assessment]) -> Mapping[int, NetworkFacts]:
    """The facts of CS4 by assessment id. Three queries, however many assessments and rows."""
    networks, activities = _networks(assessments), _relations(assessments)
    return {
        each.pk: NetworkFacts(each.year, tuple(networks[each.pk]), tuple(activities[each.pk])) for each in assessments
    }


def few_information_channels() -> Q:
    """Of assessments in which fewer than 3 different information channels are written, whatever they lack."""
    written = InformationChannel.objects.filter(assessment=OuterRef("pk"), deleted_at=None).order_by()
    counted = written.values("assessment").annotate(different=Count("channel", distinct=True))
    return Q(~Exists(counted.filter(different__gte=ENOUGH_INFORMATION)))


def participation_facts_of(assessments: Sequence[Assessment]) -> Mapping[int, ParticipationFacts]:
    """The facts of CS5 by assessment id. Eight queries, however many assessments and rows."""
    stakeholders, activities, information = _stakeholders(assessments), _activities(assessments), _told(assessments)
    summaries, publications = _summaries(assessments), _publications(assessments)
    stated = set(
        Statement.objects.filter(assessment__in=among(assessments), guideline=STATEMENT)
        .exclude(text="")
        .values_list("assessment", flat=True)
    )
    return {
        each.pk: ParticipationFacts(
            year=each.year,
            stakeholders=tuple(stakeholders[each.pk]),
            activities=tuple(activities[each.pk]),
            information=tuple(information[each.pk]),
            summaries=tuple(summaries[each.pk]),
            publications=tuple(publications[each.pk]),
            statement=each.pk in stated,
        )
        for each in assessments
    }


def _networks(assessments: Sequence[Assessment]) -> Mapping[int, list[NetworkFact]]:
    groups, found = links(Network, "groups", assessments), defaultdict(list)
    for assessment, pk, name, channels in standing(Network, assessments).values_list(
        "assessment", "pk", "name", "channels"
    ):
        found[assessment].append(NetworkFact(pk, name, len(groups[pk]), len(channels.split("\n")) if channels else 0))
    return found


def _relations(assessments: Sequence[Assessment]) -> Mapping[int, list[RelationFact]]:
    found = defaultdict(list)
    rows = pictured(proved(standing(RelationshipActivity, assessments))).values_list(
        "assessment", "pk", "name", "held_on", "is_pictured", "before", "after", "explanation", "is_proved"
    )
    for assessment, pk, name, held_on, has_picture, before, after, explanation, evidence in rows:
        evaluated = bool((before and after) or (explanation and evidence))
        found[assessment].append(RelationFact(pk, name, held_on, has_picture, evaluated))
    return found


def _stakeholders(assessments: Sequence[Assessment]) -> Mapping[int, list[Named]]:
    found = defaultdict(list)
    rows = standing(Group, assessments).filter(kind=Group.Kind.STAKEHOLDER)
    for assessment, pk, name in rows.values_list("assessment", "pk", "name"):
        found[assessment].append(Named(pk, name))
    return found


def _activities(assessments: Sequence[Assessment]) -> Mapping[int, list[ActivityFact]]:
    groups, found = defaultdict(set), defaultdict(list)
    for _assessment, row, group in _taking_part(ParticipationActivity, assessments):
        groups[row].add(group)
    rows = proved(standing(ParticipationActivity, assessments)).values_list(
        "assessment", "pk", "name", "held_on", "channel", "result", "is_proved"
    )
    for assessment, pk, name, held_on, channel, result, evidence in rows:
        found[assessment].append(
            ActivityFact(pk, name, held_on, frozenset(groups[pk]), bool(channel), bool(result), evidence)
        )
    return found


def _told(assessments: Sequence[Assessment]) -> Mapping[int, list[InformationFact]]:
    audience, found = links(InformationChannel, "audience", assessments), defaultdict(list)
    rows = standing(InformationChannel, assessments).values_list("assessment", "pk", "channel", "reach")
    for assessment, pk, channel, reach in rows:
        found[assessment].append(InformationFact(pk, channel, channel_label(channel), bool(audience[pk]), bool(reach)))
    return found


def _summaries(assessments: Sequence[Assessment]) -> Mapping[int, list[SummaryFact]]:
    found = defaultdict(list)
    for assessment, pk, day in standing(OpinionSummary, assessments).values_list("assessment", "pk", "acknowledged_on"):
        found[assessment].append(SummaryFact(pk, day is not None))
    return found


def _publications(assessments: Sequence[Assessment]) -> Mapping[int, list[PublicationFact]]:
    found = defaultdict(list)
    columns = ("assessment", "pk", "subject", "published_on", "place", "link")
    for assessment, pk, subject, day, place, link in standing(Publication, assessments).values_list(*columns):
        found[assessment].append(PublicationFact(pk, subject, day, bool(place or link)))
    return found


def relations_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many relationship activities each group took part in, by assessment and group id."""
    return _by_group(RelationshipActivity, assessments)


def activities_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many participation activities each group took part in, by assessment and group id."""
    return _by_group(ParticipationActivity, assessments)


def relation_lines(assessment: Assessment) -> list[str]:
    """What the activities with networks tell the unit head. Two queries."""
    rows = standing(RelationshipActivity, [assessment])
    found = list(rows.values_list("pk", "name", "suggestions", "next_time"))
    if not found:
        return []
    people = _people(RelationshipActivity, assessment)
    texts = {"count": len(found), "people": sum(people.values())}
    lines = [_("Relationship activities: %(count)s, people who took part: %(people)s.") % texts]
    for _pk, name, suggestions, next_time in found:
        if suggestions:
            lines.append(_("Suggested at “%(name)s”: %(text)s") % {"name": name, "text": _on_one_line(suggestions)})
        if next_time:
            lines.append(
                _("After “%(name)s” the next time: %(text)s") % {"name": name, "text": _on_one_line(next_time)}
            )
    return lines


def participation_lines(assessment: Assessment) -> list[str]:
    """What public participation tells the unit head: activities by level with people, and results. Two queries."""
    found = list(standing(ParticipationActivity, [assessment]).values_list("pk", "name", "level", "result"))
    people = _people(ParticipationActivity, assessment)
    lines = []
    for level, label in Level.choices:
        rows = [pk for pk, _name, of, _result in found if of == level]
        if rows:
            texts = {"level": label, "count": len(rows), "people": sum(people[pk] for pk in rows)}
            if texts["people"]:
                lines.append(_("Level %(level)s: %(count)s activities, %(people)s people.") % texts)
            else:
                lines.append(_("Level %(level)s: %(count)s activities, people not counted.") % texts)
    results = ((name, result) for _pk, name, _level, result in found if result)
    lines += [
        _("Result of “%(name)s”: %(text)s") % {"name": name, "text": _on_one_line(text)} for name, text in results
    ]
    return lines


def _people(model: type[RelationshipActivity | ParticipationActivity], assessment: Assessment) -> Counter[int]:
    """How many people took part in each row, as far as they were counted."""
    rows = standing(model, [assessment]).order_by().values_list("pk").annotate(n=Sum("group_counts__people"))
    return Counter({pk: people or 0 for pk, people in rows})


def _on_one_line(text: str) -> str:
    return ", ".join(filter(None, text.split("\n")))


def _by_group(model: type[Row], assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for assessment, _row, group in _taking_part(model, assessments):
        found[assessment][group] += 1
    return found


def _taking_part(model: type[Row], assessments: Sequence[Assessment]) -> Iterable[tuple[int, int, int]]:
    """Assessment, row and group, for each group of which somebody took part. One query."""
    field: Any = model._meta.get_field("groups")
    rows = field.remote_field.through._default_manager.filter(
        row__assessment__in=among(assessments), row__deleted_at=None
    )
    found: Iterable[tuple[int, int, int]] = (
        rows.exclude(people=0).order_by().values_list("row__assessment", "row", "group")
    )
    return found
