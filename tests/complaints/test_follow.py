"""Following a case by its code: what it shows, what it never shows, and that guessing leads nowhere."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from complaints.models import Case
from complaints.public import CODES_IN_TEN_MINUTES, case_of
from pmqa.cycle.models import Assessment
from pmqa.door.codes import LENGTH, SIGNS
from pmqa.organization.models import Person
from tests.complaints.sender import FOLLOW, Sender, code_in, text_of

NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_march(assessment: Assessment) -> Any:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def sender(db: None) -> Sender:
    return Sender()


@pytest.fixture
def code(sender: Sender) -> str:
    return code_in(sender.send(name="สมหญิง", contact="081-234-5678"))


def worked_on(owner: Person) -> None:
    Person.objects.filter(pk=owner.pk).update(first_name="ผู้รับผิดชอบลับ")
    words = {"actions": "2026-03-03 สอบถามภายใน", "answer": "ปรับเวลาแล้ว", "due_on": datetime.date(2026, 3, 20)}
    Case.objects.update(owner=owner, status="IN_PROGRESS", **words)


def test_the_page_tells_how_far_it_is_and_never_who_handles_it(sender: Sender, code: str, staff: Person) -> None:
    worked_on(staff)
    page = text_of(sender.follow(code))
    assert "F-2569-0001" in page
    assert "2 มีนาคม 2569" in page
    for hidden in ("ผู้รับผิดชอบลับ", "สอบถามภายใน", "ปรับเวลาแล้ว", "20 มี", "สมหญิง", "081-234-5678", "เรือออกไปแล้ว"):
        assert hidden not in page, hidden


@pytest.mark.parametrize("status", ["ANSWERED", "CLOSED"])
def test_the_answer_stands_there_once_it_is_given(sender: Sender, code: str, staff: Person, status: str) -> None:
    worked_on(staff)
    Case.objects.update(status=status, answered_on=datetime.date(2026, 3, 5))
    page = text_of(sender.follow(code))
    assert "ปรับเวลาแล้ว" in page
    assert "5 มีนาคม 2569" in page
    assert "ผู้รับผิดชอบลับ" not in page


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "o")]
)
def test_a_code_is_taken_as_people_write_it(sender: Sender, code: str, change: Callable[[str], str]) -> None:
    assert "F-2569-0001" in text_of(sender.follow(change(code)))


@pytest.mark.database
def test_every_wrong_code_gets_the_same_words(
    sender: Sender, code: str, new_assessment: Callable[..., Assessment]
) -> None:
    new_assessment("beta")
    wrong = ["", "7", "7" * 26, code[:-1], f"{code}7", "<script>"]
    pages = {text_of(sender.follow(each)).partition('id="code_error"')[2].partition("</p>")[0] for each in wrong}
    pages.add(
        text_of(sender.client.post("/feedback/beta/follow/", {"code": code}))
        .partition('id="code_error"')[2]
        .partition("</p>")[0]
    )
    assert len(pages) == 1
    assert pages != {""}


def test_ten_thousand_guesses_find_nothing(assessment: Assessment, code: str) -> None:
    guess = random.Random(2569)
    guesses = ("".join(guess.choices(SIGNS, k=LENGTH)) for _guess in range(10_000))
    assert [found for found in guesses if case_of(assessment.unit, found)] == []
    assert case_of(assessment.unit, code) is not None


def test_after_twenty_tries_the_right_code_waits_as_well(sender: Sender, code: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        answers = [sender.follow("7" * 26).status_code for _try in range(CODES_IN_TEN_MINUTES)]
        assert set(answers) == {200}
        refused = sender.follow(code)
        assert refused.status_code == 429
        assert "F-2569-0001" not in text_of(refused)
        assert "F-2569-0001" in text_of(Sender("192.0.2.8").follow(code))
        clock.shift(datetime.timedelta(minutes=10))
        assert "F-2569-0001" in text_of(sender.follow(code))


def test_a_code_in_the_address_is_not_read(sender: Sender, code: str) -> None:
    assert "F-2569-0001" not in text_of(sender.client.get(FOLLOW, {"code": code}))
