"""Assessments of this year under way: one whose assessors are apart, one that waits for an assessor, one returned."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment
from pmqa.cycle.rounds import return_to_draft
from pmqa.demo import dockyard_2569
from pmqa.demo.assessed import judge_as, judge_own
from pmqa.demo.content import Content
from pmqa.judging.consensus import begin_consensus
from pmqa.organization.models import Person
from pmqa.scoring.profiles import NOT_SEEN, PARTLY, SEEN
from pmqa.submission.actions import certify_and_submit

State = Assessment.State
People = Mapping[str, Person]
# The moment of a month and a day, in the calendar year in which the fiscal year ends.
Moment = Callable[[int, int], datetime.datetime]

# How far assessors can be from each other on the same evidence, and why each says so.
APART = {
    "assessor1": {"CS2-A4": NOT_SEEN, "CS5-D1": NOT_SEEN},
    "assessor2": {"CS2-A4": PARTLY, "CS5-D1": NOT_SEEN},
    "assessor3": {"CS2-A4": SEEN, "CS5-D1": PARTLY},
}
NOTES = {
    "assessor1": {"CS2-A4": "มีตัวชี้วัดเพียงช่องทางเดียว ยังไม่เห็นเป้าหมายของช่องทางอื่น"},
    "assessor2": {"CS2-A4": "มีตัวชี้วัดและเป้าหมายของช่องทางหลัก ช่องทางรองยังไม่มี"},
    "assessor3": {
        "CS2-A4": "ช่องทางที่กลุ่มหลักใช้มีทั้งตัวชี้วัดและผลจริง จึงเห็นว่าเพียงพอ",
        "CS5-D1": "มีสองช่องทาง แต่ทั้งสองแสดงให้เห็นว่าเข้าถึงประชาชนจริง",
    },
}
CONFLICT = "เคยรับราชการที่หน่วยนี้เมื่อปีที่แล้ว"
REASON = "ยังไม่มีสรุปความคิดเห็นสิ้นปีงบประมาณ และกิจกรรมสร้างความสัมพันธ์ยังไม่มีภาพถ่าย โปรดเพิ่มแล้วส่งใหม่"


def smaller(code: str) -> Content:
    """What a smaller dockyard shows: what the large one does, with people of its own."""
    large = dockyard_2569.CONTENT
    sheets = {key: tuple(map(partial(_owned, code), rows)) for key, rows in large.sheets.items()}
    return replace(large, unit=code, sheets=sheets)


def _owned(code: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    owner = row.get("owner")
    return {**row, "owner": owner.replace(dockyard_2569.CONTENT.unit, code)} if isinstance(owner, str) else row


def reach_consensus(assessment: Assessment, people: People, moment: Moment) -> None:
    """Three assessors have submitted, and are apart."""
    _submit(assessment, people, moment(10, 5))
    change_state(assessment=assessment, to=State.IN_REVIEW, by=people["headquarters"], at=moment(10, 19))
    for name, said in APART.items():
        judge_as(people[name], assessment, said, at=moment(11, 4), notes=NOTES[name])
    begin_consensus(assessment=assessment, by=people["headquarters"], at=moment(11, 16))


def be_reviewed(assessment: Assessment, people: People, moment: Moment) -> None:
    """One assessor has submitted, one has come halfway, and one had a conflict of interest."""
    _submit(assessment, people, moment(10, 12))
    change_state(assessment=assessment, to=State.IN_REVIEW, by=people["headquarters"], at=moment(10, 26))
    judge_as(people["assessor1"], assessment, {}, at=moment(11, 9))
    judge_as(people["assessor2"], assessment, {}, at=moment(11, 18), only=("CS1", "CS2", "CS3"))


def be_returned(assessment: Assessment, people: People, moment: Moment) -> None:
    """Submitted once, and given back with the reason."""
    _submit(assessment, people, moment(10, 20))
    at = moment(10, 27)
    by = people["headquarters"]
    return_to_draft(assessment=assessment, reason=REASON, until=None, by=by, at=at, today=at.date())


def _submit(assessment: Assessment, people: People, at: datetime.datetime) -> None:
    head = people[f"{assessment.unit.code}-head"]
    judge_own(assessment, by=head, at=at - datetime.timedelta(days=1))
    told = {"rank": head.rank, "name": head.get_full_name(), "position": "หัวหน้าหน่วย"}
    certify_and_submit(assessment=assessment, by=head, at=at, **told)
