"""The year-end summary sent to the unit head and acknowledged, each step with history.

For the demonstration alone, as no row of a sheet can tell it: signed by who does it, never typed.
"""

import datetime
from typing import Any

from django.utils import timezone

from participation.criterion import SUMMARIES
from pmqa.cycle.models import Assessment
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import RowChange
from pmqa.organization.models import Person

STEPS = ("sent_on", "acknowledged_on", "acknowledged_by")


def acknowledge_summaries(assessment: Assessment, *, staff: Person, head: Person, at: datetime.datetime) -> None:
    """`staff` sends the summaries of `assessment`, and `head` acknowledges them two hours later, at `at`.

    Call inside `writing`.
    """
    sent = at - datetime.timedelta(hours=2)
    for summary in SUMMARIES.rows_of(assessment):
        summary.sent_on = timezone.localdate(sent)
        _store(summary, staff, sent)
        summary.acknowledged_on, summary.acknowledged_by = timezone.localdate(at), head
        _store(summary, head, at)


def _store(summary: Any, by: Person, at: datetime.datetime) -> None:
    summary.version, summary.updated_by, summary.updated_at = summary.version + 1, by, at
    summary.save(update_fields=[*STEPS, "version", "updated_by", "updated_at"])
    told = {name: str(getattr(summary, name) or "") for name in STEPS}
    kept = {**kept_values(SUMMARIES, SUMMARIES.values_of(summary)), **told}
    changed_rows([summary], [kept], RowChange.Action.CHANGED, by, at)
