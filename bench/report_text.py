"""The HTML of reports of a given length, cut out of the demonstration or made longer by repeating it."""

import io
import random
from dataclasses import dataclass, replace
from itertools import chain

from PIL import Image, ImageFilter

from pmqa.reports.report import CriterionPart, PhotoSheet, Picture, Report

UNIT, YEAR = "hydro", 2569
CUT = ("CS1", "CS2", "CS5")  # with what stands before and after them: 36 pages
LONG = (*CUT, "CS6", "CS7")  # 70 pages
PHOTOGRAPHS = 12


def demonstration() -> Report:
    """The report of a unit that has rows in every table, in Thai, without photographs; from the database."""
    from django.utils import translation

    from pmqa.cycle.models import Assessment
    from pmqa.reports.gathering import report_of

    with translation.override("th"):
        report = report_of(Assessment.objects.get(unit__code=UNIT, round__year=YEAR))
    criteria = tuple(replace(each, photo_sheets=(), pictures=()) for each in report.criteria)
    return replace(report, criteria=criteria, other_pictures=())


def cut(report: Report, codes: tuple[str, ...] = CUT) -> Report:
    return replace(report, criteria=tuple(each for each in report.criteria if each.code in codes))


def repeated(report: Report, times: int, codes: tuple[str, ...]) -> Report:
    """The criteria with these codes so many times, each under a code of its own."""
    parts = (map(lambda part, turn=turn: _again(part, turn), cut(report, codes).criteria) for turn in range(times))
    return replace(report, criteria=tuple(chain.from_iterable(parts)))


def _again(part: CriterionPart, turn: int) -> CriterionPart:
    tables = tuple(replace(table, key=f"{table.key}-{turn}") for table in part.tables)
    return replace(part, code=f"{part.code}.{turn}", tables=tables)


def changed(report: Report, word: str, code: str) -> Report:
    """With one word more in the first row of a table of a criterion."""
    parts = tuple(_with_word(part, word) if part.code == code else part for part in report.criteria)
    return replace(report, criteria=parts)


def _with_word(part: CriterionPart, word: str) -> CriterionPart:
    at, table = next((at, table) for at, table in enumerate(part.tables) if table.lines)
    first, *rest = table.lines
    cell = next(number for number, value in enumerate(first) if isinstance(value, str) and value)
    line = (*first[:cell], f"{first[cell]} {word}", *first[cell + 1 :])
    tables = (*part.tables[:at], replace(table, lines=(line, *rest)), *part.tables[at + 1 :])
    return replace(part, tables=tables)


@dataclass(frozen=True)
class Album:
    """Photographs in memory, by their ids."""

    originals: dict[str, bytes]

    def __call__(self, picture: str) -> bytes:
        from pmqa.reports.pictures import fitted

        return fitted(self.originals[picture], (78, 56))

    def versions_in(self, html: str) -> str:
        return ""


def album() -> Album:
    return Album({str(number): _photograph(number) for number in range(PHOTOGRAPHS)})


def _photograph(seed: int) -> bytes:
    """As large and as full of grain as one of a telephone after it was taken in: 1,600 × 1,200, some 300 KB."""
    grain = random.Random(seed).randbytes(400 * 300 * 3)
    rough = Image.frombytes("RGB", (400, 300), grain).filter(ImageFilter.GaussianBlur(1.2)).resize((1600, 1200))
    content = io.BytesIO()
    rough.save(content, "JPEG", quality=85)
    return content.getvalue()


def with_photographs(report: Report, pictures: Album) -> Report:
    shown = tuple(
        Picture(int(number), f"E-CS5-2569-{int(number):03}", "กิจกรรม", "กรุงเทพฯ", None) for number in pictures.originals
    )
    sheet = PhotoSheet("cs5-activities", 1, "กิจกรรม", (), shown)
    last = replace(report.criteria[-1], photo_sheets=(sheet,))
    return replace(report, criteria=(*report.criteria[:-1], last))
