"""The tables of all units in the annual report: where each stands and what was found of it, by kind of unit."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from pmqa.annual.sheets import percent
from pmqa.cycle.models import Assessment, Round
from pmqa.reports.report import Marked, PaperColumn, PaperTable
from pmqa.rollup.figures import stored_figures
from pmqa.thai.sorting import sort_key

# Lines that are laid out at once: bounds memory.
LINES_AT_ONCE = 500


def tables_of(round_: Round) -> Iterator[list[tuple[str, PaperTable]]]:
    """The tables of the kinds of unit with their titles, as many at once as LINES_AT_ONCE allows; one of very many
    units comes in several, of which the first has the title."""
    rows = Assessment.objects.filter(round=round_).select_related("unit", "round")
    kinds = sorted(
        set(rows.order_by().values_list("unit__kind", flat=True)), key=lambda kind: (not kind, sort_key(kind))
    )
    ready: list[tuple[str, PaperTable]] = []
    for kind in kinds:
        of_kind = rows.filter(unit__kind=kind).order_by("unit__sort_key", "pk").iterator(chunk_size=LINES_AT_ONCE)
        for number, group in groupby(enumerate(of_kind), key=lambda pair: pair[0] // LINES_AT_ONCE):
            some = [assessment for _number, assessment in group]
            if ready and sum(len(table.lines) for _title, table in ready) + len(some) > LINES_AT_ONCE:
                yield ready
                ready = []
            ready.append((_title_of(kind) if not number else "", _table(some)))
    if ready:
        yield ready


def _title_of(kind: str) -> str:
    return kind or _("no kind")


def _table(assessments: list[Assessment]) -> PaperTable:
    found = stored_figures(assessments)
    headings = (
        _("Unit"),
        _("State"),
        _("met"),
        _("partly"),
        _("missing"),
        _("Own judgement (%)"),
        _("Assessors (%)"),
    )
    lines = []
    for each in assessments:
        figures = found.get(each.pk)
        counts = figures.criteria.values() if figures else ()
        sums = [Marked(sum(getattr(one, name) for one in counts), "number") for name in ("met", "partly", "missing")]
        shares = [percent(figures.own), percent(figures.published)] if figures else [None, None]
        marks = [Marked("–" if share is None else f"{share:.1f}", "number") for share in shares]
        lines.append((each.unit.name, str(each.get_state_display()), *sums, *marks))
    return PaperTable("", "", tuple(PaperColumn(heading) for heading in headings), tuple(lines))
