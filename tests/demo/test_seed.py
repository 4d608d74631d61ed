"""The demonstration: the same every time, with the gaps that it means to have and no others."""

import io
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from pmqa.criteria import CRITERIA, TABLES, criterion_of, table_of
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.demo.hydro_services import AT_SEA
from pmqa.demo.people import EXAMPLES, PASSWORD
from pmqa.demo.seed import seed
from pmqa.evidence.guidelines import Status
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile, RowChange, Statement
from pmqa.evidence.sheet import SheetLine, plan_sheet
from pmqa.freezing.models import Snapshot
from pmqa.freezing.verifying import broken_links, changed_submissions
from pmqa.organization.access import access_of
from pmqa.organization.models import RANKS, Person, Role, Unit
from satisfaction.models import Answer, Response, SatisfactionSurvey, SurveyResult
from satisfaction.results import results_before, results_of

pytestmark = pytest.mark.django_db
BUILT = ("CS1", "CS2", "CS3", "CS4", "CS5", "CS6", "CS7")


def standing() -> dict[str, Any]:
    """Everything that seeding stores, but for what is random by nature (hashes of passwords, names of stored files)."""
    rows = {
        table.key: [
            (row.assessment.unit.code, row.assessment.year, row.version, row.sort_key, table.values_of(row))
            for row in table.fetched(table.model._default_manager.filter(deleted_at=None)).order_by("pk")
        ]
        for table in TABLES
    }
    history = RowChange.objects.order_by("pk").values_list("table", "row_id", "action", "by__username", "at")
    return {
        **rows,
        "history": list(history),
        "hashes": list(EvidenceFile.objects.order_by("pk").values_list("number", "sha256")),
        "statements": list(Statement.objects.order_by("pk").values_list("guideline", "text", "updated_at")),
        "states": list(Assessment.objects.order_by("pk").values_list("unit__code", "round__year", "state")),
        "roles": list(Role.objects.order_by("pk").values_list("person__username", "kind", "unit__code")),
        "units": list(Unit.objects.order_by("pk").values_list("code", "name", "sort_key")),
    }


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


def test_seeding_twice_changes_nothing() -> None:
    seed()
    first = standing()
    seed()
    assert standing() == first
    assert len(first["history"]) > 100


def test_what_a_visitor_changed_stays() -> None:
    seed()
    row = TABLES[0].model._default_manager.filter(assessment__unit__code="hydro", assessment__round__year=2569).first()
    type(row).objects.filter(pk=row.pk).update(name="ชื่อใหม่")
    seed()
    row.refresh_from_db()
    assert row.name == "ชื่อใหม่"


def test_what_was_published_is_as_it_was_submitted() -> None:
    seed(5)
    assert list(broken_links()) == list(changed_submissions()) == []
    assert Snapshot.objects.count() == 2


def test_hydro_has_its_three_gaps_only() -> None:
    seed()
    found = findings("hydro")
    partly = {code for code, finding in found.items() if finding.status != Status.MET}
    gaps = {"CS2-A1": "จังหวัดชายทะเล", "CS2-A4": "ตู้รับเรื่องร้องเรียน", "CS6-AD4": "จังหวัดชายทะเล"}
    assert partly == set(gaps)
    for code, name in gaps.items():
        assert found[code].status == Status.PARTLY
        assert all(name in str(reason.text) for reason in found[code].reasons)


def test_the_public_reads_the_standards_of_hydro(client: Any) -> None:
    seed()
    assert len(client.get("/services/hydro/").context["services"]) == len(rows_of("hydro", "cs7-standards")) == 6
    assert not client.get("/services/dockyard/").context["services"]


def test_dockyard_is_half_done() -> None:
    seed()
    assert {finding.status for finding in findings("dockyard").values()} == set(Status)
    assert {finding.status for finding in findings("dockyard", 2568).values()} == set(Status)
    for codes in (("CS3",), ("CS4", "CS5"), ("CS6", "CS7")):
        assert {finding.status for finding in findings("dockyard", codes=codes).values()} == set(Status)
    assert [len(rows_of("dockyard", key)) for key in ("cs5-channels", "cs5-summaries")] == [2, 0]
    assert not any(file.is_picture for row in rows_of("dockyard", "cs4-activities") for file in row.evidence.all())


def test_the_register_of_hydro_is_as_told() -> None:
    seed()
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
    seed()
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
    seed()
    for year in (2568, 2569):
        assert {finding.status for finding in findings("empty", year).values()} == {Status.MISSING}
    assert not RowChange.objects.filter(assessment__unit__code="empty").exists()


def test_last_year_is_published_and_closed() -> None:
    seed()
    last, this = Round.objects.get(year=2568), Round.objects.get(year=2569)
    assert (last.is_open, this.is_open) == (False, True)
    states = dict(last.assessments.values_list("unit__code", "state"))
    assert states == {"hydro": "PUBLISHED", "dockyard": "PUBLISHED", "empty": "DRAFT"}
    assert set(this.assessments.values_list("state", flat=True)) == {"DRAFT"}


def test_every_sheet_of_hydro_has_rows_and_reads_back_the_same() -> None:
    seed()
    assessment = Assessment.objects.get(unit__code="hydro", round__year=2569)
    lookup = Lookup(assessment)
    for table in TABLES:
        rows = list(table.rows_of(assessment))
        assert rows, table.key
        lines = [SheetLine(number, line.values) for number, line in enumerate(table.lines_of(rows))]
        plan = plan_sheet(table, assessment, lines, lookup, rows)
        assert (plan.same, plan.added, plan.changed, plan.removed, plan.problems) == (len(rows), [], [], [], [])


def test_files_are_kept_whole_with_captions() -> None:
    seed()
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
    seed()
    assert set(Role.objects.values_list("kind", flat=True)) == set(Role.Kind.values)
    for example in EXAMPLES:
        person = Person.objects.get(username=example.username)
        assert person.check_password(PASSWORD)
        assert person.rank in RANKS
    administrator = Person.objects.get(username="admin")
    assert (administrator.is_staff, administrator.is_superuser) == (True, True)


def test_nobody_assesses_their_own_unit() -> None:
    seed()
    for assignment in Assignment.objects.select_related("assessment", "assessor"):
        assert assignment.assessment.unit_id not in access_of(assignment.assessor).belongs_units
    for assessment in Assessment.objects.all():
        assert assessment.assignments.count() in (2, 3)


def test_a_correction_by_the_head_is_in_the_history() -> None:
    seed()
    changes = RowChange.objects.filter(action="CHANGED", assessment__unit__code="hydro")
    by_table = {(change.table, change.by.username) for change in changes}
    assert by_table == {
        ("customers.customerprofile", "hydro-head"),
        ("evidence.statement", "hydro-staff"),
        ("participation.opinionsummary", "hydro-staff"),
        ("participation.opinionsummary", "hydro-head"),
        ("standards.servicestandard", "hydro-staff"),  # published: version and day
    }


def test_further_units_differ_and_come_once(django_assert_max_num_queries: Any) -> None:
    seed()
    with django_assert_max_num_queries(120):
        assert seed(60).further_units == 60
    first = standing()
    assert seed(60).further_units == 0
    assert standing() == first
    assert seed(61).further_units == 1
    further = Assessment.objects.filter(unit__code__startswith="unit-")
    assert {assessment.state for assessment in further} == set(Assessment.State.values)
    assert Unit.objects.filter(sort_key="").count() == 0
    statuses = {
        guideline.check(facts).status
        for criterion in CRITERIA[:2]
        for facts in criterion.facts_of(list(further)).values()
        for guideline in criterion.guidelines
    }
    assert statuses == set(Status)


def test_the_command_tells_counts_and_logins(tmp_path: Any) -> None:
    output = io.StringIO()
    call_command("seed_demo", units=2, stdout=output)
    assert "Units 5" in output.getvalue()
    for text in (output.getvalue(), (tmp_path / "demonstration.txt").read_text()):
        assert "hydro-staff" in text
        assert "units-staff" in text
        assert PASSWORD in text


def test_the_command_refuses_a_wrong_number() -> None:
    with pytest.raises(CommandError):
        call_command("seed_demo", units=-1)
    assert not Unit.objects.exists()


def test_where_the_round_is_closed_nothing_is_made() -> None:
    Round.objects.create(year=2569, opens_on=date(2025, 10, 1), closes_on=date(2026, 9, 30), is_open=False)
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert not Unit.objects.exists()
    assert not Person.objects.exists()


def test_the_surveys_of_hydro_are_answered_and_one_group_is_too_small_to_show() -> None:
    seed()
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
    first = list(Answer.objects.order_by("pk").values_list("question__text", "value", "text"))
    seed()
    assert list(Answer.objects.order_by("pk").values_list("question__text", "value", "text")) == first


def test_last_years_figures_stand_beside_and_importance_beside_content() -> None:
    seed()
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
    seed()
    for row in SurveyResult.objects.filter(survey__assessment__unit__code="hydro", mean__isnull=False):
        given = Answer.objects.filter(
            response__group_id=row.group_id, question__section__questionnaire__survey=row.survey
        )
        content = list(given.filter(question__kind="SATISFACTION").values_list("value", flat=True))
        dissatisfied = list(given.filter(question__kind="DISSATISFACTION").values_list("value", flat=True))
        assert abs(sum(content) / len(content) - float(row.mean)) < 0.05, row
        assert abs(100 * sum(dissatisfied) / len(dissatisfied) - float(row.dissatisfied)) <= 50 / row.answers, row


def test_steps_and_time_are_to_be_mended_first() -> None:
    seed()
    survey = SatisfactionSurvey.objects.get(assessment__round__year=2569, title=AT_SEA)
    matters = results_of(survey.questionnaires.get()).matters
    assert [matter.place for matter in matters] == ["FIX", "FIX", "TOO_MUCH", "KEEP", "LOW", "TOO_MUCH"]
