"""Every step tells those whom it concerns, in its own transaction, never who took it, and never what was scored."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from pmqa.cycle.actions import StepRefused, change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.cycle.rounds import assign, declare, extend, open_round, return_to_draft, unassign
from pmqa.judging.consensus import begin_consensus, publish, submit_consensus
from pmqa.judging.models import Sheet
from pmqa.notices.models import Notice
from pmqa.notices.send import KEPT_DAYS, mark_read, notify, remove_old
from pmqa.notices.words import SAYINGS, address_of, said
from pmqa.organization.models import Person, Role, Unit
from tests.judging.conftest import NOW, People

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Assessment.State
REASON = "นกขมิ้นเหลืองอ่อน"


def told() -> set[tuple[str, str]]:
    """Who was told what; the inbox is emptied."""
    found = set(Notice.objects.values_list("person__username", "kind"))
    Notice.objects.all().delete()
    return found


@pytest.fixture
def colleague(assessment: Assessment, people: People, person: Callable[..., Person]) -> Person:
    """A second person of headquarters, a second head, and those who can no longer sign in."""
    person("centre2", Role.Kind.HEADQUARTERS)
    for name, kind in (("gone-centre", Role.Kind.HEADQUARTERS), ("gone-staff", Role.Kind.STAFF)):
        gone = person(name, kind, assessment.unit if kind == Role.Kind.STAFF else None)
        Person.objects.filter(pk=gone.pk).update(is_active=False)
    Notice.objects.all().delete()
    return person("head2", Role.Kind.HEAD, assessment.unit)


STEPS: list[tuple[str, str, str, set[tuple[str, str]]]] = [
    ("DRAFT", "SUBMITTED", "head", {("centre", "SUBMITTED"), ("centre2", "SUBMITTED")}),
    ("SUBMITTED", "DRAFT", "head", {("centre", "TAKEN_BACK"), ("centre2", "TAKEN_BACK")}),
    (
        "SUBMITTED",
        "DRAFT",
        "centre",
        {(name, "RETURNED") for name in ("staff", "head", "head2")}
        | {(name, "REVIEW_STOPPED") for name in ("leader", "other")},
    ),
    ("SUBMITTED", "IN_REVIEW", "centre", {(name, "REVIEW_BEGUN") for name in ("leader", "other", "undeclared")}),
]


@pytest.mark.parametrize(("start", "to", "by", "expected"), STEPS)
def test_a_step_tells_whom_it_concerns(
    colleague: Person, put: Any, people: People, start: str, to: str, by: str, expected: set[tuple[str, str]]
) -> None:
    change_state(assessment=put(start), to=to, by=getattr(people, by), at=NOW, reason=REASON)
    assert told() == expected


def test_consensus_and_results_are_told_without_a_score(
    colleague: Person, review: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    scored(people.leader, words=REASON)
    scored(people.other)
    sheet = begin_consensus(assessment=review, by=people.centre, at=NOW, reason=REASON)
    assert told() == {("leader", "CONSENSUS_BEGUN"), ("other", "CONSENSUS_BEGUN")}
    submit_consensus(sheet=sheet, by=people.leader, at=NOW)
    assert told() == set()
    publish(assessment=review, by=people.centre, at=NOW)
    kept = list(Notice.objects.select_related("unit"))
    words = " ".join(said(each) for each in kept)
    assert {(each.subject, *each.detail) for each in kept} == {("",)}
    assert REASON not in words
    assert not any(verdict in words for verdict in ("SEEN", "เห็น", "%"))
    assert told() == {
        *((name, "PUBLISHED") for name in ("staff", "head", "head2")),
        *((name, "RESULTS_OUT") for name in ("leader", "other")),
    }


def test_who_did_it_is_not_told(people: People, put: Any, person: Callable[..., Person]) -> None:
    Role.objects.create(person=people.head, kind=Role.Kind.HEADQUARTERS)
    change_state(assessment=put("DRAFT"), to=State.SUBMITTED, by=people.head, at=NOW)
    assert told() == {("centre", "SUBMITTED")}


def test_assignments_and_declarations_are_told(review: Assessment, people: People) -> None:
    centre, stranger = people.centre, people.stranger
    made = assign(assessment=review, assessor=stranger, by=centre, at=NOW)
    assert told() == {("stranger", "ASSIGNED")}
    declare(assignment=made, conflict="", by=stranger, at=NOW)
    assert told() == set()
    Assignment.objects.filter(pk=made.pk).update(declared_at=None)
    declare(assignment=made, conflict=REASON, by=stranger, at=NOW)
    assert REASON not in str(list(Notice.objects.values()))
    assert told() == {("centre", "CONFLICT")}
    unassign(assignment=Assignment.objects.get(assessor=people.other), by=centre, at=NOW)
    assert told() == {("other", "UNASSIGNED")}


def test_a_unit_is_told_of_more_time_with_the_day(people: People, put: Any) -> None:
    until = datetime.date(2200, 1, 31)
    extend(assessment=put("DRAFT"), until=until, reason=REASON, by=people.centre, at=NOW)
    notice = Notice.objects.select_related("unit").first()
    assert notice is not None
    assert "31 มกราคม 2743" in said(notice)
    assert REASON not in said(notice)
    assert told() == {("staff", "EXTENDED"), ("head", "EXTENDED")}


def test_heads_of_every_unit_are_told_of_a_round(people: People, person: Callable[..., Person]) -> None:
    second = person("beta-head", Role.Kind.HEAD, Unit.objects.create(code="beta", name="หน่วยที่สอง"))
    Role.objects.create(person=second, kind=Role.Kind.HEAD, unit=Unit.objects.get(code="alpha"))
    days = {"opens_on": NOW.date(), "closes_on": NOW.date()}
    open_round(year=2570, values=days, by=people.centre, at=NOW)
    assert told() == {("head", "ROUND_OPENED"), ("beta-head", "ROUND_OPENED")}
    assert Round.objects.filter(year=2570).exists()


def test_a_step_that_does_not_stand_tells_nobody(people: People, put: Any) -> None:
    Round.objects.update(closes_on=datetime.date(2025, 1, 1))
    with pytest.raises(Exception, match="วันสุดท้าย"):
        return_to_draft(
            assessment=put("SUBMITTED"), reason=REASON, until=None, by=people.centre, at=NOW, today=NOW.date()
        )
    with pytest.raises(StepRefused):
        change_state(assessment=put("PUBLISHED"), to=State.DRAFT, by=people.centre, at=NOW, reason=REASON)
    with transaction.atomic():
        change_state(assessment=put("DRAFT"), to=State.SUBMITTED, by=people.head, at=NOW)
        transaction.set_rollback(True)
    assert told() == set()


def test_many_are_told_in_as_many_queries_as_one(
    assessment: Assessment, person: Callable[..., Person], django_assert_num_queries: Any
) -> None:
    about: dict[str, Any] = {"kind": "MESSAGE", "unit": assessment.unit, "year": 2569, "at": NOW, "subject": "CS1-A1"}
    crowd = [person(f"reader{n}") for n in range(40)]
    for some in (crowd[:1], crowd[1:]):
        with django_assert_num_queries(2):
            notify(people=some, **about)


def test_an_unread_notice_of_the_same_is_moved_up_not_doubled(assessment: Assessment, staff: Person) -> None:
    about: dict[str, Any] = {"kind": "MESSAGE", "unit": assessment.unit, "year": 2569, "people": [staff, staff]}
    later = NOW + datetime.timedelta(hours=1)
    notify(**about, at=NOW, subject="CS1-A1")
    notify(**about, at=NOW, subject="CS1-A2")
    notify(**about, at=later, subject="CS1-A1")
    assert list(Notice.objects.values_list("subject", "at")) == [("CS1-A1", later), ("CS1-A2", NOW)]
    mark_read(person=staff, at=later)
    notify(**about, at=later, subject="CS1-A1")
    assert Notice.objects.count() == 3


def test_what_was_read_long_ago_goes(assessment: Assessment, staff: Person) -> None:
    now = timezone.now()
    for read in (None, now, now - datetime.timedelta(days=KEPT_DAYS + 1)):
        Notice.objects.create(person=staff, kind="ROUND_OPENED", at=NOW, read_at=read)
    assert remove_old(now) == 1
    assert Notice.objects.filter(read_at__lt=now).count() == 0


def test_every_kind_has_its_words_and_its_place(assessment: Assessment, staff: Person) -> None:
    for kind in Notice.Kind.values:
        notice = Notice(person=staff, kind=kind, unit=assessment.unit, year=2569, subject="CS1-A1", at=NOW)
        assert said(notice)
        assert "%(" not in said(notice)
        assert address_of(notice).startswith("/")
    assert set(SAYINGS) == set(Notice.Kind.values)
