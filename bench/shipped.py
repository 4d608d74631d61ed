"""The shipped server for loads: web and worker by the very lines of `./run`, on loopback, with its own folder."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What `./run` starts beside its shell: the rest of a line "apart … &", which may go on over a backslash.
_STARTED = re.compile(r"^    apart ((?:[^\n]|\\\n)+) &$", re.MULTILINE)
READY_WITHIN, ENDED_WITHIN = 60, 20  # seconds


def lines_of_run() -> list[str]:
    """The arguments of Python for the web server and for the worker, as the shell reads them in `./run`."""
    return _STARTED.findall((ROOT / "run").read_text())


@contextlib.contextmanager
def served(environment: Mapping[str, str]) -> Iterator[int]:
    """The port of the site, served until the block ends; `environment` holds at least PMQA_DATA, prepared.

    What the two processes say goes to the file `said` in that folder.
    """
    port = free_port()
    told = {**os.environ, **environment, "PMQA_PORT": str(port), "python": sys.executable}
    web, worker = lines_of_run()
    started: list[subprocess.Popen[bytes]] = []
    try:
        with (Path(environment["PMQA_DATA"]) / "said").open("ab") as said:
            for line in (web, worker):
                command = ["sh", "-c", f'exec "$python" {line}']
                started.append(subprocess.Popen(command, cwd=ROOT, env=told, stderr=said, start_new_session=True))
        wait_until_ready(port)
        yield port
    finally:
        for process in started:
            _end(process)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_until_ready(port: int) -> None:
    latest = time.monotonic() + READY_WITHIN
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN)
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().close()
        except OSError:
            if time.monotonic() > latest:
                raise
            time.sleep(0.05)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process as `./run` does; what has not ended then is killed with its group."""
    process.terminate()
    try:
        process.wait(ENDED_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
