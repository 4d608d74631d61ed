"""What a chart is: a frozen value that the page, the PDF and the workbook share. It holds counts; shares follow.

Plain data: `dataclasses.asdict` of a chart can be written as JSON.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_SERIES = 4
VITAL = 80  # per cent


class Kind(StrEnum):
    """PARETO: rows by size, with their running share. BARS: rows in their own order (ages). COLUMNS: rows side by side
    (months), series one on the other. SHARES: each row divided among its series, the first of which is the good one.
    LADDER: rows are rungs, the highest first; one on which something stands is drawn full."""

    PARETO = "pareto"
    BARS = "bars"
    COLUMNS = "columns"
    SHARES = "shares"
    LADDER = "ladder"


@dataclass(frozen=True)
class ChartRow:
    """One row: a count for each series of its chart. `address` leads to the rows counted, `note` names them. Of a
    `blank` one nothing is known: its counts are 0 and are never written, so that it is told from a row of nothing."""

    label: str
    counts: tuple[int, ...]
    address: str = ""
    note: str = ""
    blank: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts)


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
    `rest` is for charts of one series. `noted` heads the notes of the rows, where they have any.
    With `goal` a chart of SHARES has a line at the goal of 80 %, as a PARETO has for its running share.
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
    goal: bool = False

    def __post_init__(self) -> None:
        most = MOST_SERIES if self.kind in (Kind.COLUMNS, Kind.SHARES) else 1
        if not 1 <= len(self.series) <= most:
            raise ValueError(f"{self.kind} shows 1 to {most} series: {len(self.series)}")
        if self.rest and len(self.series) > 1:
            raise ValueError("a rest has one count")
        for row in self.rows:
            if len(row.counts) != len(self.series) or min(row.counts) < 0:
                raise ValueError(f"not a count for each series: {row}")

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows) + (self.rest.count if self.rest else 0)

    @property
    def is_empty(self) -> bool:
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
