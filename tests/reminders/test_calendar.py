"""The dates as a calendar file: valid, one's own, with lasting ids."""

import datetime
from collections.abc import Callable

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.cycle.models import Assessment, Round
from pmqa.organization.models import Person, Role, Unit
from tests.judging.conftest import People
from tests.reminders.conftest import CLOSES, CONSENSUS, REVIEW

pytestmark = pytest.mark.django_db
TODAY = datetime.datetime(2026, 3, 1, 2, 0, tzinfo=datetime.UTC)
Get = Callable[[Person], bytes]


@pytest.fixture
def get(client_of: Callable[[Person], Client]) -> Get:
    def of(person: Person) -> bytes:
        with time_machine.travel(TODAY, tick=False):
            answer = client_of(person).get(reverse("round-dates-ics"))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return bytes(answer.content)

    return of


def events(content: bytes) -> dict[str, datetime.date]:
    calendar = icalendar.Calendar.from_ical(content)
    return {str(each["uid"]): each["dtstart"].dt for each in calendar.walk("VEVENT")}


def test_everybody_has_their_own_dates(dated: Round, people: People, get: Get) -> None:
    later = CLOSES + datetime.timedelta(days=10)
    Assessment.objects.update(extended_until=later)
    unit = {"closing-2569-alpha@pmqa": later, "follow-up-6-2569-alpha@pmqa": dated.follow_up_6_on}
    assessor = {"review-2569-alpha@pmqa": REVIEW, "consensus-2569-alpha@pmqa": CONSENSUS}
    assert events(get(people.staff)) == events(get(people.head)) == unit
    assert events(get(people.leader)) == assessor
    for who in (people.conflicted, people.undeclared, people.insider, people.stranger, people.administrator):
        assert events(get(who)) == {}
    assert events(get(people.centre))["closes-on-2569@pmqa"] == CLOSES


def test_the_file_is_as_the_standard_has_it(dated: Round, people: People, get: Get) -> None:
    name = "กรมอุทกศาสตร์และสมุทรศาสตร์ทหารเรือ; ฝ่าย, ก" * 2
    Unit.objects.update(name=name)
    content = get(people.staff)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(content)
    assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
    assert not [error for each in calendar.walk() for error in each.errors]
    event = next(each for each in calendar.walk("VEVENT") if each["uid"].startswith("closing"))
    assert event["summary"] == f"วันสุดท้ายของการประเมินตนเอง: {name} 2569"
    assert (event["dtstart"].dt, event["dtend"].dt) == (CLOSES, CLOSES + datetime.timedelta(days=1))
    assert b"DTSTART;VALUE=DATE:20260320" in content
    assert event["dtstamp"].dt == TODAY
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", datetime.timedelta(days=-7))
    assert alarm["description"] == event["summary"]


def test_an_entry_keeps_its_id_when_the_day_moves(dated: Round, people: People, get: Get) -> None:
    first = events(get(people.staff))
    Round.objects.update(closes_on=CLOSES + datetime.timedelta(days=5))
    second = events(get(people.staff))
    assert set(first) == set(second)
    assert first != second


def test_nobody_gets_it_without_signing_in(dated: Round) -> None:
    assert Client().get(reverse("round-dates-ics"))["Location"].startswith(reverse("account_login"))


def test_as_many_queries_for_many_units(dated: Round, people: People, client_of: Callable[[Person], Client]) -> None:
    client, counts = client_of(people.head), []
    for number in (2, 20):
        for each in range(number):
            unit = Unit.objects.create(code=f"u{number}-{each}", name=f"หน่วย {each}")
            Assessment.objects.create(unit=unit, round=dated)
            Role.objects.create(person=people.head, kind=Role.Kind.HEAD, unit=unit)
        client.get(reverse("round-dates-ics"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("round-dates-ics"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
