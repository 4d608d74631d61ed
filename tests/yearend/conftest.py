"""A unit at the end of its year: cases, activities, an improvement; its staff and its head."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role
from pmqa.yearend.actions import latest_summary
from tests.every_table.rows import REGISTERS, SAMPLES

CASES = (
    {
        "number": "F-1",
        "kind": "ข้อร้องเรียน",
        "received_on": "3 ก.พ. 2569",
        "subject": "น้ำไม่ไหล",
        "due_on": "24 ก.พ. 2569",
        "answered_on": "10 ก.พ. 2569",
    },
    {
        "number": "F-2",
        "kind": "ข้อร้องเรียน",
        "received_on": "4 ก.พ. 2569",
        "subject": "น้ำไม่ไหล",
        "due_on": "10 ก.พ. 2569",
        "answered_on": "24 ก.พ. 2569",
    },
    {
        "number": "F-3",
        "kind": "ข้อเสนอแนะ",
        "received_on": "5 ก.พ. 2569",
        "subject": "ขยายเวลา",
        "due_on": "1 มี.ค. 2569",
    },
    {"number": "F-4", "kind": "คำชมเชย", "received_on": "6 ก.พ. 2569", "subject": "บริการดี", "closed_on": "6 ก.พ. 2569"},
)


@pytest.fixture
def year(assessment: Assessment, fill: Callable[..., list[Any]]) -> Assessment:
    for key, rows in REGISTERS.items():
        fill(key, rows)
    fill("cs3-cases", CASES)
    relation = SAMPLES["cs4-activities"].first
    fill("cs4-activities", [{**relation, "suggestions": "ขอข้อมูลคลื่น", "next_time": "เพิ่มรอบเช้า"}])
    fill("cs5-activities", [SAMPLES["cs5-activities"].first])
    fill("improvements", [{"source": "ข้อร้องเรียน", "origin": "F-1", "problem": "น้ำไม่ไหล", "change": "เปลี่ยนปั๊ม"}])
    return Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)


@dataclass(frozen=True)
class Office:
    """One person before the page of the summary."""

    client: Client
    assessment: Assessment

    def url(self, what: str = "") -> str:
        return reverse(f"summary-{what}" if what else "summary", args=[self.assessment.unit.code, self.assessment.year])

    def page(self) -> Any:
        return self.client.get(self.url())

    def step(self, what: str, **other: Any) -> Any:
        """Presses a button of the page as it stands now."""
        held = latest_summary(self.assessment)
        seen = {"summary": held.pk, "version": held.version} if held else {}
        return self.client.post(self.url(what), {"sent": str(uuid.uuid4()), **seen, **other})

    def edit(self, **words: str) -> Any:
        """Sends the form of the summary, filled as the page shows it but for `words`."""
        form = self.client.get(self.url("edit")).context["form"]
        shown = {name: form.initial.get(name, "") for name in form.fields if name != "evidence"}
        held = latest_summary(self.assessment)
        return self.client.post(
            self.url("edit"), {**shown, "version": held.version, "sent": str(uuid.uuid4()), **words}
        )


@pytest.fixture
def at(year: Assessment, client_of: Callable[[Person], Client]) -> Callable[[Person], Office]:
    return lambda person: Office(client_of(person), year)


@pytest.fixture
def staff_office(at: Callable[[Person], Office], staff: Person) -> Office:
    return at(staff)


@pytest.fixture
def head(person: Callable[..., Person], assessment: Assessment) -> Person:
    made = person("head", Role.Kind.HEAD, assessment.unit)
    made.rank, made.first_name, made.last_name = "น.อ.", "สมชาย", "ใจดี"
    made.save()
    return made


@pytest.fixture
def head_office(at: Callable[[Person], Office], head: Person) -> Office:
    return at(head)
