"""A unit with a full year behind it, and the year into which its rows are carried over."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pmqa.carryover.actions import carry_over
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.organization.walk import fill_every_table

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def before(new_assessment: Callable[..., Assessment], assessment: Assessment) -> Assessment:
    """The empty year before."""
    return new_assessment("alpha", 2568)


@pytest.fixture
def full(before: Assessment, staff: Person, fill: Callable[..., Any]) -> Assessment:
    """The year before, with a row in every table."""
    fill_every_table(before, staff, fill)
    return before


@pytest.fixture
def carried(full: Assessment, assessment: Assessment, staff: Person) -> Assessment:
    """This year, with what came from the full one."""
    carry_over(assessment=assessment, from_assessment=full, by=staff, at=NOW)
    return assessment


@pytest.fixture
def client(client_of: Callable[[Person], Client], staff: Person) -> Client:
    return client_of(staff)
