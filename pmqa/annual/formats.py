"""The formats of an annual report: for each, how many units are taken at once, what each becomes, and the whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from pmqa.annual import pdf_file, workbook_file, zip_file
from pmqa.annual.claims import Outcome
from pmqa.annual.models import AnnualJob, AnnualPart

Format = AnnualJob.Format
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Making:
    """How one format is made. Every function is called in the language of the job.

    `make` gives an outcome for each part of a batch by its id: a unit that is wrong in itself is told of and stops
    nothing, an OSError of the disk is raised. `assemble` writes the whole into a file, and calls its third argument
    between units: that raises when the job was cancelled. `missing` says what keeps this machine from making it.
    """

    units_a_batch: int
    make: Callable[[AnnualJob, Sequence[AnnualPart]], Mapping[int, Outcome]]
    assemble: Callable[[AnnualJob, IO[bytes], Callable[[], None]], None]
    ending: str
    content_type: str
    missing: Callable[[], str | None] = lambda: None


MAKING: Mapping[str, Making] = {
    Format.PDF: Making(50, pdf_file.make, pdf_file.assemble, "pdf", "application/pdf", pdf_file.missing),
    Format.XLSX: Making(200, workbook_file.make, workbook_file.assemble, "xlsx", XLSX),
    Format.ZIP: Making(1, zip_file.make, zip_file.assemble, "zip", "application/zip", zip_file.missing),
}
