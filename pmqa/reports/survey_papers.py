"""The papers of a survey: a poster with its QR code, and the questionnaire to be filled in by hand."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.reports.look import Look
from pmqa.reports.models import ReportJob
from pmqa.reports.pages import Page, SubjectGone
from pmqa.reports.pdf import PAPER
from pmqa.reports.report import version_of
from satisfaction.actions import running_of
from satisfaction.models import Question
from satisfaction.public_form import SCALE, SCALES, YES_NO, Asked, asked_of, told

STYLE = Path(__file__).with_name("survey_papers.css")
TABLE = "cs6-surveys"
# Which papers there are: the template of each.
POSTER, SHEET = "poster", "sheet"
PAPERS = {POSTER: "reports/paper/survey_poster.html", SHEET: "reports/paper/survey_sheet.html"}


@dataclass(frozen=True)
class PrintedQuestion:
    """A question as it stands on paper; `choices` are pairs of the number to be typed and the words."""

    text: str
    help: str
    choices: tuple[tuple[str, str], ...]
    many: bool = False


@dataclass(frozen=True)
class PrintedPart:
    title: str
    questions: tuple[PrintedQuestion, ...]


@dataclass(frozen=True)
class SurveyPaper:
    """What is printed. `code` is the QR code as the path of an SVG, `size` its breadth in the units of that path."""

    paper: str
    unit: str
    title: str
    link: str
    code: str
    size: int
    by_tokens: bool
    closes_on: datetime.date | None
    parts: tuple[PrintedPart, ...]

    @cached_property
    def version(self) -> str:
        return version_of(self)


def qr_path(text: str) -> tuple[str, int]:
    """The dark squares of the QR code of `text` as the path of an SVG, and how many squares it is broad."""
    code = segno.make(text, error="m")
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=4))
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return "".join(dark), code.symbol_size(border=4)[0]


def gather(job: ReportJob) -> SurveyPaper:
    survey = table_of(TABLE).rows_of(job.assessment).filter(pk=job.subject).first()
    running = running_of(survey) if survey is not None else None
    if running is None:
        raise SubjectGone(_("The survey was deleted meanwhile, or nothing of it is published."))
    link = str(job.options["link"])
    code, size = qr_path(link)
    return SurveyPaper(
        paper=str(job.options["paper"]),
        unit=job.assessment.unit.name,
        title=survey.title,
        link=link,
        code=code,
        size=size,
        by_tokens=running.access == running.Access.TOKENS,
        closes_on=running.closes_on,
        parts=tuple(_parts(asked_of(running))),
    )


def _parts(asked: Asked) -> Sequence[PrintedPart]:
    """The group and the service first, where there are several: as on the page, with the numbers of the quick entry."""
    about = tuple(
        PrintedQuestion(words, "", tuple((str(number), str(row)) for number, row in enumerate(rows, start=1)))
        for words, rows in (
            (_("Which group do you belong to?"), asked.groups),
            (_("Which service is it about?"), asked.services),
        )
        if len(rows) > 1
    )
    parts = [PrintedPart("", about)] if about else []
    for section in asked.sections:
        questions = tuple(_printed(each) for each in section.questions.all())
        parts.append(PrintedPart(told(section, "title"), questions))
    return parts


def _printed(question: Question) -> PrintedQuestion:
    is_scale = question.kind in SCALES
    if is_scale or question.kind == Question.Kind.DISSATISFACTION:
        choices = tuple((code, str(label)) for code, label in (SCALE if is_scale else YES_NO))
    else:
        choices = tuple((str(number), told(each)) for number, each in enumerate(question.choices.all(), start=1))
    return PrintedQuestion(told(question), told(question, "help"), choices, question.kind == Question.Kind.MULTIPLE)


def page(content: SurveyPaper, job: ReportJob, made_on: datetime.date) -> Page:
    context: dict[str, Any] = {"survey": content, "look": Look(job.language, job.thai_digits)}
    html = render_to_string(PAPERS[content.paper], context)
    return Page(html, f"{PAPER.read_text()}\n{STYLE.read_text()}")


def file_name(job: ReportJob) -> str:
    words = _("Survey poster %(number)s.pdf") if job.options["paper"] == POSTER else _("Questionnaire %(number)s.pdf")
    return words % {"number": job.subject}


def place(job: ReportJob) -> str:
    return reverse("survey-papers", args=[job.assessment.unit.code, job.assessment.year, job.subject])
