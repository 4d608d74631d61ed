"""The remarks of the consensus: picked, changed, put in order; and what the visit found."""

import uuid

import pytest
from django.test import Client

from pmqa.judging.models import Remark, Sheet
from tests.assessing.agreeing import at, save_remark, sent
from tests.judging.conftest import People

pytestmark = pytest.mark.django_db


def test_a_remark_is_picked_changed_moved_and_removed(leader: Client, agreed: Sheet, people: People) -> None:
    theirs = Remark.objects.filter(sheet__assessor=people.other).get()
    page = leader.get(at("consensus-remarks", "cs1"), {"pick": theirs.pk})
    assert page.context["form"]["text"].value() == theirs.text
    assert set(page.context["taken"]) == {each.pk for each in Remark.objects.exclude(sheet=agreed)}
    assert save_remark(leader).status_code == 302
    first, second, added = agreed.remarks.all()
    assert save_remark(leader, remark=str(added.pk), version="1", text="แก้แล้ว").status_code == 302
    assert save_remark(leader, remark=str(added.pk), version="1", text="ช้าไป").status_code == 409

    def change(do: str, which: Remark = added) -> list[int]:
        answer = leader.post(at("consensus-remark-change", "cs1"), sent(do=do, remark=str(which.pk)))
        assert answer.status_code == 302
        return [each.pk for each in agreed.remarks.all()]

    assert change("up") == [first.pk, added.pk, second.pk]
    assert change("up") == [added.pk, first.pk, second.pk]
    assert change("up") == [added.pk, first.pk, second.pk]
    assert change("down") == [first.pk, added.pk, second.pk]
    assert change("forged") == [first.pk, added.pk, second.pk]
    assert change("remove", theirs) == [first.pk, added.pk, second.pk]  # another sheet's stays where it is
    assert change("remove") == [first.pk, second.pk]
    assert Remark.objects.filter(pk=theirs.pk).exists()


def test_a_question_is_answered_with_people_and_documents(leader: Client, agreed: Sheet) -> None:
    visit = {"answer": "เห็นทะเบียนครบ", "met": "หัวหน้าแผนก", "documents": "ทะเบียน 2569"}
    assert save_remark(leader, **visit).status_code == 409  # an OFI is no question
    assert save_remark(leader, kind="QUESTION", **visit).status_code == 302
    stored = agreed.remarks.get(kind="QUESTION")
    assert {name: getattr(stored, name) for name in visit} == visit
    for _more in range(2):
        save_remark(leader, kind="QUESTION", text=str(uuid.uuid4()))
    assert save_remark(leader, kind="QUESTION").status_code == 409
    assert leader.get(at("consensus-remarks", "cs9")).status_code == 404
