"""Very many people at once at the shipped server: every answer is stored once, or its sender is told to try again."""

import time
from collections.abc import Iterator

import pytest

from bench.asked import Place, environment_of, prepare, stored
from bench.crowd import Told
from bench.load import Crowd, is_thanked, is_told_to_try_again
from bench.shipped import lines_of_run, served
from satisfaction.public import MARKED, UNMARKED

ANSWERS, A_SECOND = 400, 200
AUTOMATIC, AT_ONCE, COMPLAINTS = 1_000, 100, 40


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return environment_of(str(tmp_path_factory.mktemp("load")))


@pytest.fixture(scope="module")
def place(environment: dict[str, str]) -> Place:
    return prepare(environment, ANSWERS + AUTOMATIC + AT_ONCE + COMPLAINTS)


@pytest.fixture(scope="module")
def crowd(environment: dict[str, str], place: Place) -> Iterator[Crowd]:
    with served(environment) as port:
        yield Crowd(port, place)


def texts_of(told: list[Told]) -> list[str]:
    """What those wrote who saw the word of thanks."""
    return sorted(each.name for each in told if is_thanked(each))


def test_what_is_served_is_what_run_starts() -> None:
    web, worker = lines_of_run()
    assert "gunicorn pmqa.wsgi" in web
    assert worker == "manage.py qcluster"


def test_of_many_honest_answers_none_is_lost(crowd: Crowd, environment: dict[str, str]) -> None:
    told = crowd.honest(ANSWERS, A_SECOND)
    assert {each.status for each in told if not is_thanked(each)} <= {503}
    assert all(is_thanked(each) or is_told_to_try_again(each) for each in told)
    kept = [text for text in stored(environment).open_texts if text.startswith("honest")]
    assert sorted(kept) == texts_of(told)


def test_of_a_hundred_at_once_with_one_token_one_is_stored(crowd: Crowd, environment: dict[str, str]) -> None:
    told = crowd.with_one_token(AT_ONCE)
    found = stored(environment)
    assert {each.status for each in told} <= {200, 503}
    assert found.token_texts == texts_of(told)
    assert (len(found.token_texts), found.used_tokens) == (1, 1)
    # Everybody else keeps what they wrote, beside the word that says why.
    assert all(
        is_told_to_try_again(each) or (each.name in each.page and "id_token_error" in each.page)
        for each in told
        if not is_thanked(each)
    )


def test_an_automat_is_slowed_and_marked(crowd: Crowd, environment: dict[str, str]) -> None:
    start = int(time.time()) // 60
    told = crowd.automatic(AUTOMATIC)
    windows = int(time.time()) // 60 - start + 1
    found = stored(environment)
    assert {each.status for each in told} <= {200, 429, 503}
    assert all(is_thanked(each) or is_told_to_try_again(each) for each in told)
    kept = [text for text in found.open_texts if text.startswith("automatic")]
    assert sorted(kept) == texts_of(told)
    assert UNMARKED < len(kept) <= windows * (UNMARKED + MARKED)
    assert len(kept) - windows * UNMARKED <= len(found.marked_texts) <= windows * MARKED
    assert set(found.marked_texts) <= set(kept)
    # Each that is stored left the receipt by which sending it again is known.
    assert found.receipts == found.responses == len(found.open_texts) + len(found.token_texts)


def test_of_many_complaints_none_is_lost(crowd: Crowd, environment: dict[str, str]) -> None:
    told = crowd.complaining(COMPLAINTS)
    assert all(is_thanked(each) or is_told_to_try_again(each) for each in told)
    assert sorted(stored(environment).subjects) == texts_of(told)
