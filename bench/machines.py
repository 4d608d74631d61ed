"""One installation on two machines: what one stores the other reads, and a cluster that is killed costs nothing.

Two web servers and two job clusters with folders of their own, one PostgreSQL, one S3 server. Takes minutes: what a
killed cluster had taken is taken up again after three.
"""

import hashlib
import io
import json
import os
import tempfile
import time
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from bench.measure import Measure
from bench.two_machines import Machine, two_machines
from bench.visitor import Visitor

UNITS, YEAR = 30, 2569
# Of everybody in the demonstration (pmqa/demo/people.py, which wants Django).
PASSWORD = "sea-breeze-2569"
UNIT = f"/units/hydro/{YEAR}"
PATIENCE = 15 * 60  # seconds


def measure() -> Iterator[Measure]:
    with two_machines(UNITS) as (first, second, database), psycopg.connect(database, autocommit=True) as asked:
        for machine in (first, second):
            machine.start("web")
        staff = Visitor(first.port)
        staff.sign_in("hydro-staff", PASSWORD)
        yield _file_on_both(staff, first, second)
        second.start("worker")
        yield _report_of_the_other(staff, first, asked)
        first.start("worker")
        yield from _killed_in_the_middle(Visitor(first.port), second, asked)
        yield from _put_back(second, asked)


def _file_on_both(staff: Visitor, first: Machine, second: Machine) -> Measure:
    content = b"%PDF-1.7\n" + os.urandom(1_000_000)
    start = time.monotonic()
    kept = json.loads(staff.send_file(f"{UNIT}/files/upload/", content, "a.pdf", form=f"{UNIT}/tables/evidence/"))[
        "kept"
    ]
    staff.at = second.port  # signed in there too: the key is the same
    read = staff.get(f"{UNIT}/files/{kept[0]['number']}/")
    staff.at = first.port
    return _line("a file of 1 MB sent to machine 1, read at machine 2", start, read == content, "the same bytes")


def _report_of_the_other(staff: Visitor, first: Machine, asked: Any) -> Measure:
    """Only the cluster of machine 2 is running."""
    start = time.monotonic()
    staff.post(f"{UNIT}/reports/make/", {"language": "th"}, form=f"{UNIT}/reports/")
    job = _wait(lambda: _one(asked, "SELECT id FROM reports_reportjob WHERE state = 'DONE'"))
    pdf = staff.get(f"{UNIT}/reports/{job}/file/")
    good = pdf.startswith(b"%PDF-") and not list_of_files(first)
    return _line("a report asked for at machine 1, made by 2, read at 1", start, good, "a PDF")


def list_of_files(machine: Machine) -> list[str]:
    """What a machine keeps for itself: it must be none of the data."""
    return [
        place for place in ("files", "uploads") if os.path.isdir(os.path.join(machine.environment["PMQA_DATA"], place))
    ]


def _killed_in_the_middle(chief: Visitor, second: Machine, asked: Any) -> Iterator[Measure]:
    chief.sign_in("headquarters", PASSWORD)
    page = f"/rounds/{YEAR}/annual/"
    start = time.monotonic()
    chief.post(f"{page}make/", {"format": "ZIP", "language": "th", "sent": str(uuid.uuid4())}, form=page)
    made = "SELECT count(*) FROM annual_annualpart WHERE state = 'DONE'"
    _wait(lambda: _one(asked, made) >= UNITS // 3)
    second.kill("worker")
    killed_at = _one(asked, made)
    job = _wait(lambda: _one(asked, "SELECT id FROM annual_annualjob WHERE state IN ('DONE', 'FAILED')"))
    if why := _one(asked, "SELECT error FROM annual_annualjob"):
        raise RuntimeError(f"The annual report failed: {why}")
    units = _one(asked, "SELECT count(*) FROM annual_annualpart")
    names, wrong = _looked_through(chief.get(f"{page}{job}/file/"))
    yield _line(f"annual ZIP of {units} units, one of two clusters killed", start, len(names) == units, "every unit")
    twice = [name for name, count in Counter(names).items() if count > 1]
    yield Measure("units twice or damaged in it", len(twice) + len(wrong), "units", 1, "none", not twice and not wrong)
    yield Measure("units made when the cluster was killed", killed_at, "units", 1, "in the middle", killed_at < units)


def _put_back(second: Machine, asked: Any) -> Iterator[Measure]:
    """A backup of the whole, made at machine 2 while machine 1 runs, in a new database and a new bucket."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pmqa_machine_c_") as folder:
        backup = f"{folder}/whole.zip"
        made = second.manage("backup", "-o", backup).wait() == 0
        yield _line("a backup of the whole, made while it runs", start, made, "made")
        asked.execute("CREATE DATABASE third TEMPLATE template0")
        there = second.environment
        places = {
            "PMQA_DATA": folder,
            "PMQA_DATABASE_URL": there["PMQA_DATABASE_URL"].replace("/postgres", "/third"),
            "PMQA_STORAGE_URL": there["PMQA_STORAGE_URL"].replace("?", "-third?"),
        }
        start = time.monotonic()
        sound = Machine({**there, **places}, 0).manage("restore", backup).wait() == 0
        yield _line("the same put back in a new database and bucket, doctor", start, sound, "sound")


def _looked_through(content: bytes) -> tuple[list[str], list[str]]:
    """The names of the reports, and those of which the bytes are not what the list of hashes says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        names = [name for name in archive.namelist() if name.startswith("reports/")]
        wrong = [name for name in names if hashlib.sha256(archive.read(name)).hexdigest() != sums.get(name)]
    return names, wrong


def _one(asked: Any, question: str) -> Any:
    found = asked.execute(question).fetchone()
    return found and found[0]


def _wait(until: Callable[[], Any]) -> Any:
    latest = time.monotonic() + PATIENCE
    while not (found := until()):
        if time.monotonic() > latest:
            raise TimeoutError("The machines did not come to an end.")
        time.sleep(0.2)
    return found


def _line(name: str, start: float, holds: bool, goal: str) -> Measure:
    return Measure(name, time.monotonic() - start, "s", 1, goal, holds)
