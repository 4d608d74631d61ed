"""The photo sheet of one activity as a document: A4, 2, 4 or 6 photographs a page, each with its caption."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.reports.look import Look
from pmqa.reports.measure import POINT, lines_of
from pmqa.reports.models import ReportJob
from pmqa.reports.pages import Page, SubjectGone
from pmqa.reports.pdf import PAPER
from pmqa.reports.photographs import sheet_of
from pmqa.reports.report import PhotoSheet, Picture, version_of

STYLE = Path(__file__).with_name("photos.css")
# Photographs a page: how many stand side by side.
ABREAST = {2: 1, 4: 2, 6: 2}
USUAL = 4

# Measures in millimetres and points, as photos.css has them.
BREADTH, HEIGHT = 160, 250  # a page within its margins, and a hair
GAP, AIR = 6, 6  # between two abreast; above and below a caption
CAPTION, HEAD, TITLE, LINE = 11, 11.5, 16, 1.4
LEAST = 20  # no photograph is lower, however long the captions


@dataclass(frozen=True)
class PhotoSheetPrint:
    """What is printed: the sheet, whose it is, and how many photographs stand on a page."""

    unit: str
    year: int
    a_page: int
    sheet: PhotoSheet

    @cached_property
    def version(self) -> str:
        return version_of(self)


@dataclass(frozen=True)
class Framed:
    """A photograph and the lines under it."""

    picture: Picture
    caption: str


@dataclass(frozen=True)
class PhotoPage:
    """A page of photographs in rows, each `high` millimetres; `title` and `facts` stand above them in lines."""

    title: str
    facts: str
    rows: tuple[tuple[Framed, ...], ...]
    high: float


def gather(job: ReportJob) -> PhotoSheetPrint:
    """What the job prints: `options` name the `table` and how many photographs stand `a_page`."""
    table = table_of(job.options["table"])
    row = table.rows_of(job.assessment).filter(pk=job.subject).first()
    if row is None:
        raise SubjectGone(_("The activity was deleted meanwhile."))
    return PhotoSheetPrint(job.assessment.unit.name, job.assessment.year, job.options["a_page"], sheet_of(table, row))


def page(content: PhotoSheetPrint, job: ReportJob, made_on: datetime.date) -> Page:
    look = Look(job.language, job.thai_digits)
    title = f"{_('Photo sheet')} · {content.sheet.title}"
    html = render_to_string(
        "reports/paper/photos.html",
        {"content": content, "look": look, "title": title, "pages": list(pages_of(content, look)), "made_on": made_on},
    )
    return Page(html, f"{PAPER.read_text()}\n{STYLE.read_text()}")


def pages_of(content: PhotoSheetPrint, look: Look) -> Iterator[PhotoPage]:
    """The photographs in pages. Asks Pango where lines end: for the worker only."""
    abreast, sheet = ABREAST[content.a_page], content.sheet
    title = "\n".join(_lines(Truncator(" ".join(sheet.title.split())).chars(300), BREADTH, TITLE, bold=True))
    facts = "\n".join(
        line for heading, cell in sheet.facts for line in _lines(f"{heading}: {look.text(cell)}", BREADTH, HEAD)
    )
    head = _high(title, TITLE) + _high(facts, HEAD) + _high("-", HEAD) + 10
    for start in range(0, len(sheet.pictures), content.a_page):
        framed = [_framed(each, abreast, look) for each in sheet.pictures[start : start + content.a_page]]
        rows = tuple(tuple(framed[at : at + abreast]) for at in range(0, len(framed), abreast))
        captions = sum(max(_high(each.caption, CAPTION) for each in row) + AIR for row in rows)
        # A last page with few photographs shows them as large as the pages before.
        left = HEIGHT - head - captions * (content.a_page / abreast) / len(rows)
        yield PhotoPage(title, facts, rows, max(LEAST, left / (content.a_page / abreast)))


def _framed(picture: Picture, abreast: int, look: Look) -> Framed:
    breadth = (BREADTH - GAP * (abreast - 1)) / abreast
    return Framed(picture, "\n".join(_lines(caption_of(picture, look), breadth, CAPTION)))


def caption_of(picture: Picture, look: Look) -> str:
    """The words under a photograph: number, caption, place and day."""
    day = look.date(picture.taken_on) if picture.taken_on else ""
    return " · ".join(filter(None, (f"{picture.number} {picture.caption}", picture.place, day)))


def _lines(text: str, breadth: float, size: float, *, bold: bool = False) -> Sequence[str]:
    return lines_of(text, breadth / (size * POINT), bold=bold)


def _high(text: str, size: float) -> float:
    """How many millimetres the lines of `text` take."""
    return (text.count("\n") + 1) * size * LINE * POINT if text else 0


def file_name(job: ReportJob) -> str:
    table = table_of(job.options["table"])
    row: Any = table.model._default_manager.filter(assessment=job.assessment, pk=job.subject).first()
    # A file name has no line and no folder in it.
    title = Truncator(" ".join(str(row or "").split())).chars(60).replace("/", "-")
    words = {"title": title, "unit": job.assessment.unit.name, "year": job.assessment.year}
    return _("Photo sheet %(title)s %(unit)s %(year)s.pdf") % words


def place(job: ReportJob) -> str:
    address = reverse(
        f"{job.options['table']}-photos", args=[job.assessment.unit.code, job.assessment.year, job.subject]
    )
    return f"{address}?a_page={job.options['a_page']}"
