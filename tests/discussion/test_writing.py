"""Messages on points: who may write, when; told and recorded without the text; for ever."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Round
from pmqa.discussion.actions import DiscussionClosed, write
from pmqa.discussion.models import Message
from pmqa.discussion.scope import called, side_of
from pmqa.discussion.threads import threads_of
from pmqa.notices.models import Notice
from pmqa.notices.words import address_of, said
from pmqa.organization.models import Person, Role
from tests.judging.conftest import NOW, People

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Assessment.State
TABLE = Message._meta.db_table
WORDS = "นกขมิ้นเหลืองอ่อน"
SIDES = {
    "staff": "UNIT", "head": "UNIT", "leader": "ASSESSOR", "other": "ASSESSOR", "centre": "HEADQUARTERS",
    "conflicted": None, "undeclared": None, "insider": None, "administrator": None, "stranger": None,
}  # fmt: skip


def say(held: Assessment, by: Person, text: str = WORDS, point: str = "CS1-A1", settles: bool = False) -> Message:
    return write(assessment=held, point=point, text=text, settles=settles, by=by, at=NOW)


@pytest.mark.parametrize(("who", "side"), list(SIDES.items()))
def test_who_takes_part_and_as_what(discussed: Assessment, people: People, who: str, side: str | None) -> None:
    by = getattr(people, who)
    assert side_of(by, discussed) == side
    if side is None:
        with pytest.raises(DiscussionClosed):
            say(discussed, by)
        assert not Message.objects.exists()
    else:
        assert say(discussed, by).side == side


def test_who_belongs_to_the_unit_stands_on_no_other_side(discussed: Assessment, people: People) -> None:
    Role.objects.create(person=people.insider, kind=Role.Kind.HEADQUARTERS)
    Role.objects.create(person=people.leader, kind=Role.Kind.STAFF, unit=discussed.unit)
    assert side_of(people.insider, discussed) is None
    assert side_of(people.leader, discussed) == "UNIT"


@pytest.mark.parametrize(
    ("state", "allowed"),
    [("DRAFT", False), ("SUBMITTED", True), ("IN_REVIEW", True), ("CONSENSUS", True), ("PUBLISHED", False)],
)
def test_from_submission_to_publication_where_the_round_allows_it(
    discussed: Assessment, people: People, put: Callable[[str], Assessment], state: str, allowed: bool
) -> None:
    stale = Assessment.objects.select_related("round", "unit").get()
    put(state)
    if allowed:
        assert say(stale, people.staff)
    else:
        with pytest.raises(DiscussionClosed):
            say(stale, people.staff)
    Round.objects.update(has_threads=False)
    with pytest.raises(DiscussionClosed):
        say(stale, people.staff)
    assert Message.objects.count() == allowed


@pytest.mark.parametrize(("text", "point"), [("", "CS1-A1"), (" \n ", "CS1-A1"), (WORDS, "CS9-A1"), (WORDS, "CS1/A")])
def test_what_says_nothing_and_what_nobody_asks_is_refused(
    discussed: Assessment, people: People, text: str, point: str
) -> None:
    with pytest.raises(ValidationError):
        say(discussed, people.staff, text, point)
    assert not Message.objects.exists()


def test_an_assessor_settles_and_a_further_word_opens_it_again(discussed: Assessment, people: People) -> None:
    with pytest.raises(ValidationError):
        say(discussed, people.leader, settles=True)
    say(discussed, people.leader)
    for other in (people.staff, people.centre):
        with pytest.raises(ValidationError):
            say(discussed, other, settles=True)
    assert threads_of(discussed)["CS1-A1"].waits_for == "UNIT"
    say(discussed, people.staff)
    assert threads_of(discussed)["CS1-A1"].waits_for == "ASSESSOR"
    say(discussed, people.other, "", settles=True)
    assert (threads_of(discussed)["CS1-A1"].is_settled, threads_of(discussed)["CS1-A1"].count) == (True, 3)
    say(discussed, people.head)
    assert not threads_of(discussed)["CS1-A1"].is_settled


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("staff", {"leader", "other"}),
        ("leader", {"staff", "head"}),
        ("centre", {"staff", "head", "leader", "other"}),
    ],
)
def test_the_others_are_told_and_nothing_of_what_was_said(
    discussed: Assessment, people: People, by: str, told: set[str]
) -> None:
    say(discussed, getattr(people, by))
    notices = Notice.objects.filter(kind="MESSAGE").select_related("unit", "person")
    assert {each.person.username for each in notices} == told
    assert {said(each) for each in notices} == {"หน่วย alpha ปี 2569: มีข้อความใหม่ในประเด็น CS1-A1"}
    assert {address_of(each) for each in notices} == {"/units/alpha/2569/discussion/CS1-A1/"}
    entry = AuditEntry.objects.get(kind="DISCUSSION")
    assert (entry.by, entry.subject, entry.unit, entry.year) == (getattr(people, by), "CS1-A1", discussed.unit, 2569)
    assert entry.detail == {"side": side_of(getattr(people, by), discussed), "settles": False}
    assert WORDS not in str(list(Notice.objects.values())) + str(list(AuditEntry.objects.values()))


def test_headquarters_is_told_where_it_has_spoken(discussed: Assessment, people: People) -> None:
    say(discussed, people.centre)
    Notice.objects.all().delete()
    say(discussed, people.staff, point="CS1-A2")
    assert not Notice.objects.filter(person=people.centre).exists()
    say(discussed, people.staff)
    assert Notice.objects.filter(person=people.centre, subject="CS1-A1").count() == 1


def test_names_of_assessors_are_kept_from_the_unit_and_from_who_judges_alone(
    discussed: Assessment, people: People, put: Callable[[str], Assessment]
) -> None:
    message = say(discussed, people.leader)

    def seen(reader: Person, state: str) -> str:
        return called(message, reader, str(side_of(reader, discussed)), put(state))

    for state in State.values:
        assert "leader" not in seen(people.staff, state)
        assert "leader" in seen(people.centre, state)
        assert ("leader" in seen(people.other, state)) == (state in ("CONSENSUS", "PUBLISHED"))
    assert "staff" in called(say(put("IN_REVIEW"), people.staff), people.other, "ASSESSOR", discussed)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET text = 'x'",
        f"DELETE FROM {TABLE}",
        f"INSERT OR REPLACE INTO {TABLE} (id, assessment_id, point, side, by_id, at, text, settles) "
        f"SELECT id, assessment_id, point, side, by_id, at, 'x', settles FROM {TABLE}",
    ],
)
def test_a_message_stays_as_it_is(discussed: Assessment, people: People, statement: str) -> None:
    if "REPLACE" in statement and connection.vendor == "postgresql":
        pytest.skip("spoken by the other database")
    message = say(discussed, people.staff)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Message.objects.get(pk=message.pk).text == WORDS


def test_a_message_without_words_is_refused_by_the_database_too(discussed: Assessment, people: People) -> None:
    given: dict[str, Any] = {"assessment": discussed, "point": "CS1-A1", "by": people.staff, "at": NOW}
    for wrong in ({"side": "UNIT", "settles": True}, {"side": "UNIT"}, {"side": "PUBLIC", "text": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(**given, **wrong)
