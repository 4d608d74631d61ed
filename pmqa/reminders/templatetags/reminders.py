"""What waits for the person who reads, at the top of the page on which they begin."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from pmqa.reminders.unfinished import tasks_of
from pmqa.reminders.words import SAYINGS, address_of, days_left, said

register = template.Library()
MOST_SHOWN = 20


@register.inclusion_tag("reminders/_waiting.html", takes_context=True)
def waiting_for_you(context: Context) -> dict[str, Any]:
    """The unfinished work of the person, what is due first on top, each with its button; nothing where all is done."""
    today = timezone.localdate()
    tasks = tasks_of(context["request"].user, today)
    lines = [
        {
            "words": said(task),
            "day": task.day,
            "left": days_left((task.day - today).days) if task.day else "",
            "is_near": bool(task.day and (task.day - today).days <= 7),
            "address": address_of(task),
            "button": SAYINGS[task.kind].button,
        }
        for task in tasks[:MOST_SHOWN]
    ]
    return {"lines": lines, "more": len(tasks) - len(lines)}
