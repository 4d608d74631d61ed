"""The pages of a plan: who reads and writes them, and what a bad or a second form does."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.followup.actions import answer_ofi, save_action
from pmqa.followup.models import Approval, OfiAnswer, PlanAction
from pmqa.followup.urls import urlpatterns
from pmqa.judging.models import Remark
from pmqa.organization.models import Person
from tests.followup.conftest import NOW, SIGNED, VALUES, People
from tests.organization.walk import everything

pytestmark = pytest.mark.django_db
PLACE = ["alpha", 2569]
READ = {"plan", "plan-print", "plan-follow-up"}
ANSWER = {"stance": "AGREED", "words": "เห็นด้วย", "seen": "0"}
ACTION = {
    **{name: VALUES[name] for name in ("action", "owner", "indicator", "baseline", "target", "state", "reason")},
    "due_on_day": "31", "due_on_month": "12", "due_on_year": "2569", "seen": "0",
}  # fmt: skip


def sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"sent": str(uuid.uuid4()), **fields}


def own_addresses(plan: PlanAction, ofi: Remark) -> list[tuple[str, str]]:
    """The names and addresses of the plan, with arguments that lead somewhere, files apart."""
    given = {"action": plan.pk, "ofi": ofi.pk, "month": 6}
    return [
        (str(each.name), reverse(str(each.name), args=[*PLACE, *(given[name] for name in each.pattern.converters)]))
        for each in urlpatterns
        if "file" not in str(each.name)
    ]


def test_readers_read_and_write_nothing(
    assessment: Assessment, people: People, ofis: list[Remark], plan: PlanAction, client_of: Callable[..., Client]
) -> None:
    walked, clients = own_addresses(plan, ofis[0]), [client_of(who) for who in (people.assessor, people.centre)]
    assert len(walked) == 10
    before = everything()
    for client in clients:
        for name, url in walked:
            expected = (200 if name in READ else 405 if name in POSTED else 403), (405 if name in READ else 403)
            assert client.get(url).status_code == expected[0], url
            assert client.post(url, sent({})).status_code == expected[1], url
    assert everything() == before


POSTED = {"plan-approve", "plan-confirm", "plan-action-improve"}


def test_to_others_there_is_nothing(
    assessment: Assessment, people: People, ofis: list[Remark], plan: PlanAction, client_of: Callable[..., Client]
) -> None:
    for who in (people.conflicted, people.administrator, people.stranger):
        client = client_of(who)
        for _name, url in own_addresses(plan, ofis[0]):
            assert client.get(url).status_code == client.post(url, sent({})).status_code == 404, (who, url)


@pytest.mark.parametrize("state", [state for state in Assessment.State.values if state != "PUBLISHED"])
def test_before_the_publication_there_is_nothing(
    assessment: Assessment,
    people: People,
    ofis: list[Remark],
    plan: PlanAction,
    client_of: Callable[..., Client],
    state: str,
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    for who in (people.head, people.assessor, people.centre):
        client = client_of(who)
        for _name, url in own_addresses(plan, ofis[0]):
            assert client.get(url).status_code == client.post(url, sent({})).status_code == 404, url
        start = client.get(reverse("start", args=PLACE)).text
        assert reverse("plan", args=PLACE) not in start


def test_the_start_page_leads_to_the_plan(people: People, ofis: list[Remark], client_of: Callable[..., Client]) -> None:
    for who, seen in ((people.staff, True), (people.assessor, True), (people.administrator, False)):
        page = client_of(who).get(reverse("start", args=PLACE)).text
        assert (f'href="{reverse("plan", args=PLACE)}"' in page) is seen


@pytest.fixture
def client(people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.staff)


@pytest.fixture
def head(people: People, client_of: Callable[[Person], Client]) -> Client:
    return client_of(people.head)


def post_answer(client: Client, ofi: Remark, **other: str) -> Any:
    return client.post(reverse("plan-answer", args=[*PLACE, ofi.pk]), sent({**ANSWER, **other}))


def test_an_answer_is_written_once(client: Client, ofis: list[Remark]) -> None:
    form, url = sent(ANSWER), reverse("plan-answer", args=[*PLACE, ofis[0].pk])
    assert client.get(url).status_code == 200
    for _time in range(2):
        answer = client.post(url, form)
        assert answer["Location"] == f"{reverse('plan', args=PLACE)}#ofi-1"
    assert OfiAnswer.objects.get().version == 1
    assert "เห็นด้วย" in client.get(reverse("plan", args=PLACE)).text


@pytest.mark.parametrize("wrong", [{"words": " "}, {"stance": ""}, {"stance": "X"}, {"sent": "nonsense"}])
def test_a_bad_answer_keeps_what_was_typed(client: Client, ofis: list[Remark], wrong: dict[str, str]) -> None:
    page = post_answer(client, ofis[0], **{"words": "พิมพ์ไว้ยาว", **wrong})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "words" in wrong or "พิมพ์ไว้ยาว" in page.text
    assert not OfiAnswer.objects.exists()


def test_an_answer_over_a_newer_one_shows_both(
    client: Client, assessment: Assessment, people: People, ofis: list[Remark]
) -> None:
    given = {"ofi": ofis[0].pk, "stance": "NOT_AGREED", "words": "คำของหัวหน้า", "seen": 0}
    answer_ofi(assessment=assessment, by=people.head, at=NOW, **given)
    page = post_answer(client, ofis[0], words="คำของฉัน")
    assert page.status_code == 409
    assert "คำของหัวหน้า" in page.text
    assert "คำของฉัน" in page.text
    assert page.context["seen"] == 1
    assert post_answer(client, ofis[0], words="คำของฉัน", seen="1").status_code == 302


def test_ofis_and_actions_of_others_are_not_there(
    client: Client, people: People, ofis: list[Remark], others: list[Remark], plan: PlanAction
) -> None:
    strength = Remark.objects.get(sheet=ofis[0].sheet, kind="STRENGTH")
    theirs = PlanAction.objects.create(
        assessment=others[0].sheet.assessment, **VALUES, updated_by=people.stranger, updated_at=NOW
    )
    for forged in (others[0], strength):
        assert post_answer(client, forged).status_code == 404
    for name, more in (("plan-action-edit", []), ("plan-action-improve", [])):
        assert client.post(reverse(name, args=[*PLACE, theirs.pk, *more]), sent(ACTION)).status_code == 404
    assert client.post(reverse("plan-report", args=[*PLACE, 6, theirs.pk]), sent({})).status_code == 404
    assert client.get(reverse("plan-follow-up", args=[*PLACE, 7])).status_code == 404
    forged_choice = client.post(reverse("plan-action-add", args=PLACE), sent({**ACTION, "ofis": [others[0].pk]}))
    assert "ofis" in forged_choice.context["form"].errors
    assert PlanAction.objects.count() == 2


def test_an_action_is_added_once_and_changed(client: Client, ofis: list[Remark]) -> None:
    add, form = reverse("plan-action-add", args=PLACE), sent({**ACTION, "ofis": [ofi.pk for ofi in ofis]})
    opened = client.get(f"{add}?ofi={ofis[1].pk}")
    assert opened.context["form"]["ofis"].value() == [str(ofis[1].pk)]
    for _time in range(2):
        assert client.post(add, form).status_code == 302
    made = PlanAction.objects.get()
    assert (made.due_on, made.ofis.count(), made.updated_by.username) == (VALUES["due_on"], 2, "staff")
    edit = reverse("plan-action-edit", args=[*PLACE, made.pk])
    assert client.get(edit).context["form"]["owner"].value() == VALUES["owner"]
    assert client.post(edit, sent({**ACTION, "owner": "คนใหม่", "seen": "1"})).status_code == 302
    made.refresh_from_db()
    assert (made.owner, made.version, made.ofis.count()) == ("คนใหม่", 2, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on_year": "2568"}, "due_on"),
        ({"due_on_day": "32"}, "due_on"),
        ({"owner": ""}, "owner"),
        ({"target": "\u200b"}, "target"),
        ({"state": "DROPPED"}, "reason"),
        ({"state": "X"}, "state"),
        ({"owner": "ก" * 201}, "owner"),
    ],
)
def test_a_bad_action_keeps_what_was_typed(
    client: Client, ofis: list[Remark], wrong: dict[str, str], field: str
) -> None:
    page = client.post(reverse("plan-action-add", args=PLACE), sent({**ACTION, "baseline": "พิมพ์ไว้", **wrong}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "พิมพ์ไว้" in page.text
    assert not PlanAction.objects.exists()


def test_a_change_over_a_newer_one_shows_both(client: Client, people: People, plan: PlanAction) -> None:
    given = {"values": {**VALUES, "owner": "ของหัวหน้า"}, "ofis": [], "seen": 1}
    save_action(assessment=plan.assessment, action=plan.pk, by=people.head, at=NOW, **given)
    page = client.post(reverse("plan-action-edit", args=[*PLACE, plan.pk]), sent({**ACTION, "seen": "1"}))
    assert page.status_code == 409
    assert page.context["conflict"] == [(_("Owner (post)"), VALUES["owner"], "ของหัวหน้า")]
    assert page.context["seen"] == 2


def test_the_head_approves_and_staff_do_not(client: Client, head: Client, plan: PlanAction) -> None:
    url, form = reverse("plan-approve", args=PLACE), sent({**SIGNED, "sure": "on"})
    assert client.post(url, sent({**SIGNED, "sure": "on"})).status_code == 403
    unsure = head.post(url, sent({**SIGNED, "name": "ผู้ลงนาม"}))
    assert list(unsure.context["form"].errors) == ["sure"]
    assert "ผู้ลงนาม" in unsure.text
    for _time in range(2):
        assert head.post(url, form).status_code == 302
    assert Approval.objects.count() == 1
    again = head.post(url, sent({**SIGNED, "sure": "on"}))
    assert again.context["form"].non_field_errors() == [_("The plan stands as it was approved.")]


def test_what_lacks_is_told_before_the_approval(head: Client, ofis: list[Remark]) -> None:
    page = head.post(reverse("plan-approve", args=PLACE), sent({**SIGNED, "sure": "on"}))
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert 'href="#ofi-2"' in page.text
    assert not Approval.objects.exists()


def test_what_changed_since_the_approval_is_marked(
    client: Client, people: People, approved: PlanAction, planned: Callable[..., PlanAction]
) -> None:
    planned(action="ใหม่เอี่ยม")
    given = {"values": {**VALUES, "owner": "คนใหม่"}, "ofis": [], "seen": 1}
    save_action(assessment=approved.assessment, action=approved.pk, by=people.staff, at=NOW, **given)
    for name in ("plan", "plan-print"):
        page = client.get(reverse(name, args=PLACE)).text
        assert f"<del>{VALUES['owner']}</del> <ins>คนใหม่</ins>" in page
        assert page.count(_("added since the approval")) == 1


def test_a_longer_plan_costs_no_more_queries(
    client: Client, people: People, approved: PlanAction, planned: Callable[..., PlanAction], reported: PlanAction
) -> None:
    urls = [reverse(name, args=PLACE) for name in ("plan", "plan-print")]
    urls.append(reverse("plan-follow-up", args=[*PLACE, 6]))

    def counts() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    first = counts()
    for number in range(5):
        planned(action=f"อย่างที่ {number}")
    assert counts() == first


@time_machine.travel("2026-12-31 16:59:59+00:00", tick=False)
def test_an_action_is_late_from_the_day_after(client: Client, plan: PlanAction) -> None:
    assert _("past its day") not in client.get(reverse("plan", args=PLACE)).text
    with time_machine.travel("2026-12-31 17:00:00+00:00", tick=False):
        client.force_login(plan.updated_by, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert _("past its day") in client.get(reverse("plan", args=PLACE)).text
