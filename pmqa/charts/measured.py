"""What was found by asking, for paper: bars with measures beside them, points on a plane, and plain tables.

Frozen values of texts and whole numbers, as charts are. A figure is written where it is measured: as it is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pmqa.charts.chart import Chart
from pmqa.charts.drawing import SHOWN, Digits, Drawn, drawn

Figures = tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A chart of at least one row, and for each row its measures under `headings`. `note` says of how many they are.

    `is_sub`: it belongs to the one before, and its legend stands there. ValueError where a row has not every measure.
    """

    chart: Chart
    headings: tuple[str, ...]
    figures: tuple[Figures, ...]
    note: str = ""
    is_sub: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.figures) or len(self.figures) != len(self.chart.rows):
            raise ValueError(f"not a figure for each row and heading: {self.chart.key}")


@dataclass(frozen=True)
class Grid:
    """A plain table; the first of its columns holds words."""

    headings: tuple[str, ...]
    rows: tuple[Figures, ...]


@dataclass(frozen=True)
class Point:
    """Where something stands, in hundredths, and the words for it."""

    label: str
    across: int
    up: int
    words: str


@dataclass(frozen=True)
class Plane:
    """Points on a plane that is divided at `middle` (across, up). `axes` name what is measured across and up;
    `corners` the four parts: upper left, upper right, lower left, lower right. At least one point."""

    title: str
    axes: tuple[str, str]
    middle: tuple[int, int]
    corners: tuple[str, str, str, str]
    points: tuple[Point, ...]
    headings: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Found:
    """All that one survey found: facts about it (a heading and what stands under it), and what is shown."""

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Measured | Grid | Plane, ...]


def pieces(measured: Measured) -> tuple[Measured, ...]:
    """`measured` in pieces of as many rows as a picture shows; each but the first belongs to the one before."""
    rows, figures = measured.chart.rows, measured.figures
    return tuple(
        replace(
            measured,
            chart=replace(measured.chart, rows=rows[at : at + SHOWN], key=f"{measured.chart.key}-{at}"),
            figures=figures[at : at + SHOWN],
            is_sub=measured.is_sub or at > 0,
        )
        for at in range(0, len(rows), SHOWN)
    ) or (measured,)


# ---- Made ready for paper ----

WIDE, HIGH = 480, 300
_EDGE = 24  # no point nearer to the frame
_NEAR = 14  # points nearer to each other have one number


@dataclass(frozen=True)
class DrawnMeasured:
    """`rows`: a label, and its measures."""

    drawn: Drawn
    rows: tuple[tuple[str, Figures], ...]
    headings: tuple[str, ...]
    note: str
    is_sub: bool


@dataclass(frozen=True)
class DrawnPlane:
    """`dots` as the path of an SVG, `marks` the numbers beside them: text, and x and y in per cent of the picture."""

    plane: Plane
    lines: str
    dots: str
    marks: tuple[tuple[str, str, str], ...]
    span: str
    grid: Grid


def drawn_measured(measured: Measured, *, digits: Digits = str) -> DrawnMeasured:
    shown = drawn(measured.chart, digits=digits)
    labels = [row.label for row in shown.rows]
    figures = [tuple(map(digits, row)) for row in measured.figures]
    rows = tuple(zip(labels, figures, strict=True))
    headings = tuple(map(digits, measured.headings))
    return DrawnMeasured(shown, rows, headings, digits(measured.note), measured.is_sub)


def drawn_grid(grid: Grid, *, digits: Digits = str) -> Grid:
    rows = tuple((row[0], *map(digits, row[1:])) for row in grid.rows)
    return Grid(tuple(map(digits, grid.headings)), rows)


def drawn_plane(plane: Plane, *, digits: Digits = str) -> DrawnPlane:
    """The plane as wide and high as its points ask for, so that what lies close together can be told apart."""
    across = _Axis.of([*(each.across for each in plane.points), plane.middle[0]], WIDE)
    up = _Axis.of([*(each.up for each in plane.points), plane.middle[1]], HIGH)
    places = [(across.at(each.across), HIGH - up.at(each.up)) for each in plane.points]
    x, y = across.at(plane.middle[0]), HIGH - up.at(plane.middle[1])
    grid = Grid(
        plane.headings,
        tuple(
            (f"{digits(f'{number}.')} {each.label}", _written(each.up), _written(each.across), each.words)
            for number, each in enumerate(plane.points, start=1)
        ),
    )
    return DrawnPlane(
        plane,
        f"M{x} 0V{HIGH}M0 {y}H{WIDE}",
        "".join(f"M{x - 5} {y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z" for x, y in places),
        tuple(_marks(places, digits)),
        digits(
            f"{plane.axes[0]} {_written(across.least)}–{_written(across.most)}, "
            f"{plane.axes[1]} {_written(up.least)}–{_written(up.most)}"
        ),
        drawn_grid(grid, digits=digits),
    )


def _written(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"


@dataclass(frozen=True)
class _Axis:
    least: int
    most: int
    length: int

    @classmethod
    def of(cls, values: Sequence[int], length: int) -> "_Axis":
        room = max(10 - (max(values) - min(values)), 0) // 2 + 1
        return cls(min(values) - room, max(values) + room, length)

    def at(self, value: int) -> int:
        share = (value - self.least) / (self.most - self.least)
        return round(_EDGE + share * (self.length - 2 * _EDGE))


def _marks(places: Sequence[tuple[int, int]], digits: Digits) -> Iterable[tuple[str, str, str]]:
    """One mark for the points that lie too close together for two, at the right of them all."""
    near: list[list[int]] = []
    for number, (x, y) in enumerate(places):
        for others in near:
            if any(abs(x - places[each][0]) < _NEAR and abs(y - places[each][1]) < _NEAR for each in others):
                others.append(number)
                break
        else:
            near.append([number])
    for numbers in near:
        x, y = max(places[each][0] for each in numbers), places[numbers[0]][1]
        words = ", ".join(str(each + 1) for each in numbers)
        yield digits(words), f"{(x + 8) * 100 / WIDE:.2f}", f"{(y - 9) * 100 / HIGH:.2f}"
