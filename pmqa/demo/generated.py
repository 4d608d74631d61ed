"""Further units in any number, all different and the same every time, stored in sets."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from channels.criterion import CHANNELS
from channels.models import GroupChannel
from customers.criterion import PROFILES
from customers.models import CustomerProfile
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.forms import shown
from pmqa.evidence.history import changed_rows, kept_values
from pmqa.evidence.models import RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person, Role, Unit
from pmqa.profile.models import Group
from pmqa.registers import GROUPS
from pmqa.thai.sorting import sort_key

# Units stored at once: bounds memory, and the number of values in one query.
BATCH = 250
STATES = tuple(Assessment.State.values)
KINDS = ("กรม", "ฐานทัพ", "โรงเรียน", "โรงพยาบาล", "กองเรือ")
PLACES = ("อ่าวนกนางนวล", "แหลมประภาคาร", "เกาะใบเรือ", "หาดทรายแก้ว", "ปากน้ำสมอ", "เขาเข็มทิศ", "คลองทุ่นไฟ")
HEARD = ("SURVEY", "SMALL_GROUP", "COMPLAINT_BOX", "WEBSITE", "WALK_IN", "HOTLINE")

# The groups of each kind of unit: name, type, needs.
NEIGHBOURS = ("ชุมชนรอบหน่วย", "STAKEHOLDER", "ทราบกำหนดการที่มีผลต่อชุมชนล่วงหน้า")
FAMILIES = ("กำลังพลและครอบครัว", "RECIPIENT", "สวัสดิการที่สะดวกและเท่าเทียม")
CAST = {
    "กรม": (("หน่วยในกองทัพเรือ", "RECIPIENT", "ได้รับบริการตามกำหนด"), FAMILIES, NEIGHBOURS),
    "ฐานทัพ": (("เรือที่เข้าจอด", "RECIPIENT", "น้ำ ไฟฟ้า และท่าเทียบที่พร้อม"), FAMILIES, NEIGHBOURS),
    "โรงเรียน": (
        ("นักเรียน", "RECIPIENT", "หลักสูตรที่ใช้งานได้จริง"),
        ("ผู้ปกครอง", "STAKEHOLDER", "ทราบผลการเรียนสม่ำเสมอ"),
        ("หน่วยที่รับผู้สำเร็จการศึกษา", "STAKEHOLDER", "ผู้สำเร็จการศึกษาที่ทำงานได้ทันที"),
        NEIGHBOURS,
    ),
    "โรงพยาบาล": (
        ("ผู้ป่วยนอก", "RECIPIENT", "รอตรวจไม่นาน"),
        ("ผู้ป่วยใน", "RECIPIENT", "ได้รับคำอธิบายเรื่องการรักษา"),
        ("ญาติผู้ป่วย", "STAKEHOLDER", "ที่จอดรถและที่พักรอ"),
        ("ผู้ขายยาและเวชภัณฑ์", "STAKEHOLDER", "กำหนดส่งที่แน่นอน"),
    ),
    "กองเรือ": (("เรือในสังกัด", "RECIPIENT", "อะไหล่และเชื้อเพลิงตามแผน"), FAMILIES, NEIGHBOURS),
}


def seed_units(count: int, *, cycle: Round, by: Person, at: datetime.datetime) -> int:
    """Makes those of the units unit-0001 … up to `count` that are not there yet, with an assessment in `cycle`.

    `by` becomes staff of them all and author of their rows. Returns how many units were made. The number of queries
    grows with the batches, not with the rows.
    """
    there = set(Unit.objects.filter(code__startswith="unit-").values_list("code", flat=True))
    numbers = [number for number in range(1, count + 1) if _code(number) not in there]
    for first in range(0, len(numbers), BATCH):
        _seed_batch(numbers[first : first + BATCH], cycle, by, at)
    return len(numbers)


def _seed_batch(numbers: Sequence[int], cycle: Round, by: Person, at: datetime.datetime) -> None:
    units = Unit.objects.bulk_create([_unit(number) for number in numbers])
    Role.objects.bulk_create([Role(person=by, kind=Role.Kind.STAFF, unit=unit) for unit in units])
    assessments = Assessment.objects.bulk_create([Assessment(unit=unit, round=cycle, changed_at=at) for unit in units])
    cast = [
        (number, place, Group(name=name, kind=kind, assessment=assessment, position=place))
        for number, assessment in zip(numbers, assessments, strict=True)
        for place, (name, kind, _needs) in enumerate(CAST[assessment.unit.kind], start=1)
    ]
    _store(GROUPS, [group for _number, _place, group in cast], by, at)
    # What is left out differs from unit to unit, so that the findings do.
    _store(PROFILES, [_profile(group) for number, place, group in cast if (number + place) % 4], by, at)
    _store(CHANNELS, [_channel(group, number) for number, place, group in cast if (number + place) % 3], by, at)
    # Rows first: what is submitted takes none.
    for number, assessment in zip(numbers, assessments, strict=True):
        assessment.state = STATES[number % len(STATES)]
    Assessment.objects.bulk_update(assessments, ["state"])


def _code(number: int) -> str:
    return f"unit-{number:04d}"


def _unit(number: int) -> Unit:
    kind, place = KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
    name = f"{kind}{place} {number} (ตัวอย่าง)"
    return Unit(code=_code(number), name=name, kind=kind, sort_key=sort_key(name))


def _profile(group: Group) -> CustomerProfile:
    _name, _kind, needs = CAST[group.assessment.unit.kind][group.position - 1]
    return CustomerProfile(
        assessment=group.assessment, position=group.position, group=group, needs=needs, responsible="กองบังคับการ"
    )


def _channel(group: Group, number: int) -> GroupChannel:
    return GroupChannel(
        assessment=group.assessment,
        position=group.position,
        group=group,
        channel=HEARD[(number + group.position) % len(HEARD)],
        reason="กลุ่มนี้ใช้ได้สะดวก",
        method="วิเคราะห์เนื้อหา" if number % 7 else "",
        responsible="กองบังคับการ",
    )


def _store(table: EvidenceTable, rows: Sequence[Any], by: Person, at: datetime.datetime) -> None:
    """Stores new rows of many assessments at once, with their history."""
    model = table.model
    for row in rows:
        named = [str(shown(model._meta.get_field(name), getattr(row, name))) for name in table.identity]
        row.sort_key, row.updated_by, row.updated_at = sort_key(" ".join(named)), by, at
    model._default_manager.bulk_create(rows)
    prefetch_related_objects(rows, *(field.name for field in model._meta.many_to_many))
    changed_rows(rows, [kept_values(table, table.values_of(row)) for row in rows], RowChange.Action.ADDED, by, at)
