"""A register that takes cases as a sheet does, and the desk of the staff who work on them."""

from collections.abc import Callable
from typing import Any

import pytest

from complaints.models import Case
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.every_table.desk import Desk
from tests.every_table.rows import REGISTERS

CASE = {"kind": "ข้อร้องเรียน", "received_on": "3 เม.ย. 2569", "subject": "ข่าวออกช้า"}


@pytest.fixture
def register(fill: Callable[..., Any]) -> Callable[..., Case]:
    """Stores a case: `register(due_on="10 เม.ย. 2569")`."""
    for key in ("groups", "services", "evidence"):
        fill(key, REGISTERS[key])

    def store(**told: str) -> Case:
        [case] = fill("cs3-cases", [{**CASE, **told}])
        return case

    return store


@pytest.fixture
def desk(assessment: Assessment, staff: Person, client_of: Callable[..., Any]) -> Desk:
    return Desk(client_of(staff), assessment, table_of("cs3-cases"))
