"""The threads of an assessment in short: how much was said about each point, and whether it is settled."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from pmqa.cycle.models import Assessment
from pmqa.discussion.models import Message


@dataclass(frozen=True)
class Thread:
    """The messages about one point: how many, the last one's time and side, whether it settled the point."""

    point: str
    count: int
    last_at: datetime.datetime
    last_side: str
    is_settled: bool

    @property
    def waits_for(self) -> str:
        """Whose answer is awaited: the unit's after others spoke, the assessors' after the unit; blank when settled."""
        if self.is_settled:
            return ""
        sides = Message.Side
        return sides.ASSESSOR if self.last_side == sides.UNIT else sides.UNIT


def threads_of(assessment: Assessment) -> Mapping[str, Thread]:
    """The threads by point, in the order of points. One query."""
    said = Message.objects.filter(assessment=assessment).order_by("point", "pk")
    found: dict[str, Thread] = {}
    for point, at, side, settles in said.values_list("point", "at", "side", "settles"):
        count = found[point].count + 1 if point in found else 1
        found[point] = Thread(point, count, at, side, settles)
    return found
