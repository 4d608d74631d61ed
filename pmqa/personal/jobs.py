"""The nightly work on personal data: what is past its day goes."""

import datetime
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.door.throttle import forget_past
from pmqa.evidence.tables import EvidenceTable
from pmqa.personal.actions import Action, keep_until, record_looks, rows_by_key
from pmqa.personal.erasing import erase_contents, left_on_disk, remove_bytes
from pmqa.personal.models import PersonalRecord

logger = logging.getLogger(__name__)

A_BATCH = 500


def expired(today: datetime.date, tables: Mapping[str, EvidenceTable]) -> list[PersonalRecord]:
    """The records whose last day lies before `today` (of Bangkok), by the dates that their rows have now.

    A matter that was closed, or opened again, since it came in counts from then: that is written down here. Each record
    is asked, as a date that was mended may have brought its last day nearer.
    """
    due = []
    for records in _batches(PersonalRecord.objects.filter(erased_at=None).select_related("assessment")):
        rows = rows_by_key(records, tables)
        for record in records:
            until = keep_until(rows.get((record.table, record.row_id)), timezone.localdate(record.given_at))
            if until < today:
                due.append(record)
            elif until != record.keep_until:
                PersonalRecord.objects.filter(pk=record.pk).update(keep_until=until)
    return due


def _batches(records: QuerySet[PersonalRecord]) -> Iterator[list[PersonalRecord]]:
    """`records` in lists, each read by itself: nobody waits for the whole."""
    batch = list(records.order_by("pk")[:A_BATCH])
    while batch:
        yield batch
        batch = list(records.filter(pk__gt=batch[-1].pk).order_by("pk")[:A_BATCH])


def remove_expired(tables: Mapping[str, EvidenceTable]) -> int:
    """Removes what is past its day, bytes that a disk kept back, and old counts of the public door; how many records.

    One that fails stays for the next night, and is written to the log without a word of what it holds.
    """
    now = timezone.now()
    removed = sum(_tried(_expire, record, now) for record in expired(timezone.localdate(now), tables))
    for file in left_on_disk():
        _tried(remove_bytes, file)
    forget_past(now)
    return removed


def _tried(action: Callable[..., None], what: Model, *given: Any) -> bool:
    try:
        action(what, *given)
    except Exception as error:  # whatever is wrong with one must not keep the others
        logger.error("%s %s could not be removed: %s", what._meta.label, what.pk, type(error).__name__)
        return False
    return True


def _expire(record: PersonalRecord, now: datetime.datetime) -> None:
    with transaction.atomic():
        Assessment.objects.select_for_update(of=("self",)).get(pk=record.assessment_id)
        record_looks([record], action=Action.EXPIRE, by=None, at=now, reason=_("The time is over."))
        erase_contents(record, by=None, at=now)
