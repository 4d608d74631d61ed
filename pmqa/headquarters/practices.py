"""Where headquarters picks good practices among what a round published, and puts them on the shelf."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.actions import first_time
from pmqa.evidence.fields import ThaiTextField
from pmqa.evidence.views import number_in
from pmqa.headquarters.narrowing import choices, narrowed
from pmqa.headquarters.round_views import round_or_404
from pmqa.shelf.actions import ShelfRefused, put_on_shelf, take_down
from pmqa.shelf.models import Practice
from pmqa.shelf.sources import SOURCES, Source, offers, source_of
from pmqa.shelf.views import titles

OFFERS_A_PAGE = 50


class WordsForm(forms.Form):
    words = ThaiTextField(label=_("What others can learn from it"), long=True, max_length=2000)


def round_practices(request: HttpRequest, year: int) -> HttpResponse:
    """What the units of a round published of one kind: what stands on the shelf, and what may be put there."""
    found = narrowed(request, round_or_404(request, year))
    source = _source(request.GET.get("source", ""))
    form = WordsForm(request.POST or None)
    if request.method == "POST" and _changed(request, source, form):
        return redirect(request.get_full_path())
    unit = f"{source.path}__unit"
    rows = source.published().filter(found.of_kind(unit), found.called(unit), **{f"{source.path}__round": found.round})
    page = Paginator(rows, OFFERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **choices(found),
        "round": found.round,
        "tab": "round-practices",
        "sources": titles().items(),
        "source": source.key,
        "page": page,
        "offers": _with_shelf(source, list(page)),
        "form": form,
        "failed": number_in(request.POST.get("number", "")),
        "hidden": [("source", source.key)],
        "sent": uuid.uuid4(),
    }
    return render(request, "headquarters/practices.html", context)


def _source(key: str) -> Source:
    try:
        return source_of(key)
    except KeyError:
        return SOURCES[0]


def _with_shelf(source: Source, rows: list[Any]) -> list[tuple[Any, Practice | None]]:
    """What the rows offer, each with what stands of it on the shelf. One query."""
    there = Practice.objects.filter(source=source.key, taken_at=None, number__in=[row.pk for row in rows])
    by_number = {practice.number: practice for practice in there.select_related("by")}
    return [(offer, by_number.get(offer.number)) for offer in offers(source, rows)]


def _changed(request: HttpRequest, source: Source, form: WordsForm) -> bool:
    """Carries the sent form out, once. False, with nothing stored, where it is not valid or is refused."""
    by, number = request.user, number_in(request.POST.get("number", ""))
    given: dict[str, Any] = {"by": by, "at": timezone.now()}
    try:
        with transaction.atomic():
            if not first_time(request.POST.get("sent", ""), by):  # type: ignore[arg-type]
                return True
            if request.POST.get("do") == "take":
                take_down(practice=get_object_or_404(Practice, source=source.key, pk=number), **given)
                return True
            if form.is_valid():
                put_on_shelf(source=source, number=number or 0, words=form.cleaned_data["words"], **given)
                return True
            transaction.set_rollback(True)
    except (ShelfRefused, ValidationError) as refused:
        form.add_error(None, str(refused) if isinstance(refused, ShelfRefused) else refused)
    return False
