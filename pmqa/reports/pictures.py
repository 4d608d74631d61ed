"""The photographs of an assessment as paper shows them: no larger than can be seen."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import open_stored
from pmqa.evidence.models import EvidenceFile
from pmqa.reports.pages import Page

DOTS = 150  # an inch
_SHOWN = re.compile(r'src="evidence:(\d+)"')


@dataclass(frozen=True)
class PaperPictures:
    """Gives the bytes of a picture by the id of its evidence file. `room` is what it fills at most, in millimetres.

    Raises KeyError for one of another assessment, OSError for one that is gone or damaged.
    """

    files: Mapping[str, EvidenceFile]
    room: tuple[float, float]

    def __call__(self, evidence: str) -> bytes:
        with open_stored(str(self.files[evidence].stored.name)) as stored:
            return fitted(stored.read(), self.room)

    def versions_in(self, html: str) -> str:
        """What changes with any picture that a page shows."""
        shown = (self.files[evidence].sha256 for evidence in _SHOWN.findall(html) if evidence in self.files)
        return " ".join((*map(str, self.room), *shown))


def pictures_of(assessment: Assessment, room: tuple[float, float] = Page.picture_room) -> PaperPictures:
    files = EvidenceFile.objects.filter(assessment=assessment, deleted_at=None)
    return PaperPictures({str(file.pk): file for file in files}, room)


def fitted(content: bytes, room: tuple[float, float]) -> bytes:
    """A photograph as JPEG, with as many dots as paper shows in `room` (mm). Raises OSError for what is none."""
    width, height = (round(side / 25.4 * DOTS) for side in room)
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (width, height))
        small = picture.convert("RGB")
    small.thumbnail((width, height))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
