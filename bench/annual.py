"""The annual workbook of many units against openpyxl writing the same cells; an annual report with a cluster killed.

It takes a quarter of an hour. PMQA_BENCH_ANNUAL="1000 40" is quicker: units of
the workbook, and units with photographs of the report.
"""

import datetime
import os
import resource
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

from bench.annual_killed import killed_in_the_middle
from bench.child import answer, in_child
from bench.measure import Measure

YEAR = 2569
UNITS, WITH_PHOTOGRAPHS = (int(each) for each in os.environ.get("PMQA_BENCH_ANNUAL", "8000 200").split())
MOST_TIME, MOST_MEMORY = 1.0, 200  # times openpyxl; MB of the process, Django and all


def measure() -> Iterator[Measure]:
    """Processor seconds of the workbook, from the database to the file, to those of openpyxl for the cells alone."""
    found = in_child("bench.annual", "workbook")
    yield Measure(
        name=f"Annual workbook of {UNITS:,} units, {found['rows']:,.0f} rows, to openpyxl write-only",
        figure=found["ours"],
        unit="s",
        ratio=found["ours"] / found["openpyxl"],
        goal=f"ratio at most {MOST_TIME:.2f}",
        holds=found["ours"] <= MOST_TIME * found["openpyxl"],
    )
    yield Measure(
        name=f"Memory of an annual workbook of {UNITS:,} units",
        figure=found["peak"],
        unit="MB",
        ratio=found["peak"] / MOST_MEMORY,
        goal=f"at most {MOST_MEMORY} MB",
        holds=found["peak"] <= MOST_MEMORY,
    )
    yield from killed_in_the_middle(WITH_PHOTOGRAPHS)


def _workbook() -> dict[str, float]:
    _apart(_fill)
    ours = _apart(_ours)
    return {**ours, **_apart(_bare)}


def _apart(work: Callable[[], dict[str, float]]) -> dict[str, float]:
    """What `work` gives, in a process of its own: its memory and its time alone."""
    from django.db import connections

    connections.close_all()
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=lambda: sender.send(work()))
    process.start()
    sender.close()
    found: dict[str, float] = receiver.recv()
    process.join()
    return found


def _fill() -> dict[str, float]:
    from django.utils import timezone

    from pmqa.cycle.models import Round
    from pmqa.demo.generated import seed_units
    from pmqa.demo.people import seed_author

    opens_on, closes_on = datetime.date(2025, 10, 1), datetime.date(2099, 9, 30)
    cycle = Round.objects.create(year=YEAR, opens_on=opens_on, closes_on=closes_on)
    seed_units(range(1, UNITS + 1), cycle=cycle, by=seed_author(), at=timezone.now())
    return {}


def _path() -> Path:
    from django.conf import settings

    return Path(settings.PMQA_DATA) / "annual.xlsx"


def _ours() -> dict[str, float]:
    """As the workers do it, one after the other in this process."""
    from django.utils import timezone, translation

    from pmqa.annual.assembling import take_assembling
    from pmqa.annual.jobs import ask_for_annual_report, make_next, put_together
    from pmqa.annual.models import AnnualJob
    from pmqa.cycle.models import Round
    from pmqa.evidence.durable import stored_at

    start = time.process_time()
    with translation.override("th"):
        given = {"language": "th", "thai_digits": False, "by": None, "at": timezone.now()}
        job = ask_for_annual_report(round_=Round.objects.get(), format=AnnualJob.Format.XLSX, **given)
        while make_next(job):
            pass
        assert take_assembling(job)
        put_together(job.pk)
    job.refresh_from_db()
    assert job.is_done, job.error
    seconds = time.process_time() - start
    with stored_at(job.stored) as stored:
        _path().write_bytes(stored.read_bytes())
    return {"ours": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _bare() -> dict[str, float]:
    """The cells of the workbook as plain values, with openpyxl; the time in which they are read is not counted."""
    import openpyxl
    from python_calamine import CalamineWorkbook

    read, book = CalamineWorkbook.from_path(str(_path())), openpyxl.Workbook(write_only=True)
    seconds, count = 0.0, 0
    for name in read.sheet_names:
        rows = read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        start = time.process_time()
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        seconds, count = seconds + time.process_time() - start, count + len(rows)
    start = time.process_time()
    book.save(_path().with_name("bare.xlsx"))
    return {"openpyxl": seconds + time.process_time() - start, "rows": count}


if __name__ == "__main__":
    answer({"workbook": _workbook})
