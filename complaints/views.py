"""The page on which a case is worked on: who owns it, what was done, the answer, the end."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.criterion import CASES
from complaints.forms import CaseForm, calendar_doubts
from complaints.models import Case, FeedbackKind
from pmqa.cycle.models import Assessment
from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Closed, Conflict, first_time, save_row, writing
from pmqa.evidence.dated import entries_of
from pmqa.evidence.fields import ThaiDateField, ThaiTextField
from pmqa.evidence.models import Improvement
from pmqa.evidence.page_form import dress
from pmqa.evidence.views import closed_page, number_in, row_or_404
from pmqa.profile.channels import channel_label
from pmqa.thai.working_days import working_days_between

# The columns that each step of the work fills.
STEPS = {"owner": ("owner", "due_on"), "answer": ("answer", "answered_on"), "close": ("closed_on", "satisfied")}
# Where a step leads, which the form holds against its date.
REACHED = {"answer": Case.Status.ANSWERED, "close": Case.Status.CLOSED}
ACTION = "action"


class ActionForm(forms.Form):
    """One thing that was done, to be added to the actions of the case."""

    done_on = ThaiDateField(label=gettext_lazy("Date"))
    words = ThaiTextField(label=gettext_lazy("What was done"), max_length=500)


def case(request: HttpRequest, unit: str, year: int, row: int) -> HttpResponse:
    """The case with the steps that can be taken; a POST takes the step that it names, Http404 for what is none."""
    assessment = assessment_or_404(request, unit, year)
    found: Case = row_or_404(CASES, assessment, row)
    today = timezone.localdate()
    form, action = _form(assessment, found), ActionForm(initial={"done_on": today})
    if request.method == "POST":
        step = request.POST.get("step", "")
        if step == ACTION:
            sent = action = ActionForm(request.POST)
        elif step in STEPS:
            sent = form = _form(assessment, found, _told(request, found, step))
        else:
            raise Http404
        try:
            if (step != ACTION or action.is_valid()) and _take(request, assessment, found, form, action):
                messages.success(request, _("Saved."))
                return redirect("cs3-cases-case", unit, year, row)
        except Closed:
            return closed_page(request, assessment)
        except Conflict:
            sent.add_error(None, _("This row was changed after this page was opened. Compare, then save again."))
            found = row_or_404(CASES, assessment, row)
        except ValidationError as problem:
            sent.add_error(None, problem.messages)
    return render(request, "complaints/case.html", _context(request, assessment, found, form, action))


def _form(assessment: Assessment, found: Case, told: dict[str, Any] | None = None) -> Any:
    today = timezone.localdate()  # a day of work is most often today
    days = {"answered_on": found.answered_on or today, "closed_on": found.closed_on or today}
    return dress(CaseForm(told, assessment=assessment, instance=found, initial=days))


def _told(request: HttpRequest, found: Case, step: str) -> dict[str, Any]:
    """The case as it stands, with the columns of the step as they were sent."""
    told = _standing(found)
    for name in STEPS[step]:
        widget = CaseForm.base_fields[name].widget
        told[name] = widget.value_from_datadict(request.POST, request.FILES, name)
    told["status"] = REACHED.get(step, "")  # else it follows from the dates
    return told


def _standing(found: Case) -> dict[str, Any]:
    """The columns as they stand. What the case names is told by its longest name: two services may be one process with
    two products, and two people may have one name."""
    named = (name for name in ("group", "service", "owner") if getattr(found, name) is not None)
    return {**CASES.values_of(found), **{name: getattr(found, name).names[-1] for name in named}}


def _take(request: HttpRequest, assessment: Assessment, found: Case, form: Any, action: ActionForm) -> bool:
    """Stores the step, once. False, with nothing stored, when what was sent is not valid."""
    by: Any = request.user
    with writing(assessment, by):
        if not first_time(request.POST.get("sent", ""), by):
            return True
        if action.is_bound:
            done, told = action.cleaned_data, _standing(found)
            told["actions"] = "\n".join(filter(None, (found.actions, f"{done['done_on'].isoformat()} {done['words']}")))
            told["status"] = "" if found.is_open else told["status"]
            form = _form(assessment, found, told)
        if not form.is_valid() or _says_nothing(request.POST.get("step", ""), form):
            transaction.set_rollback(True)
            _tell(form, action if action.is_bound else form, request.POST.get("step", ""))
            return False
        seen = number_in(request.POST.get("version", ""))
        save_row(table=CASES, form=form, seen=seen, by=by, at=timezone.now())
    return True


def _tell(form: Any, sent: Any, step: str) -> None:
    """Says above the step what is wrong with columns that the step does not show, as an owner who left the unit."""
    for name, words in list(form.errors.items()):
        if name in form.fields and name not in STEPS.get(step, ()):
            sent.add_error(None, [f"{form.fields[name].label}: {each}" for each in words])


def _says_nothing(step: str, form: Any) -> bool:
    """Whether an answer is to be kept that has no words: it would end the time of a case that nobody answered."""
    if step != "answer" or form.cleaned_data["answer"]:
        return False
    form.add_error("answer", _("Write what was answered."))
    return True


def _context(
    request: HttpRequest, assessment: Assessment, found: Case, form: Any, action: ActionForm
) -> dict[str, Any]:
    today = timezone.localdate()
    source = Improvement.Source.COMPLAINT if found.kind == FeedbackKind.COMPLAINT else Improvement.Source.SUGGESTION
    late = working_days_between(found.due_on, today) if found.is_open and found.due_on and found.due_on < today else 0
    return {
        "assessment": assessment,
        "table": CASES,
        "case": found,
        "channel": channel_label(found.channel),
        "form": form,
        "action": action,
        "entries": list(entries_of(found.actions)),
        "editable": assessment.editable_by(request.user) and found.deleted_at is None,  # type: ignore[arg-type]
        "late": late,
        "doubts": calendar_doubts(found),
        "source": source,
        "improvements": Improvement.objects.filter(
            assessment=assessment, deleted_at=None, origin__in=(found.number, str(found))
        ),
        "sent": uuid.uuid4(),
    }
