"""Named changes of carrying over: a year begun with the rows of the last one, and what is said of them."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from pmqa.carryover.copying import Copying
from pmqa.carryover.reviewing import completing
from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.actions import Closed, store_plan, writing
from pmqa.evidence.carried import note_said, open_by_label, reopen
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import CarriedRow, RowChange
from pmqa.evidence.sheet import Plan
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.access import access_of
from pmqa.organization.models import Person, Unit

Action, Said = RowChange.Action, CarriedRow.Said

CARRIED = tuple(table for table in TABLES if table.is_carried)


def start_year(*, unit: Unit, round: Round, by: Person, at: datetime.datetime) -> Assessment:
    """The assessment of `unit` in `round`, made when it is not there, with the rows of the newest year before.

    May be called again: rows come once, and nothing happens to an assessment that is no draft any more. Raises Closed
    when `by` is neither of headquarters nor somebody who writes in the unit.
    """
    with transaction.atomic():
        assessment, _made = Assessment.objects.get_or_create(unit=unit, round=round)
        before = year_before(assessment)
        if before is not None and assessment.state == Assessment.State.DRAFT:
            carry_over(assessment=assessment, from_assessment=before, by=by, at=at)
        elif not _may_begin(assessment, by):
            raise Closed(_("The evidence of this assessment cannot be changed now."))
    return assessment


def year_before(assessment: Assessment) -> Assessment | None:
    """The newest assessment of the unit, of a year before that of `assessment`, in which anything was written.

    One query.
    """
    written = RowChange.objects.filter(assessment=models.OuterRef("pk")).order_by()
    earlier = Assessment.objects.filter(
        models.Exists(written), unit=assessment.unit_id, round__year__lt=assessment.year
    )
    return earlier.select_related("unit", "round").order_by("-round__year").first()


def _may_begin(assessment: Assessment, by: Person) -> bool:
    return assessment.editable_by(by) or access_of(by).leads


@contextmanager
def _beginning(assessment: Assessment, by: Person) -> Iterator[Assessment]:
    """As `writing`, and also for headquarters, who begin the year of a unit."""
    with transaction.atomic():
        locked = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
        held = locked.get(pk=assessment.pk)
        if held.state != Assessment.State.DRAFT or not _may_begin(held, by):
            raise Closed(_("The evidence of this assessment cannot be changed now."))
        yield held


def carry_over(*, assessment: Assessment, from_assessment: Assessment, by: Person, at: datetime.datetime) -> int:
    """Brings the rows of an earlier year into `assessment`, each marked to be reviewed; returns how many came.

    Once: when rows were carried over before, none come. Raises Closed, and ValueError for another unit's assessment
    or one that is not of an earlier year.
    """
    if from_assessment.unit_id != assessment.unit_id or from_assessment.year >= assessment.year:
        raise ValueError(f"{from_assessment} is no earlier year of the unit of {assessment}")
    with _beginning(assessment, by) as held:
        if CarriedRow.objects.filter(assessment=held).exists():
            return 0
        copying = Copying(from_assessment, held, by=by, at=at)
        return sum([copying.bring(table) for table in CARRIED])


def open_carried(assessment: Assessment) -> Mapping[str, int]:
    """How many carried rows nothing was said of yet, by the key of their table; tables without any are left out.

    One query. A submission waits until this is empty.
    """
    waiting = open_by_label(assessment)
    counts = {table.key: waiting.get(table.model._meta.label_lower, 0) for table in CARRIED}
    return {key: count for key, count in counts.items() if count}


def say_unchanged(
    *, assessment: Assessment, table: EvidenceTable, rows: Collection[int], by: Person, at: datetime.datetime
) -> list[Any]:
    """Says of `rows` (ids) of `table` that they hold unchanged; returns those of which nothing was said before.

    Raises Closed.
    """
    with writing(assessment, by), completing(assessment, by, at):
        held = list(table.rows_of(assessment).filter(pk__in=rows, carried_over=True))
        table.model._default_manager.filter(pk__in=[row.pk for row in held]).update(carried_over=False)
        note_said(held, Said.UNCHANGED, by=by, at=at)
        _remember(table, held, Action.CONFIRMED, by, at)
    return held


def say_dropped(
    *, assessment: Assessment, table: EvidenceTable, rows: Collection[int], by: Person, at: datetime.datetime
) -> list[Any]:
    """Takes the carried `rows` (ids) out, all or none, and returns them; those that are out already stay so.

    Raises Closed, and ValidationError that names what still stands on one of them.
    """
    with writing(assessment, by), completing(assessment, by, at):
        held = list(table.rows_of(assessment).filter(pk__in=_carried(assessment, table, rows)))
        store_plan(Plan(table), by=by, at=at, remove=held)
    return held


def say_again(
    *, assessment: Assessment, table: EvidenceTable, rows: Collection[int], by: Person, at: datetime.datetime
) -> list[Any]:
    """Takes back what was said of carried `rows` (ids) that stand: they are to be reviewed again. Raises Closed."""
    with writing(assessment, by):
        ids = _carried(assessment, table, rows)
        held = list(table.rows_of(assessment).filter(pk__in=ids, carried_over=False))
        reopen(held)
        _remember(table, held, Action.REOPENED, by, at)
    return held


def _carried(assessment: Assessment, table: EvidenceTable, rows: Collection[int]) -> list[int]:
    """Those of `rows` (ids) that were carried over into `assessment`."""
    label = table.model._meta.label_lower
    records = CarriedRow.objects.filter(assessment=assessment, table=label, row_id__in=rows)
    return list(records.values_list("row_id", flat=True))


def _remember(table: EvidenceTable, rows: Sequence[Any], action: str, by: Person, at: datetime.datetime) -> None:
    changed_rows(rows, [kept_values(table, table.values_of(row)) for row in rows], action, by, at)
