"""Dates in templates, as offices write them: Buddhist-era years in Thai, common-era years in English."""

import datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from pmqa.thai.dates import format_date, format_time

register = template.Library()


@register.filter
def thai_date(value: datetime.date | None, style: str = "short") -> str:
    """ "22 พ.ย. 2569" of a date or of a datetime in local time; style "long" or "numeric"; nothing of nothing."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
    return format_date(day, style, language=get_language() or "th")  # type: ignore[arg-type]


@register.filter
def thai_time(value: datetime.datetime | None) -> str:
    """ "22 พ.ย. 2569 14.05 น." of a datetime, in local time; nothing of nothing."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{thai_date(value)} {format_time(local, language=get_language() or 'th')}"


@register.filter
def days_until(value: datetime.date) -> int:
    """Days from today to a date; below zero when it has passed."""
    return (value - timezone.localdate()).days
