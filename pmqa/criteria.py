"""The one hand-written list of what exists: seven criteria, and every evidence table in the order of an import."""

from channels.criterion import CS2
from complaints.criterion import CS3
from customers.criterion import CS1
from participation.criterion import CS4, CS5
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.tables import EvidenceTable
from pmqa.registers import REGISTERS, SHARED
from satisfaction.criterion import CS6
from standards.criterion import CS7

CRITERIA: tuple[Criterion, ...] = (CS1, CS2, CS3, CS4, CS5, CS6, CS7)

# Registers first, and criteria in order: a sheet may name what an earlier one adds.
TABLES: tuple[EvidenceTable, ...] = (
    *REGISTERS,
    *(table for criterion in CRITERIA for table in criterion.tables),
    *SHARED,
)


def criterion_of(code: str) -> Criterion:
    """The criterion called `code`, capital or small; KeyError when there is none."""
    return {criterion.code: criterion for criterion in CRITERIA}[code.upper()]


def table_of(key: str) -> EvidenceTable:
    """The table with this key; KeyError when there is none."""
    return {table.key: table for table in TABLES}[key]
