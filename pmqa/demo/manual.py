"""The contact manual of the demonstration: every standard of hydro stands before the public."""

import datetime

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from standards.actions import publish
from standards.criterion import STANDARDS


def publish_standards(assessment: Assessment, *, by: Person, at: datetime.datetime) -> None:
    """Publishes the standards of `assessment` as they stand. Raises ValidationError for one without steps."""
    for standard in STANDARDS.rows_of(assessment):
        publish(table=STANDARDS, standard=standard, seen=standard.version, by=by, at=at, today=at.date())
