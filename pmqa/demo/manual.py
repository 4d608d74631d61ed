"""The contact manual of the demonstration: every standard of hydro stands before the public."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from standards.actions import publish
from standards.criterion import STANDARDS
from standards.models import Announcement


def publish_standards(assessment: Assessment, *, by: Person, at: datetime.datetime) -> None:
    """Publishes the standards of `assessment` as they stand: the public reads that this was on the Friday before they
    were first announced, the history that it was written down `at`. Raises ValidationError for one without steps."""
    announced = Announcement.objects.filter(assessment=assessment, deleted_at=None)
    day = announced.aggregate(first=Min("announced_on"))["first"] - datetime.timedelta(days=3)
    since = datetime.datetime.combine(day, datetime.time(9), tzinfo=ZoneInfo(settings.TIME_ZONE))
    for standard in STANDARDS.rows_of(assessment):
        made = publish(table=STANDARDS, standard=standard, seen=standard.version, by=by, at=at, today=day)
        made.published_at = since
        made.save(update_fields=["published_at"])
