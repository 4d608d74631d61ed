"""The year-end opinion summary as an official memo (บันทึกข้อความ) to the unit head."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.evidence.facts import heading
from pmqa.reports.look import Look
from pmqa.reports.models import ReportJob
from pmqa.reports.pages import Page, SubjectGone
from pmqa.reports.pdf import PAPER
from pmqa.reports.report import version_of

STYLE = Path(__file__).with_name("memo.css")
THAI_DIGITS = Path(__file__).with_name("memo_thai_digits.css")
TABLE = "cs5-summaries"
# The parts of a summary, in the order of the memo.
PARTS = ("complaints", "activities", "surveys", "proposals")


@dataclass(frozen=True)
class Section:
    """A part of the memo: its heading, and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Memo:
    """What is printed. `dated` is the day on which it was sent, or else made; `acknowledged_by` is empty until then."""

    unit: str
    year: int
    dated: datetime.date
    is_sent: bool
    sections: tuple[Section, ...]
    acknowledged_by: str
    acknowledged_on: datetime.date | None

    @cached_property
    def version(self) -> str:
        return version_of(self)


def sections_of(summary: Any) -> Sequence[Section]:
    """The parts of a summary that say something."""
    texts = ((name, getattr(summary, name)) for name in PARTS)
    return tuple(
        Section(heading(type(summary), name), tuple(filter(None, text.split("\n")))) for name, text in texts if text
    )


def gather(job: ReportJob) -> Memo:
    rows = table_of(TABLE).rows_of(job.assessment).select_related("acknowledged_by")
    row = rows.filter(pk=job.subject).first()
    if row is None:
        raise SubjectGone(_("The summary was deleted meanwhile."))
    return Memo(
        unit=job.assessment.unit.name,
        year=job.assessment.year,
        dated=row.sent_on or row.made_on,
        is_sent=row.sent_on is not None,
        sections=tuple(sections_of(row)),
        acknowledged_by=str(row.acknowledged_by or ""),
        acknowledged_on=row.acknowledged_on,
    )


def page(memo: Memo, job: ReportJob, made_on: datetime.date) -> Page:
    look = Look(job.language, job.thai_digits)
    context = {"memo": memo, "look": look, "title": _title(memo.year, memo.unit)}
    context["foot"] = _title(look.figure(memo.year), memo.unit)
    styles = (PAPER, STYLE, THAI_DIGITS) if job.thai_digits else (PAPER, STYLE)
    return Page(render_to_string("reports/paper/memo.html", context), "\n".join(each.read_text() for each in styles))


def _title(year: int | str, unit: str) -> str:
    return _("Year-end opinion summary %(year)s, %(unit)s") % {"unit": unit, "year": year}


def file_name(job: ReportJob) -> str:
    return f"{_title(job.assessment.year, job.assessment.unit.name)}.pdf"


def place(job: ReportJob) -> str:
    return reverse("summary", args=[job.assessment.unit.code, job.assessment.year])
