"""The forms with which headquarters runs a round: opened, dates moved, units extended, assessors assigned, returned."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.assessing.consensus_door import beginning
from pmqa.cycle import rounds as changes
from pmqa.cycle.actions import StepRefused, change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.cycle.scope import headquarters_or_404
from pmqa.evidence.actions import first_time
from pmqa.evidence.views import number_in
from pmqa.headquarters.actions import open_for_all, take_assignment_back
from pmqa.headquarters.forms import DATES, AssignmentForm, DatesForm, ExtensionForm, ReturnForm, RoundForm
from pmqa.headquarters.queries import assessments_of, stages_of
from pmqa.judging.consensus import refuse_publication
from pmqa.thai.fiscal import fiscal_year

State = Assessment.State


def round_or_404(request: HttpRequest, year: int) -> Round:
    headquarters_or_404(request)
    return get_object_or_404(Round, year=year)


def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, the newest first, and the way to open the next."""
    headquarters_or_404(request)
    context = {"rounds": [(each, stages_of(each)) for each in Round.objects.all()[:20]]}
    return render(request, "headquarters/rounds.html", context)


def round_open(request: HttpRequest) -> HttpResponse:
    """The form of a new round, filled with the set-up of the last one."""
    headquarters_or_404(request)
    last = Round.objects.first()
    year = last.year + 1 if last else fiscal_year(timezone.localdate())
    form = RoundForm(request.POST or None, initial=RoundForm.after(last, year))

    def store() -> None:
        values = {name: form.cleaned_data[name] for name in (*DATES, *changes.RULES) if name != "weights"}
        made, units = open_for_all(
            year=form.cleaned_data["year"],
            values={**values, "weights": form.weights()},
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        messages.success(request, _("Round %(year)s is open to %(units)s units.") % {"year": made.year, "units": units})

    if _store(request, form, store):
        return redirect("headquarters")
    lead = _("Version, profile and weights stay as they are once the round is open.")
    if last:
        lead = _("Filled with the set-up of round %(year)s, its dates moved on.") % {"year": last.year} + " " + lead
    title, button = _("Open a round"), _("Open the round for every unit")
    return _form_page(request, form, title=title, lead=lead, button=button, back=reverse("headquarters"))


def _form_page(request: HttpRequest, form: forms.Form, **words: str) -> HttpResponse:
    return render(request, "headquarters/form.html", {"form": form, "sent": uuid.uuid4(), **words})


def _store(request: HttpRequest, form: forms.Form, store: Callable[[], None]) -> bool:
    """Carries a valid form out, once. False, with nothing stored, where it is not sent, not valid or refused."""
    if request.method != "POST":
        return False
    by: Any = request.user
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):
                return True
            if form.is_valid():
                store()
                return True
            transaction.set_rollback(True)
    except (changes.Refused, StepRefused) as refused:
        form.add_error(None, str(refused))
    except ValidationError as problem:
        form.add_error(None, problem)
    return False


def round_dates(request: HttpRequest, year: int) -> HttpResponse:
    found = round_or_404(request, year)
    form = DatesForm(request.POST or None, initial=DatesForm.values_of(found))

    def store() -> None:
        dates = {name: form.cleaned_data[name] for name in DATES}
        changes.move_dates(round_=found, dates=dates, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Saved."))

    if _store(request, form, store):
        return redirect("round", year)
    title = _("Dates of round %(year)s") % {"year": year}
    lead = _("Days of a unit that has an extension stay as they are.")
    return _form_page(request, form, title=title, lead=lead, button=_("Save"), back=reverse("round", args=[year]))


def round_switch(request: HttpRequest, year: int) -> HttpResponse:
    """Closes the round to every unit, or opens it again."""
    found = round_or_404(request, year)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    is_open = "open" in request.POST
    changes.set_open(round_=found, is_open=is_open, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The round is open.") if is_open else _("The round is closed."))
    return redirect("round", year)


def round_unit(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What headquarters decides about one unit: `do` names the form that was sent."""
    found = round_or_404(request, year)
    assessment = get_object_or_404(assessments_of(found), unit__code=unit)
    sent_form = request.POST.get("do", "")
    shown = {
        "extend": ExtensionForm(initial={"until": assessment.extended_until, "reason": assessment.extension_reason}),
        "return": ReturnForm(),
        "assign": AssignmentForm(assessment=assessment),
    }
    if request.method == "POST":
        form, store = _change(request, assessment, sent_form)
        if _store(request, form, store):
            return redirect("round-unit", year, unit)
        if sent_form in shown:
            shown[sent_form] = form
        else:
            messages.error(request, " ".join(form.non_field_errors()))
            return redirect("round-unit", year, unit)
    context = {
        **beginning(assessment),
        "round": found,
        "assessment_of": assessment,
        "forms": shown,
        "sent": uuid.uuid4(),
        "failed": sent_form,
        "is_settled": not refuse_publication(assessment),
        "publishes": True,
        "takes_assessors": assessment.state not in changes.FIXED,
    }
    return render(request, "headquarters/unit.html", context)


def _change(request: HttpRequest, assessment: Assessment, name: str) -> tuple[forms.Form, Callable[[], None]]:
    """The sent form, and what it does when it is valid. Http404 for a change that there is none of."""
    given: dict[str, Any] = {"assessment": assessment, "by": request.user, "at": timezone.now()}
    form: forms.Form
    if name == "extend":
        form = ExtensionForm(request.POST)
        return form, lambda: changes.extend(**given, **form.cleaned_data)
    if name == "return":
        form = ReturnForm(request.POST)
        return form, lambda: changes.return_to_draft(**given, **form.cleaned_data, today=timezone.localdate())
    if name == "assign":
        form = AssignmentForm(request.POST, assessment=assessment)
        return form, lambda: changes.assign(**given, **form.cleaned_data) and None
    form = forms.Form(request.POST)
    if name == "review":
        return form, lambda: change_state(**given, to=State.IN_REVIEW) and None
    if name == "unassign":
        held = get_object_or_404(Assignment, assessment=assessment, pk=number_in(request.POST.get("assignment", "")))
        return form, lambda: take_assignment_back(assignment=held, by=given["by"], at=given["at"])
    raise Http404
