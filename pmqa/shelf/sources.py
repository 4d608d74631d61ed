"""What may be put on the shelf: the published strengths, and the published rows that show how something was done.

These are the examples of improvement, and the activities: the tables whose rows have photographs of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.tables import EvidenceTable
from pmqa.judging.models import Remark, Sheet
from pmqa.registers import IMPROVEMENTS

State = Assessment.State


@dataclass(frozen=True)
class Offer:
    """What can be put on the shelf, with the assessment of which it was published."""

    number: int
    assessment: Assessment
    criterion: str
    title: str
    text: str


@dataclass(frozen=True)
class Source:
    """A kind of practice. `rows` are those of all published assessments; `path` leads from a row to its assessment."""

    key: str
    title: Any
    rows: Callable[[], "QuerySet[Any]"]
    path: str
    offer: Callable[[Any], Offer]

    def published(self) -> "QuerySet[Any]":
        """The rows with their assessment, by name of the unit."""
        where = f"{self.path}__"
        rows = self.rows().filter(**{f"{where}state": State.PUBLISHED})
        return rows.select_related(f"{where}unit", f"{where}round").order_by(f"{where}unit__sort_key", "pk")


def _strengths() -> "QuerySet[Remark]":
    """The strengths of the consensus that was published: of the last one that was submitted."""
    kept = Sheet.objects.filter(kind=Sheet.Kind.CONSENSUS, submitted_at__isnull=False)
    later = kept.filter(assessment=OuterRef("sheet__assessment"), submission__gt=OuterRef("sheet__submission"))
    rows = Remark.objects.filter(kind=Remark.Kind.STRENGTH, sheet__in=kept)
    return rows.exclude(Exists(later))


def _strength(remark: Remark) -> Offer:
    return Offer(remark.pk, remark.sheet.assessment, remark.criterion, "", remark.text)


def _of_table(table: EvidenceTable) -> Source:
    texts = [
        (name, table.model._meta.get_field(name))
        for name in (column.name for column in table.columns)
        if isinstance(table.model._meta.get_field(name), TextField)
    ]

    def offer(row: Any) -> Offer:
        told = [(field, getattr(row, name)) for name, field in texts if getattr(row, name) != str(row)]
        lines = [f"{field.verbose_name}: {text}" for field, text in told if text]  # type: ignore[union-attr]
        return Offer(row.pk, row.assessment, table.criterion, str(row), "\n".join(lines))

    def rows() -> "QuerySet[Any]":
        return table.model._default_manager.filter(deleted_at=None)

    return Source(table.key, table.title, rows, "assessment", offer)


SOURCES: tuple[Source, ...] = (
    Source("strengths", _("Strengths"), _strengths, "sheet__assessment", _strength),
    *(_of_table(table) for table in (IMPROVEMENTS, *(each for each in TABLES if each.photo_head))),
)


def source_of(key: str) -> Source:
    """The source with this key; KeyError when there is none."""
    return {source.key: source for source in SOURCES}[key]


def offers(source: Source, rows: Sequence[Any]) -> list[Offer]:
    """What `rows` of the source offer."""
    return [source.offer(row) for row in rows]
