"""The facts of CS7 for many assessments at once, and of one standard for its manual: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmqa.charts.flow import FlowChart, FlowStep
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, names, standing
from pmqa.organization.models import Unit
from pmqa.profile.channels import channel_label
from pmqa.profile.models import Service
from standards.guidelines import Facts, StandardFact
from standards.models import (
    Actual,
    Announcement,
    PublishedStandard,
    ServiceStandard,
    StaffDevelopment,
    StandardStep,
    minutes_of,
    time_words,
)


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Six queries, however many assessments and rows."""
    services, standards = names(Service, "process", assessments), _standards(assessments)
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


@dataclass(frozen=True)
class ManualStep:
    number: int
    what: str
    who: str = ""
    time: int | None = None
    unit: str = ""
    back_to: int | None = None

    @property
    def minutes(self) -> int | None:
        return minutes_of(self.time, self.unit)

    @property
    def time_words(self) -> str:
        return time_words(self.minutes) if self.minutes is not None else ""


@dataclass(frozen=True)
class Manual:
    """What a person must know who comes for a service. Channels as they are stored; words follow the reader."""

    service: str
    product: str
    total: int | None
    unit: str
    fee: str
    documents: str
    channels: tuple[str, ...]
    hours: str
    law: str
    steps: tuple[ManualStep, ...]

    @property
    def promised(self) -> int | None:
        return minutes_of(self.total, self.unit)

    @property
    def added(self) -> int:
        """The times of the steps together, in minutes; steps without a time count nothing."""
        return sum(step.minutes or 0 for step in self.steps)

    @property
    def untimed(self) -> int:
        return sum(step.minutes is None for step in self.steps)

    @property
    def is_exceeded(self) -> bool:
        return self.promised is not None and self.added > self.promised

    @property
    def astray(self) -> list[int]:
        """The steps that lead back to what is no earlier step."""
        numbers = {step.number for step in self.steps}
        return [
            step.number
            for step in self.steps
            if step.back_to is not None and (step.back_to not in numbers or step.back_to >= step.number)
        ]

    @property
    def total_words(self) -> str:
        """The time promised, or else the times of the steps together; nothing where neither is known."""
        if self.promised is not None:
            return time_words(self.promised)
        return time_words(self.added) if self.steps and not self.untimed else ""

    @property
    def added_words(self) -> str:
        return time_words(self.added)

    @property
    def channel_names(self) -> list[str]:
        return [channel_label(each) for each in self.channels]

    @cached_property
    def flow(self) -> FlowChart | None:
        """The flow chart; None without steps. A return to what is no earlier step is not drawn."""
        astray = self.astray
        steps = tuple(
            FlowStep(
                step.number,
                step.what,
                step.who,
                step.time_words,
                None if step.number in astray else step.back_to,
            )
            for step in self.steps
        )
        return FlowChart(self.service, steps) if steps else None


def steps_of(standard: ServiceStandard) -> list[StandardStep]:
    """The steps of `standard` that stand, in order."""
    return list(StandardStep.objects.filter(standard=standard, deleted_at=None).order_by("number", "pk"))


def manual_facts(standard: ServiceStandard, steps: Sequence[StandardStep]) -> dict[str, Any]:
    """The manual of `standard` as JSON, to be kept; `manual_from` reads it."""
    columns = ("total", "unit", "fee", "documents", "hours", "law")
    return {
        "service": standard.service.process,
        "product": standard.service.product,
        **{name: getattr(standard, name) for name in columns},
        "channels": [each for each in standard.channels.split("\n") if each],
        "steps": [
            {name: getattr(step, name) for name in ("number", "what", "who", "time", "unit", "back_to")}
            for step in steps
        ],
    }


def manual_from(facts: Mapping[str, Any]) -> Manual:
    steps = tuple(ManualStep(**step) for step in facts["steps"])
    return Manual(**{**facts, "channels": tuple(facts["channels"]), "steps": steps})


def manual_of(standard: ServiceStandard) -> Manual:
    """The manual of `standard` as it would be published now."""
    return manual_from(manual_facts(standard, steps_of(standard)))


def flows_of(assessment: Assessment) -> tuple[FlowChart, ...]:
    """The flow charts of the standards of `assessment` that have steps, in the order of the table. Two queries."""
    steps: dict[int, list[StandardStep]] = defaultdict(list)
    for step in standing(StandardStep, [assessment]).order_by("number", "pk"):
        steps[step.standard_id].append(step)
    standards = standing(ServiceStandard, [assessment]).select_related("service")
    manuals = (manual_from(manual_facts(standard, steps[standard.pk])) for standard in standards)
    return tuple(manual.flow for manual in manuals if manual.flow)


def published_services(unit: Unit) -> "list[PublishedStandard]":
    """What the public may read of `unit`, in the order of its numbers. One query."""
    public = PublishedStandard.objects.filter(unit=unit, withdrawn_at=None, standard__deleted_at=None)
    return list(public.order_by("number"))
