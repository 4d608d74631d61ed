"""An assessment in review, and everybody who has to do with it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.actions import judge, open_sheet, save_remark, submit_sheet
from pmqa.judging.models import Remark, Sheet
from pmqa.organization.models import Person, Role
from pmqa.scoring.profiles import Mark

Kind, State = Sheet.Kind, Assessment.State
NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


@dataclass
class People:
    """Two assessors, the first of whom leads; one with a conflict, one who did not declare yet, one of the own unit."""

    leader: Person
    other: Person
    conflicted: Person
    undeclared: Person
    insider: Person
    centre: Person
    administrator: Person
    staff: Person
    head: Person
    stranger: Person


@pytest.fixture
def people(assessment: Assessment, staff: Person, person: Callable[..., Person]) -> People:
    def assessor(name: str, unit: bool = False, **fields: object) -> Person:
        made = person(name, Role.Kind.ASSESSOR, assessment.unit if unit else None)
        Assignment.objects.create(assessment=assessment, assessor=made, **{"declared_at": NOW, **fields})
        return made

    return People(
        leader=assessor("leader", is_leader=True),
        other=assessor("other"),
        conflicted=assessor("conflicted", conflict="พี่ชายอยู่หน่วยนี้"),
        undeclared=assessor("undeclared", declared_at=None),
        insider=assessor("insider", unit=True),
        centre=person("centre", Role.Kind.HEADQUARTERS),
        administrator=person("administrator", Role.Kind.ADMINISTRATOR),
        staff=staff,
        head=person("head", Role.Kind.HEAD, assessment.unit),
        stranger=person("stranger", Role.Kind.ASSESSOR),
    )


@pytest.fixture
def put(assessment: Assessment) -> Callable[[str], Assessment]:
    """Puts the assessment into a state, as if every step had been taken."""

    def into(state: str) -> Assessment:
        Assessment.objects.filter(pk=assessment.pk).update(state=state)
        assessment.state = state
        return assessment

    return into


@pytest.fixture
def review(people: People, put: Callable[[str], Assessment]) -> Assessment:
    return put(State.IN_REVIEW)


@pytest.fixture
def scored(review: Assessment) -> Callable[..., Sheet]:
    """The sheet of an assessor with one verdict on CS1-A1; `submit` submits it, with what that needs."""

    def make(by: Person, verdict: str = "NOT_SEEN", words: str = "", submit: bool = True) -> Sheet:
        sheet = open_sheet(assessment=review, kind=Kind.ASSESSOR, by=by)
        judge(sheet=sheet, item="CS1-A1", mark=Mark(verdict), words=words, seen=0, by=by, at=NOW)
        return submit_sheet(sheet=sheet, by=by, at=NOW) if submit else sheet

    return make


def remark(sheet: Sheet, by: Person, **fields: str) -> Remark:
    given = {"criterion": "CS1", "kind": "OFI", "text": "ควรระบุที่มา", **fields}
    return save_remark(sheet=sheet, remark=Remark(**given), evidence=[], seen=0, by=by)
