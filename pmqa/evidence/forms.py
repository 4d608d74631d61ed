"""The form of one row: the same for the page, the grid and the workbook."""

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.fields import NameField, form_field
from pmqa.evidence.lookup import Lookup

Cell = str | int | datetime.date
Values = dict[str, Cell]


def shown(field: Any, value: Any) -> Cell:
    """What a stored value of a model field looks like in a cell: names for relations, labels for choices."""
    if value is None:
        return ""
    if field.many_to_many:
        return "\n".join(str(row) for row in value)
    if field.is_relation:
        return str(value)
    if field.choices:
        return str(_labels(field).get(value, value))
    if hasattr(field, "shown"):
        return str(field.shown(value))
    return value if isinstance(value, int | datetime.date) else str(value)


@cache
def _labels(field: Any) -> dict[Any, Any]:
    """The label of each choice, built once: sheets ask for it in every row. It reads in the language of its use."""
    return dict(field.flatchoices)


def linked(row: Any, field: Any) -> Any:
    """What a row names in a many-to-many field: rows of the register, or its counts of people by group."""
    name = name_of_links(field)
    # What was fetched with the row, without a manager in between: in a long sheet that is a tenth of its time.
    fetched = getattr(row, "_prefetched_objects_cache", {}).get(name)
    return getattr(row, name).all() if fetched is None else fetched


def name_of_links(field: Any) -> str:
    """By what attribute of a row its links in `field` are reached."""
    return str(field.name) if field.remote_field.through._meta.auto_created else "group_counts"


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of an assessment. Values come as typed text, pasted text or workbook cells, and mean the same in each.

    `sets` names the fields of the model that the form fills besides the columns of the same name; `given` are columns
    that the system fills where nothing is written: a blank cell in them tells nothing of the row.
    """

    sets: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        assessment: Assessment,
        lookup: Lookup | None = None,
        instance: Any = None,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        values = self.values_of(instance) if instance is not None and instance.pk else {}
        super().__init__(data, instance=instance, initial={**values, **(initial or {})}, **options)
        self.instance.assessment = assessment
        self.assessment = assessment
        self.lookup = lookup or Lookup(assessment)
        for field in self.fields.values():
            if isinstance(field, NameField):
                field.lookup = self.lookup

    @classmethod
    def values_of(cls, row: Any) -> Values:
        """Each column of a stored row as a cell. Relations should be fetched already: a row costs no query then."""
        return {name: cls._cell(row, name) for name in cls.base_fields}

    @staticmethod
    def _cell(row: Any, name: str) -> Cell:
        field = row._meta.get_field(name)
        return shown(field, linked(row, field) if field.many_to_many else getattr(row, name))

    def cleaned_values(self) -> Values:
        """Each column of the valid row as a cell, comparable with `values_of`."""
        return {name: self._cleaned_cell(name) for name in self.fields}

    def _cleaned_cell(self, name: str) -> Cell:
        return shown(self._meta.model._meta.get_field(name), self.cleaned_data.get(name))

    def many(self) -> dict[str, list[Any]]:
        """The rows named in each column that names several."""
        names = [field.name for field in self._meta.model._meta.many_to_many if field.name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}

    def rebind(self, data: Mapping[str, Any], instance: Any) -> None:
        """Takes the next row of a sheet. Building a form costs more than filling it, so that a sheet uses one."""
        instance.assessment = self.assessment
        self.data, self.instance = data, instance
        self.is_bound = True
        self._errors = None

    @classmethod
    def stored_fields(cls) -> tuple[str, ...]:
        """The fields of the model, many-to-many ones aside, that this form fills."""
        many = {field.name for field in cls._meta.model._meta.many_to_many}
        return (*(name for name in cls._meta.fields or () if name not in many), *cls.sets)

    def dress(self) -> None:
        """What a form changes in its own widgets for a page."""

    def told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the cells of a line tell: blank ones in columns that the system fills are left out."""
        return {name: value for name, value in values.items() if value not in ("", None) or name not in self.given}

    def foresee(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Is told the cells of every line of a sheet before the first is read."""

    def prepare(self) -> list[Row]:
        """Rows of registers to store before this one: what the form names for the first time (a new process)."""
        return []

    def clean(self) -> dict[str, Any]:
        # Not Django's own checks of uniqueness: tables tell doubles by identity, whatever the spelling (references.py),
        # and a sheet finds them itself, as asking the database row by row would take for ever.
        return self.cleaned_data

    def _post_clean(self) -> None:
        # Django's step, without the constraints: those of every table hold within an assessment, which is not on the
        # form, so that Django would only find out for each row of a sheet that it has nothing to check.
        self.instance = construct_instance(self, self.instance, self._meta.fields)
        try:
            self.instance.clean_fields(exclude=self._get_validation_exclusions())
        except ValidationError as errors:
            self.add_error(None, errors)

    def _get_validation_exclusions(self) -> set[str]:
        # What the form names comes from the register: asking the database for it again would be a query a row.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded.union(name for name, field in self.base_fields.items() if isinstance(field, NameField))


def default_form(model: type[models.Model], columns: tuple[str, ...]) -> type[RowForm]:
    """The form of a table that needs none of its own: its columns, in order."""
    made: type[RowForm] = forms.modelform_factory(model, form=RowForm, fields=columns, formfield_callback=form_field)  # type: ignore[assignment]
    return made
