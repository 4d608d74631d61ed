"""What the public does in the register: a case filed without an account, all of it or nothing."""

import datetime
import json
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from complaints.models import Case, PublicCase
from complaints.public_form import Filing
from pmqa.cycle.models import Assessment
from pmqa.door.codes import digest_of
from pmqa.evidence.actions import save_row, writing
from pmqa.evidence.files import kept_or_removed, store_file
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.access import system_person
from pmqa.organization.models import Person, Unit
from pmqa.personal.actions import keep
from pmqa.profile.channels import Channel
from pmqa.thai.fiscal import fiscal_year


class AlreadySent(Exception):
    """The form that comes with other words was filed before: the new words are a new matter, for a new form."""


def receiving(unit: Unit, today: datetime.date) -> Assessment | None:
    """The assessment that takes what the public sends today: that of the fiscal year, else the newest that is open."""
    drafts = Assessment.objects.filter(unit=unit, state=Assessment.State.DRAFT, round__is_open=True)
    found = list(drafts.select_related("unit", "round").order_by("-round__year"))
    return next((each for each in found if each.year == fiscal_year(today)), found[0] if found else None)


def seal_of(filing: Filing) -> str:
    """Alike for the same words; says nothing about them. Photographs do not count: a browser may send them anew."""
    service = filing.service.pk if filing.service else None
    words = json.dumps([filing.kind, service, filing.subject, filing.text, filing.name, filing.contact])
    return salted_hmac("complaints.seal", words, algorithm="sha256").hexdigest()


def filed_before(code: str, filing: Filing) -> PublicCase | None:
    """The case that this very form made when it was sent before. Raises AlreadySent when it said something else."""
    found = PublicCase.objects.filter(digest=digest_of(code)).first()
    if found is not None and found.seal != seal_of(filing):
        raise AlreadySent
    return found


def file_case(
    *,
    assessment: Assessment,
    table: EvidenceTable,
    filing: Filing,
    code: str,
    notice_version: str,
    language: str,
    at: datetime.datetime,
    today: datetime.date,
) -> PublicCase:
    """The case that `filing` makes in the register `table`, to be followed by `code`; once, however often it is sent.

    Raises Closed when the evidence was closed meanwhile, AlreadySent, ValidationError by field, and OSError when the
    disk refuses; nothing at all is stored then.
    """
    by = system_person(assessment.unit)
    files: list[EvidenceFile] = []
    with kept_or_removed(files), writing(assessment, by):
        before = filed_before(code, filing)
        if before is not None:
            return before
        _keep_photographs(files, assessment, filing.photographs, by, at)
        case = _store_case(assessment, table, filing, files, by, at, today)
        if filing.name or filing.contact or files:
            person = {"name": filing.name, "contact": filing.contact, "notice_version": notice_version}
            keep(assessment=assessment, table=table, row=case, files=files, by=by, at=at, **person)
        return PublicCase.objects.create(
            case=case,
            digest=digest_of(code),
            seal=seal_of(filing),
            notice_version=notice_version,
            language=language,
            filed_at=at,
        )


def _keep_photographs(
    into: list[EvidenceFile], assessment: Assessment, photographs: Sequence[bytes], by: Person, at: datetime.datetime
) -> None:
    """Keeps photographs under names of our own: a name of a file may hold that of a person."""
    with override(settings.LANGUAGE_CODE):
        title = _("Photograph from the sender of a case")
    for number, content in enumerate(photographs, start=1):
        into.append(
            store_file(
                assessment=assessment,
                criterion="CS3",
                title=title,
                content=content,
                name=f"photograph-{number}.jpg",
                by=by,
                at=at,
                classification=EvidenceFile.Classification.INTERNAL,
            )
        )


def _store_case(
    assessment: Assessment,
    table: EvidenceTable,
    filing: Filing,
    files: Sequence[EvidenceFile],
    by: Person,
    at: datetime.datetime,
    today: datetime.date,
) -> Case:
    """The row, through the form of the register, so that number, due date and history come as they always do."""
    values = {
        "kind": filing.kind,
        "channel": Channel.WEBSITE.value,
        "received_on": today.isoformat(),
        "service": filing.service.names[-1] if filing.service else "",
        "subject": filing.subject,
        "text": filing.text,
        "evidence": "\n".join(file.number for file in files),
    }
    form = table.form(values, assessment=assessment)
    if not form.is_valid():
        raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
    stored: Case = save_row(table=table, form=form, seen=None, by=by, at=at)
    return stored
