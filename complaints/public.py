"""The door that is open to everybody: report something, and follow it by a code. No page tells who handles it."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from complaints.actions import AlreadySent, file_case, filed_before, receiving
from complaints.criterion import CASES
from complaints.models import Case, PublicCase
from complaints.public_form import PublicForm
from pmqa.cycle.models import Assessment
from pmqa.door.codes import code_for, digest_of, grouped, read_code
from pmqa.door.gate import Gate, gate_of, new_gate
from pmqa.door.notice import NOTICE_VERSION
from pmqa.door.throttle import admitted, client_address
from pmqa.evidence.actions import Closed
from pmqa.organization.models import Unit

PURPOSE = "case"
HOUR, TEN_MINUTES = datetime.timedelta(hours=1), datetime.timedelta(minutes=10)
# From one address. A case needs several tries where something is missing; a photograph costs work each time.
CASES_AN_HOUR, SENDINGS_AN_HOUR, CODES_IN_TEN_MINUTES = 10, 60, 20
ANSWERED = (Case.Status.ANSWERED, Case.Status.CLOSED)


@login_not_required
@never_cache
def feedback(request: HttpRequest, unit: str) -> HttpResponse:
    """The form; sent, the code of the case."""
    found = get_object_or_404(Unit, code=unit)
    assessment = receiving(found, timezone.localdate())
    if assessment is None:
        return _not_open(request, found)
    if request.method != "POST":
        return _form_page(request, found, PublicForm(assessment=assessment), new_gate())
    gate = gate_of(request.POST)
    form = PublicForm(request.POST, request.FILES, assessment=assessment)
    if not admitted("feedback-sent", client_address(request), SENDINGS_AN_HOUR, HOUR):
        return _too_many(request, found, form, gate)
    if gate.problem or not form.is_valid():
        return _form_page(request, found, form, gate)
    return _file(request, found, assessment, form, gate)


def _file(request: HttpRequest, unit: Unit, assessment: Assessment, form: PublicForm, gate: Gate) -> HttpResponse:
    code, filing = code_for(f"{PURPOSE}|{unit.pk}", gate.key), form.filing()
    options: dict[str, Any] = {"notice_version": NOTICE_VERSION, "language": get_language() or settings.LANGUAGE_CODE}
    try:
        if filed_before(code, filing) is None:
            if not admitted("feedback", client_address(request), CASES_AN_HOUR, HOUR):
                return _too_many(request, unit, form, gate)
            at, today = timezone.now(), timezone.localdate()
            file_case(assessment=assessment, table=CASES, filing=filing, code=code, at=at, today=today, **options)
    except Closed:
        return _not_open(request, unit)
    except AlreadySent:
        again = _("This form was sent before, and arrived. To send this as another message, send once more.")
        return _form_page(request, unit, form, new_gate(again), status=409)
    except ValidationError as problem:
        _show(problem, form)
        return _form_page(request, unit, form, gate)
    except OSError:
        form.add_error("photographs", _("The disk refused the file."))
        return _form_page(request, unit, form, gate)
    return render(request, "complaints/filed.html", {"unit": unit, "code": grouped(code)})


def _show(problem: ValidationError, form: PublicForm) -> None:
    """Puts what the register refuses beside the field that it is about."""
    for name, texts in problem.message_dict.items():
        form.add_error(name if name in form.fields else None, texts)


def _form_page(
    request: HttpRequest, unit: Unit, form: PublicForm, gate: Gate, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"unit": unit, "form": form, "gate": gate, "had_files": bool(request.FILES)}
    context |= {"notice_version": NOTICE_VERSION, "contact_days": settings.PMQA_CONTACT_DAYS}
    return render(request, "complaints/feedback.html", context | more, status=status)


def _too_many(request: HttpRequest, unit: Unit, form: PublicForm, gate: Gate) -> HttpResponse:
    words = _("Many messages came from your network within an hour. Your words are still here: send them later.")
    return _form_page(request, unit, form, Gate(gate.stamp, gate.key, words), status=429)


def _not_open(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Says where else to turn; what was typed stands on the page, to be copied."""
    typed = {name: request.POST.get(name, "") for name in ("subject", "text")}
    sent = request.method == "POST"
    return render(request, "complaints/not_open.html", {"unit": unit, "typed": typed}, status=409 if sent else 200)


@login_not_required
@never_cache
def follow(request: HttpRequest, unit: str) -> HttpResponse:
    """How far a case is. The code is sent in a form, never in an address, which would stand in logs."""
    found = get_object_or_404(Unit, code=unit)
    if request.method != "POST":
        return render(request, "complaints/follow.html", {"unit": found})
    if not admitted("follow", client_address(request), CODES_IN_TEN_MINUTES, TEN_MINUTES):
        words = _("Too many codes were tried from your network. Please wait ten minutes and try again.")
        return render(request, "complaints/follow.html", {"unit": found, "problem": words}, status=429)
    typed = request.POST.get("code", "")
    case = case_of(found, typed)
    if case is None:
        words = _("No matter is known under this code. Check each letter and digit: the code has 26.")
        return render(request, "complaints/follow.html", {"unit": found, "problem": words, "typed": typed[:80]})
    answered = case.status in ANSWERED
    return render(request, "complaints/followed.html", {"unit": found, "case": case, "answered": answered})


def case_of(unit: Unit, typed: str) -> Case | None:
    """The case of `unit` under the code that was typed, however it was copied."""
    code = read_code(typed)
    if not code:
        return None
    found = PublicCase.objects.filter(
        digest=digest_of(code), case__assessment__unit=unit, case__deleted_at=None
    ).select_related("case")
    return next((each.case for each in found), None)
