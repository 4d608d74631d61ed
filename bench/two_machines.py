"""Two machines on one: each a folder of its own, a web server and a job cluster by the lines of `./run`, over one
PostgreSQL and one S3 server."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.shipped import ROOT, free_port, lines_of_run, wait_until_ready
from tests import postgres, s3

KEY = "the same long random text on every machine, fifty signs"


@dataclass
class Machine:
    """One of them: `environment` for its processes, `port` of its web server."""

    environment: dict[str, str]
    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def manage(self, *words: str) -> "subprocess.Popen[bytes]":
        with self._said() as said:
            return subprocess.Popen(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, stdout=said, stderr=said
            )

    def start(self, name: str) -> None:
        """Starts "web" or "worker"."""
        line = dict(zip(("web", "worker"), lines_of_run(), strict=True))[name]
        command = ["sh", "-c", f'exec "$python" {line}']
        with self._said() as said:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )
        if name == "web":
            wait_until_ready(self.port)

    def kill(self, name: str) -> None:
        """Ends all its processes at once, as a power cut does."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _said(self) -> "contextlib.AbstractContextManager[object]":
        return (Path(self.environment["PMQA_DATA"]) / "said").open("ab")  # type: ignore[return-value]


@contextlib.contextmanager
def two_machines(units: int) -> Iterator[tuple[Machine, Machine, str]]:
    """Both, prepared together, with the demonstration and `units` more; and the address of their database."""
    with contextlib.ExitStack() as held:
        database, files = postgres.start(), s3.start()
        held.callback(s3.stop, files)
        held.callback(postgres.stop, database)
        shared = {
            "PMQA_DATABASE_URL": database.url,
            "PMQA_STORAGE_URL": files.url,
            "PMQA_SECRET_KEY": KEY,
            "PMQA_WORKERS": "1",
            "PMQA_WEB_WORKERS": "1",
            "python": sys.executable,
        }
        both = []
        for name in ("a", "b"):
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix=f"pmqa_machine_{name}_"))
            port = free_port()
            own = {"PMQA_DATA": folder, "PMQA_PORT": str(port)}
            both.append(Machine({**os.environ, **shared, **own}, port))
        first, second = both
        for machine in both:
            held.callback(_kill_all, machine)
        _done(*(machine.manage("prepare", "--database", "--static") for machine in both))
        _done(first.manage("seed_demo", "--units", str(units)))
        yield first, second, database.url


def _done(*processes: "subprocess.Popen[bytes]") -> None:
    codes = [process.wait() for process in processes]
    if any(codes):
        raise RuntimeError(f"A machine could not be prepared: {codes}")


def _kill_all(machine: Machine) -> None:
    for name in list(machine.running):
        machine.kill(name)
