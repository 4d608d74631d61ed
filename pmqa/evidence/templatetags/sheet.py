"""What templates of tables need: a cell by column, Thai dates, addresses of a table."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import LETTERS
from pmqa.organization.templatetags.thai_dates import thai_date

register = template.Library()


@register.filter
def cell(values: Mapping[str, Any], key: str) -> Any:
    """The value of a column; dates in the reader's calendar."""
    value = values.get(key, "")
    return thai_date(value) if isinstance(value, datetime.date) else value


@register.simple_tag
def address(key: str, assessment: Assessment, what: str = "", row: int | None = None) -> str:
    """The address of a page of the table `key`: its list, or `what` (add, grid, edit …), of one `row`."""
    place = [assessment.unit.code, assessment.year]
    return reverse(f"{key}-{what}" if what else key, args=place if row is None else [*place, row])


@register.filter
def letter_name(letter: str) -> Any:
    """The word of a letter of ADLI."""
    return LETTERS[letter]
