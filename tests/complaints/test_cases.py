"""A case of the register: its number, when it is due, its status, and which cases a list picks out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from complaints.criterion import CASES
from complaints.forms import CaseForm
from complaints.models import Case
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.sheet import Plan, SheetLine, plan_sheet
from pmqa.organization.models import Person
from tests.complaints.cases import NOON, TODAY
from tests.every_table.desk import Desk, text_of, wrong_words
from tests.every_table.rows import REGISTERS

CASE = {"kind": "ข้อร้องเรียน", "received_on": "3 เม.ย. 2569", "subject": "ข่าวออกช้า"}
Register = Callable[..., Case]


@pytest.fixture
def register(fill: Callable[..., Any]) -> Register:
    """Stores a case: `register(due_on="10 เม.ย. 2569")`."""
    for key in ("groups", "services"):
        fill(key, REGISTERS[key])

    def store(**told: str) -> Case:
        [case] = fill("cs3-cases", [{**CASE, **told}])
        return case

    return store


def problems_of(assessment: Assessment, **told: str) -> dict[str, list[str]]:
    form = CaseForm({**CASE, **told}, assessment=assessment)
    return {name: list(map(str, errors)) for name, errors in form.errors.items()}
