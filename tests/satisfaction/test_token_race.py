"""One token sent many times at once gives one answer, on a real SQLite file and a real PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]


def process(told: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.satisfaction.race", told]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_a_hundred_that_come_at_once_with_one_token_one_is_taken(database: str, tmp_path: Path) -> None:
    server = postgres.start() if database == "postgresql" else None
    environment = {"PMQA_DATA": str(tmp_path), "PMQA_DATABASE_URL": server.url if server else ""}
    try:
        process("prepare", environment).communicate()
        pair = [process("50", environment) for _each in range(2)]
        taken = [int(each.communicate()[0]) for each in pair]
        stored = process("count", environment).communicate()[0].split()
    finally:
        if server:
            postgres.stop(server)
    assert sum(taken) == 1
    assert stored == ["1", "1", "1", "1"]
