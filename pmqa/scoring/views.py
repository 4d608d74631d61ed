"""Pages of findings: the start of a unit, and a criterion with its points."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA, criterion_of
from pmqa.cycle.actions import mark_criterion
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404, post_only
from pmqa.evidence.actions import Closed, Conflict, first_time, writing
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import Statement
from pmqa.evidence.statements import StatementForm, save_statement
from pmqa.evidence.views import closed_page
from pmqa.scoring.coverage import coverage_of
from pmqa.scoring.crosschecks import oddities_of
from pmqa.scoring.engine import findings_of, tally
from pmqa.scoring.matrix import linked_matrix
from pmqa.scoring.pages import (
    carried_waiting,
    linked,
    news_of,
    next_step,
    row_counts,
    shown_points,
    tables_of,
    tasks_of,
    waiting_for,
)


def start(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """Where the unit stands: the next thing to do, the seven criteria, the coverage matrix, the last changes."""
    assessment = assessment_or_404(request, unit, year)
    points = findings_of([assessment])[assessment.pk]
    coverage, news = coverage_of(assessment), news_of(assessment)
    by: Any = request.user
    context = {
        "assessment": assessment,
        "editable": assessment.editable_by(by),
        "tasks": tasks_of(assessment, points),
        "tally": tally(points),
        "waiting": [
            *carried_waiting(assessment, by, started=bool(news)),
            *waiting_for(assessment, by),
        ],
        "next": next_step(assessment, points, started=bool(news)),
        "groups": linked_matrix(coverage.groups, "group"),
        "services": linked_matrix(coverage.services, "service"),
        "changes": news,
        "years": Assessment.objects.filter(unit=assessment.unit).select_related("round"),
    }
    return render(request, "scoring/start.html", context)


def criterion(request: HttpRequest, unit: str, year: int, code: str) -> HttpResponse:
    assessment = assessment_or_404(request, unit, year)
    found = _criterion_or_404(code)
    points = findings_of([assessment], [found])[assessment.pk]
    tables = tables_of(found)
    counts = row_counts(assessment, tables)
    context = {
        "assessment": assessment,
        "editable": assessment.editable_by(request.user),  # type: ignore[arg-type]
        "criterion": found,
        "criteria": CRITERIA,
        "points": shown_points(assessment, points),
        "tally": tally(points),
        "links": found.links_of(assessment, request.user),  # type: ignore[arg-type]
        "flags": [linked(assessment, flag) for flag in oddities_of(found, assessment)],
        "tables": [(table, counts[table.key]) for table in tables],
        "mark": assessment.marks.filter(criterion=found.code).select_related("by").first(),
        "sent": uuid.uuid4(),
    }
    return render(request, "scoring/criterion.html", context)


def _criterion_or_404(code: str) -> Criterion:
    try:
        return criterion_of(code)
    except KeyError:
        raise Http404 from None


@post_only
def mark(request: HttpRequest, unit: str, year: int, code: str) -> HttpResponse:
    """The unit's word that a criterion is complete, or that it is not after all."""
    assessment = assessment_or_404(request, unit, year)
    found = _criterion_or_404(code)
    by: Any = request.user
    try:
        with writing(assessment, by):
            mark_criterion(
                assessment=assessment,
                criterion=found.code,
                complete="complete" in request.POST,
                by=by,
                at=timezone.now(),
            )
    except Closed:
        return closed_page(request, assessment)
    return redirect("criterion", unit, year, found.code.lower())


def statement(request: HttpRequest, unit: str, year: int, guideline: str) -> HttpResponse:
    """The form of the unit's statement to one guideline."""
    assessment = assessment_or_404(request, unit, year)
    found = _criterion_or_404(guideline.partition("-")[0])
    asked = next((each for each in found.guidelines if each.code == guideline), None)
    if asked is None:
        raise Http404
    if not assessment.editable_by(request.user):  # type: ignore[arg-type]
        return closed_page(request, assessment)
    held = Statement.objects.filter(assessment=assessment, guideline=guideline).first()
    context: dict[str, Any] = {"assessment": assessment, "criterion": found, "guideline": asked, "sent": uuid.uuid4()}
    form = StatementForm(request.POST or None, lookup=Lookup(assessment), initial=_initial(held))
    try:
        if request.method == "POST" and _store_statement(request, assessment, guideline, form):
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('criterion', args=[unit, year, found.code.lower()])}#{guideline}")
    except Closed:
        return closed_page(request, assessment)
    except Conflict as conflict:
        context["theirs"] = conflict.row
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = conflict.row.version  # type: ignore[index]
    except ValidationError as problem:
        form.add_error(None, problem)
    return render(request, "scoring/statement.html", {**context, "form": form})


def _initial(held: Statement | None) -> dict[str, Any]:
    if held is None:
        return {"version": 0}
    return {"text": held.text, "version": held.version, "evidence": [file.number for file in held.evidence.all()]}


def _store_statement(request: HttpRequest, assessment: Assessment, guideline: str, form: StatementForm) -> bool:
    """Stores the statement, once. False, with nothing stored, when the form is not valid."""
    by: Any = request.user
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if not form.is_valid():
            transaction.set_rollback(True)
            return False
        save_statement(assessment=assessment, guideline=guideline, form=form, by=by, at=timezone.now())
    return True
