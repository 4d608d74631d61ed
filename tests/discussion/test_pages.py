"""The pages of the discussion: reached by those who take part, with what was typed never lost."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.cycle.models import Assessment, Round
from pmqa.discussion.models import Message
from pmqa.organization.models import Person
from tests.discussion.test_writing import SIDES, WORDS, say
from tests.judging.conftest import People

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]
POINT = [*PLACE, "CS1-A1"]
ADDRESS = "/units/alpha/2569/discussion/CS1-A1/"


def send(client: Client, text: str = WORDS, sent: str = "", **fields: str) -> Any:
    form = {"sent": sent or str(uuid.uuid4()), "text": text, **fields}
    return client.post(reverse("discussion-point", args=POINT), form)


@pytest.mark.parametrize(("who", "side"), list(SIDES.items()))
def test_only_who_takes_part_finds_it(
    discussed: Assessment, people: People, client_of: Callable[[Person], Client], who: str, side: str | None
) -> None:
    say(discussed, people.staff, "คำถามของหน่วย")
    client = client_of(getattr(people, who))
    answers = [client.get(reverse("discussion-point", args=POINT)), client.get(reverse("discussion", args=PLACE))]
    assert [each.status_code for each in answers] == [200 if side else 404] * 2
    assert send(client).status_code == (302 if side else 404)
    assert Message.objects.count() == (2 if side else 1)
    assert client.get(reverse("discussion-point", args=[*PLACE, "CS9-A1"])).status_code == 404


def test_a_message_is_sent_once(discussed: Assessment, people: People, client_of: Callable[[Person], Client]) -> None:
    client, key = client_of(people.staff), str(uuid.uuid4())
    assert [send(client, sent=key).status_code for _n in range(2)] == [302, 302]
    assert Message.objects.get().text == WORDS
    assert WORDS in client_of(people.leader).get(ADDRESS).content.decode()


@pytest.mark.parametrize(("how", "status"), [("published", 403), ("not allowed", 403), ("no key", 409), ("long", 409)])
def test_what_was_typed_is_kept_where_it_cannot_be_sent(
    discussed: Assessment,
    people: People,
    put: Callable[[str], Assessment],
    client_of: Callable[[Person], Client],
    how: str,
    status: int,
) -> None:
    if how == "published":
        put("PUBLISHED")
    if how == "not allowed":
        Round.objects.update(has_threads=False)
    answer = send(client_of(people.staff), WORDS * (200 if how == "long" else 1), "x" if how == "no key" else "")
    assert answer.status_code == status
    assert WORDS in answer.content.decode()
    assert answer.context["form"].errors
    assert not Message.objects.exists()


def test_nothing_typed_and_nothing_settled_is_said_so(
    discussed: Assessment, people: People, client_of: Callable[[Person], Client]
) -> None:
    assert send(client_of(people.staff), " ").status_code == 409
    assert send(client_of(people.leader), "", settles="on").status_code == 409
    say(discussed, people.staff)
    assert send(client_of(people.leader), "", settles="on").status_code == 302
    # The unit's form has no such box: a forged one is only a message.
    assert send(client_of(people.staff), "ขอเพิ่มเติม", settles="on").status_code == 302
    assert [each.settles for each in Message.objects.all()] == [False, True, False]


def test_the_unit_reads_no_name_of_an_assessor(
    discussed: Assessment, people: People, put: Callable[[str], Assessment], client_of: Callable[[Person], Client]
) -> None:
    people.leader.first_name = "ประภาคาร"
    people.leader.save()
    say(discussed, people.leader)
    for state, other in (("IN_REVIEW", False), ("CONSENSUS", True)):
        put(state)
        for reader, sees in ((people.staff, False), (people.head, False), (people.other, other), (people.centre, True)):
            client = client_of(reader)
            pages = [client.get(ADDRESS), client.get(reverse("discussion", args=PLACE)), client.get(reverse("inbox"))]
            assert ("ประภาคาร" in "".join(page.content.decode() for page in pages)) == sees, (state, reader)


def test_the_walk_and_the_criterion_lead_to_the_thread_with_its_number(
    discussed: Assessment, people: People, put: Callable[[str], Assessment], client_of: Callable[[Person], Client]
) -> None:
    say(discussed, people.leader)
    say(discussed, people.staff)
    walk, criterion = reverse("review", args=[*PLACE, "cs1"]), reverse("criterion", args=[*PLACE, "cs1"])
    for reader, page in ((people.other, f"{walk}?point=CS1-A1"), (people.staff, criterion), (people.centre, criterion)):
        shown = client_of(reader).get(page).content.decode()
        assert f'href="{ADDRESS}"' in shown
        assert "2 ข้อความ" in shown
    assert "discussion/" not in client_of(people.administrator).get(criterion).content.decode()
    put("PUBLISHED")
    shown = client_of(people.staff).get(criterion).content.decode()
    assert ADDRESS in shown
    assert "CS1-A2/" not in shown.replace("statement/CS1-A2/", "")
    Round.objects.update(has_threads=False)
    assert ADDRESS not in client_of(people.staff).get(criterion).content.decode()


@pytest.mark.parametrize("name", ["discussion-point", "discussion", "criterion"])
def test_a_page_asks_as_often_for_many_messages_as_for_few(
    discussed: Assessment, people: People, client_of: Callable[[Person], Client], name: str
) -> None:
    args = {"discussion-point": POINT, "discussion": PLACE, "criterion": [*PLACE, "cs1"]}[name]
    client, counts = client_of(people.staff), []
    for _round in range(2):
        for by in (people.staff, people.leader, people.other, people.centre):
            for point in ("CS1-A1", "CS1-A2", "CS1-A3"):
                say(discussed, by, point=point)
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]
