"""A file of a follow-up that shows a person who wants it gone: erased as the law demands, also once it is confirmed."""

import datetime
from collections.abc import Mapping

from pmqa.audit.record import Kind, record
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import remove_stored
from pmqa.followup.actions import planning
from pmqa.followup.models import ReportFile
from pmqa.organization.models import Person
from pmqa.personal.erasing import GONE
from pmqa.personal.models import ErasedRow

# What is left of a file in its row.
FILE_GONE: Mapping[str, str] = {"title": GONE, "original_name": "", "stored": "", "thumbnail": "", "sha256": ""}


def erase_file(*, assessment: Assessment, file: int, by: Person, at: datetime.datetime) -> ReportFile:
    """Takes the bytes of a file from the disk, and its name and title; that there was one stays. For the head.

    Nothing happens to one that is erased already. Raises PlanClosed for anybody else, ReportFile.DoesNotExist for a
    file of another assessment, and OSError, with nothing changed, when the disk keeps the bytes.
    """
    with planning(assessment, by, head=True) as published:
        of = published.assessment
        held = ReportFile.objects.select_related("report").get(report__action__assessment=of, pk=file)
        place = {"table": held._meta.label_lower, "row_id": held.pk}
        _erased, is_new = ErasedRow.objects.get_or_create(**place, defaults={"assessment": of, "by": by, "at": at})
        if not is_new:
            return held
        stored = [name for name in (held.stored.name, held.thumbnail.name) if name]
        ReportFile.objects.filter(pk=held.pk).update(**FILE_GONE)
        detail = {"month": held.report.month, "plan_action": held.report.action_id}
        record(kind=Kind.ERASURE, by=by, at=at, unit=of.unit, year=of.year, subject="FILE_REMOVED", detail=detail)
        # Last: what the disk refuses takes the rest back.
        for name in stored:
            remove_stored(name)
        return held
