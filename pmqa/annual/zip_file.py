"""The reports of all units in one ZIP file, with a manifest that tells of each: its pages, bytes and SHA-256."""

import csv
import hashlib
import io
import json
import logging
import secrets
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

import pypdf
from django.utils.translation import gettext as _

from pmqa.annual.claims import Made, NotMade, Outcome
from pmqa.annual.disk import is_of_the_disk
from pmqa.annual.models import AnnualJob, AnnualPart
from pmqa.evidence.durable import open_stored, store_bytes
from pmqa.reports.files import report_file
from pmqa.reports.pdf import pango_missing

missing = pango_missing
# A cell that begins so would be taken for a formula by a program that opens the list as a sheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 1024 * 1024  # bytes

logger = logging.getLogger(__name__)


def make(job: AnnualJob, parts: Sequence[AnnualPart]) -> Mapping[int, Outcome]:
    """The report of each unit, stored."""
    return {part.pk: _made(job, part) for part in parts}


def _made(job: AnnualJob, part: AnnualPart) -> Outcome:
    try:
        pdf = report_file(part.assessment, language=job.language, thai_digits=job.thai_digits)
        pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
        stored = store_bytes(pdf, f"annual/{job.pk}/{part.pk}-{secrets.token_hex(8)}.pdf")
    except Exception as error:
        if is_of_the_disk(error):
            raise
        logger.exception("The report of %s could not be made for the annual report %s.", part.assessment, job.pk)
        return NotMade(_("The report of this unit could not be made. It was written down for the administrator."))
    return Made(stored, pages, len(pdf), hashlib.sha256(pdf).hexdigest())


def assemble(job: AnnualJob, target: IO[bytes], beat: Callable[[], None]) -> None:
    """Writes the ZIP: the reports as they were stored, the manifest in two forms, and the hashes as `sha256sum -c`
    reads them. No report is held in memory. Raises OSError, also where a stored report is not what it was."""
    lines, sums = [], []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for part in job.parts.select_related("assessment__unit", "assessment__round").order_by("number").iterator():
            beat()
            name = f"reports/{part.assessment.unit.code}.pdf" if part.state == AnnualPart.State.DONE else ""
            if name:
                _copy(part, archive, name)
                sums.append(f"{part.sha256}  {name}\n")
            lines.append(_line(part, name))
        archive.writestr("SHA256SUMS", "".join(sums))
        archive.writestr("manifest.json", _as_json(job, lines), zipfile.ZIP_DEFLATED)
        archive.writestr("manifest.csv", _as_csv(lines), zipfile.ZIP_DEFLATED)


def _copy(part: AnnualPart, archive: zipfile.ZipFile, name: str) -> None:
    digest = hashlib.sha256()
    with open_stored(part.stored) as source, archive.open(_entry(part, name), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != part.sha256:
        raise OSError(f"{part.stored} is not what was stored")


def _entry(part: AnnualPart, name: str) -> zipfile.ZipInfo:
    """Every report bears the moment at which the job was asked for: the same reports make the same ZIP."""
    return zipfile.ZipInfo(name, part.job.created_at.timetuple()[:6])


def _line(part: AnnualPart, name: str) -> dict[str, Any]:
    unit = part.assessment.unit
    return {
        "unit": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "state": part.assessment.state,
        "file": name,
        "pages": part.pages,
        "bytes": part.size,
        "sha256": part.sha256,
        "error": part.error,
    }


def _as_json(job: AnnualJob, lines: Sequence[Mapping[str, Any]]) -> str:
    told = {
        "year": job.round.year,
        "language": job.language,
        "thai_digits": job.thai_digits,
        "asked_at": job.created_at.isoformat(),
        "units": lines,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _as_csv(lines: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    if lines:
        writer = csv.DictWriter(text, list(lines[0]))
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in line.items()} for line in lines)
    return "\ufeff" + text.getvalue()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
