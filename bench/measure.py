"""What a benchmark says, and how two ways of doing the same are compared."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


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
    """The best times of two ways in seconds of processor time, and the ratio of ours to the other's."""

    ours: float
    other: float
    ratio: float


def compare(ours: Callable[[], object], other: Callable[[], object], *, rounds: int) -> Comparison:
    """Both ways side by side, in turns that start with the one and with the other, after a warm-up of each.

    Processor time, not the clock, and the best of each: what else the machine is doing can only add to a time, and
    must not decide.
    """
    ours()
    other()
    mine, theirs = [], []
    for number in range(rounds):
        turns = ((ours, mine), (other, theirs))
        for work, times in turns if number % 2 else reversed(turns):
            times.append(_seconds(work))
    return Comparison(ours=min(mine), other=min(theirs), ratio=min(mine) / min(theirs))


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
