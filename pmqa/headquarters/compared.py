"""A round beside an earlier one: means over all units, and what changed in the units that have a figure in both.

Results of two years can be compared where both were found by the same rules (domain: profiles are data). Where they
were not, the figures stand beside each other, and no difference is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum, Value
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

    share: float | None = None
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
    round and to its unit. Rows of two years belong together that agree in the unit and in `same`."""

    rows: "QuerySet[Any]"
    round: str
    unit: str
    same: tuple[str, ...]
    rows_a_unit: int


def _of_criteria(measure: str, rows_a_unit: int = 1) -> Basis:
    rows = CriterionResult.objects.order_by()
    if measure == EVIDENCE:
        rows = rows.annotate(top=Cast(F("met") * 100, FLOAT), bottom=Cast(F("met") + F("partly") + F("missing"), FLOAT))
    else:
        rows = rows.exclude(**{measure: None}).annotate(top=Cast(measure, FLOAT), bottom=ONE)
    return Basis(rows, "round", "assessment__unit", ("criterion",), rows_a_unit)


def _of_category(measure: str) -> Basis:
    if measure == EVIDENCE:
        return _of_criteria(measure, len(CRITERIA))
    rows = Computed.objects.order_by().exclude(**{measure: None}).annotate(top=Cast(measure, FLOAT), bottom=ONE)
    return Basis(rows, "assessment__round", "assessment__unit", (), 1)


def by_criterion(found: Round, before: Round | None, measure: str, kind: Q, comparable: bool) -> list[Line]:
    """Every criterion, of the units that `kind` leaves. Two queries."""
    basis = _of_criteria(measure)
    basis = replace(basis, rows=basis.rows.filter(kind))
    titles = {each.code: f"{each.code} {each.title}" for each in CRITERIA}
    return _lines(basis, "criterion", found, before, comparable, titles)


def by_kind(found: Round, before: Round | None, measure: str, comparable: bool) -> list[Line]:
    """Every kind of unit that has results, in the whole category. Three queries."""
    basis, path = _of_category(measure), "assessment__unit__kind"
    rounds = [each.pk for each in (found, before) if each]
    kinds = set(basis.rows.filter(**{f"{basis.round}__in": rounds}).values_list(path, flat=True).distinct())
    titles = {kind: kind or str(_("no kind")) for kind in sorted(kinds, key=lambda kind: (not kind, sort_key(kind)))}
    return _lines(basis, path, found, before, comparable, titles)


def _lines(
    basis: Basis, by: str, found: Round, before: Round | None, comparable: bool, titles: Mapping[str, str]
) -> list[Line]:
    """A line for each of `titles`, which are the values of the column `by`."""
    means = _means(basis, by, [each.pk for each in (found, before) if each])
    changes = _changes(basis, by, found, before) if before and comparable else {}
    return [
        Line(
            code,
            title,
            means.get((found.pk, code), Mean()),
            means.get((before.pk, code), Mean()) if before else Mean(),
            *changes.get(code, (None, 0)),
        )
        for code, title in titles.items()
    ]


def _means(basis: Basis, by: str, rounds: Sequence[int]) -> dict[tuple[int, str], Mean]:
    rows = basis.rows.filter(**{f"{basis.round}__in": rounds}).values_list(basis.round, by)
    summed = rows.annotate(Sum("top"), Sum("bottom"), Count("pk"))
    return {(pk, code): Mean(top / bottom, count // basis.rows_a_unit) for pk, code, top, bottom, count in summed}


def _changes(basis: Basis, by: str, found: Round, before: Round) -> dict[str, tuple[Decimal, int]]:
    same = {name: OuterRef(name) for name in (basis.unit, *basis.same)}
    earlier = basis.rows.filter(**{basis.round: before}, **same)
    rows = basis.rows.filter(**{basis.round: found}).annotate(
        was_top=Subquery(earlier.values("top")[:1]), was_bottom=Subquery(earlier.values("bottom")[:1])
    )
    pairs = rows.exclude(was_bottom=None).values_list(by)
    summed = pairs.annotate(Sum("top"), Sum("bottom"), Sum("was_top"), Sum("was_bottom"), Count("pk"))
    return {
        code: (Decimal(written(top / bottom - was_top / was_bottom)), count // basis.rows_a_unit)
        for code, top, bottom, was_top, was_bottom, count in summed
    }
