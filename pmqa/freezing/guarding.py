"""What the database refuses once an assessment is submitted, and what it lets pass all the same: erasing by law."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.freezing.models import Snapshot
from pmqa.freezing.tables import FrozenTable, frozen_tables
from pmqa.guards import Guard, append_only, unique_sets
from pmqa.personal.erasing import KEEPING, gone_of
from pmqa.personal.models import ErasedRow

FROZEN = "a submitted assessment is frozen"
STAYS = "what was recorded stays as it is"


def guards_in(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards of every table that stands in the database; some do not where `migrate` went back in time."""
    standing = set(connection.introspection.table_names())
    every = [_frozen(table, connection.vendor) for table in frozen_tables()]
    every += [_assessment(), _history(connection.vendor), append_only(ErasedRow, STAYS), append_only(Snapshot, STAYS)]
    return [guard for guard in every if guard.table in standing]


def _frozen(table: FrozenTable, vendor: str) -> Guard:
    # Rows that agree in the assessment, or in what they belong to, are frozen together or not at all.
    unique = tuple(columns for columns in unique_sets(table.model) if table.owner.column not in columns)
    return Guard(
        table.model._meta.db_table,
        "frozen",
        FROZEN,
        f"{state_of(table, vendor)} <> '{Assessment.State.DRAFT}'",
        key=table.model._meta.pk.column,
        unique=unique,
        unless_update=_erased(table, vendor),
        unless_delete=_link_of_erased(table),
    )


def state_of(table: FrozenTable, vendor: str) -> str:
    """The state of the assessment to which a `{row}` of `table` belongs, in SQL.

    PostgreSQL holds the assessment while it looks: who submits at this moment is waited for, and then wins.
    """
    first, *rest = table.path
    joins, at = "", f'{{row}}."{first.column}"'
    origin = f'"{first.remote_field.model._meta.db_table}" AS step_0'
    for number, field in enumerate(rest, start=1):
        before, to = f"step_{number - 1}", field.remote_field.model._meta
        joins += f' JOIN "{to.db_table}" AS step_{number} ON step_{number}."{to.pk.column}" = {before}."{field.column}"'
    last, key = f"step_{len(rest)}", first.remote_field.model._meta.pk.column
    share = f" FOR SHARE OF {last}" if vendor == "postgresql" else ""
    return f'(SELECT {last}.state FROM {origin}{joins} WHERE step_0."{key}" = {at}{share})'


def _erased(table: FrozenTable, vendor: str) -> str:
    """An erasure that was written down before, and changes nothing but what has to go."""
    gone = gone_of(table.model)
    if not gone:
        return "1 = 0"
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    conditions = [was_erased(table.model, 'OLD."id"')]
    for field in table.fields:
        if field.name in KEEPING:
            continue
        kept = f'NEW."{field.column}" {same} OLD."{field.column}"'
        if field.name in gone:
            kept = f'({kept} OR NEW."{field.column}" {same} {_literal(gone[field.name])})'
        conditions.append(kept)
    return " AND ".join(conditions)


def was_erased(model: type[models.Model], row: str) -> str:
    """SQL: whether it is written down that the row of `model` with the id `row` was erased."""
    label, erased = model._meta.label_lower, f'"{ErasedRow._meta.db_table}" AS erased'
    return f"EXISTS (SELECT 1 FROM {erased} WHERE erased.\"table\" = '{label}' AND erased.row_id = {row})"


def _literal(value: str | int | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else f"'{value}'"


def _link_of_erased(table: FrozenTable) -> str:
    """A link to a file that was erased."""
    to_files = [field for field in table.fields if field.is_relation and field.remote_field.model is EvidenceFile]
    if not (table.model._meta.auto_created and to_files):
        return "1 = 0"
    return was_erased(EvidenceFile, f'OLD."{to_files[0].column}"')


def _assessment() -> Guard:
    """A submitted assessment stays that of its unit and round; its state is changed by steps (pmqa.cycle)."""
    return Guard(
        Assessment._meta.db_table,
        "frozen",
        FROZEN,
        f"{{row}}.state <> '{Assessment.State.DRAFT}'",
        writes=("UPDATE", "DELETE"),
        unique=unique_sets(Assessment),
        unless_update="NEW.id = OLD.id AND NEW.unit_id = OLD.unit_id AND NEW.round_id = OLD.round_id",
    )


def _history(vendor: str) -> Guard:
    """A line of the history stays, but for the words of what was erased."""
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    columns = (field.column for field in RowChange._meta.concrete_fields if field.name != "values")
    alike = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in columns)
    erased = f'SELECT 1 FROM "{ErasedRow._meta.db_table}" AS erased WHERE erased."table" = OLD."table"'
    return append_only(RowChange, STAYS, unless_update=f"{alike} AND EXISTS ({erased} AND erased.row_id = OLD.row_id)")
