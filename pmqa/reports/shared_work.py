"""Work shared out between this process and copies of it."""

from __future__ import annotations

import gc
import logging
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

logger = logging.getLogger(__name__)

Made = TypeVar("Made")
_NUMBER = struct.Struct("H")
MOST = 30_000  # numbers, so that all of them find room in a pipe


def share(count: int, work: Callable[[int], Made], *, processes: int) -> dict[int, Made]:
    """Calls `work` once for each number from 0 to `count`, and gives what came of those that were called here.

    The others were called in copies of this process, which end afterwards and give nothing back: `work` is to leave
    its results where this process finds them, and must use no connection that was open before. A copy that fails or is
    killed leaves its number undone. A process with threads is not copied.
    """
    if count > MOST:
        raise ValueError(f"more than {MOST}")
    reading, writing = os.pipe()
    os.write(writing, b"".join(map(_NUMBER.pack, range(count))))
    os.close(writing)
    copies = min(processes, count) - 1 if threading.active_count() == 1 else 0
    with _old_objects_at_rest():
        started = [_copy(reading, work) for _number in range(copies)]
        try:
            return {number: work(number) for number in _numbers(reading)}
        finally:
            os.close(reading)
            for process in started:
                os.waitpid(process, 0)


def _numbers(reading: int) -> Iterator[int]:
    """Each process takes the next number that nobody took; all that it left behind is collected in between."""
    while taken := os.read(reading, _NUMBER.size):
        yield _NUMBER.unpack(taken)[0]
        gc.collect()


def _copy(reading: int, work: Callable[[int], object]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        for number in _numbers(reading):
            work(number)
    except BaseException:
        logger.exception("A copy of the process failed.")
    finally:
        # Nothing of the original's is flushed, closed or committed here.
        os._exit(0)


@contextmanager
def _old_objects_at_rest() -> Iterator[None]:
    """Collecting what one piece of work left takes no look at all that was there before."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
