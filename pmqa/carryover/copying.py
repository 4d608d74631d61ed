"""Brings the rows of one year of a unit into another, table by table, in a fixed number of queries each."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Max

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import CarriedRow, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person

# Where each row of the earlier year stands in the later one, by model: what names it then names the new one.
Places = dict[type[Row], dict[int, int]]


class Copying:
    """One carrying-over, from `source` into the locked `target`. Tables come in the order of an import."""

    def __init__(self, source: Assessment, target: Assessment, *, by: Person, at: datetime.datetime) -> None:
        self.source, self.target, self.by, self.at = source, target, by, at
        self.places: Places = defaultdict(dict)

    def bring(self, table: EvidenceTable) -> int:
        """Brings the rows of `table`, marked to be reviewed, and returns how many came.

        A row that the target has already (by identity) stays as it is there, and is what others name. Columns of the
        year are empty. A row that must name what did not come stays behind.
        """
        pairs = self._pairs(table)
        if not pairs:
            return 0
        model = table.model
        last = model._default_manager.filter(assessment=self.target).aggregate(last=Max("position"))["last"] or 0
        for position, (_old, new) in enumerate(pairs, start=last + 1):
            new.position, new.updated_by, new.updated_at = position, self.by, self.at
        model._default_manager.bulk_create([new for _old, new in pairs], batch_size=500)
        self.places[model].update((old.pk, new.pk) for old, new in pairs)
        for field in model._meta.many_to_many:
            self._link(field, {old.pk: new.pk for old, new in pairs}, _of_year(table))
        self._record(table, pairs)
        return len(pairs)

    def _pairs(self, table: EvidenceTable) -> list[tuple[Any, Any]]:
        """Each row that is to come with its copy, which is not stored yet."""
        standing = {table.identity_of(table.values_of(row)): row.pk for row in table.rows_of(self.target)}
        found = []
        for old in table.carried_from(self.source):
            met = standing.get(table.identity_of(table.values_of(old)))
            if met is not None:
                self.places[table.model][old.pk] = met
            elif (new := self._copy(table, old)) is not None:
                found.append((old, new))
        return found

    def _copy(self, table: EvidenceTable, old: Any) -> Any:
        new = table.model(assessment=self.target, carried_over=True, sort_key=old.sort_key)
        for name in set(table.form.stored_fields()) - _of_year(table):
            field: Any = table.model._meta.get_field(name)
            value = getattr(old, field.attname)
            if value is not None and _is_register(field):
                value = self.places[field.related_model].get(value)
                if value is None and not field.null:
                    return None
            setattr(new, field.attname, value)
        return new

    def _link(self, field: "models.ManyToManyField[Any, Any]", rows: Mapping[int, int], empty: frozenset[str]) -> None:
        """What the new rows name in `field`, with what else stands in the link (people by group)."""
        if field.name in empty or not _is_register(field) or field.related_model not in self.places:
            return
        through: Any = field.remote_field.through
        own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        places, links = self.places[field.related_model], []  # type: ignore[index]
        rest = [f.attname for f in through._meta.concrete_fields if f.attname not in ("id", own, other)]
        of_source = {f"{field.m2m_field_name()}__assessment": self.source}
        for link in through._default_manager.filter(**of_source).order_by("pk"):
            row, named = rows.get(getattr(link, own)), places.get(getattr(link, other))
            if row is not None and named is not None:
                kept = {name: getattr(link, name) for name in rest}
                links.append(through(**{own: row, other: named, **kept}))
        through._default_manager.bulk_create(links, batch_size=1000)

    def _record(self, table: EvidenceTable, pairs: Sequence[tuple[Any, Any]]) -> None:
        label = table.model._meta.label_lower
        CarriedRow.objects.bulk_create(
            [
                CarriedRow(assessment=self.target, source=self.source, table=label, row_id=new.pk, source_row_id=old.pk)
                for old, new in pairs
            ],
            batch_size=500,
        )
        came = {new.pk for _old, new in pairs}
        rows = [row for row in table.rows_of(self.target) if row.pk in came]
        values = [kept_values(table, table.values_of(row)) for row in rows]
        changed_rows(rows, values, RowChange.Action.CARRIED, self.by, self.at)


def _of_year(table: EvidenceTable) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if column.of_year)


def _is_register(field: Any) -> bool:
    """Whether `field` names rows of the assessment, not people."""
    return isinstance(field.related_model, type) and issubclass(field.related_model, Row)
