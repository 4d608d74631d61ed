"""Where units of a round have the same file, or nearly the same text; and the search for them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.actions import first_time
from pmqa.headquarters.narrowing import choices, narrowed
from pmqa.headquarters.round_views import round_or_404
from pmqa.likeness.jobs import ask_to_search
from pmqa.likeness.models import Likeness, Place, Search
from pmqa.likeness.prints import ALIKE, LEAST_LETTERS
from pmqa.likeness.reading import SHOWN, shown_places

A_PAGE = 20
Kind = Likeness.Kind


def round_alike(request: HttpRequest, year: int) -> HttpResponse:
    """What the last search found, longest or most spread first; a POST asks for a new search."""
    found, given = narrowed(request, round_or_404(request, year)), request.GET
    if request.method == "POST":
        _ask(request, found.round)
        return redirect(request.get_full_path())
    kind = Kind.FILE if given.get("what") == "files" else Kind.TEXT
    sort = "units" if given.get("sort") == "units" else ""
    rows = Likeness.objects.filter(round=found.round, kind=kind)
    if found.narrows:
        left = found.leave(Assessment.objects.filter(round=found.round)).order_by().values("pk")
        rows = rows.filter(Exists(Place.objects.filter(likeness=OuterRef("pk"), assessment__in=left)))
    page = Paginator(rows.order_by("-units" if sort else "-length", "pk"), A_PAGE).get_page(given.get("page"))
    context: dict[str, Any] = {
        **choices(found),
        "round": found.round,
        "tab": "round-alike",
        "is_text": kind == Kind.TEXT,
        "sort": sort,
        "page": page,
        "found": shown_places(list(page)),
        "most_shown": SHOWN,
        "searched": Search.objects.filter(round=found.round).first(),
        "alike": round(ALIKE * 100),
        "least": LEAST_LETTERS,
        "hidden": [(name, given[name]) for name in ("what", "sort") if given.get(name)],
        "sent": uuid.uuid4(),
    }
    return render(request, "headquarters/alike.html", context)


def _ask(request: HttpRequest, held: Round) -> None:
    """Asks for a search, once for each time that the button is pressed."""
    try:
        with transaction.atomic():
            if first_time(request.POST.get("sent", ""), request.user):  # type: ignore[arg-type]
                transaction.on_commit(lambda: ask_to_search(held))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The search has begun. What it finds stands here as soon as it is done."))
