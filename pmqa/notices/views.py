"""The inbox of a person: own notices alone."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pmqa.notices.models import Notice
from pmqa.notices.send import mark_read
from pmqa.notices.words import address_of, said

NOTICES_A_PAGE = 30


def inbox(request: HttpRequest) -> HttpResponse:
    """The notices of the person, newest first. A fixed number of queries."""
    person: Any = request.user
    page = Paginator(Notice.objects.filter(person=person).select_related("unit"), NOTICES_A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = [(notice, said(notice), address_of(notice)) for notice in page]
    return render(request, "notices/inbox.html", {"page": page, "lines": lines, "sent": uuid.uuid4()})


@require_POST
def notice_read(request: HttpRequest, notice: int) -> HttpResponse:
    """Marks a notice of the person as read, and with `open` goes where it leads. To do so twice does no harm."""
    person: Any = request.user
    found = get_object_or_404(Notice.objects.select_related("unit"), person=person, pk=notice)
    mark_read(person=person, at=timezone.now(), notice=found.pk)
    return redirect(address_of(found) if "open" in request.POST else "inbox")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Marks all of the person's notices as read."""
    person: Any = request.user
    mark_read(person=person, at=timezone.now())
    return redirect("inbox")
