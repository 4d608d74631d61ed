"""The page on which a unit says of each row of the year before whether it holds, and the steps taken from it."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pmqa.carryover.actions import (
    CARRIED,
    carry_over,
    say_again,
    say_dropped,
    say_unchanged,
    year_before,
)
from pmqa.carryover.pages import PARTS, left_behind, part_of, progress_of, waiting_in
from pmqa.carryover.reviewing import unwritten_reviews, write_reviews
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, first_time, writing
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import closed_page, number_in, own_address

WAYS = {"unchanged": say_unchanged, "dropped": say_dropped, "again": say_again}
DONE_ONE = {
    "unchanged": gettext_lazy("“%(name)s”: unchanged."),
    "dropped": gettext_lazy("“%(name)s” is dropped."),
    "again": gettext_lazy("“%(name)s” is to be reviewed again."),
}
DONE = {
    "unchanged": gettext_lazy("%(count)s rows: unchanged."),
    "dropped": gettext_lazy("%(count)s rows are dropped."),
    "again": gettext_lazy("%(count)s rows are to be reviewed again."),
}
# A page holds fewer rows; more ids are no form of ours.
MOST_ROWS = 200


def carried(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """What is still to be said, table by table, or else what could be brought from the year before."""
    assessment = assessment_or_404(request, unit, year)
    progress = progress_of(assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        "sent": uuid.uuid4(),
        "progress": progress,
        "left": left_behind(),
    }
    chosen = progress.chosen(request.GET.get("table", ""))
    if chosen is None:
        before = year_before(assessment)
        counts = waiting_in(before) if before else {}
        context |= {"before": before, "waiting": [(table_of(key), count) for key, count in counts.items()]}
        return render(request, "carryover/bring.html", context)
    show = request.GET.get("show", "")
    said = show == "said" or (show != "open" and not chosen.open)
    context |= {
        "chosen": chosen,
        "table": chosen.table,
        "said": said,
        "parts": PARTS,
        "part": part_of(
            assessment,
            chosen.table,
            said=said,
            page=request.GET.get("page"),
            person=request.user,  # type: ignore[arg-type]
        ),
        "unwritten": unwritten_reviews(assessment),
    }
    return render(request, "carryover/review.html", context)


@post_only
def bring(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Brings the rows of the year before, once."""
    assessment = assessment_or_404(request, unit, year)
    by: Any = request.user
    try:
        with writing(assessment, by):
            before = year_before(assessment)
            if first_time(request.POST.get("sent", ""), by) and before is not None:
                count = carry_over(assessment=assessment, from_assessment=before, by=by, at=timezone.now())
                messages.success(request, _said_of(count))
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("carry-over", unit, year)


def _said_of(count: int) -> str:
    if not count:
        return _("Nothing came: every row of the year before stands here already.")
    return ngettext("%(count)s row was carried over.", "%(count)s rows were carried over.", count) % {"count": count}


@post_only
def say(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Says of one row, or of those that are ticked, that they hold, or drops them, or takes back what was said.

    Sent twice it says the same: of a row something is said once.
    """
    assessment = assessment_or_404(request, unit, year)
    by: Any = request.user
    if not assessment.editable_by(by):
        return closed_page(request, assessment)
    table, (way, rows) = _table(request.POST), _asked(request.POST)
    try:
        held = WAYS[way](assessment=assessment, table=table, rows=rows, by=by, at=timezone.now()) if rows else []
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        _tell(request, assessment, table, way, held, asked=bool(rows))
    back = own_address(request.POST.get("back", ""))
    return redirect(back or f"{reverse('carry-over', args=[unit, year])}?{urlencode({'table': table.key})}")


def _table(sent: QueryDict) -> EvidenceTable:
    found = next((table for table in CARRIED if table.key == sent.get("table")), None)
    if found is None:
        raise Http404
    return found


def _asked(sent: QueryDict) -> tuple[str, list[int]]:
    """The way that was pressed, and the ids of the rows: that of the button, or those that are ticked."""
    way = next((way for way in WAYS if way in sent), None)
    if way is None:
        raise Http404
    texts = sent.getlist("row")[:MOST_ROWS] if sent[way] == "ticked" else [sent[way]]
    return way, [number for text in texts if (number := number_in(text)) is not None]


def _tell(
    request: HttpRequest, assessment: Assessment, table: EvidenceTable, way: str, held: Sequence[Any], *, asked: bool
) -> None:
    """Says what was done, and offers to undo the dropping of one row."""
    if not asked:
        messages.warning(request, _("Tick the rows of which this is to be said."))
    elif not held:
        messages.warning(request, _("Nothing was changed: something was said of this meanwhile."))
    else:
        words = (DONE_ONE if len(held) == 1 else DONE)[way]
        undo = ""
        if way == "dropped" and len(held) == 1:
            undo = reverse(f"{table.key}-undelete", args=[assessment.unit.code, assessment.year, held[0].pk])
        messages.success(request, words % {"name": held[0], "count": len(held)}, extra_tags=undo)


@post_only
def review(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Writes the reviews that are complete into their tables."""
    assessment = assessment_or_404(request, unit, year)
    by: Any = request.user
    try:
        write_reviews(assessment=assessment, by=by, at=timezone.now())
        messages.success(request, _("Saved."))
    except Closed:
        return closed_page(request, assessment)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("carry-over", unit, year)
