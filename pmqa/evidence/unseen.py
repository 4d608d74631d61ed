"""Columns that a sheet does not have: the stored rows keep what stands in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pmqa.evidence.forms import RowForm, Values
from pmqa.evidence.tables import EvidenceTable
from pmqa.thai.text import fold

Identity = tuple[str, ...]


class Unseen:
    """Stored rows of a table, to be met by lines of sheets that lack some of its columns. Each is met once."""

    def __init__(self, table: EvidenceTable, stored: Sequence[Any]) -> None:
        self._table, self._stored = table, stored
        self._waiting: dict[frozenset[str], dict[Identity, list[Values]]] = {}

    def filled(self, given: Mapping[str, Any], form: RowForm) -> dict[str, Any] | None:
        """`given`, which the valid `form` has read, with the absent columns of the stored row that it tells of.

        That is a row with the same identity, as far as it is given, and best one that is the same in all given
        columns. None when no column is absent, or no row is met.
        """
        absent = frozenset(form.fields) - frozenset(given)
        if not absent or not self._stored:
            return None
        told = {name: value for name, value in form.cleaned_values().items() if name not in absent}
        rows = self._rows(absent).get(self._identity(told, absent), [])
        if not rows:
            return None
        same = (at for at, row in enumerate(rows) if all(row[name] == value for name, value in told.items()))
        at = next(same, 0 if self._names_some(absent) else None)
        if at is None:
            return None
        met = rows.pop(at)
        return {**given, **{name: met[name] for name in absent}}

    def _names_some(self, absent: frozenset[str]) -> bool:
        """Whether anything of the identity is given: if not, only a row that is the same in all else is met."""
        return not absent.issuperset(self._table.identity)

    def _rows(self, absent: frozenset[str]) -> dict[Identity, list[Values]]:
        if absent not in self._waiting:
            found = self._waiting[absent] = defaultdict(list)
            for row in self._stored:
                values = self._table.values_of(row)
                found[self._identity(values, absent)].append(values)
        return self._waiting[absent]

    def _identity(self, values: Mapping[str, Any], absent: Collection[str]) -> Identity:
        return tuple(fold(str(values[name])) for name in self._table.identity if name not in absent)
