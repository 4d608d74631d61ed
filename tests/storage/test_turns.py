"""One process at a time has a turn, on whichever machine."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from pmqa.storage.turns import turn

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_one_has_the_turn_and_the_next_only_after_it() -> None:
    with turn("a") as first, turn("a") as second, turn("b") as other:
        assert (first, second, other) == (True, False, True)
    with turn("a", wait=True) as later:
        assert later


def test_another_machine_does_not_get_it(settings: Any, tmp_path: Path) -> None:
    """On SQLite another folder is another installation."""
    with turn("a"):
        settings.PMQA_DATA = tmp_path / "other machine"
        with turn("a") as second:
            assert second is (connection.vendor == "sqlite")


@pytest.mark.django_db(transaction=True)
def test_the_turn_ends_also_when_the_database_refuses_something_in_it() -> None:
    def fail() -> None:
        with turn("a") as is_ours, transaction.atomic(), connection.cursor() as cursor:
            assert is_ours
            cursor.execute("SELECT nothing FROM nowhere")

    with pytest.raises(DatabaseError):
        fail()
    with turn("a") as is_ours:
        assert is_ours


def test_those_who_wait_have_it_one_after_the_other() -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with turn("a", wait=True):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    workers = [threading.Thread(target=lambda: [work() for _time in range(30)]) for _worker in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert (len(most), max(most)) == (120, 1)
