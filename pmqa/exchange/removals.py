"""Which rows of a register cannot go, because other rows name them."""

from collections.abc import Sequence
from typing import Any

from pmqa.cycle.models import Row


def still_used(rows: Sequence[Any]) -> set[int]:
    """The ids of those of `rows` (of one model) that standing rows refer to. A query for each relation.

    Relations without a way back (related_name "+") count as well.
    """
    if not rows:
        return set()
    ids = [row.pk for row in rows]
    used: set[int] = set()
    for relation in type(rows[0])._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if relation.auto_created and isinstance(model, type) and issubclass(model, Row):
            name = relation.field.name
            standing = model._default_manager.filter(deleted_at=None, **{f"{name}__in": ids}).order_by()
            used.update(standing.values_list(name, flat=True))
    return used & set(ids)
