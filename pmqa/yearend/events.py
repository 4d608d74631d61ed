"""What happened to a year-end summary, as people read it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pmqa.evidence.models import RowChange


@dataclass(frozen=True)
class Event:
    words: str
    by: Any
    at: datetime.datetime


def events_of(summary: Any) -> list[Event]:
    """The history of `summary`, newest first. One query."""
    label = summary._meta.label_lower
    changes = RowChange.objects.filter(table=label, row_id=summary.pk).select_related("by").order_by("pk")
    events, before = [], dict[str, Any]()
    for change in changes:
        events.append(Event(_words(change, before), change.by, change.at))
        before = change.values
    return events[::-1]


def _words(change: RowChange, before: dict[str, Any]) -> str:
    after = change.values
    if after.get("acknowledged_on") and not before.get("acknowledged_on"):
        return _("acknowledged")
    if after.get("sent_on") and not before.get("sent_on"):
        return _("sent to the unit head")
    if before.get("sent_on") and not after.get("sent_on"):
        return _("taken back to be changed")
    return str(change.get_action_display())
