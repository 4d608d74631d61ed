"""The charts of CS5: how high the unit climbed on the ladder of participation, and how many people of each group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.models import Level, ParticipationActivity, ParticipationActivityGroup
from pmqa.charts.chart import Chart, ChartRow, Kind, by_size
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import standing


@dataclass(frozen=True)
class Rung:
    """What the unit did at one level: the names of the activities."""

    level: str
    names: tuple[str, ...]


def charts_of(assessment: Assessment) -> tuple[Chart, ...]:
    """The two charts of CS5. Two queries."""
    address = reverse("cs5-activities", args=[assessment.unit.code, assessment.year])
    return ladder_chart(rungs_of(assessment), address), people_chart(people_of(assessment))


def rungs_of(assessment: Assessment) -> list[Rung]:
    """The activities by level, the highest level first. One query."""
    rows = list(standing(ParticipationActivity, [assessment]).values_list("level", "name"))
    return [Rung(str(level), tuple(name for each, name in rows if each == level)) for level in reversed(Level.values)]


def ladder_chart(rungs: Sequence[Rung], address: str = "") -> Chart:
    """The ladder of participation; `address` is that of the table of activities."""
    highest = next((rung for rung in rungs if rung.names), None)
    return Chart(
        key="levels",
        title=_("Levels of participation"),
        kind=Kind.LADDER,
        heading=_("Level of participation"),
        series=(_("Activities"),),
        rows=tuple(
            ChartRow(
                str(Level(rung.level).label),
                (len(rung.names),),
                f"{address}?level={rung.level}" if rung.names else "",
                " · ".join(rung.names),
            )
            for rung in rungs
        ),
        reading=_("The highest level reached is “%(level)s”.") % {"level": Level(highest.level).label}
        if highest
        else "",
        nothing=_("There is no participation activity."),
        noted=_("What was done"),
    )


def people_of(assessment: Assessment) -> list[tuple[str, int]]:
    """The people of each group who took part in the year's activities. One query."""
    taking_part = ParticipationActivityGroup.objects.filter(row__assessment=assessment, row__deleted_at=None)
    counted = taking_part.order_by().values("group__name").annotate(people=Sum("people"))
    return list(counted.values_list("group__name", "people"))


def people_chart(found: Iterable[tuple[str, int | None]]) -> Chart:
    """How many people of each group took part."""
    rows = by_size(ChartRow(name, (people or 0,)) for name, people in found)
    return Chart(
        key="people",
        title=_("People who took part, by group"),
        kind=Kind.BARS,
        heading=_("Group"),
        series=(_("People"),),
        rows=rows,
        reading=_("%(groups)s groups took part, with %(people)s people.")
        % {"groups": len(rows), "people": f"{sum(row.total for row in rows):,}"},
        nothing=_("No number of people is written."),
    )
