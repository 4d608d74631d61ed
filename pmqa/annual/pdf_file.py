"""The annual report as a PDF: a page for each unit, laid out batch by batch by many workers; a summary with pictures
and tables of all units before them; joined to one file with bookmarks."""

import io
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from pmqa.annual.charts import evidence_chart, outlines_of, states_chart
from pmqa.annual.claims import Made, NotMade, Outcome
from pmqa.annual.disk import is_of_the_disk
from pmqa.annual.figures import figures_of_round
from pmqa.annual.models import AnnualJob, AnnualPart
from pmqa.annual.stored_results import fresh_figures
from pmqa.annual.unit_pages import UnitPage, page_of_bad_unit, unit_pages
from pmqa.annual.unit_tables import tables_of
from pmqa.evidence.durable import store_bytes, stored_at
from pmqa.reports.look import Look
from pmqa.reports.pdf import pango_missing, render_pdf
from pmqa.reports.render import stylesheet

missing = pango_missing
HERE = Path(__file__).parent
STYLE, UNITS_STYLE, TABLES_STYLE = (HERE / f"annual{part}.css" for part in ("", "_units", "_tables"))

logger = logging.getLogger(__name__)


def make(job: AnnualJob, parts: Sequence[AnnualPart]) -> Mapping[int, Outcome]:
    """The pages of a batch as one PDF. A unit whose page cannot be made has one that says so."""
    figures = fresh_figures([part.assessment for part in parts])
    bad: dict[int, str] = {}
    try:
        pdf = _units_pdf(job, unit_pages(parts, figures))
    except Exception as error:
        if is_of_the_disk(error):
            raise
        pages, bad = _one_by_one(job, parts, figures)
        pdf = _units_pdf(job, pages)
    stored = store_bytes(pdf, f"annual/{job.pk}/{parts[0].batch}-{secrets.token_hex(8)}.pdf")
    made = Made(stored, pages=1)
    return {part.pk: NotMade(bad[part.pk], stored) if part.pk in bad else made for part in parts}


def _one_by_one(
    job: AnnualJob, parts: Sequence[AnnualPart], figures: Mapping[int, Any]
) -> tuple[list[UnitPage], dict[int, str]]:
    """The pages of a batch of which something is wrong, and what is told of the units that are."""
    pages, bad = [], {}
    for part in parts:
        try:
            page = unit_pages([part], figures)
            _units_pdf(job, page)
            pages += page
        except Exception:
            logger.exception("The page of %s could not be made for the annual report %s.", part.assessment, job.pk)
            why = _("The page of this unit could not be made. It was written down for the administrator.")
            bad[part.pk] = why
            pages.append(page_of_bad_unit(part, why))
    return pages, bad


def _units_pdf(job: AnnualJob, pages: Sequence[UnitPage]) -> bytes:
    given = {"pages": pages, "units": job.progress.units}
    return _pdf(job, "annual/paper/units.html", given, (STYLE, UNITS_STYLE))


def _pdf(job: AnnualJob, template: str, given: Mapping[str, Any], styles: Sequence[Path], first_page: int = 1) -> bytes:
    look = Look(job.language, job.thai_digits)
    about = {"year": job.round.year, "look": look, "language": job.language, "demonstration": settings.DEMONSTRATION}
    html = render_to_string(template, {**about, **given})
    sheets = [stylesheet(thai_digits=job.thai_digits), *(style.read_text() for style in styles)]
    sheets.append(f"@page {{ counter-increment: page; }} @page :first {{ counter-reset: page {first_page - 1}; }}")
    return render_pdf(html, stylesheet="\n".join(sheets))


def assemble(job: AnnualJob, target: IO[bytes], beat: Callable[[], None]) -> None:
    """Writes the whole: summary, tables of all units, and the pages of the units in their order."""
    names = job.parts.exclude(stored="").order_by("batch").values_list("batch", "stored").distinct()
    lost = job.parts.filter(stored="").select_related("assessment__unit", "assessment__round").order_by("number")
    with ExitStack() as at_hand:
        whole = at_hand.enter_context(PdfWriter())
        for pdf in _front(job, beat):
            whole.append(io.BytesIO(pdf))
        if lost:
            whole.append(io.BytesIO(_units_pdf(job, [page_of_bad_unit(part, part.error) for part in lost])))
        for _batch, stored in names:
            beat()
            path = at_hand.enter_context(stored_at(stored))
            whole.append(PdfReader(path), outline_item=None)
        _describe(job, whole)
        whole.compress_identical_objects(remove_duplicates=True, remove_unreferenced=False)
        whole.write(target)


def _front(job: AnnualJob, beat: Callable[[], None]) -> Iterator[bytes]:
    """The summary, and the tables of all units a few hundred at a time."""
    failed = job.parts.filter(state=AnnualPart.State.FAILED).select_related("assessment__unit").order_by("number")
    figures = figures_of_round(job.round, bad=[(part.assessment.unit.name, part.error) for part in failed])
    pictures = {"states": states_chart(figures), "evidence": evidence_chart(figures), "outlines": outlines_of(figures)}
    made_on = timezone.localdate()
    summary = _pdf(job, "annual/paper/summary.html", {"report": figures, **pictures, "made_on": made_on}, (STYLE,))
    yield summary
    pages = _pages(summary)
    for number, tables in enumerate(tables_of(job.round)):
        beat()
        given = {"tables": tables, "is_first": not number}
        pdf = _pdf(job, "annual/paper/tables.html", given, (STYLE, TABLES_STYLE), first_page=pages + 1)
        pages += _pages(pdf)
        yield pdf


def _pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _describe(job: AnnualJob, whole: PdfWriter) -> None:
    title = _("Annual report %(year)s") % {"year": job.round.year}
    whole.add_metadata({"/Title": title, "/Creator": "PMQA"})
    whole.root_object[NameObject("/Lang")] = TextStringObject(job.language)
