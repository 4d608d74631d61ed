"""From the consensus to the publication: begun at the median, changed with reasons, submitted, released once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from pmqa.audit.models import AuditEntry
from pmqa.cycle.actions import StepRefused, change_state
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.evidence.actions import Conflict
from pmqa.evidence.models import EvidenceFile
from pmqa.judging.actions import Incomplete, SheetClosed, judge, open_sheet, save_remark, submit_sheet
from pmqa.judging.consensus import begin_consensus, publish, published_sheet, settle, submit_consensus
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.judging.sheets import all_items, marks_of, medians_of
from pmqa.organization.models import Person, Role
from pmqa.scoring.profiles import Mark
from tests.judging.conftest import NOW, People, remark

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Kind, State = Sheet.Kind, Assessment.State
REASON = "ราชการเร่งด่วน"


def begin(held: Assessment, by: Person, reason: str = REASON) -> Sheet:
    return begin_consensus(assessment=held, by=by, at=NOW, reason=reason)


def say(sheet: Sheet, by: Person, item: str = "CS1-A1", reason: str = "", seen: int = 1, **mark: Any) -> Judgement:
    return settle(sheet=sheet, item=item, mark=Mark(**mark), reason=reason, seen=seen, by=by, at=NOW)


@pytest.fixture
def both(review: Assessment, people: People, scored: Callable[..., Sheet]) -> Assessment:
    """Two have submitted, and nobody else is assigned without a conflict."""
    scored(people.leader)
    scored(people.other)
    Assignment.objects.filter(assessor__in=[people.undeclared, people.insider]).delete()
    return review


@pytest.fixture
def consensus(both: Assessment, people: People) -> Sheet:
    return begin(both, people.centre, "")


def state() -> str:
    return Assessment.objects.get().state


def test_the_consensus_begins_at_the_medians_of_what_counts(
    review: Assessment, people: People, scored: Callable[..., Sheet], person: Callable[..., Person]
) -> None:
    third = person("third", Role.Kind.ASSESSOR)
    Assignment.objects.create(assessment=review, assessor=third, declared_at=NOW)
    scored(people.leader)
    sheet = scored(people.other, "NOT_APPLICABLE", submit=False)
    judge(sheet=sheet, item="CS2-A1", mark=Mark("NOT_APPLICABLE"), words="", seen=0, by=people.other, at=NOW)
    submit_sheet(sheet=sheet, by=people.other, at=NOW)
    scored(third, submit=False)  # not submitted: it has no part
    made = begin(review, people.centre)
    marks = marks_of(made)
    assert (marks["CS1-A1"], marks["CS2-A1"], marks["CS3-A1"]) == (Mark("NOT_SEEN"), Mark("NOT_APPLICABLE"), Mark())
    assert tuple(marks) == all_items("CHECKLIST")
    assert medians_of(made) == marks
    assert (made.kind, made.submission, made.assessor, made.submitted_at) == (Kind.CONSENSUS, 1, None, None)
    assert state() == State.CONSENSUS


def test_letters_begin_at_the_median_of_per_cents(review: Assessment, people: People) -> None:
    Round.objects.update(profile="ADLI")
    for who, percent in ((people.leader, 0), (people.other, 0)):
        sheet = open_sheet(assessment=review, kind=Kind.ASSESSOR, by=who)
        judge(sheet=sheet, item="CS1/A", mark=Mark(percent=percent), words="", seen=0, by=who, at=NOW)
        submit_sheet(sheet=sheet, by=who, at=NOW)
    marks = marks_of(begin(review, people.centre))
    assert (tuple(marks), marks["CS1/A"], marks["CS7/"]) == (all_items("ADLI"), Mark(percent=0), Mark())


def test_a_conflict_that_was_found_late_takes_a_sheet_out(
    both: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    Assignment.objects.update(conflict="เพิ่งทราบ")
    with pytest.raises(StepRefused):
        begin(both, people.centre)
    assert state() == State.IN_REVIEW


def test_without_any_counted_sheet_nothing_begins(
    review: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    scored(people.leader, submit=False)
    for by in (people.centre, people.leader):
        with pytest.raises(StepRefused):
            begin(review, by)
        with pytest.raises(StepRefused):
            change_state(assessment=review, to=State.CONSENSUS, by=by, at=NOW, reason=REASON)
    assert (state(), Sheet.objects.count()) == (State.IN_REVIEW, 1)


@pytest.mark.parametrize("waiting", ["undeclared", "other"])
def test_headquarters_says_why_it_goes_on_without_somebody(
    both: Assessment, people: People, scored: Callable[..., Sheet], person: Callable[..., Person], waiting: str
) -> None:
    late = person("late", Role.Kind.ASSESSOR)
    Assignment.objects.create(assessment=both, assessor=late, declared_at=None if waiting == "undeclared" else NOW)
    for blank in ("", " \n"):
        with pytest.raises(StepRefused, match="late"):
            begin(both, people.centre, blank)
    with pytest.raises(StepRefused, match="late"):
        begin(both, people.leader)
    begin(both, people.centre)
    assert AuditEntry.objects.filter(kind="STATE").first().detail["reason"] == REASON  # type: ignore[union-attr]


def test_the_leader_begins_when_all_have_submitted(both: Assessment, people: People) -> None:
    begin(both, people.leader, "")
    assert state() == State.CONSENSUS


@pytest.mark.parametrize(
    "who", ["other", "conflicted", "undeclared", "insider", "administrator", "staff", "head", "stranger"]
)
def test_nobody_else_begins_or_publishes(consensus: Sheet, people: People, who: str) -> None:
    by, held = getattr(people, who), consensus.assessment
    submit_consensus(sheet=consensus, by=people.centre, at=NOW)
    with pytest.raises(StepRefused):
        publish(assessment=held, by=by, at=NOW)
    Assessment.objects.update(state=State.IN_REVIEW)
    with pytest.raises(StepRefused):
        begin(held, by)
    assert state() == State.IN_REVIEW


@pytest.mark.parametrize("start", [each for each in State.values if each != State.IN_REVIEW])
def test_it_begins_from_the_review_only(both: Assessment, people: People, start: str) -> None:
    Assessment.objects.update(state=start)
    with pytest.raises(StepRefused):
        begin(both, people.centre)
    assert not Sheet.objects.filter(kind=Kind.CONSENSUS).exists()


def test_a_mark_other_than_the_median_needs_a_reason(consensus: Sheet, people: People) -> None:
    for blank in ("", " \n"):
        with pytest.raises(ValidationError):
            say(consensus, people.leader, verdict="NOT_APPLICABLE", reason=blank)
        with pytest.raises(ValidationError):
            judge(
                sheet=consensus,
                item="CS1-A1",
                mark=Mark("SEEN"),
                words=blank,
                seen=1,
                by=people.centre,
                at=NOW,
            )
        with pytest.raises(ValidationError):
            say(consensus, people.leader, reason=blank)  # taken back: nothing said is another mark too
    assert marks_of(consensus)["CS1-A1"] == Mark("NOT_SEEN")
    say(consensus, people.leader, verdict="SEEN", reason="  เห็นที่หน่วย ")
    held = consensus.judgements.get(item="CS1-A1")
    assert (held.mark, held.words, medians_of(consensus)["CS1-A1"]) == (Mark("SEEN"), "เห็นที่หน่วย", Mark("NOT_SEEN"))
    say(consensus, people.centre, verdict="NOT_SEEN", seen=2)  # back at the median: no reason
    assert [each.by for each in consensus.changes.filter(item="CS1-A1")] == [
        people.centre,
        people.leader,
        people.centre,
    ]


def test_of_two_who_settle_the_later_one_is_told(consensus: Sheet, people: People) -> None:
    say(consensus, people.leader, verdict="SEEN", reason="เห็นแล้ว")
    with pytest.raises(Conflict):
        say(consensus, people.centre, verdict="PARTLY", reason="ไม่ครบ")


@pytest.mark.parametrize("who", ["other", "conflicted", "insider", "administrator", "staff", "head", "stranger"])
def test_who_does_not_lead_settles_and_submits_nothing(consensus: Sheet, people: People, who: str) -> None:
    by = getattr(people, who)
    with pytest.raises(SheetClosed):
        say(consensus, by, verdict="SEEN", reason="x")
    with pytest.raises(SheetClosed):
        submit_consensus(sheet=consensus, by=by, at=NOW)


def test_the_sheet_of_an_assessor_is_not_settled(
    review: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    sheet = scored(people.leader, submit=False)
    with pytest.raises(SheetClosed):
        say(sheet, people.leader, verdict="SEEN", reason="x")
    with pytest.raises(SheetClosed):
        submit_consensus(sheet=sheet, by=people.leader, at=NOW)


def test_nothing_above_0_without_evidence_and_words(consensus: Sheet, people: People) -> None:
    say(consensus, people.leader, verdict="SEEN", reason="เห็นแล้ว")
    with pytest.raises(Incomplete):
        submit_consensus(sheet=consensus, by=people.leader, at=NOW)
    assert not Sheet.objects.get(pk=consensus.pk).is_locked


def test_nothing_is_published_before_the_consensus_is_submitted(consensus: Sheet, people: People) -> None:
    held = consensus.assessment
    with pytest.raises(StepRefused):
        publish(assessment=held, by=people.centre, at=NOW)
    with pytest.raises(StepRefused):
        change_state(assessment=held, to=State.PUBLISHED, by=people.centre, at=NOW)
    assert (state(), published_sheet(held)) == (State.CONSENSUS, None)
    submit_consensus(sheet=consensus, by=people.leader, at=NOW)
    assert published_sheet(Assessment.objects.get()) is None
    published = publish(assessment=held, by=people.centre, at=NOW)
    assert (state(), published_sheet(published)) == (State.PUBLISHED, consensus)
    release = AuditEntry.objects.get(kind="RELEASE")
    assert (release.by, release.unit, release.detail) == (
        people.centre,
        held.unit,
        {"sheet": consensus.pk, "submission": 1},
    )
    with pytest.raises(StepRefused):
        publish(assessment=held, by=people.centre, at=NOW)


def test_the_leader_does_not_publish(consensus: Sheet, people: People) -> None:
    submit_consensus(sheet=consensus, by=people.leader, at=NOW)
    with pytest.raises(StepRefused):
        publish(assessment=consensus.assessment, by=people.leader, at=NOW)


def test_after_a_return_everything_begins_anew_and_the_old_stays(
    consensus: Sheet, people: People, put: Callable[[str], Assessment], scored: Callable[..., Sheet]
) -> None:
    held = consensus.assessment
    submit_consensus(sheet=consensus, by=people.leader, at=NOW)
    change_state(assessment=held, to=State.DRAFT, by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    put(State.IN_REVIEW)
    with pytest.raises(StepRefused):  # the sheets of the submission before do not count
        begin(held, people.centre)
    scored(people.leader, "NOT_APPLICABLE")
    again = begin(held, people.centre)
    assert (again.submission, marks_of(again)["CS1-A1"]) == (2, Mark("NOT_APPLICABLE"))
    assert marks_of(consensus)["CS1-A1"] == Mark("NOT_SEEN")
    with pytest.raises(StepRefused):  # nor does the consensus of it
        publish(assessment=held, by=people.centre, at=NOW)
    with pytest.raises(SheetClosed):
        say(consensus, people.centre, verdict="SEEN", reason="x")
    submit_consensus(sheet=again, by=people.centre, at=NOW)
    assert published_sheet(publish(assessment=held, by=people.centre, at=NOW)) == again


def test_an_open_consensus_that_was_returned_is_written_no_more(
    consensus: Sheet, people: People, put: Callable[[str], Assessment]
) -> None:
    change_state(assessment=consensus.assessment, to=State.DRAFT, by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    put(State.CONSENSUS)
    with pytest.raises(SheetClosed):
        say(consensus, people.centre, verdict="SEEN", reason="x")
    with pytest.raises(SheetClosed):
        submit_consensus(sheet=consensus, by=people.centre, at=NOW)


def texts(sheet: Sheet, kind: str) -> list[tuple[str, str, list[str]]]:
    return [
        (each.criterion, each.text, sorted(file.number for file in each.evidence.all()))
        for each in sheet.remarks.filter(kind=kind)
    ]


def test_remarks_are_gathered_once_each_with_the_evidence_of_all(
    people: People, put: Callable[[str], Assessment], scored: Callable[..., Sheet]
) -> None:
    draft = put(State.DRAFT)
    files = [
        EvidenceFile.objects.create(assessment=draft, number=f"E-CS1-2569-00{number}", criterion="CS1")
        for number in (1, 2)
    ]
    held = put(State.IN_REVIEW)
    words = {people.leader: "ควรระบุที่มา ของกลุ่ม", people.other: "ควรระบุที่มาของกลุ่ม."}
    for (who, text), file in zip(words.items(), files, strict=True):
        sheet = scored(who, submit=False)
        remark(sheet, who, criterion="CS2", kind="STRENGTH", text=f"จุดแข็งของ {who}")
        same = Remark(criterion="CS1", point="CS1-A1", kind="OFI", text=text)
        save_remark(sheet=sheet, remark=same, evidence=[file], seen=0, by=who)
        remark(sheet, who, criterion="CS1", kind="STRENGTH", text=text)  # another kind is another thing
        submit_sheet(sheet=sheet, by=who, at=NOW)
    made = begin(held, people.centre)
    assert texts(made, "OFI") == [("CS1", "ควรระบุที่มา ของกลุ่ม", [file.number for file in files])]
    assert texts(made, "STRENGTH") == [
        ("CS1", "ควรระบุที่มา ของกลุ่ม", []),
        ("CS2", f"จุดแข็งของ {people.leader}", []),
        ("CS2", f"จุดแข็งของ {people.other}", []),
    ]
    assert made.remarks.get(kind="OFI").point == "CS1-A1"
    assert Remark.objects.filter(sheet__kind=Kind.ASSESSOR).count() == 6  # where they were written they stay


def test_of_many_questions_each_assessor_brings_the_first_ones(
    review: Assessment, people: People, scored: Callable[..., Sheet]
) -> None:
    for who in (people.leader, people.other):
        sheet = scored(who, submit=False)
        for number in (1, 2, 3):
            remark(sheet, who, kind="QUESTION", text=f"{who} ถาม {number}")
        remark(sheet, who, kind="QUESTION", criterion="CS2", text=f"{who} ถาม")
        submit_sheet(sheet=sheet, by=who, at=NOW)
    found = [text for _criterion, text, _files in texts(begin(review, people.centre), "QUESTION")]
    first, second = people.leader, people.other
    assert found == [f"{first} ถาม 1", f"{second} ถาม 1", f"{first} ถาม 2", f"{first} ถาม", f"{second} ถาม"]


def test_the_number_of_queries_does_not_grow(
    both: Assessment, people: People, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(23):
        begin(both, people.centre, "")
