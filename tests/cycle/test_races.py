"""Two people at the same moment, each a process of its own, on a real SQLite file and on a real PostgreSQL.

`PMQA_RACES=100 ./run test tests/cycle/test_races.py` lets each of them meet a hundred times.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

ROUNDS = int(os.environ.get("PMQA_RACES", "3"))


class Contestant:
    """A process that does what it is told when the gate opens: the tasks of `module`."""

    def __init__(self, environment: dict[str, str], module: str = "tests.cycle.contest") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
            cwd=Path(__file__).resolve().parents[2],
        )

    def tell(self, task: str, *arguments: str, gate: str = "") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\t".join((task, gate, *arguments)) + "\n")
        self.process.stdin.flush()

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def asked(self, task: str, *arguments: str) -> str:
        self.tell(task, *arguments)
        return self.heard()

    def leave(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Contestant, Contestant]]:
    """Two processes on one prepared database."""
    folder = tmp_path_factory.mktemp("race")
    server = postgres.start() if request.param == "postgresql" else None
    environment = {"PMQA_DEBUG": "1", "PMQA_DATA": str(folder), "PMQA_DATABASE_URL": server.url if server else ""}
    pair = (Contestant(environment), Contestant(environment))
    try:
        assert [each.heard() for each in pair] == ["up", "up"]
        assert pair[0].asked("prepare") == "ready"
        yield pair
    finally:
        for each in pair:
            each.leave()
        if server:
            postgres.stop(server)


def contest(
    two: tuple[Contestant, Contestant], gate: Path, first: list[str], second: list[str], start: str = "reset"
) -> list[str]:
    """Both at once, from where the task `start` begins: what each said."""
    assert two[0].asked(start) == "ready"
    for each, told in zip(two, (first, second), strict=True):
        each.tell(told[0], *told[1:], gate=str(gate))
    gate.touch()
    said = [each.heard() for each in two]
    gate.unlink()
    return said


def test_of_two_who_save_one_row_exactly_one_wins(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["save", "เธอ", "1"], ["save", "ฉัน", "1"])
        assert sorted(said) == ["conflict", "saved"]
        winner = ("เธอ", "ฉัน")[said.index("saved")]
        assert two[0].asked("look") == f"DRAFT|{winner}|2|0||1"


def test_a_save_after_the_submission_loses_cleanly(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["save", "เธอ", "1"], ["submit"])
        assert said[1] == "submitted"
        stands = two[0].asked("look")
        assert stands == {"saved": "SUBMITTED|เธอ|2|0||1", "closed": "SUBMITTED||1|0||0"}[said[0]]


def test_one_form_sent_twice_at_once_is_stored_once(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        sent = str(uuid.uuid4())
        assert contest(two, tmp_path / "gate", ["add", "ชาวประมง", sent], ["add", "ชาวประมง", sent]) == ["302", "302"]
        assert two[0].asked("look") == "DRAFT||1|1||1"


def test_of_two_who_add_the_same_group_one_is_told(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["add", "ชาวประมง", ""], ["add", "ชาว ประมง", ""])
        assert sorted(said) == ["200", "302"]
        assert two[0].asked("look") == "DRAFT||1|1||1"


def test_files_kept_at_once_get_numbers_of_their_own(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["upload", "a.pdf"], ["upload", "b.pdf"])
        assert sorted(said) == ["E-CS1-2569-001", "E-CS1-2569-002"]


def test_a_public_form_sent_twice_at_once_makes_one_case_with_one_code(
    two: tuple[Contestant, Contestant], tmp_path: Path
) -> None:
    for _round in range(ROUNDS):
        stamp = two[0].asked("stamp")
        said = contest(two, tmp_path / "gate", ["feedback", stamp], ["feedback", stamp])
        assert said[0] == said[1] != ""
        assert two[0].asked("cases") == "1"


def test_of_two_who_carry_over_at_once_one_brings_the_rows(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    for _round in range(ROUNDS):
        assert [two[0].asked(task) for task in ("reset", "last_year")] == ["ready", "ready"]
        for each in two:
            each.tell("carry", gate=str(gate))
        gate.touch()
        assert sorted(each.heard() for each in two) == ["0", "2"]
        gate.unlink()
    two[0].asked("reset")


def test_a_score_after_the_return_loses_cleanly(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["score"], ["give_back"], start="begin_review")
        assert said[1] == "returned"
        assert two[0].asked("judged") == {"saved": "DRAFT|1|1|0|1", "closed": "DRAFT|1|0|0|0"}[said[0]]


def test_a_score_after_the_assignment_is_taken_back_loses_cleanly(
    two: tuple[Contestant, Contestant], tmp_path: Path
) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["score"], ["unassign"], start="begin_review")
        assert said[1] == "unassigned"
        assert two[0].asked("judged") == {"saved": "IN_REVIEW|0|1|0|1", "closed": "IN_REVIEW|0|0|0|0"}[said[0]]


def test_what_was_handed_in_keeps_its_assignment(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["hand_in"], ["unassign"], start="begin_review")
        stands = {"submitted|refused": "IN_REVIEW|1|0|1|0", "closed|unassigned": "IN_REVIEW|0|0|0|0"}
        assert two[0].asked("judged") == stands["|".join(said)]


def test_a_file_after_the_round_is_closed_is_not_kept(two: tuple[Contestant, Contestant], tmp_path: Path) -> None:
    for _round in range(ROUNDS):
        said = contest(two, tmp_path / "gate", ["upload", "a.pdf"], ["close"])
        assert said[1] == "closed"
        kept = {"E-CS1-2569-001": "DRAFT||1|0|E-CS1-2569-001|1", "closed": "DRAFT||1|0||0"}[said[0]]
        assert two[0].asked("look") == kept


def test_who_waits_while_the_round_is_closed_finds_it_closed(
    two: tuple[Contestant, Contestant], tmp_path: Path
) -> None:
    gate = tmp_path / "held"
    assert two[0].asked("reset") == "ready"
    two[1].tell("upload", "a.pdf", gate=str(gate))
    two[0].tell("close_while_awaited", str(gate))
    assert [each.heard() for each in two] == ["closed", "closed"]
    assert two[0].asked("look") == "DRAFT||1|0||0"
    two[0].asked("reset")
