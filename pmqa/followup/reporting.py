"""Named changes of a follow-up: reports on actions with their files, and the confirmation, after which they stay."""

import datetime
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict
from pmqa.evidence.files import prepared, store_prepared
from pmqa.evidence.models import EvidenceFile
from pmqa.followup.actions import Incomplete, PlanClosed, latest_approval, note, planning
from pmqa.followup.lacking import lacks_of_report
from pmqa.followup.models import MONTHS, Confirmation, PlanAction, Report, ReportFile
from pmqa.followup.published import Published
from pmqa.organization.models import Person
from pmqa.thai.text import normalise

State = PlanAction.State
REPORTED = (State.PLANNED, State.UNDER_WAY, State.DONE)
VALUES = ("words", "state", "percent", "value")
NORMAL, CLASSIFIED = EvidenceFile.Classification.NORMAL, EvidenceFile.Classification.CLASSIFIED


@contextmanager
def reporting(assessment: Assessment, month: int, by: Person) -> Iterator[Published]:
    """As `planning`. Raises PlanClosed once the follow-up is confirmed, too."""
    with planning(assessment, by) as published:
        if is_confirmed(published.assessment, month):
            raise PlanClosed(_("This follow-up is confirmed and stays as it is."))
        yield published


def is_confirmed(assessment: Assessment, month: int) -> bool:
    """One query."""
    return Confirmation.objects.filter(assessment=assessment, month=month).exists()


def save_report(
    *,
    assessment: Assessment,
    action: int,
    month: int,
    values: Mapping[str, Any],
    seen: int,
    by: Person,
    at: datetime.datetime,
) -> Report:
    """Says how far the action with this id is after `month` months; `seen` is the version that was shown, 0 for none.

    The action itself is then as far as its last follow-up tells. Raises PlanClosed once it is confirmed, Conflict, and
    ValidationError naming the field for a blank text, a state or per cent that there is not, and a foreign action.
    """
    with reporting(assessment, month, by) as published:
        of = PlanAction.objects.filter(assessment=published.assessment, pk=action).first()
        _refuse(of, month, values)
        held = Report.objects.filter(action=of, month=month).first()
        if (held.version if held else 0) != seen:
            raise Conflict(held)
        before = {name: getattr(held, name) for name in VALUES} if held else {}
        report = held or Report(action=of, month=month)
        for name in VALUES:
            setattr(report, name, values[name])
        report.by, report.at, report.version = by, at, seen + 1
        report.save()
        differing = {name: [before.get(name, ""), values[name]] for name in VALUES if before.get(name) != values[name]}
        if differing:
            note(published, "REPORT", at, month=month, plan_action=action, **differing)
        _move_on(report, by, at)
        return report


def _refuse(action: PlanAction | None, month: int, values: Mapping[str, Any]) -> None:
    if action is None or month not in MONTHS:
        raise ValidationError(_("This action is not of this assessment."))
    if action.state == State.DROPPED:
        raise ValidationError(_("This action is dropped: there is nothing to report."))
    if not values["words"].strip():
        raise ValidationError({"words": _("Say how far it is.")})
    if values["state"] not in REPORTED:
        raise ValidationError({"state": _("Choose one of the states.")})
    if values["percent"] is not None and not 0 <= values["percent"] <= 100:
        raise ValidationError({"percent": _("Write per cent from 0 to 100.")})


def _move_on(report: Report, by: Person, at: datetime.datetime) -> None:
    """The action is as far as this report says, unless a later one says more."""
    later = Report.objects.filter(action=report.action_id, month__gt=report.month)
    moved = PlanAction.objects.filter(pk=report.action_id).exclude(state=report.state)
    if not later.exists():
        moved.update(state=report.state, version=F("version") + 1, updated_by=by, updated_at=at)


def add_file(
    *,
    report: Report,
    title: str,
    classification: str,
    content: bytes,
    name: str,
    by: Person,
    at: datetime.datetime,
) -> ReportFile:
    """Keeps a file with a report, by the rules of evidence files; of a classified one the title alone.

    Call inside `reporting`, in `kept_or_removed`. Raises ValidationError for what cannot be kept, OSError.
    """
    if classification not in EvidenceFile.Classification.values:
        raise ValidationError({"classification": _("Choose the classification.")})
    row = ReportFile(report=report, title=title, classification=classification, by=by, at=at)
    if classification == CLASSIFIED:
        if content:
            raise ValidationError({"classification": _("A classified file is named here, and never uploaded.")})
        if not title:
            raise ValidationError({"title": _("Write the title of the classified file.")})
    else:
        file = prepared(content, name)
        row.title = title or normalise(PurePath(name).stem, lines=False)[:300]
        row.original_name, row.content_type = name[-255:], file.content_type
        row.size, row.sha256 = len(file.content), file.sha256
        place = f"follow-up/{report.action.assessment_id}/{report.pk}-{secrets.token_hex(8)}"
        store_prepared(file, row, place)
    row.save()
    return row


def set_removed(*, assessment: Assessment, file: int, removed: bool, by: Person, at: datetime.datetime) -> ReportFile:
    """Takes a file from its report, or puts it back. Nothing happens to one that is so already.

    Raises PlanClosed once the follow-up is confirmed, and ReportFile.DoesNotExist for a file of another assessment.
    """
    with planning(assessment, by) as published:
        files = ReportFile.objects.select_related("report").filter(report__action__assessment=published.assessment)
        held = files.get(pk=file)
        if is_confirmed(published.assessment, held.report.month):
            raise PlanClosed(_("This follow-up is confirmed and stays as it is."))
        if removed != (held.removed_at is not None):
            held.removed_at = at if removed else None
            held.save(update_fields=["removed_at"])
            subject = "FILE_REMOVED" if removed else "FILE_BACK"
            note(published, subject, at, month=held.report.month, plan_action=held.report.action_id, sha256=held.sha256)
        return held


def confirm_follow_up(
    *, assessment: Assessment, month: int, rank: str, name: str, position: str, by: Person, at: datetime.datetime
) -> Confirmation:
    """The head confirms what was reported after `month` months: it stays as it is from then on, for the database too.

    Before its day, and after it. Raises PlanClosed for anybody but the head and once it is confirmed, and Incomplete.
    """
    with planning(assessment, by, head=True) as published:
        of = published.assessment
        if is_confirmed(of, month):
            raise PlanClosed(_("This follow-up is confirmed and stays as it is."))
        actions: Sequence[PlanAction] = list(PlanAction.objects.filter(assessment=of))
        reported = set(Report.objects.filter(action__in=actions, month=month).values_list("action", flat=True))
        lacks = lacks_of_report(actions, reported, is_approved=latest_approval(of) is not None)
        if lacks:
            raise Incomplete(lacks)
        given = {"rank": rank, "name": name, "position": position}
        made = Confirmation.objects.create(assessment=of, month=month, by=by, at=at, **given)
        note(published, "CONFIRMED", at, month=month, reports=len(reported), **given)
        return made
