"""The page of a standard: its facts and steps, the flow chart, and what the public reads of it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.charts.flow import drawn_flow
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, Conflict, first_time, writing
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.views import closed_page, number_in, row_or_404, row_page
from standards.actions import move_step, publish, withdraw
from standards.criterion import STANDARD_STEPS
from standards.models import PublishedStandard, ServiceStandard, StandardStep
from standards.queries import manual_from, manual_of, steps_of

PAGE = "cs7-standards-standard"


def standard(request: HttpRequest, unit: str, year: int, row: int, table: EvidenceTable) -> HttpResponse:
    """The standard; a POST does what it names: move a step, publish or withdraw. Http404 for what is none."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    problem = ""
    if request.method == "POST":
        if not assessment.editable_by(request.user):  # type: ignore[arg-type]
            return closed_page(request, assessment)
        does = _action(request, table, found)
        try:
            _once(request, assessment, does)
            return redirect(PAGE, unit, year, row)
        except Closed:
            return closed_page(request, assessment)
        except Conflict:
            problem = _("Somebody changed this standard after the page was opened. Look, then do it again.")
        except ValidationError as refused:
            problem = " ".join(refused.messages)
        found = row_or_404(table, assessment, row)
    status = 409 if problem else 200
    context = {**_context(request, assessment, found), "table": table, "problem": problem}
    return render(request, "standards/standard.html", context, status=status)


def _once(request: HttpRequest, assessment: Assessment, does: Callable[[], str]) -> None:
    by: Any = request.user
    with writing(assessment, by):
        words = does() if first_time(request.POST.get("sent", ""), by) else ""
    if words:
        messages.success(request, words)


def _action(request: HttpRequest, table: EvidenceTable, found: ServiceStandard) -> Callable[[], str]:
    """What the POST asks for, to be done; it gives the words that tell of it."""
    asked, at, seen = request.POST, timezone.now(), number_in(request.POST.get("version", ""))
    by: Any = request.user
    if found.deleted_at:
        raise Http404
    if "up" in asked or "down" in asked:
        step = _step_or_404(found, number_in(asked.get("step", "")))

        def move() -> str:
            move_step(table=STANDARD_STEPS, step=step, seen=seen, up="up" in asked, by=by, at=at)
            return ""

        return move
    if "publish" in asked:

        def show() -> str:
            today = timezone.localdate()
            made = publish(table=table, standard=found, seen=seen, by=by, at=at, today=today)
            return _("Version %(version)s is published.") % {"version": made.version}

        return show
    if "withdraw" in asked:

        def hide() -> str:
            withdraw(standard=found, by=by, at=at)
            return _("The standard is withdrawn: the public page is gone.")

        return hide
    raise Http404


def _step_or_404(found: ServiceStandard, pk: int | None) -> StandardStep:
    for step in steps_of(found):
        if step.pk == pk:
            return step
    raise Http404


def _context(request: HttpRequest, assessment: Assessment, found: ServiceStandard) -> dict[str, Any]:
    manual, steps = manual_of(found), steps_of(found)
    every = PublishedStandard.objects.filter(standard=found).select_related("published_by")
    copies = list(every.order_by("-version"))
    public = next((each for each in copies if each.withdrawn_at is None), None)
    return {
        "assessment": assessment,
        "standard": found,
        "manual": manual,
        "steps": list(zip(steps, manual.steps, strict=True)),
        "flow": drawn_flow(manual.flow) if manual.flow else None,
        "copies": copies,
        "public": public,
        "is_changed": public is not None and manual_from(public.facts) != manual,
        "editable": assessment.editable_by(request.user) and found.deleted_at is None,  # type: ignore[arg-type]
        "sent": uuid.uuid4(),
    }


def step_add(request: HttpRequest, unit: str, year: int, row: int, table: EvidenceTable) -> HttpResponse:
    """The form of a new step, the next in order; stored, it leads back to the page of the standard."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    start = {"standard": str(found), "number": max((step.number for step in steps_of(found)), default=0) + 1}
    return row_page(request, assessment, STANDARD_STEPS, None, start, back=_page_of(assessment, found))


def step_edit(request: HttpRequest, unit: str, year: int, row: int, step: int, table: EvidenceTable) -> HttpResponse:
    """The form of a step; stored, it leads back to the page of the standard."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    held: StandardStep = row_or_404(STANDARD_STEPS, assessment, _step_or_404(found, step).pk)
    return row_page(request, assessment, STANDARD_STEPS, held, back=_page_of(assessment, found))


def _page_of(assessment: Assessment, found: ServiceStandard) -> str:
    return reverse(PAGE, args=[assessment.unit.code, assessment.year, found.pk])
