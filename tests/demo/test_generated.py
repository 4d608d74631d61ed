"""Generated units: copies made by the database hold what the original holds, and nothing of another unit."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F

from participation.models import RelationshipActivity
from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.demo.generated import PATTERNS, seed_units
from pmqa.demo.people import seed_author
from pmqa.demo.seed import THIS_YEAR, _moment, _round
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.judging.models import Judgement, JudgementChange, Remark
from pmqa.organization.models import Unit
from pmqa.rollup.models import CriterionResult
from pmqa.rollup.stored import check_stored

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def make(*numbers: int) -> int:
    cycle, _new = _round(THIS_YEAR)
    return seed_units(numbers, cycle=cycle, by=seed_author(), at=_moment(THIS_YEAR, 8, 1))


def shown_by(assessment: Assessment, mark: str) -> Any:
    """The rows of every table and their history as people read them, without the number that is the unit's own."""
    rows = [
        (table.key, row.sort_key, table.values_of(row))
        for table in TABLES
        for row in table.fetched(table.model._default_manager.filter(assessment=assessment)).order_by("pk")
    ]
    history = RowChange.objects.filter(assessment=assessment).order_by("table", "row_id", "pk")
    own = Judgement.objects.filter(sheet__assessment=assessment, sheet__kind="OWN").order_by("pk")
    told = rows, list(history.values_list("table", "values", "at")), list(own.values_list("item", "verdict"))
    return repr(told).replace(mark, "?")


def strays() -> Iterator[str]:
    """Rows that point at a row of another unit, and history of rows that are not there."""
    tables = {table.model: table for table in frozen_tables()}
    for table in tables.values():
        for field in table.model._meta.concrete_fields:
            if field.is_relation and field.remote_field.model in tables:
                other = f"{field.name}__{tables[field.remote_field.model].lookup}"
                if table.model._base_manager.exclude(**{table.lookup: F(other)}).exclude(**{field.name: None}).exists():
                    yield f"{table.label} {field.name}"
        yield from _lost(table)


def _lost(table: FrozenTable) -> Iterator[str]:
    told = RowChange.objects.filter(table=table.label).exclude(row_id__in=table.model._base_manager.values("pk"))
    if told.exists():
        yield f"history of {table.label}"


def test_copies_are_like_their_original() -> None:
    assert make(1, 1 + PATTERNS, 1 + 2 * PATTERNS) == 3
    first, *others = Assessment.objects.select_related("unit", "round").order_by("pk")
    for place, other in enumerate(others, start=1):
        assert shown_by(other, f"05-{1 + place * PATTERNS:04d}") == shown_by(first, "05-0001")
    assert "05-0021" in str(RowChange.objects.filter(assessment=others[0]).values_list("values", flat=True))
    assert list(strays()) == []
    # What is made afterwards by pages finds its ids free.
    assert make(2) == 1
    assert list(strays()) == []


def test_photographs_are_each_a_file_of_its_own() -> None:
    cycle, _new = _round(THIS_YEAR)
    at = _moment(THIS_YEAR, 8, 1)
    seed_units([16, 16 + PATTERNS], cycle=cycle, by=seed_author(), at=at, photographs=2)
    files = EvidenceFile.objects.filter(content_type__startswith="image/")
    assert len({file.sha256 for file in files}) == 4
    assert sum(row.evidence.filter(pk__in=files).count() for row in RelationshipActivity.objects.all()) == 4
    assert list(check_stored(list(Assessment.objects.select_related("unit", "round")))) == []


def test_units_come_once_in_every_state_with_stored_results() -> None:
    numbers = [1 + place * PATTERNS for place in range(5)]
    assert make(*numbers) == 5
    assert make(*numbers) == 0
    every = Assessment.objects.select_related("unit", "round").order_by("pk")
    assert {each.state for each in every} == set(Assessment.State.values)
    assert Unit.objects.filter(sort_key="").count() == 0
    assert list(check_stored(list(every))) == []
    published = CriterionResult.objects.exclude(published=None)
    assert set(published.values_list("assessment__state", flat=True)) == {"PUBLISHED"}
    agreed = Judgement.objects.filter(sheet__kind="CONSENSUS")
    assert agreed.count() == JudgementChange.objects.filter(sheet__kind="CONSENSUS").count() > 30
    assert Remark.objects.filter(sheet__kind="CONSENSUS", kind="OFI").count() == 7
