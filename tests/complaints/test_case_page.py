"""The page of a case: each step of the work is stored once, with history, and by those alone who may."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Case
from pmqa.cycle.models import Assessment, Assignment
from pmqa.evidence.models import RowChange
from pmqa.organization.models import Person, Role
from tests.every_table.desk import Desk, text_of

AT = datetime(2026, 4, 7, 3, 0, tzinfo=UTC)
ANSWER = {"answer": "เพิ่มรอบเช้า", "answered_on": "8 เม.ย. 2569"}
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def case(register: Callable[..., Case]) -> Case:
    return register(service="พยากรณ์อากาศ", group="ชาวประมง", evidence="E-P-2569-001", channel="สายด่วน")


@pytest.fixture
def step(desk: Desk, case: Case) -> Callable[..., HttpResponse]:
    """Takes a step as the page does: `step("answer", answer="…")`."""

    def take(name: str, by: Any = None, **told: Any) -> HttpResponse:
        now = Case.objects.get(pk=case.pk)
        sent = {"step": name, "sent": str(uuid.uuid4()), "version": now.version, **told}
        return (by or desk.client).post(desk.url("case", case.pk), sent)

    return take


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def changes(case: Case) -> list[tuple[str, str]]:
    """What was done to the case by whom, oldest first."""
    entries = RowChange.objects.filter(table="complaints.case", row_id=case.pk).order_by("pk")
    return list(entries.values_list("action", "by__username"))


def test_a_case_goes_from_receipt_to_its_end(desk: Desk, case: Case, step: Any, staff: Person) -> None:
    steps = (
        (("owner", {"owner": str(staff), "due_on": "30 เม.ย. 2569"}), "IN_PROGRESS"),
        (("action", {"done_on": "7 เม.ย. 2569", "words": "โทรกลับ"}), "IN_PROGRESS"),
        (("action", {"done_on_day": "8", "done_on_month": "4", "done_on_year": "2569", "words": "10.30 น. พบกัน"}), ""),
        (("answer", ANSWER), "ANSWERED"),
        (("close", {"closed_on": "9 เม.ย. 2569", "satisfied": "พึงพอใจ"}), "CLOSED"),
    )
    for (name, told), status in steps:
        answer = step(name, **told)
        assert answer.status_code == 302, text_of(answer)
        assert now(case).status == (status or "IN_PROGRESS")
    done = now(case)
    assert (done.owner, done.due_on) == (staff, date(2026, 4, 30))
    assert done.actions == "2026-04-07 โทรกลับ\n2026-04-08 10.30 น. พบกัน"
    assert (done.answer, done.answered_on) == ("เพิ่มรอบเช้า", date(2026, 4, 8))
    assert (done.closed_on, done.satisfied) == (date(2026, 4, 9), "YES")
    assert changes(case) == [("ADDED", "staff"), *[("CHANGED", "staff")] * 5]
    page = text_of(desk.get("case", case.pk))
    assert all(words in page for words in ("8 เม.ย. 2569", "10.30 น. พบกัน", "เพิ่มรอบเช้า", "พึงพอใจ"))


def test_a_step_leaves_every_other_column_as_it_was(desk: Desk, case: Case, step: Any) -> None:
    [before] = desk.values()
    assert step("answer", **ANSWER).status_code == 302
    [after] = desk.values()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"answer", "answered_on", "status"}


def test_the_due_date_is_counted_anew_when_it_is_cleared(case: Case, step: Any, fill: Any) -> None:
    fill("cs3-system", [{"kind": "ข้อร้องเรียน", "days_allowed": "7"}])
    step("owner", owner="", due_on="30 เม.ย. 2569")
    step("owner", owner="", due_on="")
    assert now(case).due_on == date(2026, 4, 20)


def test_an_action_after_the_answer_does_not_open_the_case_again(case: Case, step: Any) -> None:
    step("answer", **ANSWER)
    step("action", done_on="9 เม.ย. 2569", words="ส่งหนังสือ")
    assert now(case).status == "ANSWERED"


@pytest.mark.parametrize(
    ("name", "told", "word"),
    [
        ("owner", {"owner": "คนอื่น"}, "คนอื่น"),
        ("action", {"done_on": "31 เม.ย. 2569", "words": "โทรกลับ"}, "โทรกลับ"),
        ("action", {"done_on": "7 เม.ย. 2569", "words": ""}, ""),
        ("answer", {"answer": "เพิ่มรอบ", "answered_on": "1 เม.ย. 2569"}, "เพิ่มรอบ"),
        ("answer", {"answer": " ", "answered_on": "8 เม.ย. 2569"}, ""),
        ("close", {"closed_on": "1 เม.ย. 2569"}, ""),
    ],
)
def test_a_step_that_is_wrong_stores_nothing_and_keeps_what_was_typed(
    case: Case, step: Any, name: str, told: dict[str, str], word: str
) -> None:
    sent = str(uuid.uuid4())
    answer = step(name, sent=sent, **told)
    assert answer.status_code == 200
    assert word in text_of(answer)
    assert _("Nothing is saved yet. Mend the fields marked below.") in text_of(answer)
    assert changes(case) == [("ADDED", "staff")]
    assert step("answer", sent=sent, **ANSWER).status_code == 302
    assert now(case).status == "ANSWERED"


@pytest.mark.parametrize(
    ("name", "told"),
    [("answer", ANSWER), ("action", {"done_on": "7 เม.ย. 2569", "words": "โทรกลับ"})],
)
def test_a_step_sent_twice_is_taken_once(case: Case, step: Any, name: str, told: dict[str, str]) -> None:
    sent = str(uuid.uuid4())
    assert [step(name, sent=sent, **told).status_code for _time in range(2)] == [302, 302]
    assert now(case).version == 2
    assert now(case).actions.count("โทรกลับ") == (name == "action")


@pytest.mark.parametrize(
    ("name", "told", "words"),
    [("answer", ANSWER, "เพิ่มรอบเช้า"), ("action", {"done_on": "7 เม.ย. 2569", "words": "โทรกลับ"}, "โทรกลับ")],
)
def test_a_lost_update_is_told_and_the_second_try_wins(
    desk: Desk, case: Case, step: Any, name: str, told: dict[str, str], words: str
) -> None:
    seen = case.version
    step("owner", owner="staff", due_on="30 เม.ย. 2569")
    late = step(name, version=seen, **told)
    assert late.status_code == 200
    assert _("This row was changed after this page was opened. Compare, then save again.") in text_of(late)
    assert words in text_of(late)
    assert f'name="version" value="{seen + 1}"' in text_of(late)
    assert now(case).version == seen + 1
    assert step(name, **told).status_code == 302
    assert (now(case).owner.username, now(case).version) == ("staff", seen + 2)


@pytest.mark.parametrize("name", ["answer", "action"])
@pytest.mark.parametrize("sent", ["", "no key"])
def test_a_form_without_a_key_is_out_of_date(case: Case, step: Any, name: str, sent: str) -> None:
    answer = step(name, sent=sent, done_on="7 เม.ย. 2569", words="โทรกลับ", **ANSWER)
    assert answer.status_code == 200
    assert _("This form is out of date. Open the page again.") in text_of(answer)
    assert changes(case) == [("ADDED", "staff")]


@pytest.mark.parametrize("name", ["", "delete", "x" * 500])
def test_what_is_no_step_changes_nothing(case: Case, step: Any, name: str) -> None:
    assert step(name).status_code == 404
    assert changes(case) == [("ADDED", "staff")]


def test_a_case_deleted_meanwhile_is_not_worked_on(desk: Desk, case: Case, step: Any) -> None:
    desk.post("delete", case.pk)
    answer = step("answer", **ANSWER)
    assert answer.status_code == 200
    assert _("This row is deleted.") in text_of(answer)
    assert now(case).answer == ""


def test_an_assessor_reads_and_does_not_write(
    desk: Desk, case: Case, step: Any, person: Any, assessment: Assessment, client_of: Any
) -> None:
    assessor = person("assessor", "ASSESSOR")
    Assignment.objects.create(assessment=assessment, assessor=assessor, declared_at=timezone.now())
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.IN_REVIEW)
    reader = client_of(assessor)
    page = text_of(reader.get(desk.url("case", case.pk)))
    assert "ข่าวออกช้า" in page
    assert 'name="step"' not in page
    assert step("answer", by=reader, **ANSWER).status_code == 403
    assert changes(case) == [("ADDED", "staff")]


def test_another_unit_finds_no_such_case(
    desk: Desk, case: Case, step: Any, person: Any, new_assessment: Any, client_of: Any
) -> None:
    other = new_assessment("beta")
    stranger = client_of(person("stranger", "STAFF", other.unit))
    assert stranger.get(desk.url("case", case.pk)).status_code == 404
    assert step("answer", by=stranger, **ANSWER).status_code == 404
    own = desk.url("case", case.pk).replace("/alpha/", "/beta/")
    assert stranger.get(own).status_code == 404
    assert changes(case) == [("ADDED", "staff")]


def test_after_submission_the_page_is_for_reading(desk: Desk, case: Case, step: Any, assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.SUBMITTED)
    assert 'name="step"' not in text_of(desk.get("case", case.pk))
    assert step("answer", **ANSWER).status_code == 403
    assert now(case).answer == ""


def test_how_late_it_is_counts_working_days(desk: Desk, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 4, 10))
    with time_machine.travel(datetime(2026, 4, 17, 3, 0, tzinfo=UTC), tick=False):
        assert desk.get("case", case.pk).context["late"] == 2
        Case.objects.filter(pk=case.pk).update(status="ANSWERED", answered_on=date(2026, 4, 16))
        assert desk.get("case", case.pk).context["late"] == 0


def test_an_improvement_written_from_a_case_leads_back_to_it(desk: Desk, case: Case) -> None:
    link = re.search(r'href="([^"]*/improvements/add/[^"]*)"', text_of(desk.get("case", case.pk)))
    assert link
    told = {"sent": str(uuid.uuid4()), "source": "ข้อร้องเรียน", "origin": case.number, "problem": "ข่าวเช้าไม่ทัน"}
    assert desk.client.post(link[1], told).url == desk.url("case", case.pk)  # type: ignore[attr-defined]
    elsewhere = link[1].split("&back=")[0] + "&back=//example.com/"
    told["sent"] = str(uuid.uuid4())
    assert desk.client.post(elsewhere, told).url == desk.beside("improvements").url()  # type: ignore[attr-defined]


def test_an_overdue_case_is_marked_in_the_list_and_waits_for_its_owner(desk: Desk, case: Case, staff: Person) -> None:
    start = reverse("start", args=["alpha", 2569])
    late = f'<span class="late">{_("Overdue")}</span>'
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 4, 7), owner=staff)
    assert late not in text_of(desk.get())
    assert desk.client.get(start).context["waiting"] == []
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 4, 6))
    assert late in text_of(desk.get())
    [link] = desk.client.get(start).context["waiting"]
    assert link.address == f"{desk.url()}?only=mine"
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert desk.client.get(start).context["waiting"] == []


def test_an_improvement_shows_from_which_case_it_came(desk: Desk, case: Case, fill: Any) -> None:
    fill("improvements", [{"source": "ข้อร้องเรียน", "origin": case.number, "problem": "ข่าวเช้าไม่ทัน"}])
    fill("improvements", [{"source": "ข้อร้องเรียน", "origin": "F-2569-0099", "problem": "เรื่องอื่น"}])
    page = text_of(desk.get("case", case.pk))
    assert "ข่าวเช้าไม่ทัน" in page
    assert "เรื่องอื่น" not in page


@pytest.mark.parametrize(
    ("name", "told"), [("action", {"done_on": "7 เม.ย. 2569", "words": "โทรกลับ"}), ("answer", ANSWER)]
)
def test_a_column_that_is_no_longer_right_is_told_at_every_step(
    case: Case, step: Any, person: Callable[..., Person], name: str, told: dict[str, str]
) -> None:
    Case.objects.update(owner=person("gone"))
    answer = step(name, **told)
    assert (now(case).actions, now(case).answer) == ("", "")
    assert f'<ul class="errorlist nonfield"><li>{_("Owner of the case")}: ' in text_of(answer)
    assert "“gone”" in text_of(answer)
    assert told.get("words", ANSWER["answer"]) in text_of(answer)


@pytest.mark.parametrize("name", ["action", "answer"])
def test_two_cases_of_one_number_are_told_at_every_step(case: Case, step: Any, name: str) -> None:
    Case.objects.create(
        assessment=case.assessment, number=case.number.lower(), kind="COMMENT", subject="ก", received_on=AT
    )
    answer = step(name, done_on="7 เม.ย. 2569", words="โทรกลับ", **ANSWER)
    assert _("“%(name)s” already stands in this table. Change that row instead.") % {"name": case.number} in text_of(
        answer
    )


@pytest.mark.parametrize(
    ("name", "told"), [("action", {"done_on": "7 เม.ย. 2569", "words": "โทรกลับ"}), ("answer", ANSWER)]
)
def test_no_step_moves_a_case_to_a_service_or_a_person_of_the_same_name(
    case: Case, step: Any, fill: Callable[..., Any], staff: Person, name: str, told: dict[str, str]
) -> None:
    [second] = fill("services", [{"process": "พยากรณ์อากาศ", "product": "ข่าวพายุ"}])
    namesake = Person.objects.create(username="z", first_name="สมชาย")
    Role.objects.create(person=namesake, kind=Role.Kind.STAFF, unit=case.assessment.unit)
    Person.objects.filter(pk=staff.pk).update(first_name="สมชาย")
    Case.objects.update(service=second, owner=namesake)
    assert step(name, **told).status_code == 302
    assert (now(case).service, now(case).owner) == (second, namesake)
