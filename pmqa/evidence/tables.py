"""What an evidence table is: one list of columns that feeds form, list, grid, workbook and paper."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.fields import ThaiDateField
from pmqa.evidence.forms import Cell, RowForm, Values, default_form, name_of_links
from pmqa.evidence.layout import ONE_LINE_A_ROW, HeadCell, Layout, Line, SheetColumn, heading_rows
from pmqa.thai.text import fold

# Why rows stay in their year.
HAPPENED = _("It tells what happened in its year.")


@dataclass(frozen=True)
class Column:
    """A column: a field of the table's form. `width` in characters; `also` are other headings that units use.

    `of_year`: it tells what happened in its year, so that it is empty in a row that is carried over to the next.
    """

    name: str
    width: int = 24
    also: tuple[str, ...] = ()
    example: str = ""
    of_year: bool = False


@dataclass(frozen=True)
class Narrowing:
    """A named part of a list: `rows` picks it out of a query, as seen by a person."""

    key: str
    title: Any
    rows: Callable[["models.QuerySet[Any]", Any], "models.QuerySet[Any]"]


@dataclass(frozen=True)
class EvidenceTable:
    """One table of a criterion, or one register of Category P.

    `key` names it in addresses and in the history of rows. `identity` are the columns that tell people which row is
    which: with `once`, no two rows may agree in them. `dated` are the columns whose dates should lie in the fiscal
    year, `odd` says what else is odd in a row but not wrong.

    `steps` and `asks` stand beside the form, and so does the template `aside`. `list_template` is there for a list with
    something of its own, `menu` for more ways in the menu of a row, `page` for the page that a row of the list leads
    to, `narrowings` for named parts of the list.

    Paper shows at most `most_on_paper` rows. A row that may
    have many photographs has a photo sheet, on which stand the columns in `photo_head` (the place, the day). A row in
    which the date `closed_by` stands is neither changed nor deleted: it was handed on, and an action of its own takes
    it back first. `stays` says why its rows stay in their year; where it is blank they are carried over to the next.
    `settles` brings rows that name each other by a number into line with a plan, and the rows it removes, before it is
    stored from a form, the grid or by a deletion.
    `unfinished` picks out of a query those rows that are carried over all the same: what the next year goes on with.
    `looks_over` names the cells of a sheet that are wrong beside other rows: of the plan of an import and of the rows
    that stay as they are.
    `of_public`: its rows are words of the public, not of the unit.
    `beside` reads what the history of a row may hold beside its columns: what was done to things that belong to it.
    """

    key: str
    criterion: str
    title: Any
    sheet: str
    model: type[Row]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    once: bool = False
    own_form: type[RowForm] | None = None
    layout: Layout = ONE_LINE_A_ROW
    steps: tuple[Any, ...] = ()
    asks: Any = ""
    fetch: tuple[str, ...] = ()
    list_template: str = "evidence/list.html"
    aside: str = ""
    menu: str = ""
    page: str = "edit"
    narrowings: tuple[Narrowing, ...] = ()
    dated: tuple[str, ...] = ()
    odd: Callable[[Any], Sequence[str]] | None = None
    most_on_paper: int = 1_000
    photo_head: tuple[str, ...] = ()
    closed_by: str = ""
    stays: Any = ""
    settles: Callable[[Any, Sequence[Any]], None] | None = None
    unfinished: Callable[["models.QuerySet[Any]"], "models.QuerySet[Any]"] | None = None
    looks_over: Callable[[Any, Sequence[Any]], Sequence[Any]] | None = None
    of_public: bool = False
    beside: tuple[tuple[str, forms.Field], ...] = ()

    @cached_property
    def form(self) -> type[RowForm]:
        return self.own_form or default_form(self.model, tuple(column.name for column in self.columns))

    @cached_property
    def sheet_columns(self) -> tuple[SheetColumn, ...]:
        """The columns of the official sheet. A heading is the label of the form's field: one fact, one place."""
        return self.layout.columns(tuple(self._sheet_column(column) for column in self.columns))

    def _sheet_column(self, column: Column) -> SheetColumn:
        field = self.form.base_fields[column.name]
        is_date = isinstance(field, ThaiDateField)
        return SheetColumn(
            column.name, field.label, column.width, date=is_date, also=column.also, example=column.example
        )

    @property
    def heading_rows(self) -> tuple[tuple[HeadCell, ...], ...]:
        return heading_rows(self.sheet_columns)

    def rows_of(self, assessment: Assessment) -> "models.QuerySet[Any]":
        """The rows of `assessment` that stand, with what their columns show, in a fixed number of queries."""
        return self.fetched(self.model._default_manager.filter(assessment=assessment, deleted_at=None))

    @property
    def is_carried(self) -> bool:
        """Whether rows of it are carried over to the next year."""
        return not self.stays or self.unfinished is not None

    def carried_from(self, assessment: Assessment) -> "models.QuerySet[Any]":
        """The rows of `assessment` that the next year begins with."""
        rows = self.rows_of(assessment)
        return rows if self.unfinished is None else self.unfinished(rows)

    def fetched(self, rows: "models.QuerySet[Any]", leave_out: Collection[str] = ()) -> "models.QuerySet[Any]":
        """`rows` with everything that their columns show; `leave_out` names columns that are fetched in another way."""
        names = {column.name for column in self.columns}.difference(leave_out)
        one = [f.name for f in self.model._meta.fields if f.is_relation and f.name in names]
        many = [_path(f) for f in self.model._meta.many_to_many if f.name in names]
        for path in self.fetch:
            is_many = "__" not in path and self.model._meta.get_field(path).many_to_many
            (many if is_many else one).append(path)
        return rows.select_related(*one).prefetch_related(*many) if one else rows.prefetch_related(*many)

    def values_of(self, row: Any) -> Values:
        return self.form.values_of(row)

    def is_closed(self, row: Any) -> bool:
        """Whether the stored `row` was handed on, so that it is neither changed nor deleted."""
        return bool(self.closed_by) and getattr(row, self.closed_by) is not None

    def lines_of(self, rows: Iterable[Any]) -> list[Line]:
        """The lines of the sheet on which `rows` stand."""
        return self.layout.fold((row, self.values_of(row)) for row in rows)

    def identity_of(self, values: Mapping[str, Cell]) -> tuple[str, ...]:
        """What tells rows apart, alike for every spelling of the same words."""
        return tuple(fold(str(values.get(name, ""))) for name in self.identity)

    def sheet_key(self, field: str) -> str:
        """The column of the sheet in which an error of the form's `field` is shown."""
        keys = [column.key for column in self.sheet_columns]
        return field if field in keys else next((key for key in keys if key.startswith(f"{field}:")), keys[0])


def _path(field: Any) -> str:
    """What to fetch with a row for its many-to-many `field`."""
    name = name_of_links(field)
    return name if name == field.name else f"{name}__group"
