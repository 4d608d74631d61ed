"""The page of a standard: its facts and steps, the flow chart, and what the public reads of it."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
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
from pmqa.organization.models import Person
from standards.actions import move_step, order_steps, publish, remove_step, return_step, store_step, withdraw
from standards.criterion import STANDARD_STEPS, STANDARDS
from standards.models import PublishedStandard, ServiceStandard, StandardStep
from standards.queries import manual_from, manual_of, steps_of

PAGE = "cs7-standards-standard"


# The words that tell of what was done, and what follows the address of the page after it.
Done = tuple[str, str]


def standard(request: HttpRequest, unit: str, year: int, row: int, table: EvidenceTable) -> HttpResponse:
    """The standard; a POST does what it names: one of ACTIONS. Http404 for what is none."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    problem = ""
    if request.method == "POST":
        if not assessment.editable_by(request.user):  # type: ignore[arg-type]
            return closed_page(request, assessment)
        try:
            return redirect(_page_of(assessment, found) + _once(request, assessment, found))
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


def _once(request: HttpRequest, assessment: Assessment, found: ServiceStandard) -> str:
    """Does what the POST asks for, once; what follows the address of the page after it."""
    asked, at, by = request.POST, timezone.now(), cast(Person, request.user)
    does = next((ACTIONS[name] for name in ACTIONS if name in asked), None)
    if does is None or found.deleted_at:
        raise Http404
    with writing(assessment, by):
        words, after = does(asked, found, by, at) if first_time(asked.get("sent", ""), by) else ("", "")
    if words:
        messages.success(request, words)
    return after


def _move(asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    step, seen = _step_or_404(found, number_in(asked.get("step", ""))), number_in(asked.get("version", ""))
    move_step(table=STANDARD_STEPS, step=step, seen=seen, up="up" in asked, by=by, at=at)
    return "", f"#step-{step.pk}"


def _order(asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    """`order` has every step in its new place: "id:version id:version"; `step` is the one that was dragged."""
    seen = []
    for each in asked["order"].split():
        pk, _colon, version = each.partition(":")
        seen.append((number_in(pk) or 0, number_in(version) or 0))  # no step is numbered 0, so that none is meant
    order_steps(table=STANDARD_STEPS, standard=found, seen=seen, by=by, at=at)
    return "", f"#step-{number_in(asked.get('step', '')) or ''}"


def _remove(asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    step, seen = _step_or_404(found, number_in(asked.get("step", ""))), number_in(asked.get("version", ""))
    remove_step(table=STANDARD_STEPS, step=step, seen=seen, by=by, at=at)
    return "", f"?deleted={step.pk}"


def _return(asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    step = _deleted_step(found, asked.get("step", ""))
    if step is None:
        raise Http404
    return_step(table=STANDARD_STEPS, step=step, by=by, at=at)
    return "", f"#step-{step.pk}"


def _publish(asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    seen, today = number_in(asked.get("version", "")), timezone.localdate()
    made = publish(table=STANDARDS, standard=found, seen=seen, by=by, at=at, today=today)
    return _("Version %(version)s is published.") % {"version": made.version}, ""


def _withdraw(_asked: QueryDict, found: ServiceStandard, by: Person, at: datetime.datetime) -> Done:
    withdraw(standard=found, by=by, at=at)
    return _("The standard is withdrawn: the public page is gone."), ""


# What a POST to the page may ask for, by the name of its button.
ACTIONS: dict[str, Callable[[QueryDict, ServiceStandard, Person, datetime.datetime], Done]] = {
    "up": _move,
    "down": _move,
    "order": _order,
    "remove": _remove,
    "return": _return,
    "publish": _publish,
    "withdraw": _withdraw,
}


def _step_or_404(found: ServiceStandard, pk: int | None) -> StandardStep:
    for step in steps_of(found):
        if step.pk == pk:
            return step
    raise Http404


def _deleted_step(found: ServiceStandard, pk: str) -> StandardStep | None:
    gone = StandardStep.objects.filter(standard=found, deleted_at__isnull=False, pk=number_in(pk))
    return gone.select_related("standard__service").first()


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
        "deleted": _deleted_step(found, request.GET.get("deleted", "")),
        "sent": uuid.uuid4(),
    }


def step_add(request: HttpRequest, unit: str, year: int, row: int, table: EvidenceTable) -> HttpResponse:
    """The form of a new step; stored, it leads back to the page of the standard. It stands after the last step, or
    `before` the step with that id, or after the one that it is to be `like`."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    start = {**_place_for(request.GET, found), "standard": str(found)} if request.method == "GET" else None
    return row_page(request, assessment, STANDARD_STEPS, None, start, _page_of(assessment, found), store_step)


def _place_for(asked: QueryDict, found: ServiceStandard) -> Mapping[str, Any]:
    before, like = number_in(asked.get("before", "")), number_in(asked.get("like", ""))
    if like is not None:
        model = _step_or_404(found, like)
        return {**STANDARD_STEPS.values_of(model), "number": model.number + 1}
    if before is not None:
        return {"number": _step_or_404(found, before).number}
    return {"number": max((step.number for step in steps_of(found)), default=0) + 1}


def step_edit(request: HttpRequest, unit: str, year: int, row: int, step: int, table: EvidenceTable) -> HttpResponse:
    """The form of a step; stored, it leads back to the page of the standard."""
    assessment = assessment_or_404(request, unit, year)
    found: ServiceStandard = row_or_404(table, assessment, row)
    held: StandardStep = row_or_404(STANDARD_STEPS, assessment, _step_or_404(found, step).pk)
    back = f"{_page_of(assessment, found)}#step-{held.pk}"
    return row_page(request, assessment, STANDARD_STEPS, held, back=back, save=store_step)


def _page_of(assessment: Assessment, found: ServiceStandard) -> str:
    return reverse(PAGE, args=[assessment.unit.code, assessment.year, found.pk])
