"""Two workers with one file, and one that is killed: every row is stored once, on a real SQLite file and PostgreSQL."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.satisfaction.import_race import QUESTIONS, ROWS

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(params=["sqlite", "postgresql"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    """Starts a process with the import, which waits to be stored."""
    server = postgres.start() if request.param == "postgresql" else None
    environment = {**os.environ, "PMQA_DATA": str(tmp_path), "PMQA_DATABASE_URL": server.url if server else ""}

    def process(told: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.satisfaction.import_race", told]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    try:
        process("prepare").communicate()
        yield process
    finally:
        if server:
            postgres.stop(server)


def counted(start: Start) -> list[str]:
    return start("count").communicate()[0].split()


WHOLE = ["DONE", str(ROWS), str(ROWS), str(ROWS), str(ROWS * QUESTIONS)]


def test_two_workers_at_once_store_every_row_once(start: Start) -> None:
    for worker in [start("store") for _each in range(2)]:
        worker.communicate()
    assert counted(start) == WHOLE


def test_what_a_killed_worker_left_is_unseen_and_is_gone_on_with(start: Start) -> None:
    worker = start("store")
    while worker.poll() is None and counted(start)[1] == "0":
        pass  # it has not stored a batch yet
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    state, stored, there, shown, answers = counted(start)
    if state != "DONE":  # it was killed in time
        assert (there, shown, answers) == (stored, "0", str(int(stored) * QUESTIONS))
    start("store").communicate()
    assert counted(start) == WHOLE
