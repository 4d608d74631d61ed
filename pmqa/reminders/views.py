"""The dates of the rounds to be taken into a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pmqa.reminders.calendar import calendar_of


def dates(request: HttpRequest) -> HttpResponse:
    """The person's own dates as a file; empty for who has none."""
    person: Any = request.user
    answer = HttpResponse(calendar_of(person, timezone.now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pmqa-dates.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
