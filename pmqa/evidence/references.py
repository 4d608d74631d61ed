"""What stands on what: a row that others name cannot go, and one that names a deleted row cannot come back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.forms import Cell
from pmqa.evidence.models import GroupCount
from pmqa.evidence.tables import EvidenceTable
from pmqa.thai.text import fold

CLOSED = gettext_lazy("“%(name)s” was handed on and cannot be changed or deleted. Take it back first.")

# So many of the rows that stand in the way are named; the rest is found on the way.
MOST_NAMED = 6


def users_of(rows: Sequence[Any]) -> Counter[int]:
    """How many standing rows and statements name each of `rows` (of one model), by id. A query a relation."""
    used: Counter[int] = Counter()
    for name, users in _users(rows):
        used.update(users.order_by().values_list(name, flat=True))
    return Counter({row.pk: used[row.pk] for row in rows if used[row.pk]})


def _users(rows: Sequence[Any]) -> Iterator[tuple[str, "models.QuerySet[Any]"]]:
    """What stands and names one of `rows`, relation by relation, with the field in which it does."""
    for relation in type(rows[0])._meta.get_fields(include_hidden=True) if rows else ():
        model: Any = relation.related_model
        if not relation.auto_created or relation.concrete or model._meta.auto_created or relation.one_to_one:
            continue  # a field of its own, the table behind a many-to-many that is counted by itself, or a part of it
        if issubclass(model, GroupCount):
            continue  # the same
        standing = {"deleted_at": None} if issubclass(model, Row) else getattr(model, "STANDING", {})
        name = relation.remote_field.name
        yield name, model._default_manager.filter(**standing, **{f"{name}__in": [row.pk for row in rows]})


def _users_in_words(row: Any) -> list[str]:
    """A sentence that says which rows name `row`, the first few of each table; none where only parts of pages do."""
    named = [
        f"{users.model._meta.verbose_name} “{user}”"
        for _name, users in _users([row])
        if issubclass(users.model, Row)
        for user in users[:MOST_NAMED]
    ]
    if not named:
        return []
    shown = ", ".join(dict.fromkeys(named[:MOST_NAMED]))
    return [_("It stands in: %(rows)s.") % {"rows": shown if len(named) <= MOST_NAMED else f"{shown} …"}]


def refuse_used(rows: Sequence[Any]) -> None:
    """ValidationError when other rows refer to one of `rows`."""
    users = users_of(rows)
    for row in rows:
        if users[row.pk]:
            texts = {"name": row, "count": users[row.pk]}
            words = _("“%(name)s” is used by %(count)s other rows. Take it out there first.") % texts
            raise ValidationError(" ".join((words, *_users_in_words(row))))


def refuse_gone(row: Row) -> None:
    """ValidationError when `row` names a row that is deleted."""
    for named in _named(row):
        if named.deleted_at:
            raise ValidationError(
                _("“%(name)s”, which this row names, was deleted meanwhile. Add the row anew.") % {"name": named}
            )


def _named(row: Row) -> Iterator[Row]:
    for field in (*row._meta.fields, *row._meta.many_to_many):
        if not isinstance(field.related_model, type) or not issubclass(field.related_model, Row):
            continue
        if field.many_to_many:
            yield from getattr(row, field.name).all()
        elif getattr(row, field.name) is not None:
            yield getattr(row, field.name)


def refuse_double(
    table: EvidenceTable, assessment: Assessment, values: Mapping[str, Cell], own: int | None = None
) -> None:
    """ValidationError when `values` repeat another row of a table whose rows stand once, in any spelling of its words.

    `own` is the id of the row itself. A sheet finds its doubles in one go (sheet.py); this is for a single row.
    """
    if not table.once:
        return
    identity = table.identity_of(values)
    for pk, stored in _identities(table, assessment):
        if pk != own and stored == identity:
            name = " · ".join(str(values[column]) for column in table.identity if values[column] != "")
            message = _("“%(name)s” already stands in this table. Change that row instead.") % {"name": name}
            raise ValidationError({table.identity[0]: message})


def _identities(table: EvidenceTable, assessment: Assessment) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Id and identity of each row that stands. Of a table told apart by words of its own only those words are read: a
    register of 50,000 cases is asked for every case that comes in."""
    fields = [table.model._meta.get_field(name) for name in table.identity]
    if all(type(field) in (models.CharField, models.TextField) and not field.choices for field in fields):  # type: ignore[union-attr]
        rows = table.model._default_manager.filter(assessment=assessment, deleted_at=None).order_by()
        for pk, *words in rows.values_list("pk", *table.identity).iterator():
            yield pk, tuple(map(fold, words))
    else:
        for row in table.rows_of(assessment):
            yield row.pk, table.identity_of(table.values_of(row))


def refuse_closed(table: EvidenceTable, rows: Sequence[Any]) -> None:
    """ValidationError when one of `rows` was handed on, in a table whose rows are closed by that. One query, if any."""
    if table.closed_by and rows:
        for row in table.model._default_manager.filter(pk__in=[row.pk for row in rows]):
            if table.is_closed(row):
                raise ValidationError(CLOSED % {"name": row})
