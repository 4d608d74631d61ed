"""The facts of CS1 for many assessments at once: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from customers.guidelines import AnalysisFact, Facts, ProfileFact
from customers.models import AnalysisRow, ClassificationCriterion, CustomerProfile, GroupingReview
from pmqa.cycle.models import Assessment
from pmqa.evidence.carried import reviewed
from pmqa.evidence.facts import counts_by, links, names, standing
from pmqa.profile.models import Duty, Group


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Eleven queries, however many assessments and rows."""
    groups, duties = names(Group, "name", assessments), names(Duty, "text", assessments)
    criteria = standing(ClassificationCriterion, assessments).values_list("assessment").annotate(Count("pk"))
    counted = dict(criteria.order_by())
    carried = reviewed((Group, CustomerProfile), assessments)
    analysis, profiles, reviews = _analysis(assessments), _profiles(assessments), _reviews(assessments)
    return {
        each.pk: Facts(
            year=each.year,
            groups=groups[each.pk],
            duties=duties[each.pk],
            criteria=counted.get(each.pk, 0),
            analysis=tuple(analysis[each.pk]),
            profiles=tuple(profiles[each.pk]),
            reviews=tuple(reviews[each.pk]),
            carried=carried[each.pk],
        )
        for each in assessments
    }


def _analysis(assessments: Sequence[Assessment]) -> Mapping[int, list[AnalysisFact]]:
    duties = links(AnalysisRow, "duties", assessments)
    recipients = links(AnalysisRow, "recipients", assessments)
    stakeholders = links(AnalysisRow, "stakeholders", assessments)
    found = defaultdict(list)
    rows = standing(AnalysisRow, assessments).values_list("assessment", "pk", "service__process")
    for assessment, pk, process in rows:
        found[assessment].append(AnalysisFact(pk, process, duties[pk], recipients[pk] | stakeholders[pk]))
    return found


def _profiles(assessments: Sequence[Assessment]) -> Mapping[int, list[ProfileFact]]:
    found = defaultdict(list)
    rows = standing(CustomerProfile, assessments).values_list("assessment", "pk", "group", "group__name", "needs")
    for assessment, pk, group, name, needs in rows:
        found[assessment].append(ProfileFact(pk, group, name, bool(needs)))
    return found


def _reviews(assessments: Sequence[Assessment]) -> Mapping[int, list[Any]]:
    found = defaultdict(list)
    for assessment, day in standing(GroupingReview, assessments).values_list("assessment", "reviewed_on"):
        found[assessment].append(day)
    return found


def profiles_by_group(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many profiles each group has, by assessment and group id."""
    return counts_by(CustomerProfile, "group", assessments)
