"""The pictures of the annual report's summary, as charts that paper draws."""

from fractions import Fraction

from django.utils.translation import gettext as _

from pmqa.annual.figures import AnnualFigures
from pmqa.charts.chart import Chart, ChartRow, Kind
from pmqa.charts.radar import Outline


def states_chart(figures: AnnualFigures) -> Chart:
    """How many units stand in which state."""
    rows = tuple(ChartRow(label, (count,)) for label, count in figures.states)
    done = {"done": figures.published, "units": figures.units}
    return Chart(
        key="states",
        title=_("States of the units"),
        kind=Kind.BARS,
        heading=_("State"),
        series=(_("Units"),),
        rows=rows,
        reading=_("Results of %(done)s of %(units)s units are released.") % done,
        nothing=_("There are no units in this round."),
    )


def evidence_chart(figures: AnnualFigures) -> Chart:
    """For each criterion how the points of all units are divided."""
    rows = tuple(
        ChartRow(f"{each.code} {each.title}", (each.met, each.partly, each.missing)) for each in figures.criteria
    )
    return Chart(
        key="evidence",
        title=_("Evidence by criterion"),
        kind=Kind.SHARES,
        heading=_("Criterion"),
        series=(_("met"), _("partly"), _("missing")),
        rows=rows,
        reading=_(
            "The points of all units, by whether the system finds evidence for them. It does not judge how good."
        ),
        nothing=_("Nothing has been computed yet."),
        undecided=(1,),
    )


def outlines_of(figures: AnnualFigures) -> tuple[Outline, ...]:
    """The mean scores of all units that have one; nothing where nobody judged."""
    own = Outline(_("Own judgement"), tuple(_exact(each.own) for each in figures.criteria))
    theirs = Outline(_("Assessors"), tuple(_exact(each.published) for each in figures.criteria))
    return tuple(each for each in (own, theirs) if any(value is not None for value in each.values))


def _exact(mean: object) -> Fraction | None:
    return None if mean is None else Fraction(mean)  # type: ignore[arg-type]
