"""What differs between two contents: to find what was changed behind the program's back, and to mark what is new."""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.content import DIGESTED, columns_of, digest_of, measured_files, plain, told_of
from pmqa.freezing.models import Snapshot
from pmqa.freezing.seals import unpacked
from pmqa.freezing.tables import frozen_tables
from pmqa.personal.erasing import KEEPING, gone_of
from pmqa.personal.models import ErasedRow

Told = Mapping[str, Any]
FILES = EvidenceFile._meta.label_lower
# What does not make a row another one for its reader.
UNREMARKABLE = {*KEEPING, "updated_by_id", "position"} - {"deleted_at"}


class Kind(StrEnum):
    ADDED = "ADDED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"
    # A person's words or file, taken from a row as the law demands; recorded.
    ERASED = "ERASED"
    FILE_CHANGED = "FILE_CHANGED"
    FILE_MISSING = "FILE_MISSING"


@dataclass(frozen=True)
class Difference:
    """A row of the table `label` that differs, in `columns`; a row 0 stands for those of a table kept as a digest."""

    kind: Kind
    label: str
    row_id: int = 0
    columns: tuple[str, ...] = ()
    on: datetime.date | None = None

    def __str__(self) -> str:
        title = apps.get_model(self.label)._meta.verbose_name
        where = f"{title} (row {self.row_id} of {self.label})" if self.row_id else f"{title} ({self.label})"
        said = {
            Kind.ADDED: "added behind the program's back",
            Kind.CHANGED: "changed behind the program's back",
            Kind.REMOVED: "removed behind the program's back",
            Kind.ERASED: f"erased on {self.on}, recorded",
            Kind.FILE_CHANGED: "the file on the disk is not the one that was submitted",
            Kind.FILE_MISSING: "the file is not on the disk",
        }[self.kind]
        return f"{where}: {said}{': ' if self.columns else ''}{', '.join(self.columns)}"


def last_snapshot(assessment: Assessment) -> Snapshot | None:
    found = Snapshot.objects.filter(assessment=assessment).select_related("assessment__unit", "assessment__round")
    return found.order_by("link").last()


def told_by(snapshot: Snapshot) -> dict[str, Any]:
    """The content of `snapshot`. Raises ValueError when what is stored is none."""
    told: dict[str, Any] = json.loads(unpacked(snapshot))
    return told


def compare(assessment: Assessment) -> list[Difference]:
    """What of `assessment` is not as it was submitted last; nothing where it never was. Columns that the program has
    gained or lost since then are not compared."""
    snapshot = last_snapshot(assessment)
    if snapshot is None:
        return []
    before, after = told_by(snapshot), told_of(assessment, measured_files(assessment.pk))
    if before == after:
        return []
    erased = {
        (row.table, row.row_id): timezone.localdate(row.at) for row in ErasedRow.objects.filter(assessment=assessment)
    }
    found = [*_head(before, after), *differences(before, after), *_digests(before, after, assessment)]
    return [_as_erased(each, before, erased) for each in found]


def _head(before: Told, after: Told) -> Iterator[Difference]:
    if (before["unit"], before["year"]) != (after["unit"], after["year"]):
        yield Difference(Kind.CHANGED, Assessment._meta.label_lower, 0, ("unit", "round"))


def differences(before: Told, after: Told) -> Iterator[Difference]:
    """The rows and files in which two contents differ; tables of which only a digest is kept aside."""
    for label in sorted(set(before["tables"]) & set(after["tables"])):
        old, new = before["tables"][label], after["tables"][label]
        names = [name for name in old["columns"] if name in new["columns"]]
        was, now = _by_id(old, names), _by_id(new, names)
        for pk in sorted(set(was) | set(now)):
            if pk not in was or pk not in now:
                yield Difference(Kind.ADDED if pk not in was else Kind.REMOVED, label, pk)
            elif was[pk] != now[pk]:
                pairs = zip(names, was[pk], now[pk], strict=True)
                yield Difference(Kind.CHANGED, label, pk, tuple(name for name, one, two in pairs if one != two))
    for key in sorted(set(before["files"]) & set(after["files"]), key=int):
        one, two = before["files"][key], after["files"][key]
        if one != two:
            yield Difference(Kind.FILE_CHANGED if two["sha256"] else Kind.FILE_MISSING, FILES, int(key))


def _by_id(table: Told, names: list[str]) -> dict[int, list[Any]]:
    places = [table["columns"].index(name) for name in names]
    key = table["columns"].index("id")
    return {line[key]: [line[at] for at in places] for line in table["rows"]}


def _digests(before: Told, after: Told, assessment: Assessment) -> Iterator[Difference]:
    for table in frozen_tables():
        old, new = before["digests"].get(table.label), after["digests"].get(table.label)
        if not old or old == new:
            continue
        if not set(old["columns"]) <= {field.column for field in columns_of(table)}:
            same = old["rows"] == new["rows"]
        else:
            same = old == digest_of(table, assessment.pk, old["columns"])
        if not same:
            yield Difference(Kind.CHANGED, table.label, 0, (f"{old['rows']} rows before, {new['rows']} now",))


def _as_erased(difference: Difference, before: Told, erased: Mapping[tuple[str, int], datetime.date]) -> Difference:
    """`difference`, as erased where it is that and nothing else."""
    row = (difference.label, difference.row_id)
    if difference.kind == Kind.CHANGED and row in erased and _is_gone(difference):
        return replace(difference, kind=Kind.ERASED, columns=(), on=erased[row])
    if difference.kind == Kind.REMOVED and (file := (FILES, _file_of(difference, before))) in erased:
        return replace(difference, kind=Kind.ERASED, on=erased[file])
    return difference


def _is_gone(difference: Difference) -> bool:
    """Whether nothing but words that had to go differs, and nothing stands in their place."""
    model = apps.get_model(difference.label)
    gone = {model._meta.get_field(name).column: left for name, left in gone_of(model).items()}
    keeping = {model._meta.get_field(name).column for name in KEEPING}
    values = model._base_manager.filter(pk=difference.row_id).values(*gone).get()
    return set(difference.columns) <= {*gone, *keeping} and all(
        plain(values[name]) == left for name, left in gone.items() if name in difference.columns
    )


def _file_of(difference: Difference, told: Told) -> int:
    """The file to which the removed link of a row led; 0 for what is no such link."""
    table = told["tables"][difference.label]
    if "evidencefile_id" not in table["columns"]:
        return 0
    return int(_by_id(table, ["evidencefile_id"])[difference.row_id][0])


def changed_since(older: Snapshot, newer: Snapshot | None = None) -> dict[tuple[str, int], Kind]:
    """The rows that are not as `older` has them, by the label of their table and their id: compared with `newer`, or
    with the assessment as it stands now.

    What is part of a row (links, people by group, the questions of a survey) counts as a change of that row, and so
    does another file in its place. Of answers to surveys it says (label, 0). Versions, places in the list and who
    changed a row when do not count.
    """
    assessment = older.assessment
    before = told_by(older)
    after = told_by(newer) if newer else told_of(assessment, measured_files(assessment.pk))
    found: dict[tuple[str, int], Kind] = {}
    for each in _for_readers(before, after):
        place = _stands_by_itself(each, before if each.kind == Kind.REMOVED else after)
        is_itself = place == (each.label, each.row_id) and each.kind in (Kind.ADDED, Kind.REMOVED)
        if is_itself or place not in found:
            found[place] = each.kind if is_itself else Kind.CHANGED
    for label in DIGESTED:
        if before["digests"].get(label) != after["digests"].get(label):
            found[label, 0] = Kind.CHANGED
    return found


def _for_readers(before: Told, after: Told) -> Iterator[Difference]:
    """The differences that a reader sees: a row that was taken out is kept with the time of it, and is one removed."""
    stood, stands = _standing(before), _standing(after)
    for each in differences(before, after):
        row = each.label, each.row_id
        if each.kind in (Kind.FILE_CHANGED, Kind.FILE_MISSING):
            yield each
        elif (row in stood) != (row in stands):
            yield replace(each, kind=Kind.ADDED if row in stands else Kind.REMOVED)
        elif row in stands and not set(each.columns) <= UNREMARKABLE:
            yield each


def _standing(told: Told) -> set[tuple[str, int]]:
    """The rows that are there and were not taken out, by the label of their table and their id."""
    found = set()
    for label, table in told["tables"].items():
        names = [name for name in ("id", "deleted_at") if name in table["columns"]]
        lines = _by_id(table, names).values() if "id" in names else ()
        found |= {(label, pk) for pk, *deleted in lines if not any(deleted)}
    return found


def _stands_by_itself(difference: Difference, told: Told) -> tuple[str, int]:
    """The row to which a part belongs that differs: up to the one that belongs to the assessment itself."""
    label, row = difference.label, difference.row_id
    table = next(each for each in frozen_tables() if each.label == label)
    for field in table.path[:-1]:
        columns = told["tables"][label]["columns"]
        line = next(line for line in told["tables"][label]["rows"] if line[columns.index("id")] == row)
        label, row = field.remote_field.model._meta.label_lower, line[columns.index(field.column)]
    return label, row
