"""Two who change a consensus at the same moment, on a real SQLite file and on a real PostgreSQL: one loses cleanly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.cycle.test_races import ROUNDS, Contestant

Two = tuple[Contestant, Contestant]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two processes on one prepared database."""
    folder = tmp_path_factory.mktemp("race")
    server = postgres.start() if request.param == "postgresql" else None
    environment = {"PMQA_DEBUG": "1", "PMQA_DATA": str(folder), "PMQA_DATABASE_URL": server.url if server else ""}
    pair = tuple(Contestant(environment, "tests.judging.contest") for _each in range(2))
    try:
        assert [each.heard() for each in pair] == ["up", "up"]
        assert pair[0].asked("prepare") == "ready"
        assert pair[0].asked("begin", "centre") == "refused"  # makes headquarters, in nothing that can begin
        yield pair  # type: ignore[misc]
    finally:
        for each in pair:
            each.leave()
        if server:
            postgres.stop(server)


def contest(two: Two, gate: Path, start: str, first: list[str], second: list[str]) -> tuple[list[str], str]:
    """Both at once: what each said, and what stands."""
    assert two[0].asked(start) == "ready"
    for each, told in zip(two, (first, second), strict=True):
        each.tell(told[0], *told[1:], gate=str(gate))
    gate.touch()
    said = [each.heard() for each in two]
    gate.unlink()
    return said, two[0].asked("agreed")


def test_of_two_who_begin_one_makes_the_sheet(two: Two, tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said, stands = contest(two, tmp_path / "gate", "review", ["begin", "leader"], ["begin", "centre"])
        assert (sorted(said), stands) == (["begun", "refused"], "CONSENSUS|1|0||0")


def test_of_two_who_settle_one_item_exactly_one_wins(two: Two, tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said, stands = contest(two, tmp_path / "gate", "consensus", ["settle", "เธอ"], ["settle", "ฉัน"])
        assert sorted(said) == ["conflict", "settled"]
        assert stands == f"CONSENSUS|1|0|{('เธอ', 'ฉัน')[said.index('settled')]}|0"


def test_who_settles_after_the_end_loses(two: Two, tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said, stands = contest(two, tmp_path / "gate", "consensus", ["settle", "เธอ"], ["end"])
        assert said[1] == "ended"
        assert stands == {"settled": "CONSENSUS|1|1|เธอ|0", "closed": "CONSENSUS|1|1||0"}[said[0]]


def test_of_a_publication_and_a_return_one_happens(two: Two, tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said, stands = contest(two, tmp_path / "gate", "submitted", ["publish"], ["give_back"])
        assert (said, stands) in (
            (["published", "refused"], "PUBLISHED|1|1||1"),
            (["refused", "returned"], "DRAFT|1|1||0"),
        )


def test_what_is_published_twice_is_released_once(two: Two, tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said, stands = contest(two, tmp_path / "gate", "submitted", ["publish"], ["publish"])
        assert (sorted(said), stands) == (["published", "refused"], "PUBLISHED|1|1||1")
