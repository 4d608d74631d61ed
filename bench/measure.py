"""What a benchmark says, and how two ways of doing the same are compared."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measure:
    """One line of `./run bench`.

    `figure` in `unit`; `ratio` to what the goal compares with, in the same run; `goal` in words; whether it `holds`.
    """

    name: str
    figure: float
    unit: str
    ratio: float
    goal: str
    holds: bool


@dataclass(frozen=True)
class Comparison:
    """Medians of the seconds of processor time of two ways, and of the ratio of ours to the other's."""

    ours: float
    other: float
    ratio: float


def compare(ours: Callable[[], object], other: Callable[[], object], *, rounds: int) -> Comparison:
    """Both ways side by side, in turns that start with the one and with the other, after a warm-up of each.

    Processor time, not the clock: what else the machine is doing must not decide.
    """
    ours()
    other()
    pairs = []
    for number in range(rounds):
        if number % 2:
            mine, theirs = _seconds(ours), _seconds(other)
        else:
            theirs, mine = _seconds(other), _seconds(ours)
        pairs.append((mine, theirs))
    return Comparison(
        ours=median(mine for mine, _theirs in pairs),
        other=median(theirs for _mine, theirs in pairs),
        ratio=median(mine / theirs for mine, theirs in pairs),
    )


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
