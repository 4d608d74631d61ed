"""What a list shows: search, filters, order and page, all from the address."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.layout import Line
from pmqa.evidence.tables import EvidenceTable
from pmqa.profile.channels import ChannelField, ChannelsField, channel_code
from pmqa.thai.text import normalise

ROWS_A_PAGE = 50
LONGEST_SEARCH = 200
# Parts of a list are counted so far: beyond it, how many more there are changes nothing, and takes time.
MOST_COUNTED = 100
ORDERS = {"sheet": ("position", "pk"), "thai": ("sort_key", "pk")}


@dataclass(frozen=True)
class Filter:
    """A choice column by which the list can be narrowed."""

    name: str
    heading: Any
    choices: tuple[tuple[str, Any], ...]
    chosen: str


@dataclass(frozen=True)
class Listing:
    lines: list[Line]
    page: Page[Any]
    total: int
    search: str
    order: str
    filters: tuple[Filter, ...]
    address: str

    @property
    def narrowed(self) -> bool:
        return bool(self.search or any(each.chosen for each in self.filters))


def listing_of(table: EvidenceTable, assessment: Assessment, asked: QueryDict, by: Any = None) -> Listing:
    """The page of rows that the address asks for, to be seen by the person `by`. A fixed number of queries, whatever
    the number of rows."""
    search = normalise(asked.get("q", "")[:LONGEST_SEARCH], lines=False)
    order = asked.get("order", "") if asked.get("order") in ORDERS else "sheet"
    filters = _filters(table, asked)
    rows = table.rows_of(assessment)
    total = rows.count()
    if search:
        rows = rows.filter(_matches(table, search)).distinct()
    for each in filters:
        if each.chosen:
            rows = rows.filter(**{each.name: each.chosen})
    if table.narrowings:
        rows, part = _narrowed(table, assessment, rows, asked.get("only", ""), by)
        filters = (part, *filters)
    page = Paginator(rows.order_by(*ORDERS[order]), ROWS_A_PAGE).get_page(asked.get("page"))
    kept = asked.copy()
    kept.pop("page", None)
    return Listing(table.lines_of(page.object_list), page, total, search, order, filters, kept.urlencode())


def _narrowed(
    table: EvidenceTable, assessment: Assessment, rows: "models.QuerySet[Any]", only: str, by: Any
) -> tuple["models.QuerySet[Any]", Filter]:
    """`rows` in the part of the list called `only`, and the parts with how many rows each has. One query a part."""
    standing = table.model._default_manager.filter(assessment=assessment, deleted_at=None).order_by()
    counts = [part.rows(standing, by)[:MOST_COUNTED].count() for part in table.narrowings]
    shown = [str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+" for count in counts]
    choices = tuple((part.key, f"{part.title} {n}") for part, n in zip(table.narrowings, shown, strict=True))
    chosen = next((part for part in table.narrowings if part.key == only), None)
    if chosen is None:
        return rows, Filter("only", _("Show"), choices, "")
    return chosen.rows(rows, by), Filter("only", _("Show"), choices, chosen.key)


def _filters(table: EvidenceTable, asked: QueryDict) -> tuple[Filter, ...]:
    fields = (f for f in table.model._meta.fields if f.choices and f.name in table.form.base_fields)
    return tuple(
        Filter(f.name, f.verbose_name, tuple(f.flatchoices), asked.get(f.name, ""))
        for f in fields
        if not asked.get(f.name) or asked[f.name] in dict(f.flatchoices)
    )


def _matches(table: EvidenceTable, text: str) -> models.Q:
    """Rows one of whose texts, or of the names that they refer to, holds `text`."""
    found = models.Q(pk__in=[])
    for field in (*table.model._meta.fields, *table.model._meta.many_to_many):
        if isinstance(field, ChannelField):
            found |= models.Q(**{f"{field.name}__icontains": text}) | models.Q(**{field.name: channel_code(text)})
        elif isinstance(field, ChannelsField):
            found |= models.Q(**{f"{field.name}__icontains": channel_code(text)})
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable:
            found |= models.Q(**{f"{field.name}__icontains": text})
        elif isinstance(register := field.related_model, type) and issubclass(register, Row):
            named = (f for f in register._meta.fields if isinstance(f, models.CharField) and f.editable)
            for each in named:
                if not each.choices and not isinstance(each, models.FileField):
                    found |= models.Q(**{f"{field.name}__{each.name}__icontains": text})
    return found


ORDER_LABELS = (("sheet", _("Order of the sheet")), ("thai", _("Alphabetical")))
