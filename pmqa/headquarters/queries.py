"""What headquarters sees of a round: a fixed number of queries, however many units there are."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.organization.models import Person


@dataclass(frozen=True)
class Stage:
    """How many assessments of a round stand in a state."""

    state: str
    title: str
    count: int


def stages_of(round_: Round) -> list[Stage]:
    """The states in their order, with their counts. One query."""
    counts = dict(Assessment.objects.filter(round=round_).order_by().values_list("state").annotate(count=Count("pk")))
    return [Stage(state, str(title), counts.get(state, 0)) for state, title in Assessment.State.choices]


@dataclass(frozen=True)
class Load:
    """An assessor's work in a round: how many units, of how many they lead the assessors, and what they declared."""

    assessor: Person
    units: int
    leads: int
    undeclared: int
    conflicts: int


def loads_of(round_: Round) -> list[Load]:
    """The assessors with something in this round, those with most first. Two queries."""
    rows = list(
        Assignment.objects.filter(assessment__round=round_)
        .order_by()
        .values("assessor")
        .annotate(
            units=Count("pk"),
            leads=Count("pk", filter=Q(is_leader=True)),
            undeclared=Count("pk", filter=Q(declared_at=None)),
            conflicts=Count("pk", filter=~Q(conflict="")),
        )
    )
    people = Person.objects.in_bulk([row["assessor"] for row in rows])
    loads = [
        Load(people[row["assessor"]], row["units"], row["leads"], row["undeclared"], row["conflicts"]) for row in rows
    ]
    return sorted(loads, key=lambda load: (-load.units, str(load.assessor)))


def assessments_of(round_: Round) -> "QuerySet[Assessment]":
    """The assessments of a round, by name of the unit, each with its assignments."""
    rows = Assessment.objects.filter(round=round_).select_related("unit", "round")
    return rows.prefetch_related("assignments__assessor").order_by("unit__sort_key", "pk")
