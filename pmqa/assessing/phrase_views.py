"""The phrase shelf: headquarters keeps it; assessors meet it where they write."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.assessing.actions import remove_phrase, save_phrase
from pmqa.assessing.forms import PhraseForm
from pmqa.assessing.models import Phrase
from pmqa.cycle.scope import headquarters_or_404
from pmqa.evidence.actions import Conflict, first_time
from pmqa.evidence.views import number_in
from pmqa.judging.sheets import ASKED
from pmqa.thai.text import normalise

ROWS_A_PAGE = 50


def phrases(request: HttpRequest) -> HttpResponse:
    """The shelf, by criterion, kind and words."""
    headquarters_or_404(request)
    search = normalise(request.GET.get("q", "")[:200], lines=False)
    criterion, kind = request.GET.get("criterion", ""), request.GET.get("kind", "")
    rows = Phrase.objects.all()
    if search:
        rows = rows.filter(text__icontains=search)
    if criterion in [asked.code for asked in ASKED]:
        rows = rows.filter(criterion=criterion)
    if kind in Phrase.Kind.values:
        rows = rows.filter(kind=kind)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "search": search,
        "criterion_chosen": criterion,
        "kind": kind,
        "kinds": Phrase.Kind.choices,
        "codes": [asked.code for asked in ASKED],
        "address": kept.urlencode(),
        "sent": uuid.uuid4,
    }
    return render(request, "assessing/phrases.html", context)


def phrase_add(request: HttpRequest) -> HttpResponse:
    headquarters_or_404(request)
    return _form_page(request, Phrase(), {"place": request.GET.get("criterion", "")})


def phrase_edit(request: HttpRequest, phrase: int) -> HttpResponse:
    headquarters_or_404(request)
    held = Phrase.objects.filter(pk=phrase).first()
    if held is None:
        raise Http404
    return _form_page(request, held, {"place": held.point or held.criterion, "kind": held.kind, "text": held.text})


def _form_page(request: HttpRequest, phrase: Phrase, start: dict[str, str]) -> HttpResponse:
    form, by, version = PhraseForm(request.POST or None, initial=start), request.user, phrase.version
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
                    seen = number_in(request.POST.get("version", "")) or 0
                    save_phrase(phrase=form.fill(phrase), seen=seen, by=by)  # type: ignore[arg-type]
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('phrases')}?criterion={phrase.criterion}")
        except Conflict as conflict:
            if conflict.row is None:
                raise Http404 from None
            theirs, version = conflict.row, conflict.row.version
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"form": form, "phrase": phrase, "version": version, "theirs": theirs, "sent": uuid.uuid4()}
    return render(request, "assessing/phrase.html", context)


def phrase_remove(request: HttpRequest, phrase: int) -> HttpResponse:
    headquarters_or_404(request)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by: Any = request.user
    try:
        with transaction.atomic():
            if first_time(request.POST.get("sent", ""), by):
                remove_phrase(phrase=phrase, by=by)
                messages.success(request, _("Removed from the shelf."))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("phrases")
