"""How far many came, and when: a funnel of stages, and lines over weeks. Geometry alone; words stand beside it in HTML.

Every figure of the pictures stands in a table beside or behind them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pmqa.charts.shapes import WIDTH, scaled

HIGH = 160
# Lines are told apart by their dashes too.
DASHES = ("", "8 3", "3 3", "10 3 2 3")


@dataclass(frozen=True)
class Rung:
    """One stage of a funnel: the path of its bar, in a picture of 400 by 28."""

    path: str


def funnel(counts: Sequence[int]) -> tuple[Rung, ...]:
    """A bar in the middle for each count, as wide as its share of the greatest."""
    most = max(counts, default=0)
    widths = [scaled(count, most, WIDTH) for count in counts]
    return tuple(Rung(f"M{(WIDTH - wide) / 2:g} 4h{wide}v20h-{wide}z" if wide else "") for wide in widths)


@dataclass(frozen=True)
class Line:
    """One line: its name, path, dashes, and the figure with which it ends."""

    name: str
    path: str
    dashes: str
    last: int


@dataclass(frozen=True)
class Lines:
    """Lines of one scale in a picture of `width` by `height`, `most` at its top."""

    lines: tuple[Line, ...]
    most: int
    width: int = WIDTH
    height: int = HIGH


def lines(names: Sequence[str], points: Sequence[Sequence[int]], most: int) -> Lines:
    """A line a name over `points`, each of which has a figure a name; at least one point. `most`: the top of the scale.

    ValueError where a point has not a figure a name.
    """
    if any(len(point) != len(names) for point in points):
        raise ValueError(f"not a figure for each of {names}")
    top, step = max(1, most), WIDTH / max(1, len(points) - 1)
    found = []
    for place, name in enumerate(names):
        figures = [point[place] for point in points]
        ends = (f"{number * step:.1f} {HIGH - figure * HIGH / top:.1f}" for number, figure in enumerate(figures))
        found.append(Line(name, "M" + "L".join(ends), DASHES[place % len(DASHES)], figures[-1]))
    return Lines(tuple(found), most)
