"""What a chart is: a frozen value that the page, the PDF and the workbook share. It holds counts; shares follow.

Plain data: `dataclasses.asdict` of a chart can be written as JSON.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_SERIES = 4
LIKERT_SERIES = 5
VITAL = 80  # per cent


class Kind(StrEnum):
    """PARETO: rows by size, with their running share. BARS: rows in their own order (ages). COLUMNS: rows side by side
    (months), series one on the other. SHARES: each row divided among its series, the first of which is the good one.
    LADDER: rows are rungs, the highest first; one on which something stands is drawn full. LIKERT: the answers of each
    row to a scale, its five series from the lowest to the highest, on both sides of a middle line. SCORES: what was
    measured, in hundredths, in the first series and, where there is a second, what was before; None where nothing was
    measured."""

    PARETO = "pareto"
    BARS = "bars"
    COLUMNS = "columns"
    SHARES = "shares"
    LADDER = "ladder"
    LIKERT = "likert"
    SCORES = "scores"


# The least and the most series of each kind that has not just one.
_SERIES = {
    Kind.COLUMNS: (1, MOST_SERIES),
    Kind.SHARES: (1, MOST_SERIES),
    Kind.LIKERT: (LIKERT_SERIES, LIKERT_SERIES),
    Kind.SCORES: (1, 2),
}


@dataclass(frozen=True)
class ChartRow:
    """One row: a count for each series of its chart. `address` leads to the rows counted, `note` names them. Of a
    `blank` one nothing is known: its counts are 0 and are never written, so that it is told from a row of nothing."""

    label: str
    counts: tuple[int | None, ...]
    address: str = ""
    note: str = ""
    blank: bool = False

    @property
    def total(self) -> int:
        return sum(count for count in self.counts if count)


@dataclass(frozen=True)
class Rest:
    """What is counted but not shown row by row: so many rows, with so much in all."""

    rows: int
    count: int


@dataclass(frozen=True)
class Chart:
    """A chart and the table behind it. `heading` is that of the labels, `series` are those of the counts.

    `reading` says in a sentence what the chart shows; `nothing`, what stands there when nothing is counted.
    `undecided` are the series (by place) that count neither for nor against in a chart of SHARES.
    `rest` is for charts of one series. `noted` heads the notes of the rows, where they have any. `whole` is the longest
    that a bar of SCORES may be, in hundredths. With `goal` a chart of SHARES has a line at the goal of 80 %.
    ValueError where a row has not a count a series, a count is negative, or the kind cannot show so many series.
    """

    key: str
    title: str
    kind: Kind
    heading: str
    series: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    reading: str
    nothing: str
    rest: Rest | None = None
    undecided: tuple[int, ...] = ()
    noted: str = ""
    whole: int = 0
    goal: bool = False

    def __post_init__(self) -> None:
        least, most = _SERIES.get(self.kind, (1, 1))
        if not least <= len(self.series) <= most:
            raise ValueError(f"{self.kind} shows {least} to {most} series: {len(self.series)}")
        if self.rest and len(self.series) > 1:
            raise ValueError("a rest has one count")
        for row in self.rows:
            counts = [count or 0 for count in row.counts] if self.kind == Kind.SCORES else row.counts
            if len(counts) != len(self.series) or any(count is None or count < 0 for count in counts):
                raise ValueError(f"not a count for each series: {row}")

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows) + (self.rest.count if self.rest else 0)

    @property
    def is_empty(self) -> bool:
        if self.kind == Kind.SCORES:
            return all(count is None for row in self.rows for count in row.counts)
        return self.total == 0


def by_size(rows: Iterable[ChartRow]) -> tuple[ChartRow, ...]:
    """The rows as a PARETO has them: the largest first, and rows of one size by their labels."""
    return tuple(sorted(rows, key=lambda row: (-row.total, row.label)))


def vital_few(rows: Iterable[ChartRow], total: int) -> int | None:
    """How many of the first `rows` make 80 % of `total`; None where all of them together do not, or there is none."""
    running = 0
    for number, row in enumerate(rows, start=1):
        running += row.total
        if total and running * 100 >= total * VITAL:
            return number
    return None
