"""The unit report as a PDF, against WeasyPrint as it comes, against Chromium, and against itself when little changed.

All on the same HTML in one run, in turns; medians of processor time, of the busier process where two work: what else
the machine is doing must not decide. In processes of their own, with an empty database.
"""

import io
import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.chromium import Chromium, for_chromium
from bench.measure import Measure, compare

if TYPE_CHECKING:
    from pmqa.reports.printing import Printer

ROUNDS = 3
UNITS = 40
MEGABYTE = 1024 * 1024


def measure() -> Iterator[Measure]:
    """The lines of docs/performance.md, each a ratio or a number of megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _asked(folder, "text")
        yield _line("PDF of 36 pages, to WeasyPrint alone", figures["ours"], figures["alone"], 1.0)
        figures = _asked(folder, "times")
        yield _line("36 pages tagged, to Chromium tagged", figures["tagged"], figures["chromium-tagged"], 3.0)
        yield _line("36 pages in parts, 2 processes, to Chromium", figures["parts"], figures["chromium"], 1.5)
        yield _line(
            "one row changed (median of 3 chapters), to all in one piece", figures["row"], figures["whole"], 0.2
        )
        yield _line("nothing changed, asked again, to making it", figures["kept"], figures["kept-made"], 0.05)
        yield _line(f"{figures['pages']:.0f} pages, to 36", figures["long"], figures["parts"], 4.0)
        yield _line("photographs on paper, to the originals (bytes)", figures["photos"], figures["originals"], 0.35)
        for pages, goal in ((36, 150), (500, 300)):
            figures = _asked(folder, f"memory-{pages}")
            held = figures["megabytes"]
            name = f"{figures['pages']:.0f} pages, memory of a process"
            yield Measure(name, held, "MB", held / goal, f"at most {goal} MB", held <= goal)
        one, two = (_seconds(lambda workers=workers: _workers(folder, workers)) for workers in (1, 2))
        yield Measure(
            f"{UNITS} unit reports, 1 worker to 2", two, "s", one / two, "ratio at least 1.80", one / two >= 1.8
        )


def _line(name: str, ours: float, other: float, goal: float) -> Measure:
    return Measure(name, ours, "s", ours / other, f"ratio at most {goal:.2f}", ours / other <= goal)


def _asked(folder: str, what: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(_child(folder, what).communicate()[0].splitlines()[-1])
    return figures


def _child(folder: str, what: str) -> subprocess.Popen[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "pmqa.settings", "PMQA_DATA": folder, "PMQA_DATABASE_URL": ""}
    command = [sys.executable, "-m", "bench.report", what]
    return subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True)


def _workers(folder: str, workers: int) -> None:
    """As many processes as there are workers, each with its share of the units."""
    for child in [_child(folder, f"units-{UNITS // workers}") for _number in range(workers)]:
        child.communicate()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _spent(work: Callable[[], object]) -> float:
    """Processor time of `work`: of this process, or of its helper where that had more to do."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    before = [resource.getrusage(each) for each in who]
    work()
    after = [resource.getrusage(each) for each in who]
    return max(
        now.ru_utime + now.ru_stime - then.ru_utime - then.ru_stime for now, then in zip(after, before, strict=True)
    )


def as_it_comes(page: str, style: str) -> bytes:
    """The PDF of WeasyPrint with its own settings."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from pmqa.reports.sources import ReportSources

    fonts, sources = FontConfiguration(), ReportSources(None)
    sheet = CSS(string=style, font_config=fonts, url_fetcher=sources)
    content: bytes = HTML(string=page, url_fetcher=sources).write_pdf(stylesheets=[sheet], font_config=fonts)
    return content


def _html(name: str) -> str:
    """The HTML of a report that the first child wrote down."""
    return (_folder() / f"{name}.html").read_text()


def _folder() -> Path:
    return Path(os.environ["PMQA_DATA"])


def _printed(html: str, printer: "Printer") -> bytes:
    from pmqa.reports.parts import split

    of = split(html)
    assert of is not None
    return printer.pdf(of)


def _printer(folder: Path | None, pictures: Any = None) -> "Printer":
    from bench.report_text import Album
    from pmqa.reports.printing import Printer
    from pmqa.reports.render import stylesheet

    return Printer(stylesheet(), pictures or Album({}), folder, processes=2 if folder else 1)


def _text() -> dict[str, float]:
    """Writes the texts down for the others; the text layer against WeasyPrint as it comes, processor time."""
    from django.core.management import call_command

    from bench import report_text as texts
    from pmqa.reports.pdf import render_pdf
    from pmqa.reports.render import report_html, stylesheet

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("seed_demo", stdout=io.StringIO())
    whole = texts.demonstration()
    short, album = texts.cut(whole), texts.album()
    reports = {
        "short": short,
        "memory-36": short,
        "long": texts.repeated(whole, 5, texts.CUT),
        "memory-500": texts.repeated(whole, 8, texts.LONG),
        "unit": texts.cut(whole, ("CS1",)),
        "photographs": texts.with_photographs(short, album),
        **{f"row-{code}": texts.changed(short, "ที่หนึ่ง", code) for code in texts.CUT},
    }
    for name, report in reports.items():
        (_folder() / f"{name}.html").write_text(report_html(report))
    (_folder() / "album").write_bytes(pickle.dumps(album))
    page, style = _html("short"), stylesheet()
    result = compare(lambda: render_pdf(page, stylesheet=style), lambda: as_it_comes(page, style), rounds=ROUNDS)
    return {"ours": result.ours, "alone": result.other}


def _times() -> dict[str, float]:
    """Seconds of processor time, medians of ROUNDS turns."""
    from bench import report_text as texts
    from pmqa.reports.pdf import render_pdf
    from pmqa.reports.render import stylesheet

    page, style, folders = _html("short"), stylesheet(), count()
    paper = _folder() / "chromium.html"
    paper.write_text(for_chromium(page, style))

    def new() -> Path:
        return _folder() / f"parts-{next(folders)}"

    def row() -> float:
        """A row of each chapter in turn, where all the rest is kept."""
        rows = []
        for code in texts.CUT:
            kept = _printer(new())
            _printed(page, kept)
            changed = _html(f"row-{code}")
            rows.append(_spent(lambda kept=kept, changed=changed: _printed(changed, kept)))
        return statistics.median(rows)

    with Chromium(paper) as chromium:
        ways: dict[str, Callable[[], float]] = {
            "chromium": chromium.seconds,
            "chromium-tagged": lambda: chromium.seconds("tagged"),
            "whole": lambda: _spent(lambda: render_pdf(page, stylesheet=style)),
            "tagged": lambda: _spent(lambda: render_pdf(page, stylesheet=style, tagged=True)),
            "parts": lambda: _spent(lambda: _printed(page, _printer(new()))),
            "long": lambda: _spent(lambda: _printed(_html("long"), _printer(new()))),
            "row": row,
        }
        found = {name: [way() for _turn in range(2)][1:] for name, way in ways.items()}
        for _turn in range(ROUNDS - 1):
            for name, way in ways.items():
                found[name].append(way())
    return (
        {name: statistics.median(times) for name, times in found.items()}
        | _kept()
        | _photographs()
        | {"pages": _pages(_printed(_html("long"), _printer(None)))}
    )


def _kept() -> dict[str, float]:
    """Asking for the whole report of the unit again: gathering it, and finding that it is there."""
    from bench import report_text as texts
    from pmqa.cycle.models import Assessment
    from pmqa.reports.files import report_file

    assessment = Assessment.objects.select_related("unit", "round").get(unit__code=texts.UNIT, round__year=texts.YEAR)
    made = _seconds(lambda: report_file(assessment))
    return {
        "kept-made": made,
        "kept": statistics.median(_seconds(lambda: report_file(assessment)) for _turn in range(9)),
    }


def _photographs() -> dict[str, float]:
    album = pickle.loads((_folder() / "album").read_bytes())
    without, with_them = (len(_printed(_html(name), _printer(None, album))) for name in ("short", "photographs"))
    return {"photos": with_them - without, "originals": sum(map(len, album.originals.values()))}


def _pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


def _memory(pages: str) -> dict[str, float]:
    """The most that this process held, or the one that helped it."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = _printed(_html(f"memory-{pages}"), _printer(Path(folder)))
    held = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"megabytes": max(held) * 1024 / MEGABYTE, "pages": _pages(pdf)}


def _units(number: str) -> dict[str, float]:
    for _unit in range(int(number)):
        _printed(_html("unit"), _printer(None))
    return {}


def _main(what: str) -> None:
    import django

    django.setup()
    name, _dash, number = what.partition("-")
    ways: dict[str, Callable[..., dict[str, float]]] = {
        "text": _text,
        "times": _times,
        "memory": _memory,
        "units": _units,
    }
    print(json.dumps(ways[name](*filter(None, [number]))))


if __name__ == "__main__":
    _main(sys.argv[1])
