"""Named changes of a year-end summary: drafted, sent to the unit head, acknowledged, taken back."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict, save_row, writing
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import RowChange
from pmqa.organization.access import access_of
from pmqa.organization.models import Person
from pmqa.yearend.draft import FIELDS, draft_of, summaries


class NotTheHead(Exception):
    """Only a head of the unit may do this."""


def latest_summary(assessment: Assessment) -> Any:
    """The summary of the year that was made last; None while there is none."""
    return summaries().rows_of(assessment).select_related("acknowledged_by").order_by("-made_on", "-pk").first()


def is_head(person: Person, assessment: Assessment) -> bool:
    """Whether `person` is a head of the unit of `assessment`."""
    return assessment.unit_id in access_of(person).heads_units


def make_draft(*, assessment: Assessment, by: Person, at: datetime.datetime) -> Any:
    """Stores a summary drafted from the year's data, or returns the one that is there already. Raises Closed."""
    with writing(assessment, by):
        found = latest_summary(assessment)
        if found is not None:
            return found
        table = summaries()
        draft = draft_of(assessment, timezone.localdate(at))
        form = table.form(draft.values(), assessment=assessment)
        if not form.is_valid():
            raise ValidationError([text for errors in form.errors.values() for text in errors])
        return save_row(table=table, form=form, seen=None, by=by, at=at)


def send_summary(*, summary: Any, seen: int | None, by: Person, at: datetime.datetime) -> None:
    """Hands `summary`, at the version `seen`, to the unit head; from now on its text stays as it is.

    Raises Closed, Conflict, and ValidationError for a summary that says nothing or was sent already.
    """
    with _changing(summary, seen, by, at) as held:
        if held.sent_on:
            raise ValidationError(_("The summary was sent already."))
        if not any(getattr(held, name).strip() for name in FIELDS):
            raise ValidationError(_("The summary is empty. Write it before it is sent."))
        held.sent_on = timezone.localdate(at)


def acknowledge_summary(*, summary: Any, seen: int | None, by: Person, at: datetime.datetime) -> None:
    """Records that `by`, a head of the unit, took note of `summary` as it stood at the version `seen`.

    Raises Closed, NotTheHead, Conflict, and ValidationError for a summary that was not sent or is acknowledged already.
    """
    with _changing(summary, seen, by, at) as held:
        if not is_head(by, held.assessment):
            raise NotTheHead
        if not held.sent_on or held.acknowledged_on:
            raise ValidationError(_("Only a summary that was sent and is not acknowledged yet can be acknowledged."))
        held.acknowledged_on, held.acknowledged_by = timezone.localdate(at), by


def take_back_summary(*, summary: Any, seen: int | None, by: Person, at: datetime.datetime) -> None:
    """Opens a sent `summary` again so that it can be changed; one that is acknowledged by a head alone.

    Raises Closed, NotTheHead, Conflict, and ValidationError for a summary that was not sent.
    """
    with _changing(summary, seen, by, at) as held:
        if held.acknowledged_on and not is_head(by, held.assessment):
            raise NotTheHead
        if not held.sent_on:
            raise ValidationError(_("The summary was not sent yet."))
        held.sent_on = held.acknowledged_on = held.acknowledged_by = None


@contextmanager
def _changing(summary: Any, seen: int | None, by: Person, at: datetime.datetime) -> Iterator[Any]:
    """The stored row, to be changed by the block; stored afterwards, with history."""
    table = summaries()
    with writing(summary.assessment, by):
        held = table.rows_of(summary.assessment).select_related("acknowledged_by", "assessment").get(pk=summary.pk)
        if held.version != seen:
            raise Conflict(held)
        yield held
        held.version, held.updated_by, held.updated_at = held.version + 1, by, at
        steps = ("sent_on", "acknowledged_on", "acknowledged_by")
        held.save(update_fields=[*steps, "version", "updated_by", "updated_at"])
        values = {name: getattr(held, name) or "" for name in steps[:2]}
        values |= {"acknowledged_by": str(held.acknowledged_by or "")}
        kept = {**kept_values(table, table.values_of(held)), **values}
        changed_rows([held], [kept], RowChange.Action.CHANGED, by, at)
