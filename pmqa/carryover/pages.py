"""What the page of carried rows shows: the tables with how far each is, and the rows of one of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from pmqa.carryover.actions import CARRIED
from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.carried import CarriedLine, carried_lines
from pmqa.evidence.models import CarriedRow
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person

ROWS_A_PAGE = 25
PARTS = (("open", _("To be reviewed")), ("said", _("Reviewed")))


@dataclass(frozen=True)
class TableProgress:
    """How far the review of one table is."""

    table: EvidenceTable
    open: int
    said: int


@dataclass(frozen=True)
class Progress:
    tables: tuple[TableProgress, ...]

    @property
    def open(self) -> int:
        return sum(each.open for each in self.tables)

    @property
    def said(self) -> int:
        return sum(each.said for each in self.tables)

    @property
    def total(self) -> int:
        return self.open + self.said

    def chosen(self, key: str) -> TableProgress | None:
        """The table with this key, else the first with something open, else the first; None when nothing came."""
        known = {each.table.key: each for each in self.tables}
        waiting = next((each for each in self.tables if each.open), None)
        return known.get(key) or waiting or next(iter(self.tables), None)


def progress_of(assessment: Assessment) -> Progress:
    """How far the review is, table by table, of those from which rows came. One query."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for label, said in CarriedRow.objects.filter(assessment=assessment).order_by().values_list("table", "said"):
        counts[label][bool(said)] += 1
    found = ((table, counts.get(table.model._meta.label_lower)) for table in CARRIED)
    return Progress(tuple(TableProgress(table, count[False], count[True]) for table, count in found if count))


@dataclass(frozen=True)
class Part:
    """The rows of one table of which something, or nothing, was said: one page of them."""

    lines: list[CarriedLine]
    page: Page[Any]


def part_of(assessment: Assessment, table: EvidenceTable, *, said: bool, page: str | None, person: Person) -> Part:
    """As `person` may see it. A fixed number of queries, whatever the number of rows."""
    records = CarriedRow.objects.filter(assessment=assessment, table=table.model._meta.label_lower)
    records = records.exclude(said="") if said else records.filter(said="")
    shown = Paginator(records.select_related("said_by", "source__unit", "source__round"), ROWS_A_PAGE).get_page(page)
    return Part(carried_lines(table, list(shown.object_list), person), shown)


def waiting_in(before: Assessment) -> Mapping[str, int]:
    """How many rows each table of an earlier year has to be carried over, by the table's key. A query a table."""
    counts = {table.key: table.carried_from(before).count() for table in CARRIED}
    return {key: count for key, count in counts.items() if count}


def left_behind() -> list[EvidenceTable]:
    """The tables whose rows stay in their year."""
    return [table for table in TABLES if table.stays]
