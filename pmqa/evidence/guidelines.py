"""What the assessor asks, and whether evidence for it is there. Pure: facts in, finding out.

A finding says that evidence is there, never how good it is. "Every …" over nothing is missing, never met by
emptiness; some but not all is partly.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

T = TypeVar("T")


# The letters of ADLI, in their order.
LETTERS = {
    "A": _("Approach"),
    "D": _("Deployment"),
    "L": _("Learning"),
    "I": _("Integration"),
}


class Status(StrEnum):
    MET = "MET"
    PARTLY = "PARTLY"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words, with the table that mends it: the very row, or a new row with `start` filled in."""

    text: Any
    table: str = ""
    row: int | None = None
    start: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    status: Status
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Guideline:
    """One point of a criterion: its code (CS1-A1), the letters of ADLI that it carries, the words of the request."""

    code: str
    title: Any
    check: Callable[[Any], Finding]
    letters: tuple[str, ...] = field(default=())

    @property
    def is_built(self) -> bool:
        """Whether this version has what the point asks for. One that has not is missing, but no fault of the unit."""
        return self.check is not not_yet_built


@dataclass(frozen=True, slots=True)
class Named:
    """A row as guidelines see it: its id, and how people call it."""

    id: int
    name: str


# One for all that is met: of 8,000 units most points are.
MET = Finding(Status.MET)


def met() -> Finding:
    return MET


def partly(*reasons: Reason) -> Finding:
    return Finding(Status.PARTLY, reasons)


def missing(*reasons: Reason) -> Finding:
    return Finding(Status.MISSING, reasons)


def every(items: Iterable[T], good: Callable[[T], bool], fault: Callable[[T], Reason], empty: Reason) -> Finding:
    """Met when every item is good, missing when there is none or none is good, partly in between; faults named."""
    all_items: Sequence[T] = tuple(items)
    if not all_items:
        return missing(empty)
    faulty = [item for item in all_items if not good(item)]
    if not faulty:
        return MET
    status = Status.MISSING if len(faulty) == len(all_items) else Status.PARTLY
    return Finding(status, tuple(map(fault, faulty)))


def some(items: Iterable[T], good: Callable[[T], bool], fault: Callable[[T], Reason], empty: Reason) -> Finding:
    """Met when one item is good, missing when there is none, partly when none of those there is good; faults named."""
    all_items: Sequence[T] = tuple(items)
    if not all_items:
        return missing(empty)
    if any(good(item) for item in all_items):
        return met()
    return partly(*(fault(item) for item in all_items))


def weakest(*findings: Finding) -> Finding:
    """Several conditions of one point: met when all are, missing when all are, partly otherwise."""
    first = findings[0]
    if all(finding.status is first.status for finding in findings):
        status = first.status
    else:
        status = Status.PARTLY
    return Finding(status, tuple(reason for finding in findings for reason in finding.reasons))


def not_yet_built(_facts: Any) -> Finding:
    """The check of a point whose tables this version does not have: honest, and never met."""
    return missing(Reason(_("not yet built")))


@dataclass(frozen=True)
class Reviewed:
    """What came of the carried rows of some tables: how many are open, how many were said what of, and when last."""

    open: int = 0
    unchanged: int = 0
    changed: int = 0
    dropped: int = 0
    last_on: datetime.date | None = None

    @property
    def said(self) -> int:
        return self.unchanged + self.changed + self.dropped

    @property
    def is_done(self) -> bool:
        """Whether rows came, and something was said of every one of them."""
        return bool(self.said) and not self.open


NOTHING_CARRIED = Reviewed()
