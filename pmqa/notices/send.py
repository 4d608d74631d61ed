"""The one way into people's inboxes, and what leaves them again."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pmqa.notices.models import Notice
from pmqa.organization.models import Person, Unit

# Days for which a notice is kept after it was read.
KEPT_DAYS = 180
Kind = Notice.Kind


def notify(
    *,
    people: Iterable[Person],
    kind: str,
    unit: Unit | None,
    year: int,
    at: datetime.datetime,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
    by: Person | None = None,
) -> int:
    """Tells each of `people` once, but not `by`, who did it; how many. A fixed number of queries.

    Call inside the transaction of the change itself. `subject` and `detail` hold codes, days and figures, never what
    was scored and never what somebody wrote. Who has not read an earlier notice of the same is not told again: that
    one is moved up.
    """
    about = {"kind": kind, "unit": unit, "year": year, "subject": subject}
    to_tell = {each.pk for each in people} - {by.pk if by else None}
    if not to_tell:
        return 0
    unread = Notice.objects.filter(person__in=to_tell, read_at=None, detail=dict(detail or {}), **about)
    told = set(unread.values_list("person", flat=True))
    if told:
        unread.update(at=at)
    fresh = (Notice(person_id=person, at=at, detail=dict(detail or {}), **about) for person in sorted(to_tell - told))
    Notice.objects.bulk_create(fresh, batch_size=500)
    return len(to_tell)


def mark_read(*, person: Person, at: datetime.datetime, notice: int | None = None) -> int:
    """Marks one notice of `person`, or all, as read; how many were unread. Another's notice is not touched."""
    unread = Notice.objects.filter(person=person, read_at=None)
    return (unread if notice is None else unread.filter(pk=notice)).update(read_at=at)


def remove_old(now: datetime.datetime) -> int:
    """Removes what was read more than KEPT_DAYS days ago; how many."""
    return Notice.objects.filter(read_at__lt=now - datetime.timedelta(days=KEPT_DAYS)).delete()[0]
