"""Flow charts: steps in order, in lanes by who does them, with arrows back where a step is not passed.

A chart is a frozen value, as those of figures are; `drawn_flow` makes its picture. The picture is one strip a step,
as wide as the lanes and the tracks of the returns beside them. Shapes and bends stand at the head of a strip, in
pixels; what runs on down to the next strip is a line to 100 %, so that a strip is as high as the words beside it, on a
phone and on paper. No words in the picture: they stand beside it in HTML.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from pmqa.thai.text import fold

ROOM = 20  # pictures are as wide as a whole number of these, which style sheets know by class
MARGIN = 4
LANES_WIDE, LANE_LEAST, LANE_MOST = 110, 12, 36
MOST_LANES = 10  # the tenth takes what is of others
TRACK, MOST_TRACKS = 10, 6
TOP, BOX = 20, 24  # where a shape begins, and its height
MIDDLE, FOOT, BEND = TOP + BOX // 2, TOP + BOX, 8
BACK_IN = TOP + 6  # where a return comes in, apart from where one leaves

Digits = Callable[[str], str]


class Shape(StrEnum):
    """END is the shape of start and end; CHECK a step that may be failed."""

    END = "end"
    STEP = "step"
    CHECK = "check"


@dataclass(frozen=True)
class FlowStep:
    """A step: what is done, by whom (the lane), a note (how long), and the number of the step to which it returns."""

    number: int
    title: str
    lane: str = ""
    note: str = ""
    back_to: int | None = None


@dataclass(frozen=True)
class FlowChart:
    """At least one step, numbers rising. ValueError for none, for others, and for a return to no earlier step."""

    title: str
    steps: tuple[FlowStep, ...]

    def __post_init__(self) -> None:
        numbers = [step.number for step in self.steps]
        if not numbers or numbers != sorted(set(numbers)):
            raise ValueError(f"not steps in order: {numbers}")
        for step in self.steps:
            if step.back_to is not None and (step.back_to >= step.number or step.back_to not in numbers):
                raise ValueError(f"step {step.number} returns to {step.back_to}")


@dataclass(frozen=True)
class Strip:
    """The picture of one row, as paths and as the x of lines: `below` runs from the shape to the foot, `through` are
    returns that pass by, and `rising` those that come up from below and turn in here."""

    shape: Shape
    outline: str
    arrow: str = ""
    head: str = ""
    below: int | None = None
    through: tuple[int, ...] = ()
    rising: tuple[int, ...] = ()
    back: str = ""
    back_head: str = ""


@dataclass(frozen=True)
class FlowRow:
    """A strip and the words beside it; start and end have no number."""

    strip: Strip
    title: str
    number: str = ""
    lane: str = ""
    note: str = ""
    back: str = ""


@dataclass(frozen=True)
class DrawnFlow:
    """What templates/charts/flow.html needs. `rooms`: how many times 20 pixels the picture is wide; `borders`: the x of
    the lines between lanes."""

    title: str
    lanes: tuple[str, ...]
    borders: tuple[int, ...]
    rooms: int
    rows: tuple[FlowRow, ...]

    @property
    def width(self) -> int:
        return self.rooms * ROOM

    @property
    def back_in(self) -> int:
        return BACK_IN

    @property
    def foot(self) -> int:
        return FOOT


def drawn_flow(chart: FlowChart, *, digits: Digits = str) -> DrawnFlow:
    """`chart` ready for its template, its words in the active language; `digits` turns figures into Thai digits."""
    lanes, places = lanes_of([step.lane for step in chart.steps])
    index = {step.number: place for place, step in enumerate(chart.steps)}
    returns = [(place, index[step.back_to]) for place, step in enumerate(chart.steps) if step.back_to is not None]
    rooms, strips = strips_of(places, returns)
    words = [FlowRow(strips[0], _("Begin"))]
    for step, strip in zip(chart.steps, strips[1:-1], strict=True):
        back = _("If not passed: back to step %(n)s") % {"n": step.back_to} if step.back_to is not None else ""
        words.append(FlowRow(strip, step.title, digits(f"{step.number}."), step.lane, digits(step.note), digits(back)))
    words.append(FlowRow(strips[-1], _("End")))
    return DrawnFlow(chart.title, lanes, borders_of(len(lanes)), rooms, tuple(words))


def lanes_of(names: Sequence[str]) -> tuple[tuple[str, ...], list[int]]:
    """The lanes in the order in which they first do something, and the lane of each step. One name in two spellings is
    one lane; a step of nobody stays in the lane of the step before."""
    lanes: dict[str, str] = {}
    places: list[int] = []
    for name in names:
        key = fold(name)
        if not key:
            places.append(places[-1] if places else 0)
            continue
        lanes.setdefault(key, name)
        places.append(list(lanes).index(key))
    return tuple(lanes.values()), places


def borders_of(lanes: int) -> tuple[int, ...]:
    """Where one lane ends and the next begins."""
    count = min(lanes, MOST_LANES)
    return tuple(MARGIN + place * _wide(count) for place in range(1, count))


def _wide(count: int) -> int:
    """How wide each of `count` lanes is."""
    return max(LANE_LEAST, min(LANE_MOST, LANES_WIDE // count))


def tracks_of(returns: Sequence[tuple[int, int]]) -> list[int]:
    """A track for each return (from, to), counted outwards: the shortest innermost. No two share a row and a track,
    but in the sixth, which takes all that is left."""
    taken: list[set[int]] = []
    tracks = [0] * len(returns)
    for number in sorted(range(len(returns)), key=lambda n: (returns[n][0] - returns[n][1], returns[n])):
        source, target = returns[number]
        rows = set(range(target, source + 1))
        inside = [n for n, others in enumerate(taken) if others & rows]
        track = max(inside) + 1 if inside else 0
        if track == len(taken):
            taken.append(set())
        taken[track] |= rows
        tracks[number] = min(track, MOST_TRACKS - 1)
    return tracks


def strips_of(places: Sequence[int], returns: Sequence[tuple[int, int]]) -> tuple[int, tuple[Strip, ...]]:
    """How many rooms the picture is wide, and its strips: start, a step for each of `places` (its lane), end.

    `returns` are pairs of steps by place, from 0: the one that is not passed, and the earlier one to which it goes.
    """
    count = min(max(places) + 1, MOST_LANES)
    wide = _wide(count)
    tracks = tracks_of(returns)
    backs = [
        _Back(source, target, MARGIN + count * wide + 6 + track * TRACK)
        for (source, target), track in zip(returns, tracks, strict=True)
    ]
    right = MARGIN + max([count * wide, *(back.x for back in backs)])
    centres = [MARGIN + min(place, count - 1) * wide + wide // 2 for place in (places[0], *places, places[-1])]
    strips = [_strip(number - 1, centres, wide // 2 - 3, backs) for number in range(len(centres))]
    return -(-right // ROOM), tuple(strips)


@dataclass(frozen=True)
class _Back:
    """A return from a step to an earlier one, on the track at `x`."""

    source: int
    target: int
    x: int


def _strip(step: int, centres: Sequence[int], half: int, backs: Sequence[_Back]) -> Strip:
    """The strip of a step: -1 is the start, and the one after the last the end."""
    x, last = centres[step + 1], len(centres) - 2
    out, into = [b for b in backs if b.source == step], [b for b in backs if b.target == step]
    shape = Shape.END if step in (-1, last) else Shape.CHECK if out else Shape.STEP
    edge = x + half // 2 if shape == Shape.CHECK else x + half  # where returns come in: the side of a check leans
    return Strip(
        shape,
        _outline(shape, x, half),
        arrow=_arrow(centres[step], x) if step >= 0 else "",
        head=f"M{x - 4} {TOP - 6}h8l-4 6z" if step >= 0 else "",
        below=x if step < last else None,
        through=tuple(b.x for b in backs if b.target < step < b.source),
        rising=tuple(b.x for b in into),
        back="".join([f"M{x + half} {MIDDLE}H{b.x}V0" for b in out] + [f"M{b.x} {BACK_IN}H{edge + 5}" for b in into]),
        back_head=f"M{edge} {BACK_IN}l6 -4v8z" if into else "",
    )


def _outline(shape: Shape, x: int, half: int) -> str:
    if shape == Shape.CHECK:
        return f"M{x} {TOP}l{half} {BOX // 2}l-{half} {BOX // 2}l-{half} -{BOX // 2}z"
    if shape == Shape.STEP:
        return f"M{x - half} {TOP}h{2 * half}v{BOX}h-{2 * half}z"
    round_ = min(half, BOX // 2)
    flat = 2 * (half - round_)
    arc = f"a{round_} {BOX // 2} 0 0 1 0"
    return f"M{x - half + round_} {TOP}h{flat}{arc} {BOX}h-{flat}{arc} -{BOX}z"


def _arrow(before: int, x: int) -> str:
    return f"M{x} 0V{TOP - 4}" if before == x else f"M{before} 0V{BEND}H{x}V{TOP - 4}"
