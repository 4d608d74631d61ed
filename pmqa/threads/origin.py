"""The row from which an improvement came: found by the name or number that the improvement gives."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

# A source of improvement, and what an improvement of it names as its beginning.
Named = tuple[str, str]


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
    return found_origins(assessment, {(source, name)})[source, name]


def found_origins(assessment: Assessment, named: Collection[Named]) -> Mapping[Named, tuple[Origin, ...]]:
    """The rows that each source and name may mean, as `origins_of`. A few queries a source and table, however many."""
    found: dict[Named, tuple[Origin, ...]] = dict.fromkeys(named, ())
    for source in {source for source, _name in named}:
        names = {fold(name): name for of, name in named if of == source and fold(name)}
        if not names:
            continue
        for table in tables_of(source):
            for row, called in _called(table, assessment, names):
                for key in (each for each in named if each[0] == source and fold(each[1]) in called):
                    found[key] = (*found[key], Origin(table, row))
    return found


def _called(
    table: EvidenceTable, assessment: Assessment, names: Mapping[str, str]
) -> Iterator[tuple[Any, Collection[str]]]:
    """The rows of `table` that are called so, each with those of the folded `names` that it is called."""
    rows, missing = table.rows_of(assessment), set(names)
    for row in rows.filter(_written_so(table, names.values())):
        called = _names_of(row) & set(names)
        missing -= called
        if called:
            yield row, called
    if missing and rows.count() <= MOST_READ:
        yield from ((row, called) for row in rows if (called := _names_of(row) & missing))


def _names_of(row: Any) -> set[str]:
    return {fold(each) for each in row.names}


def _written_so(table: EvidenceTable, names: Iterable[str]) -> models.Q:
    """Rows one of whose own texts in the identity is a name, or the first word of it: a case's number."""
    spellings: set[str] = set()
    for name in names:
        spellings |= {name, to_arabic(name), name.split()[0], to_arabic(name.split()[0])}
    found = models.Q(pk__in=[])
    for column in table.identity:
        field = table.model._meta.get_field(column)
        if isinstance(field, models.CharField | models.TextField):
            found |= models.Q(**{f"{column}__in": sorted(spellings)})
    return found
