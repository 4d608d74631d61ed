"""What the demonstration tells: the gaps that it means to have and no others, believable figures, every state."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from pmqa.criteria import TABLES, criterion_of, table_of
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.demo.hydro_services import AT_SEA
from pmqa.demo.people import EXAMPLES, PASSWORD
from pmqa.evidence.guidelines import Status
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.sheet import SheetLine, plan_sheet
from pmqa.judging.models import Judgement, Sheet
from pmqa.judging.results import results_of as results_of_year
from pmqa.judging.scope import counted_sheets
from pmqa.judging.sheets import marks_of
from pmqa.organization.access import access_of
from pmqa.organization.models import RANKS, Person, Role
from satisfaction.models import Answer, Response, SatisfactionSurvey, SurveyResult
from satisfaction.results import results_before, results_of
from tests.demo import figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
BUILT = ("CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7")


def findings(unit: str, year: int = 2569, codes: tuple[str, ...] = BUILT) -> dict[str, Any]:
    assessment = Assessment.objects.get(unit__code=unit, round__year=year)
    found = {}
    for code in codes:
        criterion = criterion_of(code)
        facts = criterion.facts_of([assessment])[assessment.pk]
        found |= {guideline.code: guideline.check(facts) for guideline in criterion.guidelines}
    return found


def rows_of(unit: str, key: str, year: int = 2569) -> list[Any]:
    return list(table_of(key).rows_of(Assessment.objects.get(unit__code=unit, round__year=year)))


def test_hydro_has_its_three_gaps_only() -> None:
    found = findings("hydro")
    partly = {code for code, finding in found.items() if finding.status != Status.MET}
    gaps = {"CS2-A1": "จังหวัดชายทะเล", "CS2-A4": "ตู้รับเรื่องร้องเรียน", "CS6-AD4": "จังหวัดชายทะเล"}
    assert partly == set(gaps)
    for code, name in gaps.items():
        assert found[code].status == Status.PARTLY
        assert all(name in str(reason.text) for reason in found[code].reasons)


def test_the_public_reads_the_standards_of_hydro(client: Any) -> None:
    assert len(client.get("/services/hydro/").context["services"]) == len(rows_of("hydro", "cs7-standards")) == 6
    assert not client.get("/services/dockyard/").context["services"]


def test_dockyard_is_half_done() -> None:
    assert {finding.status for finding in findings("dockyard").values()} == set(Status)
    assert {finding.status for finding in findings("dockyard", 2568).values()} == set(Status)
    for codes in (("CS3",), ("CS4", "CS5"), ("CS6", "CS7")):
        assert {finding.status for finding in findings("dockyard", codes=codes).values()} == set(Status)
    assert [len(rows_of("dockyard", key)) for key in ("cs5-channels", "cs5-summaries")] == [2, 0]
    assert not any(file.is_picture for row in rows_of("dockyard", "cs4-activities") for file in row.evidence.all())


def test_the_register_of_hydro_is_as_told() -> None:
    cases = rows_of("hydro", "cs3-cases")
    answered = [case for case in cases if case.answered_on]
    late = [case.number for case in answered if case.answered_on > case.due_on]
    assert (len(cases), len(answered)) == (18, 16)
    assert late == ["F-2569-0009", "F-2569-0014"]
    assert [case.number for case in cases if case.is_open] == ["F-2569-0017", "F-2569-0018"]
    assert all(case.owner and case.actions for case in cases)
    pareto = Counter(case.subject for case in cases)
    assert list(pareto.values()) == [7, 5, 3, 3]
    assert Counter(case.channel for case in cases).most_common(3) == [("จดหมาย", 6), ("WALK_IN", 4), ("โทรศัพท์", 3)]
    assert sum(case.kind in ("SUGGESTION", "COMPLIMENT") for case in cases) == 6
    numbers = {case.number for case in cases}
    assert {row.origin for row in rows_of("hydro", "improvements") if row.origin.startswith("F-")} < numbers


def test_the_head_of_hydro_acknowledged_the_summary_and_the_history_says_so() -> None:
    [summary] = rows_of("hydro", "cs5-summaries")
    assert (summary.sent_on, summary.acknowledged_on) == (date(2026, 9, 29), date(2026, 9, 29))
    assert summary.acknowledged_by.username == "hydro-head"
    changes = RowChange.objects.filter(table="participation.opinionsummary", row_id=summary.pk).order_by("pk")
    assert [(each.by.username, each.values.get("acknowledged_on", "")) for each in changes] == [
        ("hydro-staff", ""),
        ("hydro-staff", ""),
        ("hydro-head", "2026-09-29"),
    ]


def test_empty_has_nothing() -> None:
    for year in (2568, 2569):
        assert {finding.status for finding in findings("empty", year).values()} == {Status.MISSING}
    assert not RowChange.objects.filter(assessment__unit__code="empty").exists()


def test_last_year_is_published_and_closed() -> None:
    last, this = Round.objects.get(year=2568), Round.objects.get(year=2569)
    assert (last.is_open, this.is_open) == (False, True)
    states = dict(last.assessments.values_list("unit__code", "state"))
    assert states == {"hydro": "PUBLISHED", "dockyard": "PUBLISHED", "empty": "DRAFT"}
    assert dict(this.assessments.values_list("unit__code", "state")) == {
        "hydro": "DRAFT",
        "dockyard": "DRAFT",
        "empty": "DRAFT",
        "south": "CONSENSUS",
        "east": "IN_REVIEW",
    }


def test_what_was_published_has_scores_of_the_unit_and_of_the_assessors() -> None:
    for unit in ("hydro", "dockyard"):
        results = results_of_year(Assessment.objects.get(unit__code=unit, round__year=2568))
        assert results.own is not None
        assert results.published is not None
        assert results.own.percent > results.published.percent > 0


def test_three_assessors_are_apart() -> None:
    south = Assessment.objects.get(unit__code="south")
    said = {
        item: [Judgement.objects.get(sheet=sheet, item=item).verdict for sheet in counted_sheets(south).order_by("pk")]
        for item in ("CS2-A4", "CS5-D1")
    }
    assert said == {"CS2-A4": ["NOT_SEEN", "PARTLY", "SEEN"], "CS5-D1": ["NOT_SEEN", "NOT_SEEN", "PARTLY"]}
    consensus = Sheet.objects.get(assessment=south, kind="CONSENSUS")
    assert [marks_of(consensus)[item].verdict for item in said] == ["PARTLY", "NOT_SEEN"]
    assert consensus.submitted_at is None


def test_one_assessor_is_late_and_one_has_a_conflict() -> None:
    east = Assessment.objects.get(unit__code="east")
    assert [sheet.assessor.username for sheet in counted_sheets(east)] == ["assessor1"]
    late = Sheet.objects.get(assessment=east, assessor__username="assessor2")
    assert 0 < late.judgements.count() < 38
    conflict = Assignment.objects.get(assessment=east, assessor__username="assessor3")
    assert conflict.conflict
    assert not Assessment.objects.for_user(conflict.assessor).filter(pk=east.pk).exists()


def test_one_unit_was_given_back_with_the_reason() -> None:
    dockyard = Assessment.objects.get(unit__code="dockyard", round__year=2569)
    assert "ภาพถ่าย" in dockyard.returned_reason
    assert dockyard.snapshots.count() == 1


def test_every_sheet_of_hydro_has_rows_and_reads_back_the_same() -> None:
    assessment = Assessment.objects.get(unit__code="hydro", round__year=2569)
    lookup = Lookup(assessment)
    for table in TABLES:
        rows = list(table.rows_of(assessment))
        assert rows, table.key
        lines = [SheetLine(number, line.values) for number, line in enumerate(table.lines_of(rows))]
        plan = plan_sheet(table, assessment, lines, lookup, rows)
        assert (plan.same, plan.added, plan.changed, plan.removed, plan.problems) == (len(rows), [], [], [], [])


def test_files_are_kept_whole_with_captions() -> None:
    files = EvidenceFile.objects.exclude(classification="CLASSIFIED")
    assert files.count() >= 10
    for file in files:
        assert (settings.MEDIA_ROOT / file.stored.name).stat().st_size == file.size
        assert file.title
        if file.is_picture:
            assert "" not in (file.caption, file.place)
            assert file.taken_on
            assert (settings.MEDIA_ROOT / file.thumbnail.name).exists()


def test_people_of_every_role_can_sign_in() -> None:
    assert set(Role.objects.values_list("kind", flat=True)) == set(Role.Kind.values)
    for example in EXAMPLES:
        person = Person.objects.get(username=example.username)
        assert person.check_password(PASSWORD)
        assert person.rank in RANKS
    administrator = Person.objects.get(username="admin")
    assert (administrator.is_staff, administrator.is_superuser) == (True, True)


def test_nobody_assesses_their_own_unit() -> None:
    for assignment in Assignment.objects.select_related("assessment", "assessor"):
        assert assignment.assessment.unit_id not in access_of(assignment.assessor).belongs_units
    for assessment in Assessment.objects.all():
        assert assessment.assignments.count() in (2, 3)


def test_a_correction_by_the_head_is_in_the_history() -> None:
    changes = RowChange.objects.filter(action="CHANGED", assessment__unit__code="hydro")
    by_table = {(change.table, change.by.username) for change in changes}
    assert by_table == {
        ("customers.customerprofile", "hydro-head"),
        ("evidence.statement", "hydro-staff"),
        ("participation.opinionsummary", "hydro-staff"),
        ("participation.opinionsummary", "hydro-head"),
        ("standards.servicestandard", "hydro-staff"),  # published: version and day
    }


def test_the_surveys_of_hydro_are_answered_and_one_group_is_too_small_to_show() -> None:
    this_year = Response.objects.filter(questionnaire__survey__assessment__round__year=2569)
    counts = Counter(this_year.values_list("group__name", flat=True))
    assert counts == {
        "ผู้เดินเรือพาณิชย์": 52,
        "ชาวประมง": 48,
        "นักวิชาการและสถาบันการศึกษา": 20,
        "กรมเจ้าท่าและการท่าเรือ": 24,
        "ชุมชนชายฝั่ง": 36,
        "จังหวัดชายทะเล": 4,
        "เรือและหน่วยของกองทัพเรือ": 98,
        "กำลังพลและครอบครัว": 77,
    }


def test_last_years_figures_stand_beside_and_importance_beside_content() -> None:
    survey = SatisfactionSurvey.objects.get(assessment__round__year=2569, title=AT_SEA)
    before = results_before(survey)
    assert before is not None
    found = results_of(survey.questionnaires.get(), before)
    dated = [
        part for section in found.sections for question in section.questions for part in question.parts if part.before
    ]
    assert {part.label for part in dated} >= {"ผู้เดินเรือพาณิชย์", "ชาวประมง", "นักวิชาการและสถาบันการศึกษา"}
    kinds = {question.kind for section in found.sections for question in section.questions}
    assert {"SATISFACTION", "IMPORTANCE", "DISSATISFACTION"} <= kinds


def test_the_answers_tell_what_the_rows_of_results_tell() -> None:
    for row in SurveyResult.objects.filter(survey__assessment__unit__code="hydro", mean__isnull=False):
        given = Answer.objects.filter(
            response__group_id=row.group_id, question__section__questionnaire__survey=row.survey
        )
        content = list(given.filter(question__kind="SATISFACTION").values_list("value", flat=True))
        dissatisfied = list(given.filter(question__kind="DISSATISFACTION").values_list("value", flat=True))
        assert abs(sum(content) / len(content) - float(row.mean)) < 0.05, row
        assert abs(100 * sum(dissatisfied) / len(dissatisfied) - float(row.dissatisfied)) <= 50 / row.answers, row


def test_steps_and_time_are_to_be_mended_first() -> None:
    survey = SatisfactionSurvey.objects.get(assessment__round__year=2569, title=AT_SEA)
    matters = results_of(survey.questionnaires.get()).matters
    assert [matter.place for matter in matters] == ["FIX", "FIX", "TOO_MUCH", "KEEP", "LOW", "TOO_MUCH"]


@pytest.mark.parametrize(("unit", "year"), [("hydro", 2569), ("dockyard", 2569), ("hydro", 2568)])
def test_pdf_workbook_json_and_pages_tell_the_same(unit: str, year: int, client_of: Any) -> None:
    assessment = Assessment.objects.select_related("unit", "round").get(unit__code=unit, round__year=year)
    told, workbook = figures.of_json(assessment), figures.of_workbook(assessment)
    head = client_of(Person.objects.get(username=f"{unit}-head"))
    pages, paper = figures.of_pages(assessment, head), figures.Paper(assessment)
    assert told.counts == workbook.counts == pages.counts
    assert told.statuses == workbook.statuses == pages.statuses
    assert told.rows == workbook.rows
    assert set(told.rows) == {table.key for table in TABLES}
    assert figures.rows_behind(paper.report) == pages.rows
    scored = {code: each for code, each in told.scores.items() if any(each)}
    assert scored == {code: each for code, each in workbook.scores.items() if any(each)}
    assert bool(pages.scores) == (year == 2568)
    assert not pages.scores or pages.scores == told.scores
    for part in paper.report.criteria:
        assert paper.says(part.code, part.title, len(part.points), *told.counts[part.code])
        assert all(paper.says(point.code, point.title, told.statuses[point.code]) for point in part.points)
        if told.scores:
            assert paper.says(part.code, part.title, *(each or figures.NOTHING for each in told.scores[part.code]))
    assert paper.lost() == []
