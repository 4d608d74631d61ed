"""Further units in any number, told apart by name, kind, level and state, the same every time, and stored in sets.

The first unit of each kind and level is made as pages make one; the others are copies of it (`pmqa.demo.copies`), with
a number of their own in their texts.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from django.db import connection

from participation.criterion import RELATIONS
from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Round
from pmqa.demo.assessed import VERDICTS, WORDS
from pmqa.demo.copies import Copy, copy_assessment
from pmqa.demo.drawings import SCENES, picture
from pmqa.demo.generated_rows import CAST, LEVELS, content_of
from pmqa.demo.storing import store_content
from pmqa.evidence.actions import attach_files
from pmqa.evidence.files import store_file
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from pmqa.judging.sheets import ASKED
from pmqa.organization.models import Person, Role, Unit
from pmqa.rollup.stored import recompute
from pmqa.scoring.engine import findings_of
from pmqa.thai.sorting import sort_key

KINDS = tuple(CAST)
PLACES = ("อ่าวนกนางนวล", "แหลมประภาคาร", "เกาะใบเรือ", "หาดทรายแก้ว", "ปากน้ำสมอ", "เขาเข็มทิศ", "คลองทุ่นไฟ")
State = Assessment.State
STATES = tuple(State.values)
# So many units in a row differ in kind or level.
PATTERNS = len(KINDS) * LEVELS


def seed_units(numbers: Iterable[int], *, cycle: Round, by: Person, at: datetime.datetime, photographs: int = 0) -> int:
    """Makes those of the units with these `numbers` (unit-0001 …) that are not there yet, each with an assessment in
    `cycle`.

    `by` becomes staff of them all and author of their rows. Returns how many units were made. The number of queries
    grows with the kinds and levels, not with the units, but for the `photographs` that each unit gets. Nobody else may
    write evidence meanwhile.
    """
    there = set(Unit.objects.filter(code__startswith="unit-").values_list("code", flat=True))
    new = [number for number in numbers if _code(number) not in there]
    units = Unit.objects.bulk_create([_unit(number) for number in new])
    Role.objects.bulk_create([Role(person=by, kind=Role.Kind.STAFF, unit=unit) for unit in units])
    made = Assessment.objects.bulk_create([Assessment(unit=unit, round=cycle, changed_at=at) for unit in units])
    every = dict(zip(new, made, strict=True))
    alike: dict[int, dict[int, Assessment]] = defaultdict(dict)
    for number, assessment in every.items():
        alike[number % PATTERNS][number] = assessment
    for those in alike.values():
        _fill(those, by, at)
    if photographs:
        for number, assessment in every.items():
            _photograph(assessment, _mark(number), photographs, by, at)
    # Rows first: what is submitted takes none.
    _agree([each for number, each in every.items() if _state(number) == State.PUBLISHED], by, at)
    _submit(every, by, at)
    recompute(Assessment.objects.filter(unit__in=units))
    return len(new)


def _code(number: int) -> str:
    return f"unit-{number:04d}"


def _mark(number: int) -> str:
    return f"05-{number:04d}"


def _state(number: int) -> str:
    # Not in step with the kinds and levels.
    return STATES[(number + number // PATTERNS) % len(STATES)]


def _unit(number: int) -> Unit:
    kind, place = KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
    name = f"{kind}{place} {number} (ตัวอย่าง)"
    return Unit(code=_code(number), name=name, kind=kind, sort_key=sort_key(name))


def _fill(those: Mapping[int, Assessment], by: Person, at: datetime.datetime) -> None:
    """Fills assessments of one kind and level: the first by its content, the others as copies of it."""
    (number, first), *others = those.items()
    level = number % PATTERNS // len(KINDS)
    content = content_of(code=_code(number), kind=first.unit.kind, level=level, mark=_mark(number))
    store_content(content, first, staff=by, head=by, start=at)
    _judge(first, by, at)
    if others:
        copy_assessment(first, _mark(number), [Copy(each.pk, _mark(other)) for other, each in others])


def _photograph(assessment: Assessment, mark: str, count: int, by: Person, at: datetime.datetime) -> None:
    """So many small photographs at the activities with networks, no two files alike."""
    rows, scenes = list(RELATIONS.rows_of(assessment).order_by("pk")), sorted(SCENES)
    for place in range(count if rows else 0):
        scene = scenes[(assessment.pk + place) % len(scenes)]
        file = store_file(
            assessment=assessment,
            criterion="CS4",
            title=f"ภาพกิจกรรมที่ {place + 1} เลขที่ {mark}",
            content=picture(scene, f"{mark}-{place + 1}"),
            name=f"{mark}-{place + 1}.png",
            by=by,
            at=at,
            caption=f"ภาพวาดตัวอย่างที่ {place + 1} ({mark})",
            place="ห้องประชุมตัวอย่าง",
        )
        attach_files(table=RELATIONS, row=rows[place % len(rows)], files=[file], by=by, at=at)


def _judge(assessment: Assessment, by: Person, at: datetime.datetime) -> None:
    """The unit judges itself as the checks do."""
    sheet = Sheet.objects.create(assessment=assessment, kind=Sheet.Kind.OWN)
    said = [
        {"sheet": sheet, "item": point.guideline.code, "verdict": VERDICTS[point.finding.status]}
        for point in findings_of([assessment])[assessment.pk]
    ]
    Judgement.objects.bulk_create(Judgement(updated_at=at, **each) for each in said)
    JudgementChange.objects.bulk_create(JudgementChange(by=by, at=at, **each) for each in said)


def _agree(published: Sequence[Assessment], by: Person, at: datetime.datetime) -> None:
    """The consensus of each of `published`: what the unit said of itself, but that some is only partly seen."""
    ids = [each.pk for each in published]
    Assessment.objects.filter(pk__in=ids).update(state=State.CONSENSUS)
    sheets = Sheet.objects.bulk_create(
        Sheet(assessment=each, kind=Sheet.Kind.CONSENSUS, submission=1) for each in published
    )
    agreed = [sheet.pk for sheet in sheets]
    for model, columns, values in (
        (Judgement, "version, updated_at", [1, at]),
        (JudgementChange, "by_id, at", [by.pk, at]),
    ):
        _copy_own(model._meta.db_table, columns, values, agreed)
    Remark.objects.bulk_create(_remarks(sheets), batch_size=2000)
    Sheet.objects.filter(pk__in=agreed).update(submitted_at=at)


def _copy_own(table: str, columns: str, values: Sequence[object], agreed: Sequence[int]) -> None:
    sql = (
        f"INSERT INTO {table} (item, verdict, percent, words, sheet_id, {columns}) "  # noqa: S608 (names of ours)
        "SELECT j.item, CASE WHEN j.id % 9 = 0 AND j.verdict = 'SEEN' THEN 'PARTLY' ELSE j.verdict END, "
        f"j.percent, '', agreed.id, {', '.join(['%s'] * len(values))} FROM judging_sheet AS agreed "
        "JOIN judging_sheet AS own ON own.assessment_id = agreed.assessment_id AND own.kind = 'OWN' "
        "JOIN judging_judgement AS j ON j.sheet_id = own.id WHERE agreed.id BETWEEN %s AND %s"
    )
    if agreed:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("% 9", "%% 9"), [*values, min(agreed), max(agreed)])


def _remarks(sheets: Iterable[Sheet]) -> Iterable[Remark]:
    """A strength and an opportunity of every criterion, of points that differ from unit to unit."""
    for place, sheet in enumerate(sheets):
        for asked in ASKED:
            points = tuple(asked.points)
            for more, kind in enumerate(("STRENGTH", "OFI")):
                point = points[(place + more) % len(points)]
                text = WORDS[kind].format(code=point)
                yield Remark(sheet=sheet, criterion=asked.code, point=point, kind=kind, text=text, position=more + 1)


def _submit(every: Mapping[int, Assessment], by: Person, at: datetime.datetime) -> None:
    """Puts each into its state, with the steps that led to it, some in each of ten weeks."""
    entries = []
    for number, assessment in every.items():
        assessment.state = _state(number)
        step = at + datetime.timedelta(days=14 + number % 70)
        for before, to in pairwise(STATES[: STATES.index(assessment.state) + 1]):
            detail = {"from": before, "to": to, "reason": ""}
            year, kind = assessment.year, AuditEntry.Kind.STATE
            entries.append(
                AuditEntry(kind=kind, by=by, at=step, unit=assessment.unit, year=year, subject=to, detail=detail)
            )
            assessment.changed_at = step
            step += datetime.timedelta(days=7)
    AuditEntry.objects.bulk_create(entries, batch_size=2000)
    Assessment.objects.bulk_update(every.values(), ["state", "changed_at"], batch_size=200)
