"""Named changes of personal data: kept, looked at, erased. Each look stands in the same transaction as what it saw."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.audit.record import Kind as AuditKind
from pmqa.audit.record import record as record_change
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person, Unit
from pmqa.personal.access import answers_for, may_look
from pmqa.personal.erasing import erase_contents, erase_words
from pmqa.personal.models import PersonalLook, PersonalRecord
from pmqa.thai.digits import to_arabic
from pmqa.thai.text import fold, normalise

Action = PersonalLook.Action
FEWEST_DIGITS = 4


class NotForYou(Exception):
    """These personal data are not open to this person."""


def keep_until(row: Any, given_on: datetime.date) -> datetime.date:
    """The last day on which what was given on `given_on` is kept.

    The model of the row may name the dates from which it counts, first the one that matters most, in KEPT_FROM; a row
    without any counts from the day on which it was given. A day still to come is a slip of the pen.
    """
    dates, today = (getattr(row, name) for name in getattr(row, "KEPT_FROM", ())), timezone.localdate()
    start = next((date for date in dates if date and date <= today), given_on)
    return start + datetime.timedelta(days=settings.PMQA_CONTACT_DAYS)


def keep(
    *,
    assessment: Assessment,
    table: EvidenceTable,
    row: Any,
    name: str,
    contact: str,
    by: Person,
    at: datetime.datetime,
    notice_version: str = "",
    files: Sequence[EvidenceFile] = (),
) -> PersonalRecord:
    """Keeps a person's name and contact at `row`, and which files came from them.

    Raises ValidationError when there is nothing to keep, and Closed.
    """
    name, contact = normalise(name, lines=False), normalise(contact, lines=False)
    if not (name or contact or files):
        raise ValidationError(_("Write a name or a contact."))
    with writing(assessment, by):
        record = PersonalRecord.objects.create(
            assessment=assessment,
            table=table.key,
            row_id=row.pk,
            name=name,
            contact=contact,
            notice_version=notice_version,
            given_at=at,
            keep_until=keep_until(row, timezone.localdate(at)),
            folded=f"{fold(name)} {fold(contact)}"[:600],
            digits=digits_of(contact),
        )
        record.files.set(files)
    return record


def digits_of(text: str) -> str:
    """The digits of a telephone number as it is dialled at home: +66 81 … and 081-… are the same."""
    plain = to_arabic(text)
    digits = re.sub(r"\D", "", plain)
    return f"0{digits[2:]}" if re.match(r"\s*\+\s*66", plain) else digits


def held(record: PersonalRecord) -> PersonalRecord:
    """The record as it stands, which nobody else changes now; ValidationError when it was erased meanwhile."""
    found = PersonalRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if found.erased_at:
        raise ValidationError(_("This was erased."))
    return found


def record_looks(
    records: Iterable[PersonalRecord], *, action: Action, by: Person | None, at: datetime.datetime, reason: str
) -> None:
    """Writes down that `records` were seen, beside each and in the record of changes, without a word of what they hold.
    Raises ValidationError without a reason."""
    said, seen = normalise(reason, lines=False)[:300], list(records)
    if not said:
        raise ValidationError(_("Say why you need it."))
    looks = [PersonalLook(record=record, action=action, by=by, at=at, reason=said) for record in seen]
    PersonalLook.objects.bulk_create(looks, batch_size=500)
    kind = AuditKind.ERASURE if action in (Action.ERASE, Action.EXPIRE) else AuditKind.PERSONAL
    for assessment in _assessments_of(seen):
        rows = sorted({f"{each.table} {each.row_id}" for each in seen if each.assessment_id == assessment.pk})
        detail = {"action": str(action), "rows": ", ".join(rows[:20]), "count": len(rows), "reason": said}
        record_change(kind=kind, by=by, at=at, unit=assessment.unit, year=assessment.year, detail=detail)


def _assessments_of(records: Iterable[PersonalRecord]) -> QuerySet[Assessment]:
    of_these = Assessment.objects.filter(pk__in={each.assessment_id for each in records})
    return of_these.select_related("unit", "round").order_by("pk")


def look(*, record: PersonalRecord, row: Any, by: Person, at: datetime.datetime, reason: str) -> PersonalRecord:
    """The record with what it holds; that `by` saw it, and why, is written down.

    Raises NotForYou, and ValidationError without a reason and for what was erased.
    """
    if not may_look(by, record.assessment, row):
        raise NotForYou
    with transaction.atomic():
        found = held(record)
        record_looks([found], action=Action.LOOK, by=by, at=at, reason=reason)
    return found


def take(
    records: Sequence[PersonalRecord], *, unit: Unit, action: Action, by: Person, at: datetime.datetime, reason: str
) -> None:
    """Writes down that `by`, who answers for the unit, saw or took many records. Raises NotForYou, ValidationError."""
    for record in records:
        if record.assessment.unit_id != unit.pk or not answers_for(by, record.assessment):
            raise NotForYou
    record_looks(records, action=action, by=by, at=at, reason=reason)


def erase(
    *,
    record: PersonalRecord,
    row: Any,
    table: EvidenceTable | None,
    by: Person,
    at: datetime.datetime,
    reason: str,
    words: bool,
) -> None:
    """Removes name, contact and the files that the person sent; with `words` the row's own words as well.

    Also of evidence that is closed: the right to be forgotten does not wait for a round. Of `row` the columns in its
    model's PERSONAL_WORDS go, there and in its history. Nothing happens to what was erased before.
    Raises NotForYou (who handles a matter does not erase it), and ValidationError without a reason.
    """
    if not answers_for(by, record.assessment):
        raise NotForYou
    with transaction.atomic():
        Assessment.objects.select_for_update(of=("self",)).get(pk=record.assessment_id)
        found = PersonalRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        if not found.erased_at:
            record_looks([found], action=Action.ERASE, by=by, at=at, reason=reason)
            erase_contents(found, by=by, at=at)
        if words and row is not None and table is not None:
            # As it stands now: a colleague may have changed it since the page was asked for.
            standing = table.fetched(table.model._default_manager.filter(pk=row.pk)).get()
            erase_words(standing, table=table, by=by, at=at)


def records_at(assessment: Assessment, table: EvidenceTable, row: Any) -> QuerySet[PersonalRecord]:
    """What is kept of people at `row`, the oldest first."""
    return PersonalRecord.objects.filter(assessment=assessment, table=table.key, row_id=row.pk, erased_at=None)


def find(unit: Unit, text: str) -> QuerySet[PersonalRecord]:
    """The records of `unit`, of all years, in which `text` stands: a part of a name or of a contact.

    Spelling, case and spaces do not matter; of a telephone number the digits are compared, whatever stands between.
    """
    alike = Q(folded__contains=fold(text)) if fold(text) else Q(pk__in=())
    digits = digits_of(text)
    if len(digits) >= FEWEST_DIGITS and re.fullmatch(r"[\d\s+().-]+", to_arabic(text)):
        alike |= Q(digits__contains=digits)
    found = PersonalRecord.objects.filter(assessment__unit=unit, erased_at=None).filter(alike)
    return found.select_related("assessment__unit", "assessment__round")


def rows_by_key(records: Iterable[PersonalRecord], tables: Mapping[str, EvidenceTable]) -> dict[tuple[str, int], Any]:
    """The evidence rows of `records`, deleted ones too, by table key and id; one fetch a table."""
    ids: dict[str, set[int]] = {}
    for record in records:
        ids.setdefault(record.table, set()).add(record.row_id)
    return {
        (key, row.pk): row
        for key, wanted in ids.items()
        if key in tables
        for row in tables[key].fetched(tables[key].model._default_manager.filter(pk__in=wanted))
    }
