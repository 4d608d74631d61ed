"""The annual workbook: each batch of units becomes a piece with its rows of every sheet, and the pieces one .xlsx."""

import json
import logging
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from pmqa.annual.claims import Made, NotMade, Outcome
from pmqa.annual.disk import aside, is_of_the_disk
from pmqa.annual.models import AnnualJob, AnnualPart
from pmqa.annual.sheets import AnnualSheet, Batch, line_of_bad_unit, sheets
from pmqa.annual.stored_results import fresh_figures
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import store_stream, stored_at
from pmqa.exchange.cells import sheet_title
from pmqa.exchange.streamed import rows_xml, write_streamed
from pmqa.exchange.streamed_parts import StreamedSheet

COUNTS = "counts.json"
LINES_AT_ONCE, CHUNK = 500, 1024 * 1024
# Rows of a sheet, headings aside: Excel has 1,048,576.
MOST_ROWS = 1_000_000

logger = logging.getLogger(__name__)


def make(job: AnnualJob, parts: Sequence[AnnualPart]) -> Mapping[int, Outcome]:
    """A piece with the rows of all units of the batch; one whose rows cannot be read is named on the sheet of units."""
    figures = fresh_figures([part.assessment for part in parts])
    bad: dict[int, str] = {}
    try:
        stored = _piece(job, parts, figures, bad)
    except Exception as error:
        if is_of_the_disk(error):
            raise
        bad = _bad_units(job, parts, figures)
        stored = _piece(job, parts, figures, bad)
    return {part.pk: NotMade(bad[part.pk], stored) if part.pk in bad else Made(stored) for part in parts}


def _bad_units(job: AnnualJob, parts: Sequence[AnnualPart], figures: Mapping[int, Any]) -> dict[int, str]:
    """Which units are the ones whose rows cannot be read, found by reading each alone."""
    bad = {}
    for part in parts:
        try:
            for sheet in sheets():
                for _line in rows_xml(sheet.lines(Batch([part.assessment], figures)), sheet.widths):
                    pass
        except Exception:
            logger.exception("The rows of %s could not be read for the annual report %s.", part.assessment, job.pk)
            bad[part.pk] = _("The rows of this unit could not be read. It was written down for the administrator.")
    return bad


def _piece(job: AnnualJob, parts: Sequence[AnnualPart], figures: Mapping[int, Any], bad: Mapping[int, str]) -> str:
    """Stores the piece and returns its name."""
    good = Batch([part.assessment for part in parts if part.pk not in bad], figures)
    told = [line_of_bad_unit(part.assessment, bad[part.pk]) for part in parts if part.pk in bad]
    with tempfile.TemporaryFile(dir=aside()) as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            counts = {}
            for sheet in sheets():
                lines = (*sheet.lines(good), *told) if sheet.key == "units" else sheet.lines(good)
                counts[sheet.key] = _written(archive, sheet, lines)
            archive.writestr(COUNTS, json.dumps(counts))
        file.seek(0)
        return store_stream(file, f"annual/{job.pk}/{parts[0].batch}-{secrets.token_hex(8)}.rows")


def _written(archive: ZipFile, sheet: AnnualSheet, lines: Iterable[Any]) -> int:
    """Writes the rows of a sheet into the piece; how many."""
    rows, count = rows_xml(lines, sheet.widths), 0
    with archive.open(sheet.key, "w", force_zip64=True) as entry:
        while some := list(islice(rows, LINES_AT_ONCE)):
            entry.write("".join(some).encode())
            count += len(some)
    return count


def assemble(job: AnnualJob, target: IO[bytes], beat: Callable[[], None]) -> None:
    """Writes the .xlsx of all pieces, in the order of the units."""
    names = job.parts.exclude(stored="").order_by("batch").values_list("batch", "stored").distinct()
    lost = job.parts.filter(state=AnnualPart.State.FAILED, stored="").select_related("assessment__unit")
    with ExitStack() as at_hand:
        pieces = [at_hand.enter_context(stored_at(stored)) for _batch, stored in names]
        note = _("%(title)s, all units, fiscal year %(year)s")
        taken: set[str] = set()
        written = []
        for sheet in sheets():
            unread = [line_of_bad_unit(_with_round(part.assessment, job), part.error) for part in lost]
            more = rows_xml(unread, sheet.widths) if sheet.key == "units" else iter(())
            for number, (some, rows) in enumerate(_spans(sheet, pieces)):
                title = note % {"title": sheet.title, "year": job.round.year}
                shape = StreamedSheet(sheet_title(sheet.tab, taken), title, sheet.columns, rows, fixed_columns=2)
                last = "".join(more).encode() if not number else b""
                written.append((shape, _rows_of(sheet.key, some, beat, last)))
        whose = _("Annual report %(year)s") % {"year": job.round.year}
        write_streamed(written, target, title=whose, author="PMQA", at=job.created_at)


def _with_round(assessment: Assessment, job: AnnualJob) -> Assessment:
    assessment.round = job.round
    return assessment


def _spans(sheet: AnnualSheet, pieces: Sequence[Path]) -> list[tuple[list[Path], int]]:
    """The pieces of one sheet with the number of their rows: more than Excel can show begin a further sheet."""
    spans: list[tuple[list[Path], int]] = [([], 0)]
    for path in pieces:
        with ZipFile(path) as piece:
            count = json.loads(piece.read(COUNTS))[sheet.key]
        some, rows = spans[-1]
        if rows + count > MOST_ROWS and rows:
            spans.append(([path], count))
        else:
            spans[-1] = ([*some, path], rows + count)
    return spans


def _rows_of(key: str, pieces: Sequence[Path], beat: Callable[[], None], last: bytes) -> Iterator[bytes]:
    for path in pieces:
        beat()
        with ZipFile(path) as piece, piece.open(key) as rows:
            while chunk := rows.read(CHUNK):
                yield chunk
    yield last
