"""The row from which an improvement came: found by the name or number that the improvement gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.tables import EvidenceTable
from pmqa.thai.digits import to_arabic
from pmqa.thai.text import fold
from pmqa.threads.serving import tables_by_source

# Of a longer table only rows that are called exactly so are found, by a query: the others are not read one by one.
MOST_READ = 2_000


@dataclass(frozen=True)
class Origin:
    """A row in which an improvement began, and its table."""

    table: EvidenceTable
    row: Any


def tables_of(source: str) -> tuple[EvidenceTable, ...]:
    """The tables in which improvements of this source begin."""
    return tuple(table_of(key) for key in tables_by_source()[source])


def origins_of(assessment: Assessment, source: str, name: str) -> Sequence[Origin]:
    """The rows that `name` may mean, in any spelling; none for no name. A few queries a table."""
    if not fold(name):
        return ()
    return tuple(Origin(table, row) for table in tables_of(source) for row in _called(table, assessment, name))


def _called(table: EvidenceTable, assessment: Assessment, name: str) -> Iterator[Any]:
    rows, wanted = table.rows_of(assessment), fold(name)
    found = [row for row in rows.filter(_written_so(table, name)) if _is_called(row, wanted)]
    if not found and rows.count() <= MOST_READ:
        found = [row for row in rows if _is_called(row, wanted)]
    yield from found


def _is_called(row: Any, wanted: str) -> bool:
    return any(fold(each) == wanted for each in row.names)


def _written_so(table: EvidenceTable, name: str) -> models.Q:
    """Rows one of whose own texts in the identity is `name`, or the first word of it: a case's number."""
    spellings = {name, to_arabic(name), name.split()[0], to_arabic(name.split()[0])}
    found = models.Q(pk__in=[])
    for column in table.identity:
        field = table.model._meta.get_field(column)
        if isinstance(field, models.CharField | models.TextField):
            found |= models.Q(**{f"{column}__in": sorted(spellings)})
    return found
