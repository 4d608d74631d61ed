"""Importing 5,000 rows, against reading them with openpyxl and saving them with one bulk_create; and the memory for it.

Each figure comes from a process of its own with an empty database in a folder that goes afterwards.
"""

import datetime
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

ROWS = 5_000
GROUPS = 50
ROUNDS = 5
MOST_TIME = 3.0
MOST_MEMORY = 150  # MB


def measure() -> Iterator[Measure]:
    """Seconds of processor time and their ratio to the bare way; the largest memory of the process, Django and all."""
    time, memory = in_child("bench.importing", "time"), in_child("bench.importing", "memory")
    yield Measure(
        name="Import of 5,000 rows, to openpyxl and bulk_create",
        figure=time["ours"],
        unit="s",
        ratio=time["ratio"],
        goal=f"ratio at most {MOST_TIME:.2f}",
        holds=time["ratio"] <= MOST_TIME,
    )
    yield Measure(
        name="Memory of that import",
        figure=memory["peak"],
        unit="MB",
        ratio=memory["peak"] / MOST_MEMORY,
        goal=f"at most {MOST_MEMORY} MB",
        holds=memory["peak"] <= MOST_MEMORY,
    )


def _times() -> dict[str, float]:
    from pmqa.exchange.workbook import read_workbook

    assessment, by, path = _prepared()
    groups = _groups(assessment)
    rows = _bare_rows(path, assessment, groups)
    assert _import(assessment, by, read_workbook(path), trial=True) == len(rows) == ROWS
    ours, other = lambda: _ours(assessment, by, path), lambda: _bare(assessment, groups, path)
    result = compare(ours, other, rounds=ROUNDS)
    return {"ours": result.ours, "ratio": result.ratio}


def _peak() -> dict[str, float]:
    from pmqa.exchange.workbook import read_workbook

    assessment, by, path = _prepared()
    assert _import(assessment, by, read_workbook(path), trial=False) == ROWS
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _prepared() -> tuple[Any, Any, Path]:
    """A unit with its groups, and a workbook of reviews of channels."""
    from django.conf import settings
    from django.utils import timezone

    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.access import system_person
    from pmqa.organization.models import Unit
    from pmqa.profile.models import Group

    unit = Unit.objects.create(code="bench", name="หน่วยทดสอบ")
    dates = {"opens_on": datetime.date(2025, 10, 1), "closes_on": datetime.date(2199, 9, 30)}
    assessment = Assessment.objects.create(unit=unit, round=Round.objects.create(year=2569, **dates))
    names = [f"กลุ่มผู้รับบริการที่ {number}" for number in range(GROUPS)]
    Group.objects.bulk_create(
        Group(assessment=assessment, name=name, kind="RECIPIENT", updated_at=timezone.now()) for name in names
    )
    path = Path(settings.PMQA_DATA) / "reviews.xlsx"
    _write(path, names)
    return assessment, system_person(unit), path


def _write(path: Path, groups: list[str]) -> None:
    import openpyxl

    from pmqa.criteria import table_of

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("ทบทวน")
    sheet.append([str(column.heading) for column in table_of("cs2-reviews").sheet_columns])
    for number in range(ROWS):
        day = datetime.date(2026, 1 + number % 9, 1 + number % 28)
        channel = ("SURVEY", "HOTLINE", "WEBSITE")[number % 3]
        words = ("เจาะจง", "ร้อยละ ค่าเฉลี่ย", "แบบสอบถามออนไลน์")
        sheet.append([groups[number % GROUPS], channel, number % 400, *words, day, f"เพิ่มแบบสอบถามครั้งที่ {number}"])
    book.save(path)


def _import(assessment: Any, by: Any, sheets: Any, *, trial: bool) -> int:
    from django.utils import timezone

    from pmqa.exchange.imports import import_workbook

    result = import_workbook(assessment, sheets, by=by, at=timezone.now(), trial=trial)
    return sum(sheet.added for sheet in result.sheets) if not result.wrong else 0


def _ours(assessment: Any, by: Any, path: Path) -> None:
    from django.db import transaction

    from pmqa.exchange.workbook import read_workbook

    with transaction.atomic():
        _import(assessment, by, read_workbook(path), trial=False)
        transaction.set_rollback(True)


def _groups(assessment: Any) -> dict[str, Any]:
    from pmqa.profile.models import Group

    return {group.name: group for group in Group.objects.filter(assessment=assessment)}


def _bare_rows(path: Path, assessment: Any, groups: dict[str, Any]) -> list[Any]:
    import openpyxl

    from channels.models import ChannelReview

    _heading, *lines = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    names = ("channel", "sample_size", "sampling", "statistics", "collection", "reviewed_on", "result")
    return [
        ChannelReview(assessment=assessment, group=groups[group], **dict(zip(names, rest, strict=False)))
        for group, *rest in lines
    ]


def _bare(assessment: Any, groups: dict[str, Any], path: Path) -> None:
    from django.db import transaction

    from channels.models import ChannelReview

    with transaction.atomic():
        ChannelReview.objects.bulk_create(_bare_rows(path, assessment, groups))
        transaction.set_rollback(True)


if __name__ == "__main__":
    answer({"time": _times, "memory": _peak})
