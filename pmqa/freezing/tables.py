"""Which tables are frozen with an assessment, worked out from the models, so that a new table is frozen by itself."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from pmqa.cycle.models import Assessment

# The apps in which a unit's evidence is stored. Each of their models is frozen, or stands in NOT_FROZEN.
FROZEN_APPS = (
    "profile",
    "evidence",
    "customers",
    "channels",
    "complaints",
    "participation",
    "satisfaction",
    "standards",
    "scoring",
)
NOT_FROZEN = {
    "evidence.rowchange": "The history is added to for ever; a guard of its own keeps what stands in it.",
    "evidence.sent": "Which forms were carried out: of a person, not of an assessment.",
    "satisfaction.answertoken": "Keys to a questionnaire. No answer points at one, and one that is used opens nothing.",
    "satisfaction.answerimport": "How a file came in and what became of it; the answers themselves are frozen.",
    "satisfaction.answerreceipt": "Belongs to nobody, and is forgotten after two days.",
    "standards.publishedstandard": "A copy of its own, which the publishing of the next year withdraws.",
}
# Rows whose key to what they belong to may be empty. While it is, they belong to no assessment: a file that is being
# imported counts nowhere, and what is left of one can be removed at any time. Filling the key is refused.
OWNED_BY = {"satisfaction.response": "questionnaire"}


@dataclass(frozen=True)
class FrozenTable:
    """A model whose rows belong to an assessment, and the foreign keys that lead from a row to it."""

    model: type[models.Model]
    path: tuple[Any, ...]

    @property
    def label(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def lookup(self) -> str:
        """The path as a query names it."""
        return "__".join(field.name for field in self.path)

    @property
    def owner(self) -> Any:
        """The foreign key to the row that this one is a part of; to the assessment for one that stands by itself."""
        return self.path[0]

    @property
    def is_part(self) -> bool:
        return len(self.path) > 1

    @cached_property
    def fields(self) -> tuple[Any, ...]:
        """Every stored column, by its name in the database."""
        return tuple(sorted(self.model._meta.concrete_fields, key=lambda field: field.column))

    def rows_of(self, assessment: int) -> "models.QuerySet[Any]":
        """Every row, those too that are marked as deleted, in the order of their ids."""
        return self.model._base_manager.filter(**{self.lookup: assessment}).order_by("pk")


@cache
def frozen_tables() -> tuple[FrozenTable, ...]:
    """Every frozen table, in the order of the labels."""
    found = (FrozenTable(model, path) for model in evidence_models() if (path := _path(model)))
    return tuple(sorted(found, key=lambda table: table.label))


def evidence_models() -> list[type[models.Model]]:
    """Every model of FROZEN_APPS with a table of its own, but those in NOT_FROZEN."""
    return [
        model
        for label in FROZEN_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed and model._meta.label_lower not in NOT_FROZEN
    ]


def _path(model: type[models.Model]) -> tuple[Any, ...]:
    """The foreign keys from `model` to the assessment; none when it does not lead there."""
    field = _owner(model)
    if field is None:
        return ()
    if field.remote_field.model is Assessment:
        return (field,)
    rest = _path(field.remote_field.model)
    return (field, *rest) if rest else ()


def _owner(model: type[models.Model]) -> Any:
    """The foreign key by which a row belongs: to an assessment, or to the row that it is a part of.

    A part goes with what it belongs to (CASCADE), or has one key only that is never empty. A link of a many-to-many
    field belongs to the row that names the others. Raises ImproperlyConfigured when it is open to doubt.
    """
    if model._meta.label_lower in OWNED_BY:
        return model._meta.get_field(OWNED_BY[model._meta.label_lower])
    keys = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]
    keys = [field for field in keys if field.remote_field.model is Assessment or _leads_on(field.remote_field.model)]
    if model._meta.auto_created:
        keys = [field for field in keys if field.remote_field.model is model._meta.auto_created][:1]
    direct = [field for field in keys if field.remote_field.model is Assessment]
    going = [field for field in keys if field.remote_field.on_delete is models.CASCADE]
    found = direct or going or keys
    if len(found) > 1:
        raise ImproperlyConfigured(f"{model._meta.label} belongs to more than one row.")
    return found[0] if found else None


def _leads_on(model: type[models.Model]) -> bool:
    return model._meta.app_label in FROZEN_APPS and model._meta.label_lower not in NOT_FROZEN
