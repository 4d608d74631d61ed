"""An assessment with a row in every table, and one beside it that stays a draft."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.freezing.everything import row_in_every_table


@pytest.fixture
def full(assessment: Assessment, staff: Person) -> Assessment:
    row_in_every_table(assessment, by=staff)
    return assessment


@pytest.fixture
def other(new_assessment: Callable[..., Assessment], staff: Person) -> Assessment:
    found = new_assessment("omega")
    row_in_every_table(found, by=staff)
    return found


@pytest.fixture
def freeze() -> Callable[[Assessment], None]:
    def set_state(assessment: Assessment) -> None:
        Assessment.objects.filter(pk=assessment.pk).update(state="SUBMITTED", changed_at=timezone.now())

    return set_state


@pytest.fixture
def sql() -> Callable[..., Any]:
    """Says it to the database itself, as nobody should."""

    def say(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return say
