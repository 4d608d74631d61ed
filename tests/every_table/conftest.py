"""The staff of a unit at each table in turn, with the registers that its rows name."""

from collections.abc import Callable
from typing import Any

import pytest

from pmqa.criteria import TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from tests.every_table.desk import Desk
from tests.every_table.rows import REGISTERS, sample_of


@pytest.fixture
def desk_at(
    assessment: Assessment, staff: Person, client_of: Callable[..., Any], fill: Callable[..., Any]
) -> Callable[[str], Desk]:
    """Makes the desk at a table, its registers filled."""

    def sit(key: str) -> Desk:
        for register in sample_of(table_of(key)).needs:
            fill(register, REGISTERS[register])
        return Desk(client_of(staff), assessment, table_of(key))

    return sit


@pytest.fixture(params=TABLES, ids=lambda table: table.key)
def table(request: pytest.FixtureRequest) -> EvidenceTable:
    return request.param


@pytest.fixture
def desk(table: EvidenceTable, desk_at: Callable[[str], Desk]) -> Desk:
    """The desk at every table in turn."""
    return desk_at(table.key)
