"""Rows carried over from an earlier year: what was said of them, and how they differ from the rows they came from.

The functions that write are called inside `writing`, by whatever changes the rows.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.facts import among
from pmqa.evidence.forms import Cell
from pmqa.evidence.guidelines import Reviewed
from pmqa.evidence.models import CarriedRow
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.thai.dates import format_date

Said = CarriedRow.Said


def _records(rows: Sequence[Any]) -> Any:
    """What is kept of those of `rows` (of one model) that were carried over."""
    label = type(rows[0])._meta.label_lower
    return CarriedRow.objects.filter(table=label, row_id__in=[row.pk for row in rows])


def note_said(rows: Sequence[Any], said: str, *, by: Person, at: datetime.datetime) -> None:
    """Keeps what was said of `rows`, of one model, as far as they were carried over. One query.

    UNCHANGED is said once: what was changed before stays changed.
    """
    if rows:
        records = _records(rows).filter(said="") if said == Said.UNCHANGED else _records(rows).exclude(said=said)
        records.update(said=said, said_by=by, said_at=at)


def reopen(rows: Sequence[Any]) -> None:
    """Takes back what was said of `rows`, of one model: those that were carried over are to be reviewed again."""
    carried = list(_records(rows).values_list("row_id", flat=True)) if rows else []
    if carried:
        _records(rows).update(said="", said_by=None, said_at=None)
        type(rows[0])._default_manager.filter(pk__in=carried).update(carried_over=True)


def open_by_label(assessment: Assessment) -> Mapping[str, int]:
    """How many carried rows nothing was said of yet, by the label of their model. One query."""
    waiting = CarriedRow.objects.filter(assessment=assessment, said="").order_by().values_list("table")
    return dict(waiting.annotate(Count("pk")))


def reviewed(models: Iterable[type[Row]], assessments: Sequence[Assessment]) -> Mapping[int, Reviewed]:
    """What came of the carried rows of `models`, by assessment id. One query."""
    labels = [model._meta.label_lower for model in models]
    rows = CarriedRow.objects.filter(table__in=labels, assessment__in=among(assessments))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    last: dict[int, datetime.datetime] = {}
    for assessment, said, at in rows.order_by("said_at").values_list("assessment", "said", "said_at"):
        counts[assessment][said] += 1
        if at is not None:
            last[assessment] = max(at, last.get(assessment, at))
    return defaultdict(
        Reviewed,
        {
            key: Reviewed(
                open=count[""],
                unchanged=count[Said.UNCHANGED],
                changed=count[Said.CHANGED],
                dropped=count[Said.DROPPED],
                last_on=timezone.localdate(last[key]) if key in last else None,
            )
            for key, count in counts.items()
        },
    )


@dataclass(frozen=True)
class Compared:
    """A column of a row beside the same one in the year before, as people read them."""

    heading: Any
    before: str
    now: str


@dataclass(frozen=True)
class CarriedLine:
    """A carried row: what is kept of it, and the row from which it came (None: it is not there to be seen); its columns
    that differ, and those that are the same and tell more than its name."""

    row: Any
    record: CarriedRow
    source: Any
    differing: tuple[Compared, ...]
    same: tuple[Compared, ...]


def carried_lines(table: EvidenceTable, records: Sequence[CarriedRow], person: Person) -> list[CarriedLine]:
    """The rows of `records`, all of `table`, beside those from which they came, as far as `person` may see that year.

    Deleted rows are shown too. A fixed number of queries, whatever the number of rows.
    """
    sources = Assessment.objects.for_user(person).filter(pk__in={record.source_id for record in records})
    seen = set(sources.order_by().values_list("pk", flat=True))
    ids = {record.row_id for record in records} | {each.source_row_id for each in records if each.source_id in seen}
    every_row = table.model._default_manager
    found = {row.pk: row for row in table.fetched(every_row.filter(pk__in=ids))} if ids else {}
    return [
        _line(table, found[record.row_id], record, found.get(record.source_row_id))
        for record in records
        if record.row_id in found
    ]


def _line(table: EvidenceTable, row: Any, record: CarriedRow, source: Any) -> CarriedLine:
    now = table.values_of(row)
    before = table.values_of(source) if source is not None else now
    # Evidence is not carried over: the files of both years are shown by themselves.
    columns = [
        Compared(field.label, _read(before[name]), _read(now[name]))
        for name, field in table.form.base_fields.items()
        if name != "evidence"
    ]
    differing = tuple(each for each in columns if each.before != each.now)
    same = tuple(each for each in columns if each.before == each.now and each.now not in ("", str(row)))
    return CarriedLine(row, record, source, differing, same)


def _read(value: Cell) -> str:
    if isinstance(value, datetime.date):
        return format_date(value, language=get_language() or "th")
    return str(value)


def line_of(table: EvidenceTable, row: Any, person: Person) -> CarriedLine | None:
    """`row` beside the one from which it came; None for a row that was not carried over."""
    record = _records([row]).select_related("source__unit", "source__round", "said_by").first()
    return carried_lines(table, [record], person)[0] if record is not None else None
