"""What templates of tables need: a cell by column, Thai dates, addresses of a table."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import LETTERS
from pmqa.thai.dates import format_date, format_time

register = template.Library()

ISO_LENGTH = len("2025-10-12")


@register.filter
def cell(values: Mapping[str, Any], key: str) -> Any:
    """The value of a column; dates in the reader's calendar."""
    value = values.get(key, "")
    return day(value) if isinstance(value, datetime.date) else value


@register.filter
def day(value: Any, style: str = "short") -> str:
    """A date in the reader's calendar: 22 พ.ย. 2569, in English 22 Nov 2026."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = localtime(value).date()
    return format_date(value, style, language=get_language() or "th")


@register.filter
def kept(value: Any) -> Any:
    """A value of the history, where a date is kept as 2025-10-12: dates in the reader's calendar."""
    try:
        return day(datetime.date.fromisoformat(value)) if len(value) == ISO_LENGTH else value
    except (TypeError, ValueError):
        return day(value) if isinstance(value, datetime.date) else value


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Date and time in the reader's calendar and clock."""
    if value is None:
        return ""
    local = localtime(value)
    return f"{day(local)} {format_time(local.time(), language=get_language() or 'th')}"


@register.simple_tag
def address(key: str, assessment: Assessment, what: str = "", row: int | None = None) -> str:
    """The address of a page of the table `key`: its list, or `what` (add, grid, edit …), of one `row`."""
    place = [assessment.unit.code, assessment.year]
    return reverse(f"{key}-{what}" if what else key, args=place if row is None else [*place, row])


@register.filter
def letter_name(letter: str) -> Any:
    """The word of a letter of ADLI."""
    return LETTERS[letter]
