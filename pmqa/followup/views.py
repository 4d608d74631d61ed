"""The plan of a unit: its OFIs with answers and actions, on the page and on paper; the forms of both; its approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.evidence.actions import Closed, Conflict
from pmqa.evidence.views import number_in, own_address
from pmqa.followup.actions import PlanClosed, answer_ofi, approve_plan, save_action
from pmqa.followup.door import carried_out, closed_page, form_page, of_published, outdone
from pmqa.followup.forms import ActionForm, AnswerForm, SignForm
from pmqa.followup.models import PlanAction
from pmqa.followup.pages import plan_of
from pmqa.followup.published import Published
from pmqa.followup.register import make_improvement, open_year
from pmqa.judging.models import Remark

SURE = gettext_lazy("I have read this plan and approve it.")


def place(published: Published) -> list[Any]:
    """The arguments of every address of the unit in the year."""
    return [published.assessment.unit.code, published.assessment.year]


@of_published("GET")
def plan(request: HttpRequest, published: Published) -> HttpResponse:
    """Every OFI with the unit's answer and its actions, what lacks, and where the follow-ups stand."""
    return _plan_page(request, published, SignForm(initial=SignForm.values_of(published.person), words=SURE))


def _plan_page(request: HttpRequest, published: Published, form: SignForm) -> HttpResponse:
    by = published.person
    into = open_year(published.assessment, by) if published.can_write else None
    return form_page(request, published, "followup/plan.html", form, plan=plan_of(published), into=into)


@of_published("GET")
def plan_print(request: HttpRequest, published: Published) -> HttpResponse:
    """The same for paper: nothing to press, nothing folded."""
    form = SignForm(words=SURE)
    return form_page(request, published, "followup/print.html", form, plan=plan_of(published))


@of_published("GET", "POST", writes=True)
def plan_answer(request: HttpRequest, published: Published, ofi: int) -> HttpResponse:
    """The form of the answer to one OFI."""
    of = next((each for each in published.ofis if each.pk == ofi), None)
    if of is None:
        raise Http404
    held = getattr(of, "unit_answer", None)
    seen = held.version if held else 0
    if request.method == "GET":
        return _answer_page(request, published, of, AnswerForm(initial=AnswerForm.values_of(held)), seen=seen)
    form, seen = AnswerForm(request.POST), number_in(request.POST.get("seen", "")) or 0

    def store() -> None:
        given = {"assessment": published.assessment, "ofi": ofi, "seen": seen, **form.cleaned_data}
        answer_ofi(by=published.person, at=timezone.now(), **given)
        messages.success(request, _("Saved."))

    try:
        if carried_out(request, form, store):
            return redirect(f"{reverse('plan', args=place(published))}#ofi-{published.numbers[ofi]}")
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    except Conflict as conflict:
        outdone(form, conflict)
        theirs = conflict.row
        return _answer_page(request, published, of, form, seen=theirs.version if theirs else 0, conflict=theirs or "")
    return _answer_page(request, published, of, form, seen=seen)


def _answer_page(
    request: HttpRequest, published: Published, ofi: Remark, form: AnswerForm, **context: Any
) -> HttpResponse:
    number = published.numbers[ofi.pk]
    return form_page(request, published, "followup/answer.html", form, ofi=ofi, number=number, **context)


@of_published("GET", "POST", writes=True)
def plan_action_add(request: HttpRequest, published: Published) -> HttpResponse:
    """The form of a new action; ?ofi= ticks the OFI from which it was opened."""
    if request.method == "GET":
        start = {"ofis": [request.GET.get("ofi", "")]}
        return _action_page(request, published, ActionForm(initial=start, published=published), None, seen=0)
    return _action_sent(request, published, None)


@of_published("GET", "POST", writes=True)
def plan_action_edit(request: HttpRequest, published: Published, action: int) -> HttpResponse:
    held = _action_or_404(published, action)
    if request.method == "GET":
        form = ActionForm(initial=ActionForm.values_of(held), published=published)
        return _action_page(request, published, form, held, seen=held.version)
    return _action_sent(request, published, held)


def _action_or_404(published: Published, action: int) -> PlanAction:
    rows = PlanAction.objects.filter(assessment=published.assessment, pk=action)
    found = rows.select_related("updated_by").prefetch_related("ofis").first()
    if found is None:
        raise Http404
    return found


def _action_sent(request: HttpRequest, published: Published, held: PlanAction | None) -> HttpResponse:
    form = ActionForm(request.POST, published=published)
    seen = number_in(request.POST.get("seen", "")) or 0

    def store() -> None:
        given = {"assessment": published.assessment, "action": held.pk if held else None, "seen": seen}
        values = {name: value for name, value in form.cleaned_data.items() if name != "ofis"}
        save_action(**given, values=values, ofis=form.chosen, by=published.person, at=timezone.now())
        messages.success(request, _("Saved."))

    try:
        if carried_out(request, form, store):
            return redirect(f"{reverse('plan', args=place(published))}#actions")
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    except Conflict as conflict:
        outdone(form, conflict)
        theirs = conflict.row
        seen = theirs.version if theirs else seen
        return _action_page(request, published, form, held, seen=seen, conflict=_differing(form, theirs))
    return _action_page(request, published, form, held, seen=seen)


def _differing(form: ActionForm, theirs: PlanAction | None) -> list[tuple[Any, Any, Any]]:
    """Each field that is not as it stands now: its label, what was typed, and what stands."""
    now = ActionForm.values_of(theirs) if theirs else {}
    return [
        (field.label, _read(form, name, form.cleaned_data[name]), _read(form, name, now[name]))
        for name, field in form.fields.items()
        if name in now and form.cleaned_data[name] != now[name]
    ]


def _read(form: ActionForm, name: str, value: Any) -> Any:
    """A value as people read it: choices by their words."""
    labels = dict(getattr(form.fields[name], "choices", []))
    return (
        "\n".join(str(labels.get(each, each)) for each in value)
        if isinstance(value, list)
        else labels.get(value, value)
    )


def _action_page(
    request: HttpRequest, published: Published, form: ActionForm, held: PlanAction | None, **context: Any
) -> HttpResponse:
    return form_page(request, published, "followup/action.html", form, held=held, **context)


@of_published("POST", writes=True)
def plan_approve(request: HttpRequest, published: Published) -> HttpResponse:
    """The head approves the plan, once."""
    form = SignForm(request.POST, words=SURE)

    def store() -> None:
        approve_plan(assessment=published.assessment, by=published.person, at=timezone.now(), **form.signed)
        messages.success(request, _("The plan is approved. Changes are told from now on."))

    try:
        if carried_out(request, form, store):
            return redirect("plan", *place(published))
    except PlanClosed as closed:
        return closed_page(request, published, str(closed))
    return _plan_page(request, published, form)


@of_published("POST", writes=True)
def plan_action_improve(request: HttpRequest, published: Published, action: int) -> HttpResponse:
    """Writes the action into the register of improvements of the unit's open year, and opens the row there. Sent twice
    it leads to the same row."""
    _action_or_404(published, action)
    by: Any = request.user
    into = open_year(published.assessment, by, number_in(request.POST.get("into", "")))
    back = own_address(request.POST.get("back", ""))
    try:
        if into is None:
            raise ValidationError(_("The unit has no open year whose register could take it."))
        given = {"assessment": published.assessment, "action": action, "into": into}
        row = make_improvement(**given, by=by, at=timezone.now())
    except (PlanClosed, Closed) as closed:
        return closed_page(request, published, str(closed))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(back or reverse("plan", args=place(published)))
    of = row.assessment
    messages.success(request, _("It stands in the register of improvements of %(year)s.") % {"year": of.year})
    return redirect(back or reverse("improvements-edit", args=[of.unit.code, of.year, row.pk]))
