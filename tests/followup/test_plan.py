"""A unit answers its OFIs and plans what it does about them; the head approves, and what changes then is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict
from pmqa.followup.actions import Incomplete, PlanClosed, answer_ofi, approve_plan, save_action
from pmqa.followup.contents import changes_since, values_of
from pmqa.followup.models import Approval, OfiAnswer, PlanAction
from pmqa.judging.models import Remark
from pmqa.organization.models import Person
from tests.followup.conftest import NOW, SIGNED, VALUES, People

pytestmark = pytest.mark.django_db
ANSWER: dict[str, Any] = {"stance": "AGREED", "words": "เห็นด้วย", "seen": 0}


def answer(assessment: Assessment, ofi: Remark, by: Person, **other: Any) -> OfiAnswer:
    return answer_ofi(assessment=assessment, ofi=ofi.pk, by=by, at=NOW, **{**ANSWER, **other})


def change(action: PlanAction, by: Person, **other: Any) -> PlanAction:
    """Changes the action as it stands, with the values in `other`."""
    seen, ofis = other.pop("seen", action.version), other.pop("ofis", [ofi.pk for ofi in action.ofis.all()])
    given = {"action": action.pk, "values": {**VALUES, **other}, "ofis": ofis, "seen": seen}
    return save_action(assessment=action.assessment, by=by, at=NOW, **given)


def approve(assessment: Assessment, by: Person) -> Approval:
    return approve_plan(assessment=assessment, by=by, at=NOW, **SIGNED)


def test_an_answer_is_kept_with_who_and_when_and_the_ofi_stays(
    assessment: Assessment, people: People, ofis: list[Remark]
) -> None:
    answer(assessment, ofis[0], people.staff)
    again = answer(assessment, ofis[0], people.head, stance="PARTLY", words="เห็นด้วยบางส่วน", seen=1)
    assert (again.by, again.at, again.version) == (people.head, NOW, 2)
    assert Remark.objects.get(pk=ofis[0].pk).text == ofis[0].text
    last, first = AuditEntry.objects.filter(kind="PLAN", subject="ANSWER")
    assert first.detail == {"ofi": 1, "answer": ["", "AGREED"], "words": ["", "เห็นด้วย"]}
    assert last.detail["words"] == ["เห็นด้วย", "เห็นด้วยบางส่วน"]
    assert (last.by, last.unit, last.year) == (people.head, assessment.unit, 2569)


def test_the_same_answer_again_changes_nothing(assessment: Assessment, people: People, ofis: list[Remark]) -> None:
    answer(assessment, ofis[0], people.staff)
    assert answer(assessment, ofis[0], people.head, seen=1).by == people.staff
    assert AuditEntry.objects.filter(subject="ANSWER").count() == 1


@pytest.mark.parametrize("seen", [0, 2])
def test_an_answer_over_a_newer_one_is_refused(
    assessment: Assessment, people: People, ofis: list[Remark], seen: int
) -> None:
    answer(assessment, ofis[0], people.staff)
    with pytest.raises(Conflict) as conflict:
        answer(assessment, ofis[0], people.head, words="ทับ", seen=seen)
    assert conflict.value.row.words == "เห็นด้วย"


@pytest.mark.parametrize("wrong", [{"words": " \n"}, {"stance": ""}, {"stance": "MAYBE"}])
def test_an_answer_needs_words_and_a_stance(
    assessment: Assessment, people: People, ofis: list[Remark], wrong: Any
) -> None:
    with pytest.raises(ValidationError):
        answer(assessment, ofis[0], people.staff, **wrong)
    assert not OfiAnswer.objects.exists()


def test_only_ofis_of_the_published_sheet_are_answered(
    assessment: Assessment, people: People, ofis: list[Remark], others: list[Remark]
) -> None:
    strength = Remark.objects.get(sheet=ofis[0].sheet, kind="STRENGTH")
    for forged in (strength, others[0]):
        with pytest.raises(ValidationError):
            answer(assessment, forged, people.staff)


@pytest.mark.parametrize("who", ["assessor", "conflicted", "centre", "administrator", "stranger"])
def test_others_write_nothing(assessment: Assessment, people: People, ofis: list[Remark], plan: Any, who: str) -> None:
    other = getattr(people, who)
    with pytest.raises(PlanClosed):
        answer(assessment, ofis[0], other, words="แก้", seen=1)
    with pytest.raises(PlanClosed):
        change(plan, other, owner="ผู้อื่น")
    with pytest.raises(PlanClosed):
        approve(assessment, other)


@pytest.mark.parametrize("state", [state for state in Assessment.State.values if state != "PUBLISHED"])
def test_nothing_is_written_before_the_publication(
    assessment: Assessment, people: People, ofis: list[Remark], state: str
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    with pytest.raises(PlanClosed):
        answer(assessment, ofis[0], people.staff)


def test_an_action_serves_several_ofis_and_an_ofi_several_actions(
    people: People, ofis: list[Remark], planned: Callable[..., PlanAction]
) -> None:
    both, first, none = planned(ofis), planned(), planned([])
    assert {each.pk for each in ofis[0].plan_actions.all()} == {both.pk, first.pk}
    assert none.ofis.count() == 0
    entry = AuditEntry.objects.filter(subject="ACTION_ADDED").last()
    assert entry is not None
    assert entry.detail["ofis"] == ["", "1, 2"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": NOW.date().replace(month=3, day=30)}, "due_on"),
        ({"state": "DROPPED", "reason": "  "}, "reason"),
        ({"state": "FORGOTTEN"}, "state"),
        ({"action": " "}, "action"),
        ({"target": ""}, "target"),
    ],
)
def test_bad_values_are_named(planned: Callable[..., PlanAction], wrong: Any, field: str) -> None:
    with pytest.raises(ValidationError) as problem:
        planned(**wrong)
    assert field in problem.value.message_dict
    assert not PlanAction.objects.exists()


def test_a_day_of_the_publication_is_early_enough(planned: Callable[..., PlanAction]) -> None:
    assert planned(due_on=NOW.date().replace(month=3, day=31)).pk


def test_forged_ids_are_refused(
    people: People, plan: PlanAction, others: list[Remark], new_assessment: Any, planned: Callable[..., PlanAction]
) -> None:
    with pytest.raises(ValidationError):
        planned(others)
    theirs = PlanAction.objects.create(
        assessment=others[0].sheet.assessment, **VALUES, updated_by=people.stranger, updated_at=NOW
    )
    given = {"values": VALUES, "ofis": [], "seen": 1, "by": people.staff, "at": NOW}
    with pytest.raises(Conflict):
        save_action(assessment=plan.assessment, action=theirs.pk, **given)
    theirs.refresh_from_db()
    assert theirs.version == 1


def test_a_change_over_a_newer_one_is_refused(people: People, plan: PlanAction) -> None:
    change(plan, people.head, owner="หน.แผนกใหม่")
    with pytest.raises(Conflict) as conflict:
        change(plan, people.staff, owner="ทับ", seen=1)
    assert conflict.value.row.owner == "หน.แผนกใหม่"


def test_the_database_keeps_no_drop_without_reason(plan: PlanAction) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction.objects.filter(pk=plan.pk).update(state="DROPPED", reason="")


def test_the_head_approves_what_is_complete(assessment: Assessment, people: People, plan: PlanAction) -> None:
    approval = approve(assessment, people.head)
    assert (approval.rank, approval.name, approval.position) == tuple(SIGNED.values())
    assert approval.content == {str(plan.pk): values_of(plan)}
    assert AuditEntry.objects.get(subject="APPROVED").detail["position"] == "เจ้ากรม"
    with pytest.raises(ValidationError):
        approve(assessment, people.head)


def test_staff_approve_nothing(assessment: Assessment, people: People, plan: PlanAction) -> None:
    with pytest.raises(PlanClosed):
        approve(assessment, people.staff)


def test_a_plan_with_gaps_is_not_approved(
    assessment: Assessment, people: People, ofis: list[Remark], planned: Callable[..., PlanAction]
) -> None:
    answer(assessment, ofis[0], people.staff)
    with pytest.raises(Incomplete) as problem:
        approve(assessment, people.head)
    assert [(lack.kind, lack.number) for lack in problem.value.lacks] == [("NO_ACTION", 1), ("NO_ANSWER", 2)]
    answer(assessment, ofis[1], people.staff, stance="NOT_AGREED")
    made = planned(state="DROPPED", reason="ไม่มีงบ")
    with pytest.raises(Incomplete):
        approve(assessment, people.head)
    change(made, people.staff)
    assert approve(assessment, people.head)


def test_what_changed_since_the_approval_is_told(
    assessment: Assessment, people: People, ofis: list[Remark], approved: PlanAction
) -> None:
    content = Approval.objects.get().content[str(approved.pk)]
    changed = change(approved, people.staff, owner="หน.แผนกใหม่", ofis=[ofi.pk for ofi in ofis])
    numbers = {ofi.pk: number for number, ofi in enumerate(ofis, start=1)}
    now = values_of(PlanAction.objects.prefetch_related("ofis").get(pk=changed.pk))
    told = [(each.before, each.now) for each in changes_since(content, now, numbers)]
    assert told == [("หน.แผนกพยากรณ์", "หน.แผนกใหม่"), ("OFI 1", "OFI 1, 2")]
    entry = AuditEntry.objects.filter(subject="ACTION_CHANGED").first()
    assert entry is not None
    assert entry.detail == {"plan_action": approved.pk, "owner": ["หน.แผนกพยากรณ์", "หน.แผนกใหม่"], "ofis": ["1", "1, 2"]}
    assert approve(assessment, people.head).content[str(approved.pk)] == now
