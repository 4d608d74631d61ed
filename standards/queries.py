"""The facts of CS7 for many assessments at once: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, names, standing
from pmqa.profile.models import Service
from standards.guidelines import Facts, StandardFact
from standards.models import Actual, Announcement, ServiceStandard, StaffDevelopment, StandardStep, minutes_of


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Six queries, however many assessments and rows."""
    services, standards = names(Service, assessments), _standards(assessments)
    announced: dict[int, set[int]] = defaultdict(set)
    for assessment, standard in standing(Announcement, assessments).values_list("assessment", "standard").order_by():
        announced[assessment].add(standard)
    recorded = set(
        standing(Actual, assessments).exclude(cases=None).values_list("assessment", flat=True).order_by().distinct()
    )
    trainings = defaultdict(list)
    held = standing(StaffDevelopment, assessments).exclude(held_on=None).values_list("assessment", "held_on")
    for assessment, day in held:
        trainings[assessment].append(day)
    return {
        each.pk: Facts(
            year=each.year,
            services=services[each.pk],
            standards=tuple(standards[each.pk]),
            announced=frozenset(announced[each.pk]),
            recorded=each.pk in recorded,
            trainings=tuple(trainings[each.pk]),
        )
        for each in assessments
    }


def _standards(assessments: Sequence[Assessment]) -> Mapping[int, list[StandardFact]]:
    steps: dict[int, list[int | None]] = defaultdict(list)
    for standard, time, unit in standing(StandardStep, assessments).values_list("standard", "time", "unit"):
        steps[standard].append(minutes_of(time, unit))
    found = defaultdict(list)
    columns = ("assessment", "pk", "service__process", "service", "total", "unit", "manual")
    for assessment, pk, name, service, total, unit, manual in standing(ServiceStandard, assessments).values_list(
        *columns
    ):
        times = steps[pk]
        fact = StandardFact(
            id=pk,
            name=name,
            service=service,
            promised=minutes_of(total, unit),
            steps=len(times),
            timed=None not in times,
            added=sum(time or 0 for time in times),
            manual=bool(manual),
        )
        found[assessment].append(fact)
    return found


def standards_by_service(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many standards each service has, by assessment and service id."""
    return counts_by(ServiceStandard, "service", assessments)


def actuals_by_service(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many periods are recorded for each service, by assessment and service id."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    recorded = standing(Actual, assessments).exclude(cases=None)
    for assessment, service in recorded.values_list("assessment", "standard__service").order_by():
        found[assessment][service] = found[assessment].get(service, 0) + 1
    return found
