"""Reminders by e-mail, through a real SMTP server: once each, in the person's language, whatever fails."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import Schedule

from pmqa.cycle.models import Assessment, Round
from pmqa.mail import mail_server
from pmqa.management.nightly import plan_nightly
from pmqa.organization.models import Person
from pmqa.reminders.models import Reminder
from pmqa.reminders.sending import Outcome, _claim, due, send_due
from tests.judging.conftest import People
from tests.reminders.conftest import CLOSES, Post

pytestmark = pytest.mark.django_db
WEEK = CLOSES - datetime.timedelta(days=7)


def test_a_thai_message_arrives_as_it_was_written(dated: Round, people: People, post: Post, settings: Any) -> None:
    settings.PMQA_SITE = "https://pmqa.example"
    assert send_due(WEEK) == Outcome(sent=2)
    read = post.read()
    assert set(read) == {"staff@unit.example", "head@unit.example"}
    message = read["staff@unit.example"]
    assert message["Subject"].strip() == "PMQA: มี 1 เรื่องรอท่านดำเนินการ"
    assert message["Auto-Submitted"] == "auto-generated"
    lines = message.get_content().splitlines()
    assert lines[0] == "เรียน staff"
    assert lines[4] == "- หน่วย alpha ปี 2569: กรอกและส่งผลการประเมินตนเอง ภายใน 20 มีนาคม 2569 (เหลือ 7 วัน)"
    assert lines[5] == "  https://pmqa.example/units/alpha/2569/submission/"


def test_everybody_reads_in_their_own_language(
    dated: Round, people: People, post: Post, client_of: Callable[[Person], Client]
) -> None:
    client_of(people.head).post(reverse("set_language"), {"language": "en"})
    Client().post(reverse("set_language"), {"language": "en"})
    client_of(people.staff).post(reverse("set_language"), {"language": "xx"})
    send_due(WEEK)
    read = post.read()
    assert read["head@unit.example"]["Subject"].strip() == "PMQA: 1 matter waits for you"
    assert "20 March 2026" in read["head@unit.example"].get_content()
    assert "มีนาคม" in read["staff@unit.example"].get_content()


def test_each_reminder_goes_once(dated: Round, people: People, post: Post) -> None:
    sent = [
        send_due(CLOSES - datetime.timedelta(days=left)).sent
        for left in (15, 14, 14, 10, 7, 6, 2, 1, 0, -1, -1, -5, -9)
    ]
    assert sent == [0, 2, 0, 0, 2, 0, 0, 2, 0, 2, 0, 0, 0]
    assert Reminder.objects.count() == 8


def test_what_was_sent_is_due_no_more_and_of_two_workers_one_sends(dated: Round, people: People, post: Post) -> None:
    waiting = due(WEEK)
    assert [bool(_claim(who, tasks, timezone.now())) for who, tasks in waiting.items() for _worker in range(2)] == [
        *(True, False),
        *(True, False),
    ]
    assert due(WEEK) == {}


def test_a_day_that_was_moved_is_reminded_of_anew(dated: Round, people: People, post: Post) -> None:
    send_due(WEEK)
    Assessment.objects.update(extended_until=CLOSES + datetime.timedelta(days=3))
    assert send_due(WEEK + datetime.timedelta(days=3)).sent == 2


def test_who_is_done_or_has_no_address_is_left_alone(dated: Round, people: People, post: Post, put: Any) -> None:
    Person.objects.filter(username="staff").update(email="")
    assert send_due(WEEK).sent == 1
    put("SUBMITTED")
    assert send_due(CLOSES - datetime.timedelta(days=1)) == Outcome()


def test_an_address_that_is_refused_does_not_stop_the_rest(dated: Round, people: People, post: Post) -> None:
    post.refused.add("head@unit.example")
    assert send_due(WEEK) == Outcome(sent=1, failed=1)
    assert set(post.read()) == {"staff@unit.example"}
    Person.objects.filter(username="head").update(email="head@unit.example\nBcc: all@unit.example")
    assert send_due(WEEK) == Outcome(failed=1)
    Person.objects.filter(username="head").update(email="mended@unit.example")
    assert send_due(WEEK) == Outcome(sent=1)


def test_a_crash_after_the_claim_sends_nothing_twice(
    dated: Round, people: People, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_args: Any, **_given: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("pmqa.reminders.sending.message_to", crash)
        with pytest.raises(KeyboardInterrupt):
            send_due(WEEK)
    assert send_due(WEEK).sent == 1
    assert send_due(WEEK).sent == 0
    receivers = [to for to, _raw in post.messages]
    assert len(receivers) == 1


def test_a_server_that_does_not_answer_costs_no_reminder(
    dated: Round, people: People, post: Post, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_due(WEEK) == Outcome()
    assert not Reminder.objects.exists()
    settings.EMAIL_PORT = port
    assert send_due(WEEK).sent == 2


def test_without_a_server_nothing_is_sent_and_nothing_fails(dated: Round, people: People, settings: Any) -> None:
    for name, value in mail_server("").items():
        setattr(settings, name, value)
    assert send_due(WEEK) == Outcome()
    told = io.StringIO()
    call_command("send_reminders", stdout=told)
    assert "PMQA_EMAIL_URL" in told.getvalue()
    assert not Reminder.objects.exists()


def test_the_command_says_what_it_would_send(dated: Round, people: People, post: Post) -> None:
    Round.objects.update(closes_on=datetime.date.today() + datetime.timedelta(days=7))
    told = io.StringIO()
    call_command("send_reminders", "--dry-run", stdout=told)
    assert "staff <staff@unit.example>: PMQA: มี 1 เรื่องรอท่านดำเนินการ" in told.getvalue().splitlines()
    assert (post.messages, Reminder.objects.count()) == ([], 0)
    told = io.StringIO()
    call_command("send_reminders", stdout=told)
    assert told.getvalue().startswith("2 sent")


def test_whom_to_remind_is_asked_in_as_many_queries_for_many(
    dated: Round, people: People, person: Callable[..., Person]
) -> None:
    counts = []
    for number in (1, 20):
        for each in range(number):
            made = person(f"more{number}-{each}", "STAFF", Assessment.objects.get().unit)
            Person.objects.filter(pk=made.pk).update(email=f"{made.username}@unit.example")
        with CaptureQueriesContext(connection) as queries:
            due(WEEK)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_worker_sends_every_morning() -> None:
    plan_nightly()
    plan_nightly()
    held = Schedule.objects.get(name="reminders")
    assert (held.func, held.schedule_type) == ("pmqa.reminders.sending.send_due", Schedule.DAILY)


@pytest.mark.parametrize(
    ("address", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp+tls://u%40x:p%3Aw@mail.example", "mail.example", 587, True, False),
        ("smtps://mail.example:4650", "mail.example", 4650, False, True),
    ],
)
def test_the_server_is_told_by_one_address(address: str, host: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail_server(address)
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == (host, port, tls, ssl)
    if "@" in address:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("u@x", "p:w")


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://", "smtps://u:secret@"])
def test_what_is_no_address_of_a_server_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ValueError, match="PMQA_EMAIL_URL") as refused:
        mail_server(address)
    assert "secret" not in str(refused.value)
