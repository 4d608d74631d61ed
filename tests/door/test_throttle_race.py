"""Two processes that knock at the same time are counted together, on a real SQLite file and a real PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]


def process(told: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.door.knock", told]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_all_who_knock_at_once_exactly_so_many_come_in(database: str, tmp_path: Path) -> None:
    server = postgres.start() if database == "postgresql" else None
    environment = {"PMQA_DATA": str(tmp_path), "PMQA_DATABASE_URL": server.url if server else ""}
    try:
        process("prepare", environment).communicate()
        pair = [process("20", environment) for _each in range(2)]
        came_in = [int(each.communicate()[0]) for each in pair]
    finally:
        if server:
            postgres.stop(server)
    assert sum(came_in) == 25
