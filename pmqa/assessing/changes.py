"""What the unit changed between the submission before and the one that stands: marked, so that assessors who have read
the first look at that."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pmqa.cycle.models import Assessment
from pmqa.freezing.comparing import Kind, changed_since
from pmqa.freezing.models import Snapshot


@dataclass(frozen=True)
class Changes:
    """The changes of one table: the kind by the id of the row. Rows that were removed are not there to be shown."""

    rows: Mapping[int, Kind]

    @property
    def shown(self) -> list[int]:
        return [row for row, kind in self.rows.items() if row and kind != Kind.REMOVED]

    def count(self, kind: str) -> int:
        return Counter(self.rows.values())[Kind(kind)]

    @property
    def added(self) -> int:
        return self.count(Kind.ADDED)

    @property
    def changed(self) -> int:
        return self.count(Kind.CHANGED)

    @property
    def removed(self) -> int:
        return self.count(Kind.REMOVED)


class ChangesSince:
    """All changes between the last two submissions of an assessment; none of its first submission, or of a draft."""

    def __init__(self, assessment: Assessment) -> None:
        links: list[int] = []
        if assessment.state != Assessment.State.DRAFT:
            snapshots = Snapshot.objects.filter(assessment=assessment).order_by("-link")
            links = list(snapshots.values_list("pk", flat=True)[:2])
        self.is_resubmitted = len(links) == 2
        self._found = _between(links[1], links[0]) if self.is_resubmitted else {}

    def of(self, model: Any) -> Changes:
        label = model._meta.label_lower
        return Changes({row: kind for (of, row), kind in self._found.items() if of == label})

    def kind_of(self, row: Any) -> Kind | None:
        return self._found.get((row._meta.label_lower, row.pk))


@lru_cache(maxsize=16)
def _between(older: int, newer: int) -> Mapping[tuple[str, int], Kind]:
    """Snapshots never change, and two of them are read anew for every page otherwise: some hundred kilobytes each."""
    found = Snapshot.objects.select_related("assessment__unit", "assessment__round").in_bulk([older, newer])
    return changed_since(found[older], found[newer])
