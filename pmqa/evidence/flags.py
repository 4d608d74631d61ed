"""What is odd in the rows of a table but not wrong: it is said, and stays."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Reason
from pmqa.evidence.tables import EvidenceTable
from pmqa.thai.dates import format_date
from pmqa.thai.fiscal import bounds, contains

MOST_FLAGS = 20


def flags_of(tables: Sequence[EvidenceTable], assessment: Assessment) -> list[Reason]:
    """The rows of `tables` that are dated outside the fiscal year, at most twenty a table. One query a dated table."""
    return [flag for table in tables if table.dated for flag in _outside(table, assessment)]


def _outside(table: EvidenceTable, assessment: Assessment) -> list[Reason]:
    first, last = bounds(assessment.year)
    outside = Q()
    for name in table.dated:
        outside |= Q(**{f"{name}__lt": first}) | Q(**{f"{name}__gt": last})
    rows = table.model._default_manager.filter(outside, assessment=assessment, deleted_at=None)
    return [
        Reason(words, table.key, row.pk)
        for row in rows.select_related(*_named(table))[:MOST_FLAGS]
        for words in warnings_of(table, assessment, row)
    ]


def _named(table: EvidenceTable) -> list[str]:
    """The relations that the name of a row may need."""
    relations = [field.name for field in table.model._meta.fields if field.is_relation and field.name in table.identity]
    return [*relations, *(path for path in table.fetch if path.partition("__")[0] in relations)]


def warnings_of(table: EvidenceTable, assessment: Assessment, row: object) -> list[str]:
    """What is odd in one row, in words."""
    language = get_language() or "th"
    days = ((name, getattr(row, name)) for name in table.dated)
    outside = [
        _("“%(name)s”: %(column)s %(date)s is outside fiscal year %(year)s.")
        % {
            "name": row,
            "column": table.form.base_fields[name].label,
            "date": format_date(day, language=language),
            "year": assessment.year,
        }
        for name, day in days
        if day is not None and not contains(assessment.year, day)
    ]
    return [*outside, *(table.odd(row) if table.odd else ())]
