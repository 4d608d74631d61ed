"""How what is stored of all units is read: as shares, and as the four statuses that are the same everywhere."""

from collections.abc import Iterable, Sequence
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
    """A cell of a heat map: a status ("" where there is no figure), its sign and word, a figure, and where it leads."""

    status: str
    figure: str
    address: str = ""
    is_share: bool = False

    @property
    def sign(self) -> str:
        return SIGNS[self.status]

    @property
    def word(self) -> str:
        return str((SHARED if self.is_share else FOUND)[self.status])


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


def share_cell(share: Any, address: str = "") -> Cell:
    """A cell of a share of many."""
    rounded = None if share is None else Decimal(written(share))
    return Cell(status_of(rounded), "" if rounded is None else f"{rounded} %", address, is_share=True)


def of_units(found: Narrowed, results: "QuerySet[Any]") -> "QuerySet[Any]":
    """The stored `results` of those units of the round that the filter leaves. What kind and round tell alone is read
    from the results themselves, whose index has both."""
    results = results.filter(round=found.round).order_by()
    if found.kind:
        results = results.filter(kind=found.stored_kind)
    if found.search or found.state or found.time:
        left = found.leave(Assessment.objects.filter(round=found.round))
        results = results.filter(assessment__in=left.order_by().values("pk"))
    return results


def total_of(counts: Iterable[Counted]) -> Counted:
    return sum(counts, NOTHING)


def mean_of(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    """The mean of several means, each with how many it is of; None of nothing."""
    known = [(mean, count) for mean, count in pairs if mean is not None and count]
    many = sum(count for _mean, count in known)
    return sum(float(mean) * count for mean, count in known) / many if many else None
