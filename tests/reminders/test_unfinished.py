"""What waits for whom, state by state, for one person as for all, in a fixed number of queries."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.evidence.models import CarriedRow
from pmqa.judging.consensus import begin_consensus, submit_consensus
from pmqa.judging.models import Sheet
from pmqa.organization.models import Person, Role, Unit
from pmqa.reminders.stages import stage_of
from pmqa.reminders.unfinished import Kind, tasks_of
from pmqa.reminders.words import SAYINGS, address_of, said
from tests.judging.conftest import NOW, People
from tests.reminders.conftest import CLOSES, CONSENSUS, RESULTS, REVIEW

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)


def waiting() -> set[tuple[str, str, datetime.date | None]]:
    """Who has what to do by when; and each person alone is told the same as in the list of all."""
    names = dict(Person.objects.values_list("pk", "username"))
    found = {(names[task.person], str(task.kind), task.day) for task in tasks_of(None, TODAY)}
    alone = {
        (person.username, str(task.kind), task.day)
        for person in Person.objects.all()
        for task in tasks_of(person, TODAY)
    }
    assert alone == found
    return found


UNIT = ("staff", "head")


def test_a_draft_waits_for_the_unit_and_its_assessors_may_declare(dated: Round, people: People) -> None:
    assert waiting() == {*((who, "FILL", CLOSES) for who in UNIT), ("undeclared", "DECLARE", REVIEW)}


def test_an_extension_a_return_and_carried_rows_are_told(dated: Round, people: People) -> None:
    later = datetime.date(2026, 4, 1)
    Assessment.objects.update(extended_until=later, returned_reason="ขาดหลักฐาน")
    held = Assessment.objects.get()
    CarriedRow.objects.create(assessment=held, table="profile.group", row_id=1, source_row_id=1)
    CarriedRow.objects.create(assessment=held, table="profile.group", row_id=2, source_row_id=2, said="UNCHANGED")
    unit = {(who, kind, later) for who in UNIT for kind in ("RETURNED", "CARRIED")}
    assert waiting() == unit | {("undeclared", "DECLARE", REVIEW)}
    assert [task.count for task in tasks_of(people.head, TODAY) if task.kind == Kind.CARRIED] == [1]


@pytest.mark.parametrize("how", ["closed", "not begun"])
def test_nothing_waits_for_a_unit_whose_round_is_not_open(dated: Round, people: People, how: str) -> None:
    Round.objects.update(**({"is_open": False} if how == "closed" else {"opens_on": TODAY + datetime.timedelta(1)}))
    assert waiting() == {("undeclared", "DECLARE", REVIEW)}


def test_submitted_ones_wait_for_headquarters(dated: Round, people: People, put: Any) -> None:
    put("SUBMITTED")
    assert waiting() == {("undeclared", "DECLARE", REVIEW), ("centre", "REVIEW", REVIEW)}


def test_the_review_waits_for_who_has_not_submitted_then_for_headquarters(
    dated: Round, people: People, put: Any, scored: Callable[..., Sheet]
) -> None:
    put("IN_REVIEW")
    assert waiting() == {("leader", "JUDGE", REVIEW), ("other", "JUDGE", REVIEW), ("undeclared", "DECLARE", REVIEW)}
    scored(people.leader)
    scored(people.other, submit=False)
    assert waiting() == {("other", "JUDGE", REVIEW), ("undeclared", "DECLARE", REVIEW)}
    Assignment.objects.exclude(assessor=people.leader).delete()
    assert waiting() == {("centre", "BEGIN", CONSENSUS)}
    Assignment.objects.update(conflict="พี่ชาย")
    assert waiting() == set()


def test_the_consensus_waits_for_the_leader_then_for_its_release(
    dated: Round, people: People, put: Any, scored: Callable[..., Sheet]
) -> None:
    put("IN_REVIEW")
    scored(people.leader)
    sheet = begin_consensus(assessment=Assessment.objects.get(), by=people.centre, at=NOW, reason="เร่งด่วน")
    assert waiting() == {("leader", "SETTLE", CONSENSUS)}
    for late in ({"conflict": "เพิ่งทราบ"}, {"is_leader": False}):
        Assignment.objects.filter(assessor=people.leader).update(**late)
        assert waiting() == {("centre", "LEADERLESS", CONSENSUS)}
        Assignment.objects.filter(assessor=people.leader).update(conflict="", is_leader=True)
    submit_consensus(sheet=sheet, by=people.leader, at=NOW)
    assert waiting() == {("centre", "PUBLISH", RESULTS)}
    put("PUBLISHED")
    assert waiting() == set()


def test_who_belongs_to_the_unit_or_left_is_asked_for_nothing(dated: Round, people: People, put: Any) -> None:
    put("IN_REVIEW")
    Role.objects.create(person=people.other, kind=Role.Kind.STAFF, unit=Unit.objects.get())
    Role.objects.filter(person=people.undeclared).delete()
    Person.objects.filter(username="leader").update(is_active=False)
    assert {who for who, _kind, _day in waiting()} == set()


def test_as_many_queries_for_many_units_as_for_few(dated: Round, people: People) -> None:
    counts = []
    for number in (3, 30):
        for each in range(number):
            unit = Unit.objects.create(code=f"u{number}-{each}", name=f"หน่วย {each}")
            for state in ("DRAFT",):
                Assessment.objects.create(unit=unit, round=dated, state=state)
            Role.objects.create(person=people.head, kind=Role.Kind.HEAD, unit=unit)
        states = ("DRAFT", "SUBMITTED", "IN_REVIEW", "CONSENSUS")
        for place, held in enumerate(Assessment.objects.order_by("pk")):
            Assessment.objects.filter(pk=held.pk).update(state=states[place % 4])
            Assignment.objects.get_or_create(
                assessment=held, assessor=people.stranger, defaults={"declared_at": NOW, "is_leader": True}
            )
        with CaptureQueriesContext(connection) as queries:
            tasks_of(None, TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_begins_with_what_waits(dated: Round, people: People, client_of: Callable[[Person], Client]) -> None:
    page = client_of(people.undeclared).get(reverse("home"), follow=True).content.decode()
    assert reverse("review-declare", args=["alpha", 2569]) in page
    assert reverse("round-dates-ics") in page
    assert "หน่วย alpha ปี 2569" not in client_of(people.stranger).get(reverse("assessments")).content.decode()


def test_who_assesses_besides_working_in_a_unit_begins_with_the_list(
    dated: Round, people: People, client_of: Callable[[Person], Client]
) -> None:
    assert client_of(people.staff).get(reverse("home"))["Location"] == reverse("start", args=["alpha", 2569])
    Role.objects.create(person=people.staff, kind=Role.Kind.ASSESSOR)
    for who in (people.staff, people.leader, people.centre):
        assert client_of(who).get(reverse("home"))["Location"] == reverse("assessments")


@pytest.mark.parametrize(
    ("left", "stage"),
    [(15, None), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, -1), (-7, -1), (-8, None)],
)
def test_each_day_has_its_stage(left: int, stage: int | None) -> None:
    assert stage_of(TODAY + datetime.timedelta(days=left), TODAY) == stage


def test_every_kind_has_words_and_a_place_in_both_languages(dated: Round, people: People) -> None:
    assert set(SAYINGS) == set(Kind)
    unit = Unit.objects.get()
    for language in ("th", "en"):
        with translation.override(language):
            for kind in Kind:
                of_unit = kind not in (Kind.REVIEW, Kind.BEGIN, Kind.LEADERLESS, Kind.PUBLISH)
                for count in (1, 5):
                    task = tasks_of(people.head, TODAY)[0].__class__(
                        kind, people.head.pk, 2569, CLOSES, unit if of_unit else None, count
                    )
                    assert "2569" in said(task)
                    assert "%(" not in said(task)
                    assert address_of(task).startswith("/")
