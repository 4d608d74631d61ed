"""The geometry of charts: counts become paths. No text, no style attribute: words stand beside the picture in HTML.

Inside the PDF nothing but these attributes colours a picture, so they are the colours of paper; on screen the classes
are stronger. A picture is stretched to its place: widths are in 400ths of it, heights in 28ths of a row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmqa.charts.chart import VITAL, ChartRow

WIDTH = 400
ROW = 28
COLUMNS_HEIGHT = 160
LEAST = 2  # what is counted is seen, however little it is
NAVY, PALE, GREY, GOLD = "#0b2e59", "#e3e9f1", "#76849a", "#c79a3b"
GREEN, BROWN, RED, WHITE = "#1b7f4b", "#d99a1c", "#b42318", "#ffffff"


@dataclass(frozen=True)
class Ink:
    """How a series is drawn on paper: told apart without colour by its edge and by a line along its middle."""

    name: str
    fill: str
    edge: str = WHITE
    line: str = ""
    dashes: str = ""


SERIES = (
    Ink("first", NAVY),
    Ink("second", GREY, line=WHITE),
    Ink("third", PALE, edge=NAVY),
    Ink("fourth", GOLD, line="#111111", dashes="3 3"),
)
OUTCOMES = (
    Ink("met", GREEN),
    Ink("late", BROWN, line="#111111"),
    Ink("open", PALE, edge=GREY),
    Ink("overdue", RED, line=WHITE, dashes="3 3"),
)
FEW, MANY, CURVE = Ink("first", NAVY), Ink("third", PALE, edge=NAVY), Ink("curve", "none", edge="none", line=RED)


@dataclass(frozen=True)
class Layer:
    """All bars of one ink as one path, and the line along their middle as another, empty where the ink has none."""

    ink: Ink
    bars: str
    middle: str = ""


@dataclass(frozen=True)
class Picture:
    """Layers from below upwards, and over them lines: `curve` is the running share; `guide` is where 80 % of it
    are, or the middle of a scale."""

    height: int
    layers: tuple[Layer, ...]
    curve: str = ""
    guide: str = ""
    width: int = WIDTH


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def path(self) -> str:
        return f"M{self.x} {self.y}h{self.width}v{self.height}h-{self.width}z"


def _layer(ink: Ink, boxes: Sequence[Box], *, upright: bool = False) -> Layer:
    middle = (
        f"M{box.x + box.width // 2} {box.y}v{box.height}"
        if upright
        else f"M{box.x} {box.y + box.height // 2}h{box.width}"
        for box in boxes
    )
    return Layer(ink, "".join(box.path for box in boxes), "".join(middle) if ink.line else "")


def layers(inked: Iterable[tuple[Ink, Sequence[Box]]], *, upright: bool = False) -> tuple[Layer, ...]:
    return tuple(_layer(ink, boxes, upright=upright) for ink, boxes in inked if boxes)


def scaled(count: int, whole: int, length: int) -> int:
    """`count` on a scale on which `whole` has `length`."""
    return max(LEAST, round(count * length / whole)) if count else 0


def _bar(number: int, start: int, length: int, thick: int) -> Box:
    return Box(min(start, WIDTH - length), number * ROW + (ROW - thick) // 2, length, thick)


def bars(rows: Sequence[ChartRow], *, thick: int = 16) -> Picture:
    """A bar a row; the longest is as long as the picture is wide."""
    longest = max((row.total for row in rows), default=0)
    boxes = [_bar(n, 0, scaled(row.total, longest, WIDTH), thick) for n, row in enumerate(rows) if row.total]
    return Picture(len(rows) * ROW, layers([(FEW, boxes)]))


def pareto(rows: Sequence[ChartRow], few: int, *, thick: int = 16) -> Picture:
    """A bar a row on one scale with the running share: from nothing to all. The `few` first rows are drawn full."""
    total = sum(row.total for row in rows)
    boxes = [_bar(n, 0, scaled(row.total, total, WIDTH), thick) for n, row in enumerate(rows) if row.total]
    height = len(rows) * ROW
    points, running = [], 0
    for number, row in enumerate(rows):
        running += row.total
        points.append(f"{scaled(running, total, WIDTH)} {number * ROW + ROW // 2}")
    guide = WIDTH * VITAL // 100
    curve = "M" + "L".join(points) if total else ""
    return Picture(height, layers([(FEW, boxes[:few]), (MANY, boxes[few:])]), curve, f"M{guide} 0v{height}")


def shares(rows: Sequence[ChartRow], *, thick: int = 16, goal: bool = False) -> Picture:
    """Each row from side to side, divided among its series; a row of nothing is left empty. With `goal` a line where
    80 % are."""
    boxes: list[list[Box]] = [[] for _series in OUTCOMES]
    for number, row in enumerate(rows):
        for place, (start, end) in enumerate(ends(row.counts, WIDTH)):
            if end > start:
                boxes[place].append(_bar(number, start, end - start, thick))
    guide = f"M{WIDTH * VITAL // 100} 0v{len(rows) * ROW}" if goal else ""
    return Picture(len(rows) * ROW, layers(zip(OUTCOMES, boxes, strict=True)), guide=guide)


def ladder(rows: Sequence[ChartRow], *, thick: int = ROW) -> Picture:
    """A rung a row, one further to the left each: full where something is counted, else empty."""
    wide = WIDTH // max(1, len(rows))
    rungs = [_bar(n, (len(rows) - 1 - n) * wide, wide, thick) for n in range(len(rows))]
    full = [rung for rung, row in zip(rungs, rows, strict=True) if row.total]
    empty = [rung for rung, row in zip(rungs, rows, strict=True) if not row.total]
    return Picture(len(rows) * ROW, layers([(FEW, full), (MANY, empty)]))


def columns(rows: Sequence[ChartRow]) -> Picture:
    """A column a row, its series one on the other; the highest is as high as the picture."""
    highest = max((row.total for row in rows), default=0)
    boxes: list[list[Box]] = [[] for _series in SERIES]
    room = WIDTH / max(1, len(rows))
    for number, row in enumerate(rows):
        x, wide = round((number + 0.18) * room), max(LEAST, round(room * 0.64))
        for place, (start, end) in enumerate(ends(row.counts, scaled(row.total, highest, COLUMNS_HEIGHT))):
            if end > start:
                boxes[place].append(Box(x, COLUMNS_HEIGHT - end, wide, end - start))
    return Picture(COLUMNS_HEIGHT, layers(zip(SERIES, boxes, strict=True), upright=True))


def ends(counts: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Where each count begins and ends when `length` is divided among them in their order."""
    total, running, found = sum(counts), 0, []
    for count in counts:
        start, running = running, running + count
        found.append((round(start * length / total), round(running * length / total)) if total else (0, 0))
    return found
