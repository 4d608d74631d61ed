"""A whole sheet against what is stored: what would be added, changed, left and removed, and what is wrong where.

A sheet comes from a workbook or from the grid of a page; both mean the same, so both are read here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Row
from pmqa.evidence.forms import RowForm, Values
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.references import CLOSED
from pmqa.evidence.tables import EvidenceTable
from pmqa.evidence.unseen import Unseen

# Rows among which the one most alike is looked for: more are hardly the correction of a few cells.
MOST_COMPARED = 500


@dataclass(frozen=True)
class SheetLine:
    """A line to be read: `number` is the caller's, `stored` the rows that it stood for, each with the version seen."""

    number: int
    values: Mapping[str, Any]
    stored: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    message: str


@dataclass
class Draft:
    """A row to be stored: new, or an existing one with its values before."""

    line: int
    row: Any
    values: Values
    many: dict[str, list[Any]]
    registers: list[Row] = field(default_factory=list)
    before: Values | None = None


@dataclass
class Plan:
    """What a sheet would do to its table."""

    table: EvidenceTable
    added: list[Draft] = field(default_factory=list)
    changed: list[Draft] = field(default_factory=list)
    unchanged: list[Draft] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def same(self) -> int:
        return len(self.unchanged)


def plan_sheet(
    table: EvidenceTable,
    assessment: Assessment,
    lines: Iterable[SheetLine],
    lookup: Lookup,
    stored: list[Any],
    others: Collection[tuple[str, ...]] = (),
) -> Plan:
    """Reads `lines` against the `stored` rows. Stores nothing.

    A line names its rows by `stored` ids (grid), or else meets the row with equal cells, then the one with equal
    identity, then the one most alike. Rows that no line meets are `removed`: the caller decides whether they go. A
    column that a line does not have at all stays as it is stored. `others` are identities of rows that stand elsewhere
    and stay, which a table of rows that stand `once` must not repeat.
    """
    plan = Plan(table)
    lines = list(lines)
    drafts = _read(plan, assessment, lines, lookup, Unseen(table, stored))
    _find_gone(plan, lines, {row.pk for row in stored})
    _match(plan, drafts, stored)
    if table.once:
        _find_doubles(plan, drafts, others)
    return plan


def _read(
    plan: Plan, assessment: Assessment, lines: Sequence[SheetLine], lookup: Lookup, unseen: Unseen
) -> list[tuple[Draft, SheetLine]]:
    form = plan.table.form(assessment=assessment, lookup=lookup)
    form.foresee(line.values for line in lines)
    drafts = []
    for line in lines:
        try:
            unfolded = plan.table.layout.unfold(line.values)
        except ValidationError as problem:
            for key, messages in problem.message_dict.items():
                plan.problems.extend(Problem(line.number, key, message) for message in messages)
            continue
        for values in map(form.told, unfolded):
            form.rebind(values, plan.table.model())
            if form.is_valid() and (filled := unseen.filled(values, form)):
                form.rebind(filled, plan.table.model())
            if form.is_valid():
                drafts.append((draft_of(form, line.number), line))
            else:
                plan.problems.extend(_problems(plan.table, form, line))
    return drafts


def draft_of(form: RowForm, line: int = 0) -> Draft:
    """The row of a valid form, ready to be stored."""
    registers = form.prepare()
    return Draft(line, form.instance, form.cleaned_values(), form.many(), registers)


def _problems(table: EvidenceTable, form: RowForm, line: SheetLine) -> list[Problem]:
    found: list[Problem] = []
    for name, errors in form.errors.items():
        key = table.sheet_key(table.identity[0] if name == NON_FIELD_ERRORS else name)
        found.extend(Problem(line.number, key, str(message)) for message in errors)
    return found


def _match(plan: Plan, drafts: list[tuple[Draft, SheetLine]], stored: list[Any]) -> None:
    table = plan.table
    values = {row.pk: table.values_of(row) for row in stored}
    free = {row.pk: row for row in stored}
    by_values, by_identity = defaultdict(list), defaultdict(list)
    for row in stored:
        by_values[_frozen(values[row.pk])].append(row.pk)
        by_identity[table.identity_of(values[row.pk])].append(row.pk)
    rest = []
    # Lines that know their rows come first, so that a new line cannot take the place of one.
    for draft, line in sorted(drafts, key=lambda pair: not pair[1].stored):
        pk = _first_free(by_values[_frozen(draft.values)], free, line)
        if pk is None:
            rest.append((draft, line))
        else:
            del free[pk]
            plan.unchanged.append(draft)
    rest = [pair for pair in rest if not _meet(plan, pair, by_identity, free, values)]
    for draft, line in rest:
        pk = next((pk for pk in line.stored if pk in free), None) or _most_alike(draft, line, free, values)
        if pk is None:
            plan.added.append(draft)
        else:
            _change(plan, draft, line, free.pop(pk), values[pk])
    plan.removed = list(free.values())


def _meet(
    plan: Plan, pair: tuple[Draft, SheetLine], by_identity: Any, free: dict[int, Any], values: dict[int, Values]
) -> bool:
    draft, line = pair
    pk = _first_free(by_identity[plan.table.identity_of(draft.values)], free, line)
    if pk is None:
        return False
    _change(plan, draft, line, free.pop(pk), values[pk])
    return True


def _most_alike(draft: Draft, line: SheetLine, free: dict[int, Any], values: dict[int, Values]) -> int | None:
    """The row of which a line without ids keeps most cells, and more than half: its identity was corrected."""
    if line.stored or len(free) > MOST_COMPARED:
        return None
    filled = [(name, value) for name, value in draft.values.items() if value != ""]
    alike = {pk: sum(values[pk].get(name) == value for name, value in filled) for pk in free}
    best = max(alike, key=lambda pk: alike[pk], default=None)
    return best if best is not None and 2 * alike[best] > len(filled) else None


def _first_free(candidates: list[int], free: dict[int, Any], line: SheetLine) -> int | None:
    return next((pk for pk in candidates if pk in free and (not line.stored or pk in line.stored)), None)


def _change(plan: Plan, draft: Draft, line: SheetLine, row: Any, before: Values) -> None:
    """The draft takes the place of `row`; a version other than the one seen is somebody else's change meanwhile."""
    seen = line.stored.get(row.pk)
    if seen is not None and seen != row.version:
        differing = {name: value for name, value in before.items() if value != draft.values.get(name)}
        plan.problems.extend(_changed_meanwhile(plan.table, line.number, row, differing))
        return
    if plan.table.is_closed(row):
        key = plan.table.sheet_key(plan.table.identity[0])
        plan.problems.append(Problem(line.number, key, CLOSED % {"name": row}))
        return
    draft.row.pk, draft.row.position, draft.row.version = row.pk, row.position, row.version
    draft.before = before
    plan.changed.append(draft)


def _changed_meanwhile(table: EvidenceTable, line: int, row: Any, differing: Mapping[str, Any]) -> list[Problem]:
    """A problem in each cell that now holds other words than the line."""
    message = _("%(person)s changed this meanwhile; stored now: “%(theirs)s”. Compare, then save again.")
    return [
        Problem(line, table.sheet_key(name), message % {"person": row.updated_by or "", "theirs": value})
        for name, value in differing.items()
    ]


def _find_gone(plan: Plan, lines: Sequence[SheetLine], standing: Collection[int]) -> None:
    """A row that somebody deleted while the sheet was open does not come back unasked."""
    message = _("Somebody deleted this row meanwhile. Save again to add it anew, or remove the line.")
    key = plan.table.sheet_key(plan.table.identity[0])
    gone = (line for line in lines if any(pk not in standing for pk in line.stored))
    plan.problems.extend(Problem(line.number, key, message) for line in gone)


def find_stale_removals(plan: Plan, lines: Iterable[SheetLine]) -> None:
    """Adds a problem for each row that is to be removed although somebody changed it since `lines` were shown."""
    seen = {pk: (line.number, version) for line in lines for pk, version in line.stored.items()}
    for row in plan.removed:
        number, version = seen.get(row.pk, (0, row.version))
        if version != row.version:
            words = ", ".join(str(value) for value in plan.table.values_of(row).values() if value != "")
            plan.problems.extend(_changed_meanwhile(plan.table, number, row, {plan.table.identity[0]: words}))


def _find_doubles(plan: Plan, drafts: list[tuple[Draft, SheetLine]], others: Collection[tuple[str, ...]]) -> None:
    seen = set(others)
    for draft, line in drafts:
        identity = plan.table.identity_of(draft.values)
        if identity in seen:
            name = " · ".join(str(draft.values[column]) for column in plan.table.identity)
            message = _("“%(name)s” stands twice: keep one of the rows.") % {"name": name}
            plan.problems.append(Problem(line.number, plan.table.sheet_key(plan.table.identity[0]), message))
        seen.add(identity)


def _frozen(values: Values) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(values.items()))
