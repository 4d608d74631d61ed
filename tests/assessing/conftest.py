"""A review that two assessors have submitted, and its consensus."""

from collections.abc import Callable

import pytest
from django.test import Client

from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.actions import judge, submit_sheet
from pmqa.judging.consensus import begin_consensus
from pmqa.judging.models import Sheet
from pmqa.organization.models import Person
from pmqa.scoring.profiles import Mark
from tests.assessing.agreeing import CANARY
from tests.judging.conftest import NOW, People, people, put, remark, review, scored

__all__ = ["people", "put", "review", "scored"]


@pytest.fixture
def submitted(review: Assessment, people: People, scored: Callable[..., Sheet]) -> Assessment:
    """Two assessors have submitted, of different minds, with notes and remarks; all others are gone."""
    for who, verdict in ((people.leader, "NOT_APPLICABLE"), (people.other, "NOT_SEEN")):
        sheet = scored(who, verdict, words=f"{CANARY} {who}", submit=False)
        judge(sheet=sheet, item="CS2-A1", mark=Mark("NOT_SEEN"), words="", seen=0, by=who, at=NOW)
        remark(sheet, who, text=f"{CANARY} ข้อสังเกตของ {who}")
        submit_sheet(sheet=sheet, by=who, at=NOW)
    Assignment.objects.filter(assessor__in=[people.undeclared, people.insider]).delete()
    return review


@pytest.fixture
def agreed(submitted: Assessment, people: People) -> Sheet:
    return begin_consensus(assessment=submitted, by=people.centre, at=NOW)


@pytest.fixture
def leader(agreed: Sheet, people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.leader)
