from collections.abc import Callable
from typing import Any

import pytest

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.reports.filled import fill_unit


@pytest.fixture
def filled(assessment: Assessment, staff: Person, fill: Callable[..., list[Any]]) -> Assessment:
    """The assessment of the tests, with rows in its tables."""
    fill_unit(assessment, staff, fill)
    return Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)
