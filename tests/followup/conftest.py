"""A published assessment with OFIs, the people who have to do with it, and its plan."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.followup.actions import answer_ofi, approve_plan, save_action
from pmqa.followup.models import PlanAction
from pmqa.followup.reporting import save_report
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person, Role

State = Assessment.State
NOW = datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC)
PUBLISHED_AT = datetime.datetime(2026, 3, 31, 9, 0, tzinfo=datetime.UTC)
SIGNED = {"rank": "พล.ร.ท.", "name": "เข็มทิศ ตัวอย่าง", "position": "เจ้ากรม"}
VALUES: dict[str, Any] = {
    "action": "ออกข่าวอากาศรอบ 04.30 น.",
    "owner": "หน.แผนกพยากรณ์",
    "due_on": datetime.date(2026, 12, 31),
    "indicator": "ได้รับทันเวลา",
    "baseline": "61 %",
    "target": "90 %",
    "state": "PLANNED",
    "reason": "",
}
SAID: dict[str, Any] = {"words": "เริ่มรอบเช้าแล้ว", "state": "UNDER_WAY", "percent": 50, "value": "80 %"}


@dataclass
class People:
    staff: Person
    head: Person
    assessor: Person
    conflicted: Person
    centre: Person
    administrator: Person
    stranger: Person


def publish(assessment: Assessment, texts: list[str]) -> list[Remark]:
    """Publishes `assessment` with an OFI of each text, and a strength; as if every step had been taken."""
    Assessment.objects.filter(pk=assessment.pk).update(state=State.CONSENSUS)
    sheet = Sheet.objects.create(assessment=assessment, kind=Sheet.Kind.CONSENSUS, submission=1)
    Remark.objects.create(sheet=sheet, criterion="CS1", point="CS1-A1", kind="STRENGTH", text="ทำดีแล้ว")
    ofis = [
        Remark.objects.create(sheet=sheet, criterion="CS1", point="CS1-A1", kind="OFI", text=text, position=number)
        for number, text in enumerate(texts)
    ]
    sheet.submitted_at = PUBLISHED_AT
    sheet.save()
    Assessment.objects.filter(pk=assessment.pk).update(state=State.PUBLISHED, changed_at=PUBLISHED_AT)
    assessment.refresh_from_db()
    return ofis


@pytest.fixture
def people(assessment: Assessment, staff: Person, person: Callable[..., Person], new_assessment: Any) -> People:
    def assessor(name: str, conflict: str = "") -> Person:
        made = person(name, Role.Kind.ASSESSOR)
        Assignment.objects.create(assessment=assessment, assessor=made, declared_at=NOW, conflict=conflict)
        return made

    return People(
        staff=staff,
        head=person("head", Role.Kind.HEAD, assessment.unit),
        assessor=assessor("assessor"),
        conflicted=assessor("conflicted", "พี่ชายอยู่หน่วยนี้"),
        centre=person("centre", Role.Kind.HEADQUARTERS),
        administrator=person("administrator", Role.Kind.ADMINISTRATOR),
        stranger=person("stranger", Role.Kind.HEAD, new_assessment("beta").unit),
    )


@pytest.fixture
def ofis(assessment: Assessment) -> list[Remark]:
    """Two OFIs of the published assessment, whose follow-ups are due long before and long after today."""
    days = {"follow_up_6_on": datetime.date(2026, 9, 30), "follow_up_12_on": datetime.date(2199, 3, 31)}
    Round.objects.filter(pk=assessment.round_id).update(**days)
    return publish(assessment, ["ควรออกข่าวให้เร็วขึ้น", "ควรวัดผลทุกช่องทาง"])


@pytest.fixture
def others(new_assessment: Callable[..., Assessment]) -> list[Remark]:
    """The OFIs of another unit."""
    return publish(new_assessment("gamma"), ["เรื่องของหน่วยอื่น"])


@pytest.fixture
def planned(assessment: Assessment, people: People, ofis: list[Remark]) -> Callable[..., PlanAction]:
    """Adds an action for the first OFI: `planned(owner="…")`."""

    def make(served: list[Remark] | None = None, **other: Any) -> PlanAction:
        chosen = ofis[:1] if served is None else served
        given = {"values": {**VALUES, **other}, "ofis": [ofi.pk for ofi in chosen], "seen": 0}
        return save_action(assessment=assessment, action=None, by=people.staff, at=NOW, **given)

    return make


@pytest.fixture
def plan(assessment: Assessment, people: People, ofis: list[Remark], planned: Any) -> PlanAction:
    """One action for the first OFI; the second is not agreed with; both are answered."""
    for ofi, stance in zip(ofis, ("AGREED", "NOT_AGREED"), strict=True):
        given = {"ofi": ofi.pk, "stance": stance, "words": "จะทำตามแผน", "seen": 0}
        answer_ofi(assessment=assessment, by=people.staff, at=NOW, **given)
    made: PlanAction = planned()
    return made


@pytest.fixture
def approved(assessment: Assessment, people: People, plan: PlanAction) -> PlanAction:
    approve_plan(assessment=assessment, by=people.head, at=timezone.now(), **SIGNED)
    return plan


@pytest.fixture
def reported(assessment: Assessment, people: People, approved: PlanAction) -> PlanAction:
    """The approved action with a report after six months."""
    given = {"action": approved.pk, "month": 6, "values": SAID, "seen": 0}
    save_report(assessment=assessment, by=people.staff, at=NOW, **given)
    approved.refresh_from_db()
    return approved
