"""The unit report as one frozen value: what is printed, in words, figures and dates, and nothing of how it looks.

The words are those of one language; dates are real dates, so that paper shows them in the reader's era.
"""

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from pmqa.charts.chart import Chart
from pmqa.charts.flow import FlowChart
from pmqa.charts.measured import Found
from pmqa.reports.outcomes import JudgedLine, LetterLine, PlanPart, ThreadPart


@dataclass(frozen=True)
class Marked:
    """A cell that looks its own way and stands on one line: `kind` names its classes in report.css."""

    value: str | int
    kind: str

    @property
    def is_status(self) -> bool:
        return self.kind.startswith("status ")


Cell = str | int | datetime.date | Marked

# As many characters of a SHA-256 as stand on paper: enough to tell two reports apart, short enough to read out.
SHORT_HASH = 12


def json_of(content: Any) -> bytes:
    """The canonical JSON of a frozen value that is to be printed: keys in their order, dates as 2026-11-22 (C.E.)."""
    return json.dumps(
        asdict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=datetime.date.isoformat
    ).encode()


def version_of(content: Any) -> str:
    """The beginning of the SHA-256 of the canonical JSON: of the file itself, where the value is kept as JSON."""
    return hashlib.sha256(json_of(content)).hexdigest()[:SHORT_HASH]


@dataclass(frozen=True)
class PaperColumn:
    """A column of a printed table; `above` heads a block of columns."""

    heading: str
    above: str = ""
    tick: bool = False


@dataclass(frozen=True)
class PaperTable:
    """An official table with its lines; one without lines is printed too, and says so. `left_out` are the lines that
    paper has no room for."""

    key: str
    title: str
    columns: tuple[PaperColumn, ...]
    lines: tuple[tuple[Cell, ...], ...]
    left_out: int = 0

    @property
    def has_blocks(self) -> bool:
        return any(column.above for column in self.columns)


@dataclass(frozen=True)
class Picture:
    """A photograph among the evidence: `evidence` is the id of its file."""

    evidence: int
    number: str
    caption: str
    place: str
    taken_on: datetime.date | None


@dataclass(frozen=True)
class PhotoSheet:
    """The photographs of one activity: a row of the table `key`. `facts` are headings and what stands under them."""

    key: str
    row: int
    title: str
    facts: tuple[tuple[str, Cell], ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class PointPart:
    """One point that the assessor asks for: MET, PARTLY or MISSING, why, and the unit's own words about it."""

    code: str
    title: str
    letters: tuple[str, ...]
    status: str
    reasons: tuple[str, ...]
    statement: str
    statement_evidence: tuple[str, ...]
    is_built: bool


@dataclass(frozen=True)
class Counts:
    met: int
    partly: int
    missing: int

    @property
    def points(self) -> int:
        return self.met + self.partly + self.missing


@dataclass(frozen=True)
class RemarkPart:
    """A strength or an opportunity for improvement that was published; `point` is blank for the whole criterion."""

    point: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class CriterionPart:
    """A criterion; `marked_on` is the day on which the unit called it complete. Before publication nothing is told of
    what assessors said: no `strengths`, no `opportunities`.

    A photograph stands on the sheet of its activity, or else among the `pictures`. `flags` are what is odd but not
    wrong, in words.
    """

    code: str
    title: str
    law: str
    steps: tuple[str, ...]
    counts: Counts
    marked_on: datetime.date | None
    points: tuple[PointPart, ...]
    judged: tuple[JudgedLine, ...]
    strengths: tuple[RemarkPart, ...]
    opportunities: tuple[RemarkPart, ...]
    tables: tuple[PaperTable, ...]
    charts: tuple[Chart, ...]
    flows: tuple[FlowChart, ...]
    found: tuple[Found, ...]
    flags: tuple[str, ...]
    photo_sheets: tuple[PhotoSheet, ...]
    pictures: tuple[Picture, ...]

    @property
    def is_built(self) -> bool:
        """Whether there is more to print than that its points are not in this version."""
        return bool(self.tables) or self.has_built_points

    @property
    def has_built_points(self) -> bool:
        return any(point.is_built for point in self.points)

    @property
    def has_statements(self) -> bool:
        return any(point.statement for point in self.points)


@dataclass(frozen=True)
class MatrixLine:
    """A group or service: for each column a count, and the unit's reason why none is needed, where it gave one."""

    name: str
    kind: str
    cells: tuple[int, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MatrixPart:
    """Groups (or services) down, what was done for them across."""

    columns: tuple[str, ...]
    lines: tuple[MatrixLine, ...]

    @property
    def reasons(self) -> list[tuple[str, str, str]]:
        """Group or service, column, and why nothing is needed there."""
        return [
            (line.name, column, reason)
            for line in self.lines
            for column, count, reason in zip(self.columns, line.cells, line.reasons, strict=True)
            if reason and not count
        ]


@dataclass(frozen=True)
class EvidenceItem:
    """A file of the register, filed under `criterion`, which is "P" for Category P."""

    number: str
    title: str
    effective_on: datetime.date | None
    classification: str
    sha256: str
    criterion: str

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]


@dataclass(frozen=True)
class ScoreLine:
    """The scores of a criterion, or of the category: per cent as shown, "" where there is none. `passes` is True or
    False where the profile has a pass rule and the assessors judged."""

    code: str
    title: str
    own: str
    published: str
    before: str
    passes: bool | None = None


@dataclass(frozen=True)
class ScoresPart:
    """Scores by the `profile` of the round: the unit's own judgement, the assessors' once published, and those of last
    year (`before`), which are not comparable where its rules were others."""

    profile: str
    lines: tuple[ScoreLine, ...]
    total: ScoreLine
    is_published: bool
    has_before: bool
    is_comparable: bool


@dataclass(frozen=True)
class Certificate:
    """Who certified the submission that stands, and the SHA-256 of the snapshot that was taken then."""

    submission: int
    on: datetime.date
    rank: str
    name: str
    position: str
    sha256: str

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]


@dataclass(frozen=True)
class Cover:
    """What the cover says. `year` is of the Buddhist era; `starts_on` and `ends_on` bound the fiscal year.

    One that is certified without a `certificate` was submitted before snapshots were kept."""

    unit_code: str
    unit: str
    year: int
    starts_on: datetime.date
    ends_on: datetime.date
    state: str
    is_certified: bool
    certificate: Certificate | None
    heads: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A report in one language: the whole, that of one criterion `alone` (its code), or what the assessors give back
    to the unit (`is_feedback`)."""

    language: str
    cover: Cover
    scores: ScoresPart | None
    letters: tuple[LetterLine, ...]
    groups: MatrixPart
    services: MatrixPart
    registers: tuple[PaperTable, ...]
    criteria: tuple[CriterionPart, ...]
    improvements: PaperTable
    threads: tuple[ThreadPart, ...]
    plan: PlanPart | None
    other_pictures: tuple[Picture, ...]
    evidence: tuple[EvidenceItem, ...]
    alone: str = ""
    is_feedback: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is what the head certifies: not one criterion alone, and not the assessors' words."""
        return not self.alone and not self.is_feedback

    @cached_property
    def version(self) -> str:
        """A short SHA-256 over what the report says: the same content has the same version."""
        return version_of(self)

    @property
    def total(self) -> Counts:
        counts = [criterion.counts for criterion in self.criteria]
        return Counts(
            sum(each.met for each in counts),
            sum(each.partly for each in counts),
            sum(each.missing for each in counts),
        )

    @property
    def gaps(self) -> tuple[PointPart, ...]:
        """The points that the unit can mend now."""
        points = (point for criterion in self.criteria for point in criterion.points)
        return tuple(point for point in points if point.is_built and point.reasons)

    @property
    def built_criteria(self) -> tuple[CriterionPart, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.is_built)

    @property
    def unbuilt_criteria(self) -> tuple[CriterionPart, ...]:
        return tuple(criterion for criterion in self.criteria if not criterion.is_built)
