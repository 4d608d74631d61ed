"""A round beside an earlier one: means over all units, and what changed in the units that have a figure in both.

Results of two years can be compared where both were found by the same rules (domain: profiles are data). Where they
were not, the figures stand beside each other, and no difference is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Round
from pmqa.headquarters.heat import EVIDENCE
from pmqa.headquarters.shares import written
from pmqa.rollup.models import Computed, CriterionResult
from pmqa.thai.sorting import sort_key

# What must be the same in two rounds for their results to be compared; for what evidence is there, the first alone.
FLOAT = FloatField()
ONE = Value(1.0, output_field=FLOAT)
RULES = ("criteria_version", "profile", "weights", "caps_weakest")


def differing(first: Round, second: Round, measure: str) -> list[str]:
    """In which rules the rounds differ as far as `measure` goes, as they are called; empty where they can be compared.

    A weight that is not named is 1; whether the weakest letter caps counts with bands of ADLI alone.
    """
    names = RULES[:1] if measure == EVIDENCE else RULES
    if first.profile == second.profile == Round.Profile.CHECKLIST:
        names = tuple(name for name in names if name != "caps_weakest")
    fields = {name: Round._meta.get_field(name) for name in names}
    return [str(fields[name].verbose_name) for name in names if _rule(first, name) != _rule(second, name)]  # type: ignore[union-attr]


def _rule(held: Round, name: str) -> Any:
    if name == "weights":
        return [float(held.weights.get(criterion.code, 1)) for criterion in CRITERIA]
    return getattr(held, name)


@dataclass(frozen=True)
class Mean:
    """A mean in per cent, None of nothing, and of how many units it is."""

    share: Any = None
    of: int = 0

    @property
    def words(self) -> str:
        return written(self.share)


@dataclass(frozen=True)
class Line:
    """A criterion or a kind of unit: the mean of the round and of the earlier one; `change` is by how many per cent the
    units that have a figure in both went up (of how many units: `both`), None where none has, or it tells nothing."""

    code: str
    title: str
    now: Mean
    before: Mean
    change: Decimal | None
    both: int

    @property
    def sign(self) -> str:
        """What stands before the change."""
        return "" if self.change is None else "▲" if self.change > 0 else "▼" if self.change < 0 else "="

    @property
    def fall(self) -> Decimal | None:
        return None if self.change is None else -self.change


@dataclass(frozen=True)
class Basis:
    """Stored rows with `top` and `bottom`, of which the sums give a share in per cent, and the paths from a row to its
    round and to its unit. Rows of two years belong together that agree in the unit and in `same`; `is_whole`: a unit
    that has one has them all."""

    rows: "QuerySet[Any]"
    round: str
    unit: str
    same: tuple[str, ...]
    rows_a_unit: int = 1
    is_whole: bool = False


def _of_criteria(measure: str, rows_a_unit: int = 1) -> Basis:
    rows = CriterionResult.objects.order_by()
    if measure == EVIDENCE:
        rows = rows.annotate(top=Cast(F("met") * 100, FLOAT), bottom=Cast(F("met") + F("partly") + F("missing"), FLOAT))
    else:
        rows = rows.exclude(**{measure: None}).annotate(top=Cast(measure, FLOAT), bottom=ONE)
    return Basis(rows, "round", "assessment__unit", ("criterion",), rows_a_unit, measure == EVIDENCE)


def _of_category(measure: str) -> Basis:
    if measure == EVIDENCE:
        return _of_criteria(measure, len(CRITERIA))
    rows = Computed.objects.order_by().exclude(**{measure: None}).annotate(top=Cast(measure, FLOAT), bottom=ONE)
    return Basis(rows, "assessment__round", "assessment__unit", ())


def by_criterion(found: Round, before: Round | None, measure: str, kind: Q, comparable: bool) -> list[Line]:
    """Every criterion, of the units that `kind` leaves. Three queries."""
    basis = _of_criteria(measure)
    basis = replace(basis, rows=basis.rows.filter(kind))
    titles = {each.code: f"{each.code} {each.title}" for each in CRITERIA}
    return _lines(basis, "criterion", found, before, comparable, titles)


def by_kind(found: Round, before: Round | None, measure: str, comparable: bool) -> list[Line]:
    """Every kind of unit that has results, in the whole category. Three queries."""
    return _lines(_of_category(measure), "assessment__unit__kind", found, before, comparable)


def _lines(
    basis: Basis,
    by: str,
    found: Round,
    before: Round | None,
    comparable: bool,
    titles: Mapping[str, str] | None = None,
) -> list[Line]:
    """A line for each value of the column `by`: those of `titles`, or kinds of unit."""
    means = _means(basis, by, [each.pk for each in (found, before) if each])
    changes = _changes(basis, by, found, before) if before and comparable else {}
    if titles is None:
        kinds = sorted({kind for _round, kind in means}, key=lambda kind: (not kind, sort_key(kind)))
        titles = {kind: kind or str(_("no kind")) for kind in kinds}
    was = before.pk if before else None
    return [
        Line(
            code,
            title,
            means.get((found.pk, code), Mean()),
            means.get((was, code), Mean()),
            *changes.get(code, (None, 0)),
        )
        for code, title in titles.items()
    ]


def _means(basis: Basis, by: str, rounds: Sequence[int]) -> dict[tuple[int | None, str], Mean]:
    return _summed(basis, by, basis.rows.filter(**{f"{basis.round}__in": rounds}))


def _summed(basis: Basis, by: str, rows: "QuerySet[Any]") -> dict[tuple[int | None, str], Mean]:
    summed = rows.values_list(basis.round, by).annotate(Sum("top"), Sum("bottom"), Count("pk"))
    return {(pk, code): Mean(top / bottom, count // basis.rows_a_unit) for pk, code, top, bottom, count in summed}


def _changes(basis: Basis, by: str, found: Round, before: Round) -> dict[str, tuple[Decimal, int]]:
    """By how much each line went up in the units that have a figure in both years, and how many these are."""
    now, was = _paired(basis, by, found, before), _paired(basis, by, before, found)
    return {
        code: (Decimal(written(now[code].share - was[code].share)), now[code].of) for code in now.keys() & was.keys()
    }


def _paired(basis: Basis, by: str, one: Round, other: Round) -> dict[str, Mean]:
    """The means in the round `one` of what has a figure in the `other` as well. One query."""
    rows, partners = basis.rows.filter(**{basis.round: one}), basis.rows.filter(**{basis.round: other})
    if basis.is_whole:
        rows = rows.filter(**{f"{basis.unit}__in": partners.values(basis.unit).distinct()})
    else:
        rows = rows.filter(Exists(partners.filter(**{name: OuterRef(name) for name in (basis.unit, *basis.same)})))
    return {code: mean for (_round, code), mean in _summed(basis, by, rows).items()}
