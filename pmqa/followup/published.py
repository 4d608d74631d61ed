"""What was published of an assessment, and who reads and writes what the unit makes of it."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.judging.consensus import published_sheet
from pmqa.judging.models import Remark, Sheet
from pmqa.judging.scope import sheets_for
from pmqa.organization.access import access_of
from pmqa.organization.models import Person


@dataclass(frozen=True)
class Released:
    """A published assessment with the consensus that was published."""

    assessment: Assessment
    sheet: Sheet

    @cached_property
    def ofis(self) -> list[Remark]:
        """The OFIs in order: their numbers on the pages are their places in it, from 1. Three queries."""
        remarks = self.sheet.remarks.filter(kind=Remark.Kind.OFI).select_related("unit_answer__by")
        return list(remarks.prefetch_related("evidence").order_by("criterion", "position", "pk"))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number of each OFI by its id."""
        return {ofi.pk: number for number, ofi in enumerate(self.ofis, start=1)}


@dataclass(frozen=True)
class Published(Released):
    """A published assessment, as `person` sees it."""

    person: Person

    @property
    def can_write(self) -> bool:
        """Staff and head of the unit; the round may be closed long since."""
        return self.assessment.unit_id in access_of(self.person).writes_units

    @property
    def heads(self) -> bool:
        return self.assessment.unit_id in access_of(self.person).heads_units


def published_for(assessment: Assessment, person: Person) -> Published | None:
    """None before the publication, and for those who may not read the consensus."""
    sheet = published_sheet(assessment)
    if sheet is None or not sheets_for(person, assessment).filter(pk=sheet.pk).exists():
        return None
    return Published(assessment, sheet, person)


def published_on(assessment: Assessment) -> datetime.date | None:
    """The day of the publication, the last step that an assessment takes."""
    return timezone.localdate(assessment.changed_at) if assessment.changed_at else None


def follow_up_on(assessment: Assessment, month: int) -> datetime.date | None:
    """The day on which the follow-up after `month` months is due; None where the round sets none."""
    return {6: assessment.round.follow_up_6_on, 12: assessment.round.follow_up_12_on}[month]
