"""The life of an assessment: only these steps, each by the one function that may take it."""

import datetime
import itertools
from collections.abc import Callable

import pytest
import time_machine
from django.utils.translation import gettext as _

from pmqa.audit.models import AuditEntry
from pmqa.cycle import actions
from pmqa.cycle.actions import StepRefused, change_state, mark_criterion
from pmqa.cycle.models import Assessment, Assignment, CriterionMark
from pmqa.organization.models import Person, Role, Unit

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
STATES = ("DRAFT", "SUBMITTED", "IN_REVIEW", "CONSENSUS", "PUBLISHED")
ALLOWED = {
    ("DRAFT", "SUBMITTED"),
    ("SUBMITTED", "IN_REVIEW"),
    ("SUBMITTED", "DRAFT"),
    ("IN_REVIEW", "CONSENSUS"),
    ("IN_REVIEW", "DRAFT"),
    ("CONSENSUS", "PUBLISHED"),
    ("CONSENSUS", "DRAFT"),
}


def test_these_are_all_states() -> None:
    assert tuple(Assessment.State.values) == STATES


@pytest.fixture
def people(assessment: Assessment, staff: Person, person: Callable[..., Person]) -> dict[str, Person]:
    """One of every role, a head of another unit, and the assessors of the unit: their leader, one who only follows, and
    leaders with a conflict, without a declaration and of the unit itself."""
    other = Unit.objects.create(code="beta", name="หน่วยอื่น")

    def assigned(name: str, unit: Unit | None = None, **fields: object) -> Person:
        made = person(name, Role.Kind.ASSESSOR, unit)
        Assignment.objects.create(assessment=assessment, assessor=made, **{"declared_at": NOW, **fields})
        return made

    return {
        "leader": assigned("leader", is_leader=True),
        "follower": assigned("follower"),
        "conflicted": assigned("conflicted", is_leader=True, conflict="พี่ชายอยู่หน่วยนี้"),
        "undeclared": assigned("undeclared", is_leader=True, declared_at=None),
        "insider": assigned("insider", assessment.unit, is_leader=True),
        "staff": staff,
        "head": person("head", Role.Kind.HEAD, assessment.unit),
        "other": person("other", Role.Kind.HEAD, other),
        "assessor": person("assessor", Role.Kind.ASSESSOR),
        "headquarters": person("headquarters", Role.Kind.HEADQUARTERS),
        "administrator": person("administrator", Role.Kind.ADMINISTRATOR),
    }


def takers(start: str, to: str) -> set[str]:
    """Who may take a step, written down apart from the program."""
    if to == "SUBMITTED":
        return {"head"}
    if to == "CONSENSUS":
        return {"headquarters", "leader"}
    return {"headquarters", "head"} if (start, to) == ("SUBMITTED", "DRAFT") else {"headquarters"}


@pytest.fixture
def unconditional(monkeypatch: pytest.MonkeyPatch) -> None:
    """No layer above asks for more; what judging asks before a step, its own tests hold."""
    monkeypatch.setattr(actions, "CONDITIONS", {})


@pytest.mark.usefixtures("unconditional")
@pytest.mark.parametrize(("start", "to"), list(itertools.product(STATES, STATES)))
def test_a_step_is_taken_only_where_it_is_allowed_and_by_whom(
    assessment: Assessment, people: dict[str, Person], start: str, to: str
) -> None:
    for name, person in people.items():
        Assessment.objects.update(state=start)
        if (start, to) in ALLOWED and name in takers(start, to):
            change_state(assessment=assessment, to=to, by=person, at=NOW, reason="ขาดหลักฐาน")
            assert Assessment.objects.get().state == to
        else:
            with pytest.raises(StepRefused):
                change_state(assessment=assessment, to=to, by=person, at=NOW, reason="ขาดหลักฐาน")
            assert Assessment.objects.get().state == start


def test_what_a_layer_above_asks_for_stops_a_step_with_its_words(
    assessment: Assessment, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "CONDITIONS", {})
    heard = []
    actions.require("IN_REVIEW", lambda held, by, reason: heard.append((held, by, reason)) or "ยังไม่ถึงเวลา")
    Assessment.objects.update(state="SUBMITTED")
    with pytest.raises(StepRefused, match="ยังไม่ถึงเวลา"):
        change_state(assessment=assessment, to="IN_REVIEW", by=people["headquarters"], at=NOW, reason="x")
    assert (Assessment.objects.get().state, heard) == ("SUBMITTED", [(assessment, people["headquarters"], "x")])


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_return_needs_a_reason(assessment: Assessment, people: dict[str, Person], reason: str) -> None:
    Assessment.objects.update(state="SUBMITTED")
    with pytest.raises(StepRefused, match=_("Say why the assessment is returned.")):
        change_state(assessment=assessment, to="DRAFT", by=people["head"], at=NOW, reason=reason)
    assert Assessment.objects.get().state == "SUBMITTED"


def test_the_reason_of_a_return_is_kept_until_the_next_step(assessment: Assessment, people: dict[str, Person]) -> None:
    for to, reason, kept in (("SUBMITTED", "x", ""), ("DRAFT", "ขาดหลักฐาน", "ขาดหลักฐาน"), ("SUBMITTED", "", "")):
        held = change_state(assessment=assessment, to=to, by=people["head"], at=NOW, reason=reason)
        assert (held.returned_reason, held.changed_at) == (kept, NOW)


def test_the_state_that_counts_is_the_stored_one(assessment: Assessment, people: dict[str, Person]) -> None:
    Assessment.objects.update(state="PUBLISHED")
    assert assessment.state == "DRAFT"  # as somebody read it before
    with pytest.raises(StepRefused):
        change_state(assessment=assessment, to="SUBMITTED", by=people["head"], at=NOW)


def test_every_step_is_recorded_with_who_and_why(assessment: Assessment, people: dict[str, Person]) -> None:
    change_state(assessment=assessment, to="SUBMITTED", by=people["head"], at=NOW)
    change_state(assessment=assessment, to="DRAFT", by=people["headquarters"], at=NOW, reason="ขาดหลักฐาน")
    with pytest.raises(StepRefused):
        change_state(assessment=assessment, to="PUBLISHED", by=people["headquarters"], at=NOW)
    entries = AuditEntry.objects.filter(unit=assessment.unit, year=assessment.year, kind="STATE").order_by("pk")
    assert [(each.by, each.at, each.detail) for each in entries] == [
        (people["head"], NOW, {"from": "DRAFT", "to": "SUBMITTED", "reason": ""}),
        (people["headquarters"], NOW, {"from": "SUBMITTED", "to": "DRAFT", "reason": "ขาดหลักฐาน"}),
    ]


@pytest.mark.parametrize(
    ("now", "editable"), [("2026-09-30T23:59:59+07:00", True), ("2026-10-01T00:00:00+07:00", False)]
)
def test_the_last_day_ends_at_midnight_in_bangkok(
    assessment: Assessment, staff: Person, now: str, editable: bool
) -> None:
    assessment.round.closes_on = datetime.date(2026, 9, 30)
    with time_machine.travel(now):
        assert assessment.editable_by(staff) is editable
        assessment.extended_until = datetime.date(2026, 10, 1)
        assert assessment.editable_by(staff)
    with time_machine.travel("2026-10-02T00:00:00+07:00"):
        assert not assessment.editable_by(staff)


def test_a_day_before_that_of_the_round_takes_nothing_away(assessment: Assessment) -> None:
    assessment.round.closes_on, assessment.extended_until = datetime.date(2026, 9, 30), datetime.date(2026, 9, 1)
    assert assessment.deadline == datetime.date(2026, 9, 30)


def test_the_units_word_is_given_once_and_taken_back(assessment: Assessment, staff: Person) -> None:
    for complete, marks in ((True, 1), (True, 1), (False, 0), (False, 0)):
        mark_criterion(assessment=assessment, criterion="CS1", complete=complete, by=staff, at=NOW)
        assert CriterionMark.objects.count() == marks
