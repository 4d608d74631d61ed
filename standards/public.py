"""The contact manual: what everybody may read of the services of a unit. Only published copies are ever shown."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmqa.charts.flow import drawn_flow
from pmqa.door.busy import wait_page
from pmqa.door.throttle import admitted, client_address
from pmqa.organization.models import Unit
from pmqa.thai.dates import format_date
from standards.models import PublishedStandard
from standards.queries import Manual, manual_from, published_services

# A cell that begins with one of these is a formula in spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A workbook is work for the machine, the same as .csv is hardly any: from one address.
HOUR = datetime.timedelta(hours=1)
WORKBOOKS_AN_HOUR = 60


@login_not_required
@require_safe
def services(request: HttpRequest, unit: str) -> HttpResponse:
    """The list of what is published; without any it says so."""
    found = get_object_or_404(Unit, code=unit)
    listed = [(each, manual_from(each.facts)) for each in published_services(found)]
    return render(request, "standards/services.html", {"unit": found, "services": listed})


@login_not_required
@require_safe
def service(request: HttpRequest, unit: str, number: int) -> HttpResponse:
    """The manual of one service. 404 for what is not published, or no longer."""
    published, manual = published_or_404(unit, number)
    flow = drawn_flow(manual.flow) if manual.flow else None
    context = {"unit": published.unit, "published": published, "manual": manual, "flow": flow}
    return render(request, "standards/service.html", context)


def published_or_404(unit: str, number: int) -> tuple[PublishedStandard, Manual]:
    """What is public of one service; Http404 where nothing is, or no longer."""
    found = get_object_or_404(Unit, code=unit)
    for each in published_services(found):
        if each.number == number:
            each.unit = found
            return each, manual_from(each.facts)
    raise Http404


@login_not_required
@require_safe
def service_data(request: HttpRequest, unit: str, number: int) -> HttpResponse:
    """The same for machines: a GovernmentService of schema.org as JSON-LD, its words those of the unit."""
    published, manual = published_or_404(unit, number)
    address = request.build_absolute_uri(reverse("service", args=[unit, number]))
    about = _government_service(published, manual, address)
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(about, json_dumps_params=options, content_type="application/ld+json")


def _government_service(published: PublishedStandard, manual: Manual, address: str) -> dict[str, Any]:
    channels = [
        {"@type": "ServiceChannel", "name": name, "processingTime": _duration(manual)} for name in manual.channel_names
    ]
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "@id": address,
            "url": address,
            "name": manual.service,
            "description": manual.product,
            "serviceOperator": {"@type": "GovernmentOrganization", "name": published.unit.name},
            "availableChannel": [_filled(channel) for channel in channels],
            "hoursAvailable": manual.hours and {"@type": "OpeningHoursSpecification", "description": manual.hours},
            "termsOfService": manual.law,
            "subjectOf": _how_to(published, manual),
        }
    )


def _how_to(published: PublishedStandard, manual: Manual) -> dict[str, Any]:
    """How the service is come by: a HowTo has words for time, cost, papers and steps, which a service has not."""
    steps = [{"@type": "HowToStep", "position": each.number, "text": each.what} for each in manual.steps]
    return _filled(
        {
            "@type": "HowTo",
            "name": manual.service,
            "version": published.version,
            "dateModified": published.published_at.isoformat(),
            "totalTime": _duration(manual),
            "estimatedCost": manual.fee,
            "supply": manual.documents,
            "step": steps,
        }
    )


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _duration(manual: Manual) -> str:
    """The promised time as ISO 8601 has it: working days as days."""
    if manual.total is None or not manual.unit:
        return ""
    return {"MINUTE": "PT{}M", "HOUR": "PT{}H", "DAY": "P{}D"}[manual.unit].format(manual.total)


@login_not_required
@require_safe
def services_table(request: HttpRequest, unit: str) -> HttpResponse:
    """Everything published as .csv that Excel opens rightly: UTF-8 with its mark, no cell a formula."""
    found = get_object_or_404(Unit, code=unit)
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(heading for heading, _width in _columns())
    writer.writerows([_safe(cell) for cell in row] for row in _rows(found))
    answer = HttpResponse("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="services-{found.code}.csv"'
    return answer


@login_not_required
@require_safe
def services_workbook(request: HttpRequest, unit: str, write: Callable[..., bytes]) -> HttpResponse:
    """The same as .xlsx, made by `write`: text stays text there, whatever it begins with."""
    found = get_object_or_404(Unit, code=unit)
    if not admitted("services-workbook", client_address(request), WORKBOOKS_AN_HOUR, HOUR):
        words = _("Too many workbooks were asked for from your network.")
        again = _("Please try in an hour. The table as .csv holds the same.")
        return wait_page(request, words=words, again=again, status=429, after=int(HOUR.total_seconds()))
    content = write(_("Contact manual"), _columns(), _rows(found), whose=str(found))
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="services-{found.code}.xlsx"'
    return answer


def _rows(unit: Unit) -> list[list[str | int]]:
    return [_cells(each, manual_from(each.facts)) for each in published_services(unit)]


def _columns() -> list[tuple[str, int]]:
    """The headings, each with its width in characters where that can be told."""
    return [
        (_("Number"), 10),
        (_("Service"), 30),
        (_("Product or service given"), 30),
        (_("Total completion time"), 18),
        (_("Fee"), 22),
        (_("Documents needed"), 36),
        (_("Service channels"), 28),
        (_("Service hours"), 28),
        (_("Law or regulation"), 30),
        (_("Steps"), 60),
        (_("Version"), 10),
        (_("Published on"), 16),
    ]


def _cells(published: PublishedStandard, manual: Manual) -> list[str | int]:
    steps = [
        " · ".join(filter(None, (f"{each.number}. {each.what}", each.who, each.time_words))) for each in manual.steps
    ]
    return [
        published.number,
        manual.service,
        manual.product,
        manual.total_words,
        manual.fee or _("Fee not stated"),
        manual.documents,
        "\n".join(manual.channel_names),
        manual.hours,
        manual.law,
        "\n".join(steps),
        published.version,
        format_date(timezone.localtime(published.published_at).date(), "numeric"),
    ]


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
