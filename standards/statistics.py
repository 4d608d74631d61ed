"""The chart of CS7: of each standard, the share on time by period, against a line at the goal.

The goal of 80 % is ours: the decree asks that times be set and kept, and names no share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmqa.charts.chart import VITAL, Chart, ChartRow, Kind
from pmqa.charts.table import per_cent
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import standing
from standards.models import Actual


@dataclass(frozen=True)
class Figure:
    """What is recorded of one period. None is not recorded; 0 cases are none handled."""

    period: str
    cases: int | None = None
    on_time: int | None = None


def charts_of(assessment: Assessment) -> tuple[Chart, ...]:
    """A chart for each standard of which a period stands in the table; one that says so where none does. One query."""
    rows = standing(Actual, [assessment]).order_by("position", "pk")
    found: dict[int, tuple[str, list[Figure]]] = {}
    columns = ("standard", "standard__service__process", "period", "cases", "on_time")
    for pk, service, *figures in rows.values_list(*columns):
        found.setdefault(pk, (service, []))[1].append(Figure(*figures))
    charts = tuple(on_time_chart(f"on-time-{pk}", service, figures) for pk, (service, figures) in found.items())
    return charts or (on_time_chart("on-time", _("On time by period"), ()),)


def on_time_chart(key: str, title: str, figures: Iterable[Figure]) -> Chart:
    """The chart of one standard. A period of none handled and one not recorded have no bar, and say which they are."""
    figures = list(figures)
    rows = tuple(ChartRow(_label(each), _counts(each), blank=each.cases is None) for each in figures)
    return Chart(
        key,
        title,
        Kind.SHARES,
        _("Month or quarter"),
        (_("On time"), _("Late"), _("Not known")),
        rows,
        _reading(rows),
        _nothing(figures),
        undecided=(2,),
        goal=True,
    )


def _label(figure: Figure) -> str:
    if figure.cases is None:
        return _("%(period)s (not recorded)") % {"period": figure.period}
    return _("%(period)s (none handled)") % {"period": figure.period} if figure.cases == 0 else figure.period


def _counts(figure: Figure) -> tuple[int, int, int]:
    cases = figure.cases or 0
    if figure.on_time is None:
        return (0, 0, cases)
    in_time = min(figure.on_time, cases)
    return (in_time, cases - in_time, 0)


def _reading(rows: Sequence[ChartRow]) -> str:
    kept, late, _unknown = (sum(row.counts[place] for row in rows) for place in range(3))
    share = per_cent(kept, kept + late)
    if share is None:
        return _("How many were on time is not recorded.")
    below = sum(_is_below(row) for row in rows)
    numbers = {"share": share, "cases": f"{kept + late:,}", "goal": VITAL, "below": below}
    return (
        ngettext(
            "%(share)s %% of %(cases)s cases were on time; %(below)s period is below the goal of %(goal)s %%.",
            "%(share)s %% of %(cases)s cases were on time; %(below)s periods are below the goal of %(goal)s %%.",
            below,
        )
        % numbers
    )


def _is_below(row: ChartRow) -> bool:
    """Whether less than the goal was on time; exact, not rounded."""
    kept, late, _unknown = row.counts
    return 100 * kept < VITAL * (kept + late)


def _nothing(figures: Sequence[Figure]) -> str:
    if any(figure.cases == 0 for figure in figures):
        return _("None was handled in the periods that are recorded.")
    return _("No actual figure is recorded yet.")
