"""The contact manual as a PDF, for everybody: one service, or the whole. Only what is published, as on the pages."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmqa.door.throttle import admitted, client_address
from pmqa.organization.models import Unit
from pmqa.reports.apart import NotMade, pdf_apart
from pmqa.reports.kept import Busy, read_or_make
from pmqa.reports.manuals import ContactManual, contact_manual, kept_of, page_of
from standards.public import published_or_404
from standards.queries import published_services

HOUR = datetime.timedelta(hours=1)
# From one address. What is kept already is given without counting.
MADE_AN_HOUR = 40
AGAIN_AFTER = 3  # seconds


class _TooMany(Exception):
    """This address has had as many made as it may in an hour."""


@login_not_required
@require_safe
def service_pdf(request: HttpRequest, unit: str, number: int) -> HttpResponse:
    """The manual of one service. 404 for what is not published, or no longer."""
    published, _manual = published_or_404(unit, number)
    return _pdf(request, published.unit, contact_manual(published.unit, [published], is_whole=False))


@login_not_required
@require_safe
def manual_pdf(request: HttpRequest, unit: str) -> HttpResponse:
    """The whole manual. 404 while nothing is published."""
    found = get_object_or_404(Unit, code=unit)
    published = published_services(found)
    if not published:
        raise Http404
    return _pdf(request, found, contact_manual(found, published, is_whole=True))


def _pdf(request: HttpRequest, unit: Unit, manual: ContactManual) -> HttpResponse:
    language = get_language() or "th"

    def make() -> bytes:
        if not admitted("manual-pdf", client_address(request), MADE_AN_HOUR, HOUR):
            raise _TooMany
        return pdf_apart(page_of(manual, language))

    try:
        content = read_or_make(kept_of(unit, manual, language), make)
    except Busy:
        return _instead(request, unit, _("The PDF is being made. This page opens it by itself."), 503, AGAIN_AFTER)
    except _TooMany:
        return _instead(request, unit, _("Too many were asked for from your network. Please try in an hour."), 429)
    except NotMade:
        words = _("The PDF cannot be made just now. All that it says stands on the page of the service.")
        return _instead(request, unit, words, 503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{manual.title}.pdf") or ""
    return answer


def _instead(request: HttpRequest, unit: Unit, words: str, status: int, again_after: int = 0) -> HttpResponse:
    context: dict[str, Any] = {"unit": unit, "words": words, "again_after": again_after}
    answer = render(request, "reports/no_pdf.html", context, status=status)
    if again_after:
        answer["Retry-After"] = str(again_after)
    return answer
