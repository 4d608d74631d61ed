"""The shape of demonstration content: what one unit shows in one fiscal year, as plain literals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Exhibit:
    """A file made by `pmqa.demo.drawings`: a photograph (`scene` names the drawing) or a page as if scanned.

    `number` is the evidence number that it gets; dates are written as people write them (B.E.).
    """

    number: str
    scene: str
    title: str
    effective_on: str = ""
    caption: str = ""
    place: str = ""
    taken_on: str = ""

    @property
    def criterion(self) -> str:
        return self.number.split("-")[1]


@dataclass(frozen=True)
class Content:
    """A unit's evidence of one fiscal year (B.E.). `sheets` are rows by table key, `statements` rows of
    point, text and evidence.

    `corrections` are rows of those tables as the head of the unit changed them later; `complete` are the criteria
    that the unit marks complete. On `acknowledged_on` the head acknowledges the year-end summary, where there is one.
    """

    unit: str
    year: int
    sheets: Mapping[str, Rows]
    exhibits: tuple[Exhibit, ...] = ()
    statements: Rows = ()
    corrections: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    acknowledged_on: str = ""
    complete: tuple[str, ...] = ()


def rows(columns: str, *lines: tuple[Any, ...]) -> Rows:
    """Rows of a sheet: the keys of its columns in one text, then the cells of each line in the same order."""
    names = columns.split()
    return tuple(dict(zip(names, line, strict=True)) for line in lines)
