"""The door to what a unit makes of its results: before the publication it does not exist, nor outside the scope."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmqa.cycle.scope import assessment_or_404
from pmqa.evidence.actions import Conflict, first_time
from pmqa.followup.actions import Incomplete
from pmqa.followup.published import Published, published_for

View = Callable[..., HttpResponse]


def published_or_404(request: HttpRequest, unit: str, year: int) -> Published:
    """Http404 outside the person's scope, before the publication, and for who may not read the consensus."""
    found = published_for(assessment_or_404(request, unit, year), request.user)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


def of_published(*methods: str, writes: bool = False) -> Callable[[View], View]:
    """`view`, called with what was published, for these methods; with `writes`, for the people of the unit."""

    def dress(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, unit: str, year: int, **given: Any) -> HttpResponse:
            published = published_or_404(request, unit, year)
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if writes and not published.can_write:
                return closed_page(request, published)
            return view(request, published, **given)

        return answer

    return dress


def closed_page(request: HttpRequest, published: Published, words: str = "") -> HttpResponse:
    """Says that nothing can be changed here; status 403."""
    context = {"assessment": published.assessment, "words": words}
    return render(request, "followup/closed.html", context, status=403)


def carried_out(request: HttpRequest, form: forms.Form, store: Callable[[], Any]) -> bool:
    """Carries a sent form out, once. False, with nothing stored and what was typed kept, where it is not valid or is
    refused. Raises PlanClosed and Conflict."""
    by: Any = request.user
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):
                return True
            if form.is_valid():
                store()
                return True
            transaction.set_rollback(True)
    except Incomplete:
        form.add_error(None, _("Something lacks first: see the list of what is missing."))
    except OSError:
        form.add_error(None, _("The disk refused the file."))
    except ValidationError as problem:
        _tell(form, problem)
    return False


def _tell(form: forms.Form, problem: ValidationError) -> None:
    """What an action refused stands at the field that it names, where the form has it."""
    named = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    for name, words in named.items():
        for text in words:
            form.add_error(name if name in form.fields else None, text)


def form_page(
    request: HttpRequest, published: Published, template: str, form: forms.Form, **context: Any
) -> HttpResponse:
    """The page of a form; 200 where it is opened, 409 with a conflict."""
    given = {"assessment": published.assessment, "published": published, "form": form, "sent": uuid.uuid4(), **context}
    return render(request, template, given, status=409 if context.get("conflict") is not None else 200)


def outdone(form: forms.Form, conflict: Conflict) -> None:
    """Says on the form that somebody changed the same meanwhile."""
    words = _("This was changed after this page was opened. Compare, then save again.")
    form.add_error(None, words if conflict.row is not None else _("This is not there any more."))
