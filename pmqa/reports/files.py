"""Documents as files that are made once for the same content and kept: by a job, or at once for whoever needs one now.

The name of a file follows from all that its pages depend on (`fingerprint_of`), so nothing ever has to be taken out.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import is_stored, read_stored, store_bytes
from pmqa.reports.documents import DOCUMENTS, fingerprint_of
from pmqa.reports.keeping import remove_old_parts
from pmqa.reports.models import ReportJob
from pmqa.reports.pages import Page
from pmqa.reports.parts import split
from pmqa.reports.pdf import render_pdf
from pmqa.reports.pictures import pictures_of
from pmqa.reports.printing import Printer
from pmqa.storage.turns import turn

# Below PMQA_DATA, on each machine its own: what is not found there is laid out again.
PARTS = "parts"
PROCESSES = 2


def report_file(
    assessment: Assessment, *, language: str = "th", thai_digits: bool = False, tagged: bool = False
) -> bytes:
    """The PDF of the report of `assessment` (unit and round fetched) as it stands: kept, or made now and kept.

    `tagged` for readers that read it aloud. Not within a transaction: others wait meanwhile. Raises OSError where Pango
    is missing or the disk is full.
    """
    job, content = _gathered(assessment, language, thai_digits, tagged)
    return read_stored(file_of(job, content))


def is_kept(assessment: Assessment, *, language: str = "th", thai_digits: bool = False, tagged: bool = False) -> bool:
    """Whether `report_file` would find its file, with nothing to make."""
    job, content = _gathered(assessment, language, thai_digits, tagged)
    return is_stored(place_of(job, content))


def file_of(
    job: ReportJob, content: Any, *, saving: Callable[[], None] = lambda: None, is_awaited: bool = False
) -> str:
    """The stored name of the document of `job`, of which `content` was gathered: made once, however many ask.

    `saving` is called when the pages are laid out. One that a person awaits is made by two processes, and quicker when
    a little of it changed.
    """
    place = place_of(job, content)

    def make() -> bytes:
        with override(job.language):
            page = DOCUMENTS[job.kind].page(content, job, timezone.localdate())
        pdf = _printed(page, job, is_awaited=is_awaited)
        saving()
        return pdf

    keep_once(place, make)
    return place


def _printed(page: Page, job: ReportJob, *, is_awaited: bool) -> bytes:
    pictures = pictures_of(job.assessment, page.picture_room)
    is_tagged = bool(job.options.get("tagged"))
    parts = None if is_tagged else split(page.html)
    if parts is None:
        return render_pdf(page.html, stylesheet=page.stylesheet, pictures=pictures, tagged=is_tagged)
    folder = settings.PMQA_DATA / PARTS if is_awaited else None
    if folder is not None:
        remove_old_parts(folder)
    return Printer(page.stylesheet, pictures, folder, job.thai_digits, processes=PROCESSES).pdf(parts)


def keep_once(place: str, make: Callable[[], bytes]) -> None:
    """Stores what `make` gives under `place` unless it is there; who comes meanwhile waits until it is."""
    if is_stored(place):
        return
    with turn(place, wait=True):
        if not is_stored(place):
            store_bytes(make(), place)


def place_of(job: ReportJob, content: Any) -> str:
    """The name under which the document of `job` is stored, where it is made already."""
    unit, kind = f"{job.assessment.unit.code}-{job.assessment.year}", job.kind.lower()
    return f"reports/{unit}-{kind}-{fingerprint_of(job, content)[:24]}.pdf"


def _gathered(assessment: Assessment, language: str, thai_digits: bool, tagged: bool) -> tuple[ReportJob, Any]:
    options = {"tagged": True} if tagged else {}
    job = ReportJob(assessment=assessment, language=language, thai_digits=thai_digits, options=options)
    with override(language):
        return job, DOCUMENTS[job.kind].gather(job)
