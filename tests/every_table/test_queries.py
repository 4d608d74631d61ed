"""The number of queries of a page does not grow with the rows that it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.evidence.models import EvidenceFile
from pmqa.profile.models import Group, Service
from tests.every_table.desk import Desk

MANY = 1_000


def copies(row: Any, count: int) -> None:
    """Stores `count` rows like `row`, with all that it names; where one stands once, each names a group of its own."""
    model, at = type(row), type(row)._default_manager.aggregate(last=Max("position"))["last"]
    new = []
    for n in range(count):
        values = {
            f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.name not in ("id", "version")
        }
        new.append(model(**{**values, "position": at + n + 1}))
    _tell_apart(row, new, at)
    model._default_manager.bulk_create(new, batch_size=500)
    for field in model._meta.many_to_many:
        through, own, other = field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name()
        named = [named.pk for named in getattr(row, field.name).all()]
        links = [through(**{f"{own}_id": each.pk, f"{other}_id": pk}) for each in new for pk in named]
        through._default_manager.bulk_create(links, batch_size=500)


def _tell_apart(row: Any, new: list[Any], at: int) -> None:
    """Gives rows that may not be alike names, numbers and registers of their own."""
    model, count = type(row), len(new)
    for name in _telling(model):
        for n, each in enumerate(new):
            setattr(each, name, f"{getattr(row, name)} {at}.{n}"[-120:])
    if model.__name__ == "CustomerProfile":
        groups = [Group(assessment=row.assessment, name=f"กลุ่มที่ {at}.{n}", kind="RECIPIENT") for n in range(count)]
        for each, group in zip(new, Group.objects.bulk_create(groups), strict=True):
            each.group = group
    if model.__name__ == "ServiceStandard":
        services = [Service(assessment=row.assessment, process=f"บริการที่ {at}.{n}") for n in range(count)]
        for each, service in zip(new, Service.objects.bulk_create(services), strict=True):
            each.service = service
    if model.__name__ == "StandardStep":
        for n, each in enumerate(new):
            each.number = at + n + 2  # the two of the sample have 1 and 3


def _telling(model: type[Any]) -> list[str]:
    """The text columns in which rows of the model may not be alike."""
    named = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    return [f.name for f in model._meta.concrete_fields if f.name in named and not f.is_relation and not f.choices]


def queries(desk: Desk, address: str, **asked: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.client.get(address, asked).status_code == 200
    return len(seen)


def test_list_and_grid_ask_as_often_for_ten_rows_as_for_a_thousand(desk: Desk) -> None:
    row = desk.both()[0]
    copies(row, 10)
    pages = [(desk.url(), {}), (desk.url(), {"q": "ก", "order": "thai"}), (desk.url("grid"), {}), (desk.url("add"), {})]
    for address, _asked in pages:
        desk.client.get(address)  # what is read once in a process is read
    few = [queries(desk, address, **asked) for address, asked in pages]
    copies(desk.rows()[-1], MANY)
    assert [queries(desk, address, **asked) for address, asked in pages] == few
    assert max(few) <= 20


@pytest.fixture
def full(desk_at: Callable[[str], Desk]) -> Desk:
    """A unit with a row in every table of the criteria built so far."""
    desk = desk_at("cs1-analysis")
    for key in (
        "cs1-criteria",
        "cs1-analysis",
        "cs1-profiles",
        "cs1-reviews",
        "cs2-channels",
        "cs2-uses",
        "improvements",
    ):
        desk.beside(key).both()
    return desk


def test_start_and_criterion_ask_as_often_for_few_rows_as_for_many(full: Desk) -> None:
    place = [full.assessment.unit.code, full.assessment.year]
    pages = [
        reverse("start", args=place),
        *(reverse("criterion", args=[*place, code]) for code in ("cs1", "cs2", "cs3")),
    ]
    for address in pages:
        full.client.get(address)
    few = [queries(full, address) for address in pages]
    for key in (
        "groups",
        "services",
        "duties",
        "cs1-analysis",
        "cs1-profiles",
        "cs2-channels",
        "cs2-uses",
        "improvements",
    ):
        copies(full.beside(key).rows()[0], MANY)
    assert [queries(full, address) for address in pages] == few


def test_the_files_of_many_rows_cost_no_query_each(full: Desk) -> None:
    desk = full.beside("cs1-criteria")
    copies(desk.beside("evidence").rows()[0], 100)
    before = queries(desk, desk.url())
    for row in desk.rows():
        row.evidence.set(EvidenceFile.objects.all())
    assert queries(desk, desk.url()) == before
