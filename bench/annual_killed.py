"""The annual report of many units with photographs, made by two clusters of which one is killed in the middle."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.child import answer
from bench.measure import Measure
from bench.shipped import ROOT

YEAR, PHOTOGRAPHS = 2569, 3
PATIENCE = 45 * 60  # seconds
# Of the units so many are made when the cluster is killed.
KILLED_AT = 0.3


def killed_in_the_middle(units: int) -> Iterator[Measure]:
    """How long it takes, and whether every unit is in the file once, with its photographs, and made once."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PMQA_DATA": folder, "PMQA_DATABASE_URL": "", "PMQA_WORKERS": "1"}
        _called(environment, "prepare", units)
        clusters = [_cluster(environment) for _each in range(2)]
        start = time.monotonic()
        try:
            _called(environment, "ask", units)
            while _called(environment, "made", units)["made"] < KILLED_AT * units:
                time.sleep(2)
            os.killpg(clusters[0].pid, signal.SIGKILL)
            while not (found := _called(environment, "made", units))["is_done"]:
                assert time.monotonic() - start < PATIENCE, found
                time.sleep(5)
        finally:
            for cluster in clusters:
                _end(cluster)
        seconds = time.monotonic() - start
        told = _called(environment, "looked", units)
    yield Measure(
        name=f"Annual report of {units} units with photographs, one of two clusters killed: units taken a second time",
        figure=seconds,
        unit="s",
        ratio=told["again"],
        goal="every unit once, 1 again",
        holds=told["once"] == units and told["pictures"] == units and told["again"] <= 2,
    )


def _called(environment: Mapping[str, str], what: str, units: int) -> dict[str, float]:
    import json

    command = [sys.executable, "-m", "bench.annual_killed", what]
    given = {**environment, "PMQA_BENCH_UNITS": str(units)}
    done = subprocess.run(command, env=given, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _cluster(environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(ROOT / "manage.py"), "qcluster"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True)


def _end(cluster: "subprocess.Popen[bytes]") -> None:
    if cluster.poll() is None:
        os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()


def _prepare() -> dict[str, float]:
    import datetime

    from django.utils import timezone

    from pmqa.cycle.models import Assessment, Round
    from pmqa.demo.drawings import SCENES, picture
    from pmqa.demo.generated import seed_units
    from pmqa.demo.people import seed_author
    from pmqa.evidence.actions import writing
    from pmqa.evidence.files import store_file
    from pmqa.management.nightly import plan_nightly
    from pmqa.organization.models import Person

    opens_on, closes_on = datetime.date(2025, 10, 1), datetime.date(2099, 9, 30)
    cycle = Round.objects.create(year=YEAR, opens_on=opens_on, closes_on=closes_on)
    by = seed_author()
    seed_units(range(1, int(os.environ["PMQA_BENCH_UNITS"]) + 1), cycle=cycle, by=by, at=timezone.now())
    Assessment.objects.update(state="DRAFT")
    plan_nightly()
    by, drawn = Person.objects.get(pk=by.pk), [picture(scene) for scene in list(SCENES)[:PHOTOGRAPHS]]
    for assessment in Assessment.objects.select_related("unit", "round"):
        for number, content in enumerate(drawn):
            given = {"title": f"ภาพ {number}", "caption": f"ภาพของ {assessment.unit.name}", "by": by}
            with writing(assessment, by):
                store_file(
                    assessment=assessment, criterion="CS4", content=content, name="a.png", at=timezone.now(), **given
                )
    return {}


def _job() -> Any:
    from pmqa.annual.models import AnnualJob

    return AnnualJob.objects.get()


def _ask() -> dict[str, float]:
    from django.utils import timezone

    from pmqa.annual.jobs import ask_for_annual_report
    from pmqa.cycle.models import Round

    given = {"language": "th", "thai_digits": False, "by": None, "at": timezone.now()}
    ask_for_annual_report(round_=Round.objects.get(), format="ZIP", **given)
    return {}


def _made() -> dict[str, float]:
    job = _job()
    assert job.state not in ("FAILED", "CANCELLED"), job.error
    return {"made": job.progress.made, "is_done": job.is_done}


def _looked() -> dict[str, float]:
    """How many units are in the file as the manifest says, have their pictures, and were taken more than once."""
    import hashlib
    import json
    import zipfile

    from django.conf import settings

    from pmqa.evidence.durable import stored_at

    once = pictures = 0
    with stored_at(_job().stored) as path, zipfile.ZipFile(path) as whole:
        for line in json.loads(whole.read("manifest.json"))["units"]:
            pdf = whole.read(line["file"])
            once += whole.namelist().count(line["file"]) == 1 and hashlib.sha256(pdf).hexdigest() == line["sha256"]
            pictures += pdf.count(b"/DCTDecode") >= PHOTOGRAPHS
    again = sum(part.attempts - 1 for part in _job().parts.all())
    assert not list((Path(settings.PMQA_DATA) / "aside").glob("*"))
    return {"once": once, "pictures": pictures, "again": again}


if __name__ == "__main__":
    answer({"prepare": _prepare, "ask": _ask, "made": _made, "looked": _looked})
