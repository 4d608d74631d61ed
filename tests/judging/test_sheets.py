"""Judging: what is stored, what is refused, and what stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from pmqa.audit.models import AuditEntry
from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.evidence.actions import Conflict
from pmqa.evidence.models import EvidenceFile
from pmqa.judging.actions import (
    Incomplete,
    SheetClosed,
    judge,
    open_sheet,
    remove_remark,
    save_remark,
    submit_sheet,
)
from pmqa.judging.gaps import Lack
from pmqa.judging.models import Judgement, JudgementChange, Remark, Sheet
from pmqa.judging.progress import progress_of
from pmqa.judging.scope import counted_sheets, submission_of
from pmqa.judging.sheets import all_items, scores_of
from pmqa.scoring.profiles import Mark
from tests.judging.conftest import NOW, People, remark

Kind, State = Sheet.Kind, Assessment.State


def say(sheet: Sheet, by: Any, item: str = "CS1-A1", seen: int = 0, words: str = "", **mark: Any) -> Judgement:
    return judge(sheet=sheet, item=item, mark=Mark(**mark), words=words, seen=seen, by=by, at=NOW)


@pytest.fixture
def sheet(review: Assessment, people: People) -> Sheet:
    return open_sheet(assessment=review, kind=Kind.ASSESSOR, by=people.other)


def test_a_verdict_is_stored_with_its_history_and_recorded_without_its_value(sheet: Sheet, people: People) -> None:
    say(sheet, people.other, verdict="SEEN", words="ดูจากตาราง")
    say(sheet, people.other, verdict="PARTLY", seen=1)
    stored = sheet.judgements.get()
    assert (stored.mark, stored.words, stored.version) == (Mark("PARTLY"), "", 2)
    assert [(each.verdict, each.words) for each in JudgementChange.objects.all()] == [
        ("PARTLY", ""),
        ("SEEN", "ดูจากตาราง"),
    ]
    entries = AuditEntry.objects.filter(kind="SCORE")
    assert [(each.subject, each.by, each.unit, each.year) for each in entries] == [
        ("CS1-A1", people.other, sheet.assessment.unit, 2569)
    ] * 2
    assert not any(word in str(each.detail) for each in entries for word in ("SEEN", "PARTLY", "ดูจาก"))


def test_saying_the_same_again_changes_nothing(sheet: Sheet, people: People) -> None:
    say(sheet, people.other, verdict="SEEN")
    assert say(sheet, people.other, verdict="SEEN", seen=1).version == 1
    assert JudgementChange.objects.count() == 1


def test_of_two_windows_the_later_one_is_told(sheet: Sheet, people: People) -> None:
    say(sheet, people.other, verdict="SEEN")
    with pytest.raises(Conflict) as conflict:
        say(sheet, people.other, verdict="NOT_SEEN")
    assert conflict.value.row.verdict == "SEEN"
    assert sheet.judgements.get().verdict == "SEEN"


@pytest.mark.parametrize(
    ("item", "mark"),
    [
        ("CS9-A1", {"verdict": "SEEN"}),
        ("CS1/A", {"verdict": "SEEN"}),
        ("CS1/A", {"percent": 50}),
        ("CS1-A1", {"percent": 50}),
        ("CS1-A1", {"verdict": "GOOD"}),
    ],
)
def test_a_checklist_takes_verdicts_on_its_points_only(
    sheet: Sheet, people: People, item: str, mark: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        say(sheet, people.other, item, **mark)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(
    ("item", "mark"),
    [
        ("CS1/A", {"percent": 3}),
        ("CS1/A", {"percent": 105}),
        ("CS1/A", {"percent": -5}),
        ("CS1/A", {"verdict": "SEEN"}),
        ("CS1/A", {"verdict": "NOT_APPLICABLE", "percent": 50}),
        ("CS1/L", {"percent": 50}),  # CS1 asks no L
        ("CS1-A1", {"verdict": "SEEN"}),
        ("CS7/A", {"percent": 50}),
    ],
)
def test_bands_take_steps_of_5_for_the_letters_that_are_asked(
    sheet: Sheet, people: People, item: str, mark: dict[str, Any]
) -> None:
    Round.objects.update(profile="ADLI")
    with pytest.raises(ValidationError):
        say(sheet, people.other, item, **mark)
    assert not Judgement.objects.exists()


def test_bands_take_per_cent_and_words_of_points(sheet: Sheet, people: People) -> None:
    Round.objects.update(profile="ADLI")
    say(sheet, people.other, "CS1/A", percent=45)
    say(sheet, people.other, "CS1/I", verdict="NOT_APPLICABLE")
    say(sheet, people.other, "CS7/", percent=0)
    say(sheet, people.other, "CS1-A1", words="ดูแล้ว")
    held = Sheet.objects.select_related("assessment__round").get()
    assert [scores_of(held).of(code).percent for code in ("CS1", "CS2", "CS7")] == [45, None, 0]
    assert progress_of([held.assessment])[held.assessment_id][1].judged == 3


def test_a_sheet_is_scored_by_the_rules_of_its_round(sheet: Sheet, people: People) -> None:
    Round.objects.update(weights={"CS1": 3, "CS2": 0.5})
    say(sheet, people.other, verdict="SEEN")
    say(sheet, people.other, "CS2-A1", verdict="NOT_SEEN")
    found = scores_of(Sheet.objects.select_related("assessment__round").get())
    assert (found.of("CS1").percent, found.of("CS2").passes) == (100, False)
    assert round(float(found.percent or 0), 3) == 85.714


def test_nobody_writes_the_sheet_of_another(sheet: Sheet, people: People) -> None:
    for who in (people.leader, people.centre, people.staff, people.insider, people.conflicted, people.stranger):
        with pytest.raises(SheetClosed):
            say(sheet, who, verdict="SEEN")
        with pytest.raises(SheetClosed):
            remark(sheet, who)
        with pytest.raises(SheetClosed):
            submit_sheet(sheet=sheet, by=who, at=NOW)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize(
    "who", ["conflicted", "undeclared", "insider", "centre", "administrator", "staff", "head", "stranger"]
)
def test_who_is_not_an_assessor_of_it_without_conflict_opens_no_sheet(
    review: Assessment, people: People, who: str
) -> None:
    with pytest.raises(SheetClosed):
        open_sheet(assessment=review, kind=Kind.ASSESSOR, by=getattr(people, who))
    assert not Sheet.objects.exists()


MAY: dict[tuple[str, str], set[str]] = {
    (Kind.OWN, State.DRAFT): {"staff", "head"},
    (Kind.ASSESSOR, State.IN_REVIEW): {"leader", "other"},
    (Kind.CONSENSUS, State.CONSENSUS): {"leader", "centre"},
}


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("state", State.values)
def test_each_sheet_is_written_by_some_in_one_state(
    people: People, put: Callable[[str], Assessment], kind: str, state: str
) -> None:
    held, opened = put(state), set()
    for who, person in vars(people).items():
        try:
            open_sheet(assessment=held, kind=kind, by=person)
        except SheetClosed:
            continue
        opened.add(who)
    assert opened == MAY.get((kind, state), set())
    assert Sheet.objects.count() == (len(opened) if kind == Kind.ASSESSOR else min(1, len(opened)))


def test_an_assignment_that_is_taken_away_takes_the_sheet_away(sheet: Sheet, people: People) -> None:
    Assignment.objects.filter(assessor=people.other).delete()
    with pytest.raises(SheetClosed):
        say(sheet, people.other, verdict="SEEN")


def test_what_is_not_in_review_is_not_judged(sheet: Sheet, people: People, put: Callable[[str], Assessment]) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.CONSENSUS, State.PUBLISHED):
        put(state)
        with pytest.raises(SheetClosed):
            say(sheet, people.other, verdict="SEEN")


def test_a_submitted_sheet_stays_as_it_is(sheet: Sheet, people: People) -> None:
    say(sheet, people.other, verdict="NOT_SEEN")
    made = remark(sheet, people.other)
    submit_sheet(sheet=sheet, by=people.other, at=NOW)
    for change in (
        lambda: say(sheet, people.other, verdict="NOT_APPLICABLE", seen=1),
        lambda: remark(sheet, people.other),
        lambda: remove_remark(sheet=sheet, remark=made.pk, by=people.other),
        lambda: submit_sheet(sheet=sheet, by=people.other, at=NOW),
    ):
        with pytest.raises(SheetClosed):
            change()
    assert (sheet.judgements.get().verdict, sheet.remarks.count()) == ("NOT_SEEN", 1)


def test_nothing_above_0_is_submitted_without_evidence_and_words(
    sheet: Sheet, people: People, fill: Callable[..., Any], put: Callable[[str], Assessment]
) -> None:
    say(sheet, people.other, verdict="SEEN")
    with pytest.raises(Incomplete) as refused:
        submit_sheet(sheet=sheet, by=people.other, at=NOW)
    assert [gap.lack for gap in refused.value.gaps] == [Lack.NO_EVIDENCE, Lack.NO_WORDS]
    put(State.DRAFT)
    fill("cs1-criteria", [{"criterion": "ตามพันธกิจ", "reason": "ชัดเจน", "set_by": "คณะทำงาน"}])
    put(State.IN_REVIEW)
    remark(sheet, people.other)
    assert submit_sheet(sheet=sheet, by=people.other, at=NOW).submitted_at == NOW


def test_an_empty_sheet_may_be_submitted(sheet: Sheet, people: People) -> None:
    submitted = submit_sheet(sheet=sheet, by=people.other, at=NOW)
    assert scores_of(submitted).percent is None


def evidence_of(assessment: Assessment) -> EvidenceFile:
    return EvidenceFile.objects.create(assessment=assessment, number="E-CS1-2569-001", criterion="CS1", title="คำสั่ง")


def test_a_remark_is_added_changed_and_removed(sheet: Sheet, people: People, put: Callable[[str], Assessment]) -> None:
    file = evidence_of(put(State.DRAFT))
    put(State.IN_REVIEW)
    made = remark(sheet, people.other, point="CS1-A1")
    made.text = "แก้แล้ว"
    save_remark(sheet=sheet, remark=made, evidence=[file], seen=1, by=people.other)
    stored = Remark.objects.get()
    assert (stored.text, stored.point, stored.version, [*stored.evidence.all()]) == ("แก้แล้ว", "CS1-A1", 2, [file])
    with pytest.raises(Conflict):
        save_remark(sheet=sheet, remark=made, evidence=[], seen=1, by=people.other)
    remove_remark(sheet=sheet, remark=made.pk, by=people.other)
    remove_remark(sheet=sheet, remark=made.pk, by=people.other)
    assert not Remark.objects.exists()
    with pytest.raises(Conflict):
        save_remark(sheet=sheet, remark=stored, evidence=[], seen=2, by=people.other)


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"point": "CS2-A1"}, {"criterion": "CS9"}, {"kind": "PRAISE"}, {"point": "CS1/A"}]
)
def test_a_remark_that_says_nothing_or_stands_nowhere_is_refused(
    sheet: Sheet, people: People, wrong: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        remark(sheet, people.other, **wrong)
    assert not Remark.objects.exists()


def test_a_remark_cites_evidence_of_its_assessment_only(
    sheet: Sheet, people: People, new_assessment: Callable[..., Assessment]
) -> None:
    foreign = evidence_of(new_assessment("beta"))
    with pytest.raises(ValidationError):
        save_remark(
            sheet=sheet,
            remark=Remark(criterion="CS1", kind="OFI", text="ก"),
            evidence=[foreign],
            seen=0,
            by=people.other,
        )
    assert not Remark.objects.exists()


def test_a_remark_of_another_sheet_is_not_taken_over(
    sheet: Sheet, people: People, scored: Callable[..., Sheet]
) -> None:
    theirs = remark(scored(people.leader, submit=False), people.leader)
    with pytest.raises(Conflict):
        save_remark(sheet=sheet, remark=theirs, evidence=[], seen=1, by=people.other)
    remove_remark(sheet=sheet, remark=theirs.pk, by=people.other)
    assert Remark.objects.get().sheet.assessor == people.leader


def test_a_fourth_question_is_refused(sheet: Sheet, people: People) -> None:
    questions = [remark(sheet, people.other, kind="QUESTION") for _n in range(3)]
    remark(sheet, people.other, kind="QUESTION", criterion="CS2")
    with pytest.raises(ValidationError):
        remark(sheet, people.other, kind="QUESTION")
    save_remark(sheet=sheet, remark=questions[0], evidence=[], seen=1, by=people.other)


def test_after_a_return_an_assessor_begins_anew_and_the_old_sheet_is_kept(
    review: Assessment, people: People, scored: Callable[..., Sheet], put: Callable[[str], Assessment]
) -> None:
    first = scored(people.other)
    change_state(assessment=review, to=State.DRAFT, by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    put(State.IN_REVIEW)
    assert submission_of(review) == 2
    second = open_sheet(assessment=review, kind=Kind.ASSESSOR, by=people.other)
    assert (second.pk != first.pk, second.submission, second.judgements.count()) == (True, 2, 0)
    assert first.judgements.get().verdict == "NOT_SEEN"
    assert [*counted_sheets(review)] == []
    with pytest.raises(SheetClosed):
        say(first, people.other, verdict="SEEN", seen=1)


def test_the_consensus_counts_who_submitted_and_has_no_conflict(
    review: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    sheets = [scored(people.leader), scored(people.other)]
    assert [*counted_sheets(review)] == sheets
    Assignment.objects.filter(assessor=people.other).update(conflict="เพิ่งทราบ")
    assert [*counted_sheets(review)] == sheets[:1]


def test_progress_counts_items_in_a_fixed_number_of_queries(
    review: Assessment,
    people: People,
    scored: Callable[..., Sheet],
    new_assessment: Callable[..., Assessment],
    django_assert_num_queries: Any,
) -> None:
    scored(people.leader)
    scored(people.other, submit=False)
    others = [new_assessment(code) for code in ("beta", "gamma")]
    with django_assert_num_queries(3):
        found = progress_of([review, *others])
    assert [(each.assignment.assessor.username, each.judged, each.is_submitted) for each in found[review.pk]] == [
        ("leader", 1, True),
        ("other", 1, False),
        ("undeclared", 0, False),
        ("insider", 0, False),
    ]
    assert {each.asked for each in found[review.pk]} == {len(all_items("CHECKLIST"))} == {38}
    assert [found[each.pk] for each in others] == [[], []]
