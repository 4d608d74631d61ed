"""How what is stored of all units is read: as shares, and as the four statuses that are the same everywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pmqa.charts.table import per_cent
from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Status
from pmqa.headquarters.narrowing import Narrowed

# From how many per cent a share is called good, and from how many fair (ours).
GOOD, FAIR = 80, 50
SIGNS = {"MET": "●", "PARTLY": "◐", "MISSING": "○", "": "–"}
# What a status is called: of the evidence of one unit, and of a share.
FOUND = {"MET": _("met"), "PARTLY": _("partly"), "MISSING": _("missing"), "": _("no figure")}
SHARED = {"MET": _("high"), "PARTLY": _("middling"), "MISSING": _("low"), "": _("no figure")}


@dataclass(frozen=True)
class Cell:
    """A cell of a heat map: a status ("" where there is no figure), its class, sign and word, a figure, and where it
    leads. All is written when it is made: a page has thousands."""

    status: str
    css: str
    sign: str
    word: str
    figure: str = ""
    address: str = ""


class Cells:
    """Makes the cells of one page, in the language that is active: of what was found of one unit, and of shares."""

    def __init__(self) -> None:
        self._found = {status: self._made(status, FOUND) for status in SIGNS}
        self._shared = {status: self._made(status, SHARED) for status in SIGNS}

    @staticmethod
    def _made(status: str, words: Mapping[str, Any]) -> tuple[str, str, str, str]:
        return status, f"heat-{status.lower() or 'none'}", SIGNS[status], str(words[status])

    def found(self, status: str, figure: str, address: str) -> Cell:
        return Cell(*self._found[status], figure, address)

    def share(self, share: Any, address: str = "") -> Cell:
        """The cell of a share in per cent, None where there is none."""
        rounded = None if share is None else Decimal(written(share))
        return Cell(*self._shared[status_of(rounded)], "" if rounded is None else f"{rounded} %", address)


@dataclass(frozen=True)
class Counted:
    """How many points are met, partly met and missing."""

    met: int = 0
    partly: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        return self.met + self.partly + self.missing

    @property
    def share(self) -> float | None:
        """The share that is met, in per cent to one decimal; None of nothing."""
        return per_cent(self.met, self.total)

    @property
    def status(self) -> str:
        """That of one unit: met where every point is, missing where none is met even partly."""
        if not self.total:
            return ""
        if self.met == self.total:
            return str(Status.MET)
        return str(Status.PARTLY if self.met or self.partly else Status.MISSING)

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.met + other.met, self.partly + other.partly, self.missing + other.missing)


NOTHING = Counted()


def status_of(share: float | Decimal | None) -> str:
    """The status that a share in per cent is shown with: good, fair or poor."""
    if share is None:
        return ""
    if share >= GOOD:
        return str(Status.MET)
    return str(Status.PARTLY if share >= FAIR else Status.MISSING)


def written(share: Any) -> str:
    """A share to one decimal, halves rounded up; a dash for none."""
    if share is None:
        return "–"
    return str(Decimal(str(share)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def of_units(found: Narrowed, results: "QuerySet[Any]") -> "QuerySet[Any]":
    """The stored `results` of those units of the round that the filter leaves. What kind and round tell alone is read
    from the results themselves, whose index has both."""
    if found.search or found.state or found.time:
        # Not by the round as well: the few units are then found by the index of theirs.
        left = found.leave(Assessment.objects.filter(round=found.round))
        return results.filter(assessment__in=left.order_by().values("pk")).order_by()
    results = results.filter(round=found.round).order_by()
    return results.filter(kind=found.stored_kind) if found.kind else results


def total_of(counts: Iterable[Counted]) -> Counted:
    return sum(counts, NOTHING)


def mean_of(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    """The mean of several means, each with how many it is of; None of nothing."""
    known = [(mean, count) for mean, count in pairs if mean is not None and count]
    many = sum(count for _mean, count in known)
    return sum(float(mean) * count for mean, count in known) / many if many else None
