"""Gathers the report of one assessment from what is stored, in a number of queries that rows do not change."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from pmqa.charts.drawing import folded
from pmqa.criteria import CRITERIA, TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.criterion import Criterion
from pmqa.evidence.guidelines import not_yet_built
from pmqa.evidence.models import EvidenceFile, Statement
from pmqa.evidence.tables import EvidenceTable
from pmqa.judging.models import Remark
from pmqa.judging.results import Results, results_of
from pmqa.organization.models import RANKS, Role
from pmqa.personal.models import PersonalRecord
from pmqa.registers import EVIDENCE_FILES, IMPROVEMENTS, REGISTERS
from pmqa.reports.improved import threads_of
from pmqa.reports.judged import Statuses, judged_lines, letter_lines, statuses_of
from pmqa.reports.photographs import cell_of, is_printable, picture_of, sheets_of
from pmqa.reports.plans import plan_part
from pmqa.reports.report import (
    Counts,
    Cover,
    CriterionPart,
    EvidenceItem,
    MatrixLine,
    MatrixPart,
    PaperColumn,
    PaperTable,
    PhotoSheet,
    Picture,
    PointPart,
    Report,
)
from pmqa.reports.scores import Remarks, certificate_of, remarks_of, scores_of
from pmqa.scoring.coverage import Matrix, coverage_of
from pmqa.scoring.crosschecks import oddities_of
from pmqa.scoring.engine import Point, findings_of, tally
from pmqa.thai.fiscal import bounds


@dataclass(frozen=True)
class _Gathered:
    """What is read once for all criteria. `loose` are the photographs that stand on no sheet of an activity."""

    assessment: Assessment
    results: Results
    points: Sequence[Point]
    before: Statuses
    statements: Mapping[str, Statement]
    marked_at: Mapping[str, datetime.datetime]
    sheets: Mapping[str, Sequence[PhotoSheet]]
    loose: Sequence[EvidenceFile]
    remarks: Remarks


def report_of(assessment: Assessment) -> Report:
    """The report of `assessment` (unit and round fetched) in the active language, as things stand now."""
    files = list(EVIDENCE_FILES.rows_of(assessment))
    gathered = _gathered(assessment, files)
    coverage, codes = coverage_of(assessment), {criterion.code for criterion in CRITERIA}
    return Report(
        language=get_language() or "th",
        cover=_cover(assessment),
        scores=scores_of(assessment, gathered.results),
        letters=letter_lines(gathered.points, gathered.results),
        groups=_matrix(coverage.groups),
        services=_matrix(coverage.services),
        registers=tuple(_table(table, assessment) for table in REGISTERS),
        criteria=tuple(_criterion(criterion, gathered) for criterion in CRITERIA),
        improvements=_table(IMPROVEMENTS, assessment),
        threads=threads_of(assessment),
        plan=plan_part(assessment),
        other_pictures=_pictures(gathered.loose, lambda code: code not in codes),
        evidence=tuple(_evidence_item(file) for file in files),
    )


def _gathered(assessment: Assessment, files: Sequence[EvidenceFile]) -> _Gathered:
    results = results_of(assessment)
    years = [assessment, *([results.year_before] if results.year_before else [])]
    points = findings_of(years)
    sheets = {table.key: sheets_of(table, assessment) for table in TABLES if table.photo_head}
    on_sheets = {picture.evidence for of_table in sheets.values() for sheet in of_table for picture in sheet.pictures}
    # What somebody sent with a case is evidence of it, but no picture for everybody who reads the report.
    sent = PersonalRecord.files.through._default_manager.filter(personalrecord__assessment=assessment)
    apart = on_sheets | set(sent.values_list("evidencefile", flat=True))
    return _Gathered(
        assessment=assessment,
        results=results,
        points=points[assessment.pk],
        before=statuses_of(points[results.year_before.pk]) if results.year_before else {},
        statements={each.guideline: each for each in assessment.statements.prefetch_related("evidence")},
        marked_at=dict(assessment.marks.values_list("criterion", "at")),
        sheets=sheets,
        loose=[file for file in files if is_printable(file) and file.pk not in apart],
        remarks=remarks_of(assessment),
    )


def _cover(assessment: Assessment) -> Cover:
    starts_on, ends_on = bounds(assessment.year)
    roles = list(Role.objects.filter(unit=assessment.unit).select_related("person"))
    return Cover(
        unit_code=assessment.unit.code,
        unit=assessment.unit.name,
        year=assessment.year,
        starts_on=starts_on,
        ends_on=ends_on,
        state=str(assessment.get_state_display()),
        is_certified=assessment.state != Assessment.State.DRAFT,
        certificate=certificate_of(assessment),
        heads=_people(roles, Role.Kind.HEAD),
        staff=_people(roles, Role.Kind.STAFF),
    )


def _people(roles: Iterable[Role], kind: str) -> tuple[str, ...]:
    """The people who hold a role, by rank."""
    order = {rank: number for number, rank in enumerate(RANKS)}
    people = [role.person for role in roles if role.kind == kind]
    people.sort(key=lambda person: (order.get(person.rank, len(order)), str(person)))
    return tuple(str(person) for person in people)


def _matrix(matrix: Matrix) -> MatrixPart:
    return MatrixPart(
        columns=tuple(str(column.title) for column in matrix.columns),
        lines=tuple(MatrixLine(line.name, line.kind, line.cells, line.reasons) for line in matrix.lines),
    )


def _table(table: EvidenceTable, assessment: Assessment) -> PaperTable:
    columns = table.sheet_columns
    rows = table.rows_of(assessment)
    lines, count = table.lines_of(rows[: table.most_on_paper]), rows.count()
    return PaperTable(
        key=table.key,
        title=str(table.title),
        columns=tuple(PaperColumn(str(column.heading), str(column.above), column.tick) for column in columns),
        lines=tuple(tuple(cell_of(line.values.get(column.key)) for column in columns) for line in lines),
        left_out=max(0, count - table.most_on_paper),
    )


def _criterion(criterion: Criterion, gathered: _Gathered) -> CriterionPart:
    assessment, code = gathered.assessment, criterion.code
    points = [point for point in gathered.points if point.criterion is criterion]
    counted, marked_at = tally(points), gathered.marked_at.get(code)
    profile, now = assessment.round.profile, statuses_of(points)
    return CriterionPart(
        code=code,
        title=str(criterion.title),
        law=str(criterion.law),
        steps=tuple(str(step) for step in criterion.steps),
        counts=Counts(counted.met, counted.partly, counted.missing),
        marked_on=timezone.localtime(marked_at).date() if marked_at else None,
        points=tuple(_point(point, gathered.statements.get(point.guideline.code)) for point in points),
        judged=judged_lines(criterion, profile, gathered.results, now, gathered.before),
        strengths=gathered.remarks.get((code, Remark.Kind.STRENGTH), ()),
        opportunities=gathered.remarks.get((code, Remark.Kind.OFI), ()),
        tables=tuple(_table(table, assessment) for table in criterion.tables),
        charts=tuple(folded(chart) for chart in criterion.charts_of(assessment)),
        flows=tuple(criterion.flows_of(assessment)),
        found=tuple(criterion.found_in(assessment)),
        flags=tuple(str(flag.text) for flag in oddities_of(criterion, assessment)),
        photo_sheets=tuple(sheet for table in criterion.tables for sheet in gathered.sheets.get(table.key, ())),
        pictures=_pictures(gathered.loose, lambda of: of == code),
    )


def _point(point: Point, statement: Statement | None) -> PointPart:
    evidence = statement.evidence.all() if statement else ()
    return PointPart(
        code=point.guideline.code,
        title=str(point.guideline.title),
        letters=point.guideline.letters,
        status=str(point.finding.status),
        reasons=tuple(str(reason.text) for reason in point.finding.reasons),
        statement=statement.text if statement else "",
        statement_evidence=tuple(file.number for file in evidence if file.deleted_at is None),
        is_built=point.guideline.check is not not_yet_built,
    )


def _pictures(files: Iterable[EvidenceFile], belongs: Callable[[str], bool]) -> tuple[Picture, ...]:
    return tuple(picture_of(file) for file in files if belongs(file.criterion))


def _evidence_item(file: EvidenceFile) -> EvidenceItem:
    return EvidenceItem(
        number=file.number,
        title=file.title,
        effective_on=file.effective_on,
        classification=str(file.get_classification_display()),
        sha256=file.sha256,
        criterion=file.criterion,
    )
