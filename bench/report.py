"""The PDF, text layer included, against WeasyPrint as it comes, on the same HTML with the same style and fonts.

The HTML is the report of a unit of the demonstration, which has rows in every table.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.measure import Measure, compare

if TYPE_CHECKING:
    from pmqa.reports.report import Report

ROUNDS = 7
UNIT, YEAR = "hydro", 2569


def measure() -> Iterator[Measure]:
    """Seconds of processor time for a long report, and the ratio to WeasyPrint alone; in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "pmqa.settings", "PMQA_DATA": folder, "PMQA_DATABASE_URL": ""}
        command = [sys.executable, "-m", "bench.report"]
        done = subprocess.run(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    yield Measure(
        name=f"PDF of {figures['pages']} pages, to WeasyPrint alone",
        figure=figures["ours"],
        unit="s",
        ratio=figures["ratio"],
        goal="ratio at most 1.00",
        holds=figures["ratio"] <= 1,
    )


def page_and_style() -> tuple[str, str]:
    """The HTML of a long report and its CSS, from an empty database."""
    from django.core.management import call_command
    from django.utils import translation

    from pmqa.cycle.models import Assessment
    from pmqa.reports.gathering import report_of
    from pmqa.reports.render import report_html, stylesheet

    call_command("seed_demo", stdout=io.StringIO())
    with translation.override("th"):
        report = report_of(Assessment.objects.get(unit__code=UNIT, round__year=YEAR))
        return report_html(_without_pictures(report)), stylesheet()


def _without_pictures(report: "Report") -> "Report":
    """Some 60 pages of tables: decoding photographs takes as long in either."""
    criteria = tuple(replace(each, photo_sheets=(), pictures=()) for each in report.criteria)
    return replace(report, criteria=criteria, other_pictures=())


def as_it_comes(page: str, style: str) -> bytes:
    """The PDF of WeasyPrint with its own settings."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from pmqa.reports.sources import ReportSources

    fonts, sources = FontConfiguration(), ReportSources(None)
    sheet = CSS(string=style, font_config=fonts, url_fetcher=sources)
    content: bytes = HTML(string=page, url_fetcher=sources).write_pdf(stylesheets=[sheet], font_config=fonts)
    return content


def _main() -> None:
    import django

    django.setup()
    from pypdf import PdfReader

    from pmqa.reports.pdf import render_pdf

    page, style = page_and_style()
    pages = len(PdfReader(io.BytesIO(render_pdf(page, stylesheet=style))).pages)
    result = compare(lambda: render_pdf(page, stylesheet=style), lambda: as_it_comes(page, style), rounds=ROUNDS)
    print(json.dumps({"pages": pages, "ours": result.ours, "ratio": result.ratio}))


if __name__ == "__main__":
    _main()
