"""A unit with a case, its owner, and somebody's contact that must not be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.models import Case
from pmqa.criteria import TABLES, table_of
from pmqa.cycle.models import Assessment, Assignment
from pmqa.evidence.actions import writing
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile
from pmqa.organization.models import Person, Role
from pmqa.personal.actions import keep
from pmqa.personal.models import PersonalRecord
from tests.evidence.pictures import picture

NAME, CONTACT = "สมหญิง ใจกล้า", "081-234 5678"
CASES = table_of("cs3-cases")
TABLES_BY_KEY = {table.key: table for table in TABLES}


@dataclass(frozen=True)
class Kept:
    """A case with a person behind it, who sent a photograph."""

    assessment: Assessment
    case: Any
    record: PersonalRecord
    photograph: EvidenceFile

    def url(self, what: str = "people") -> str:
        """The address of the people of the case, or of what is done to the one."""
        ids = [self.case.pk] if what in ("people", "people-add") else [self.case.pk, self.record.pk]
        return reverse(f"cs3-cases-{what}", args=["alpha", 2569, *ids])


@pytest.fixture
def owner(assessment: Assessment, person: Callable[..., Person]) -> Person:
    return person("owner", Role.Kind.STAFF, assessment.unit)


@pytest.fixture
def kept(assessment: Assessment, staff: Person, owner: Person, fill: Callable[..., Any]) -> Kept:
    values = {
        "number": "F-2569-0900",
        "kind": "ข้อร้องเรียน",
        "received_on": "1 มี.ค. 2569",
        "subject": "ข่าวช้า",
        "text": "แม่ค้าชื่อแดงบอก",
    }
    [case] = fill("cs3-cases", [values])
    Case.objects.update(owner=owner)
    with writing(assessment, staff):
        photograph = store_file(
            assessment=assessment,
            criterion="CS3",
            title="ภาพของแดง",
            content=picture(),
            name="แดง.jpg",
            by=staff,
            at=timezone.now(),
        )
    case.evidence.add(photograph)
    record = keep(
        assessment=assessment,
        table=CASES,
        row=case,
        name=NAME,
        contact=CONTACT,
        by=staff,
        at=timezone.now(),
        notice_version="2569-1",
        files=[photograph],
    )
    case.refresh_from_db()
    return Kept(assessment, case, record, photograph)


@pytest.fixture
def client_as(
    kept: Kept, owner: Person, staff: Person, person: Callable[..., Person], client_of: Callable[..., Client]
) -> Callable[[str], Client]:
    """A client signed in as one of those who may meet the case: owner, staff, HEAD, ASSESSOR, HEADQUARTERS …"""

    def sign_in(who: str) -> Client:
        if who in ("owner", "staff"):
            return client_of(owner if who == "owner" else staff)
        made = person(who.lower(), who, kept.assessment.unit if who == "HEAD" else None)
        if who == "ASSESSOR":
            Assignment.objects.create(assessment=kept.assessment, assessor=made, declared_at=timezone.now())
        return client_of(made)

    return sign_in
