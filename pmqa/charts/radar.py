"""A radar: several measures of one whole, an axis each, and an outline for each who measured. The table behind it is
the reader's page's own: no figure stands here alone."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pmqa.charts.shapes import GREY, NAVY, Ink

WIDTH, HEIGHT, RADIUS = 480, 340, 136
# Where the names of the axes stand, beyond the outermost ring.
_NAMES = RADIUS + 20
_RINGS = (20, 40, 60, 80, 100)
_SCALE = (50, 100)
_DOT = 4
LEAST_AXES = 3
INKS = (
    Ink("radar-first", NAVY, edge=NAVY),
    Ink("radar-second", "#b45309", edge="#b45309", dashes="9 3"),
    Ink("radar-third", GREY, edge=GREY, dashes="2 3"),
)


@dataclass(frozen=True)
class Outline:
    """What one measured: its name, and per cent for each axis, None where nothing was measured. `place` is that of its
    ink and its dot, which stay its own whoever else measured."""

    name: str
    values: tuple[Fraction | None, ...]
    place: int = 0


@dataclass(frozen=True)
class DrawnOutline:
    """An outline as paths: lines between neighbours that both have a value, and a dot for each value; `sample` is a dot
    for the legend, to be drawn about a point."""

    name: str
    ink: Ink
    lines: str
    dots: str
    sample: str


@dataclass(frozen=True)
class Mark:
    """Words in the picture: where they stand, in per cent of it."""

    words: str
    left: str
    top: str


@dataclass(frozen=True)
class DrawnRadar:
    """What the template needs; `grid` are the rings and axes."""

    grid: str
    outlines: tuple[DrawnOutline, ...]
    marks: tuple[Mark, ...]
    scale: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT


def drawn_radar(axes: Sequence[str], outlines: Sequence[Outline], *, digits: Callable[[str], str] = str) -> DrawnRadar:
    """The radar over `axes`, at least three. Each outline has its own dash and dot, so that none is told by its colour
    alone. ValueError for an outline that has not a value for each axis."""
    if len(axes) < LEAST_AXES or any(len(each.values) != len(axes) for each in outlines):
        raise ValueError("a radar has three axes and more, and a value for each axis")
    count = len(axes)
    rings = "".join(f"M{'L'.join(_at(n, count, ring) for n in range(count))}Z" for ring in _RINGS)
    spokes = "".join(f"M{_at(n, count, 0)}L{_at(n, count, 100)}" for n in range(count))
    return DrawnRadar(
        rings + spokes,
        tuple(_outline(each, INKS[each.place], _SHAPES[each.place]) for each in outlines),
        tuple(_mark(words, n, count, 100 * _NAMES / RADIUS) for n, words in enumerate(axes)),
        tuple(_mark(digits(str(at)), 0, count, at) for at in _SCALE),
    )


def _point(number: int, count: int, percent: float) -> tuple[float, float]:
    """Where `percent` of an axis lies; the first axis goes up, the others follow clockwise."""
    angle, length = 2 * math.pi * number / count, RADIUS * percent / 100
    return WIDTH / 2 + length * math.sin(angle), HEIGHT / 2 - length * math.cos(angle)


def _at(number: int, count: int, percent: float) -> str:
    x, y = _point(number, count, percent)
    return f"{x:.1f} {y:.1f}"


def _mark(words: str, number: int, count: int, percent: float) -> Mark:
    x, y = _point(number, count, percent)
    return Mark(words, f"{x * 100 / WIDTH:.2f}", f"{y * 100 / HEIGHT:.2f}")


def _outline(outline: Outline, ink: Ink, shape: str) -> DrawnOutline:
    values, count = outline.values, len(outline.values)
    lines = ""
    for number, value in enumerate(values):
        following = (number + 1) % count
        after = values[following]
        if value is not None and after is not None:
            lines += f"M{_at(number, count, float(value))}L{_at(following, count, float(after))}"
    known = ((number, float(value)) for number, value in enumerate(values) if value is not None)
    dots = "".join(f"M{_at(number, count, value)}{shape}" for number, value in known)
    return DrawnOutline(outline.name, ink, lines, dots, shape)


# A circle, a square and a triangle about the point.
_SHAPES = (
    f"m-{_DOT} 0a{_DOT} {_DOT} 0 1 0 {2 * _DOT} 0a{_DOT} {_DOT} 0 1 0 -{2 * _DOT} 0z",
    f"m-{_DOT} -{_DOT}h{2 * _DOT}v{2 * _DOT}h-{2 * _DOT}z",
    f"m0 -{_DOT + 1}l{_DOT + 1} {2 * _DOT}h-{2 * _DOT + 2}z",
)
