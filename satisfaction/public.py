"""The public page of a questionnaire: answered on a phone without an account, once, and by nobody in particular."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pmqa.door.busy import wait_page
from pmqa.door.gate import Gate, gate_of, new_gate
from pmqa.door.throttle import admitted, client_address
from satisfaction.actions import read_token
from satisfaction.answering import NotOpen, TokenRefused, sent_before, take_answer, takes_answers
from satisfaction.models import Questionnaire
from satisfaction.public_form import AnswerForm, asked_of

MINUTE = datetime.timedelta(minutes=1)
# From one address in a minute. A ship or a school comes from one address: the first are taken as they are, more are
# marked for who reads the results, and still more are asked to wait.
UNMARKED, MARKED = 30, 90
A_YEAR = datetime.timedelta(days=365)
SALT = "satisfaction.answered"
OPEN = Questionnaire.Access.OPEN
State = Questionnaire.State


@login_not_required
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The questions; sent, a word of thanks."""
    found = _published_or_404(code)
    if request.method == "POST":
        return _sent(request, found)
    if not takes_answers(found, timezone.localdate()):
        newer = _newer(found)
        return redirect("survey-answer", newer.code) if newer else _closed(request, found)
    if _answered(request, found):
        return _thanks(request, found, is_again=True)
    form = AnswerForm(asked=asked_of(found), initial={"token": request.GET.get("t", "")[:80]})
    return _page(request, found, form, new_gate())


def _published_or_404(code: str) -> Questionnaire:
    known = Questionnaire.objects.select_related("survey__assessment__unit", "survey__assessment__round")
    found = known.filter(code=code.lower(), survey__deleted_at=None).exclude(state=State.DRAFT).first()
    if found is None:
        raise Http404
    return found


def _newer(found: Questionnaire) -> Questionnaire | None:
    """The version that took the place of `found`, while it takes answers: a poster may show an old address."""
    newer = Questionnaire.objects.filter(survey=found.survey, version__gt=found.version, state=State.PUBLISHED)
    current = newer.select_related("survey__assessment__round").first()
    return current if current and takes_answers(current, timezone.localdate()) else None


def _sent(request: HttpRequest, found: Questionnaire) -> HttpResponse:
    form, gate = AnswerForm(request.POST, asked=asked_of(found)), gate_of(request.POST)
    if not takes_answers(found, timezone.localdate()):
        return _closed(request, found, form)
    if not gate.problem and sent_before(gate.key):
        return _thanks(request, found)
    if gate.problem or not form.is_valid():
        return _page(request, found, form, gate)
    if _answered(request, found):
        words = _("This questionnaire was answered in this browser before. One browser gives one answer.")
        return _page(request, found, form, Gate(gate.stamp, gate.key, words), status=409)
    return _take(request, found, form, gate)


class _TooMany(Exception):
    """More came from one address within a minute than are taken."""


def _take(request: HttpRequest, found: Questionnaire, form: AnswerForm, gate: Gate) -> HttpResponse:
    told: dict[str, Any] = {"token": read_token(form.cleaned_data.get("token", "")), "today": timezone.localdate()}
    try:
        # The count and the answer in one transaction: each is a wait for the disk, and at most so many go in a second.
        with transaction.atomic():
            told["is_flagged"] = _is_marked(request, found)
            take_answer(questionnaire=found, filled=form.filled(), key=gate.key, **told)
    except _TooMany:
        words = _("Many answers came from your network within a minute. Yours are kept on this page.")
        again = _("Wait for a minute, then press the button. Sending twice does no harm.")
        return wait_page(request, words=words, again=again, status=429, after=int(MINUTE.total_seconds()))
    except NotOpen:
        return _closed(request, found, form)
    except TokenRefused:
        form.add_error("token", _("This token is not known here, or was used. Check each letter and digit."))
        return _page(request, found, form, gate)
    return _thanks(request, found)


def _is_marked(request: HttpRequest, found: Questionnaire) -> bool:
    """Whether the next answer from this address is marked. Raises _TooMany.

    A token is given to one person and is good for one answer: whoever holds one is no robot, however many hold one at
    the same place, as the crew of a ship does.
    """
    if found.access == Questionnaire.Access.TOKENS:
        return False
    address = client_address(request)
    if admitted("survey", address, UNMARKED, MINUTE):
        return False
    if admitted("survey-marked", address, MARKED, MINUTE):
        return True
    raise _TooMany


def _cookie(found: Questionnaire) -> str:
    return f"answered-{found.code}"


def _answered(request: HttpRequest, found: Questionnaire) -> bool:
    """Whether this browser answered an open questionnaire. Who answers by tokens may share a browser."""
    return found.access == OPEN and request.get_signed_cookie(_cookie(found), None, salt=SALT) == found.code


def _page(request: HttpRequest, found: Questionnaire, form: AnswerForm, gate: Gate, status: int = 200) -> HttpResponse:
    return render(request, "satisfaction/answer.html", page_context(found, form, gate), status=status)


def page_context(found: Questionnaire, form: AnswerForm, gate: Gate) -> dict[str, Any]:
    survey = found.survey
    return {"unit": survey.assessment.unit, "survey": survey, "questionnaire": found, "form": form, "gate": gate}


def _thanks(request: HttpRequest, found: Questionnaire, *, is_again: bool = False) -> HttpResponse:
    context = {"unit": found.survey.assessment.unit, "survey": found.survey, "is_again": is_again}
    response = render(request, "satisfaction/thanks.html", context)
    if found.access == OPEN and not is_again:
        # It says that something was answered here, not what: nothing of it is kept with the answers.
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
        response.set_signed_cookie(_cookie(found), found.code, salt=SALT, max_age=A_YEAR, **options)
    return response


def _closed(request: HttpRequest, found: Questionnaire, form: AnswerForm | None = None) -> HttpResponse:
    """Says that no more answers are taken; what was typed stands on the page, to be copied."""
    context = {"unit": found.survey.assessment.unit, "survey": found.survey, "newer": _newer(found)}
    context |= {"typed": form.typed() if form else []}
    return render(request, "satisfaction/not_open.html", context, status=409 if form else 200)
