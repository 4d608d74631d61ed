"""The year-end summary from the draft to the acknowledgement: its states, and who may take which step."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment, Assignment
from pmqa.evidence.actions import attach_files
from pmqa.evidence.models import RowChange
from pmqa.exchange.imports import import_workbook
from pmqa.organization.models import Person, Role
from pmqa.scoring.engine import findings_of
from pmqa.yearend.actions import latest_summary
from tests.every_table.desk import Desk
from tests.exchange.grids import official
from tests.yearend.conftest import Office

STEPS = ("send", "acknowledge", "take-back")


def state(office: Office) -> tuple[bool, bool]:
    """Whether the summary is sent, and whether it is acknowledged."""
    held = latest_summary(office.assessment)
    return held.sent_on is not None, held.acknowledged_on is not None


@pytest.fixture
def drafted(staff_office: Office) -> Office:
    staff_office.step("draft")
    return staff_office


@pytest.fixture
def given(drafted: Office) -> Office:
    drafted.step("send")
    return drafted


def point(assessment: Assessment, code: str) -> str:
    return next(p.finding.status for p in findings_of([assessment])[assessment.pk] if p.guideline.code == code)


def test_from_the_draft_to_the_acknowledgement(staff_office: Office, head_office: Office, head: Person) -> None:
    assert staff_office.page().context["summary"] is None
    staff_office.step("draft")
    held = latest_summary(staff_office.assessment)
    assert held.made_on == timezone.localdate()
    assert "น้ำไม่ไหล" in held.complaints
    assert "น้ำไม่ไหล" in staff_office.page().text
    assert staff_office.edit(proposals="ขยายเวลาให้บริการ").url == staff_office.url()
    assert latest_summary(staff_office.assessment).proposals == "ขยายเวลาให้บริการ"
    staff_office.step("send")
    assert state(staff_office) == (True, False)
    assert point(staff_office.assessment, "CS5-D2") != "MET"
    head_office.step("acknowledge")
    held = latest_summary(staff_office.assessment)
    assert (held.acknowledged_by, held.acknowledged_on) == (head, timezone.localdate())
    assert "น.อ. สมชาย ใจดี" in staff_office.page().text
    assert point(staff_office.assessment, "CS5-D2") == "MET"


def test_a_sent_summary_waits_for_the_head_alone(drafted: Office, head_office: Office) -> None:
    def waiting(office: Office) -> list[str]:
        page = office.client.get(reverse("start", args=["alpha", 2569]))
        return [link.address for link in page.context["waiting"]]

    assert waiting(head_office) == []
    drafted.step("send")
    assert (waiting(head_office), waiting(drafted)) == ([drafted.url()], [])
    assert _("Send back to be changed") in head_office.page().text
    assert _("Take back to be changed") in drafted.page().text
    head_office.step("acknowledge")
    assert waiting(head_office) == []


def test_every_step_is_in_the_history(given: Office, head_office: Office) -> None:
    before = RowChange.objects.count()
    for what in ("acknowledge", "take-back", "send"):
        head_office.step(what)
    assert RowChange.objects.count() == before + 3
    told = [(str(event.by), event.words) for event in given.page().context["events"]]
    assert [who for who, _words in told] == ["น.อ. สมชาย ใจดี"] * 3 + ["staff"] * 2
    sent, taken, acknowledged, sent_first, added = [words for _who, words in told]
    assert sent == sent_first
    assert len({sent, taken, acknowledged, added}) == 4


@pytest.mark.parametrize("done", [(), ("send",), ("send", "acknowledge")])
def test_a_step_out_of_its_order_changes_nothing(drafted: Office, head_office: Office, done: tuple[str, ...]) -> None:
    for what in done:
        head_office.step(what)
    allowed = {(): {"send"}, ("send",): {"acknowledge", "take-back"}, ("send", "acknowledge"): {"take-back"}}[done]
    before, held = state(drafted), latest_summary(drafted.assessment)
    for what in set(STEPS) - allowed:
        assert head_office.step(what).url == head_office.url()
        assert "message-error" in head_office.page().text
        assert state(drafted) == before
        assert latest_summary(drafted.assessment).version == held.version


def test_only_a_head_acknowledges_and_is_told_so(given: Office) -> None:
    assert given.url("acknowledge") not in given.page().text
    answer = given.step("acknowledge")
    assert answer.status_code == 403
    assert "yearend/not_the_head.html" in [template.name for template in answer.templates]
    assert state(given) == (True, False)


def test_staff_take_a_sent_summary_back_but_not_an_acknowledged_one(given: Office, head_office: Office) -> None:
    given.step("take-back")
    assert state(given) == (False, False)
    given.step("send")
    head_office.step("acknowledge")
    assert given.step("take-back").status_code == 403
    assert state(given) == (True, True)
    head_office.step("take-back")
    assert state(given) == (False, False)
    assert latest_summary(given.assessment).acknowledged_by is None


def test_a_head_of_another_unit_finds_nothing(
    given: Office,
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
    client_of: Callable[..., Client],
) -> None:
    other = Office(client_of(person("other", Role.Kind.HEAD, new_assessment("beta").unit)), given.assessment)
    assert other.page().status_code == 404
    for what in (*STEPS, "draft", "make"):
        assert other.step(what).status_code == 404
    assert state(given) == (True, False)


@pytest.mark.parametrize("kind", [Role.Kind.HEADQUARTERS, Role.Kind.ASSESSOR])
def test_who_reads_sees_the_state_and_takes_no_step(
    given: Office, person: Callable[..., Person], client_of: Callable[..., Client], kind: str
) -> None:
    reader = person("reader", kind)
    Assignment.objects.create(assessment=given.assessment, assessor=reader, declared_at=timezone.now())
    office = Office(client_of(reader), given.assessment)
    assert office.page().status_code == 200
    assert all(office.url(what) not in office.page().text for what in (*STEPS, "edit"))
    for what in (*STEPS, "draft"):
        assert office.step(what).status_code == 403
    assert office.client.get(office.url("edit")).status_code == 403
    assert state(given) == (True, False)


def test_nothing_moves_once_the_assessment_is_submitted(given: Office, head_office: Office) -> None:
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    for what in (*STEPS, "draft"):
        assert head_office.step(what).status_code == 403
    assert state(given) == (True, False)


def test_a_date_and_a_name_that_are_typed_change_nothing(drafted: Office, staff: Person) -> None:
    forged = {"sent_on": "1 ก.ย. 2569", "acknowledged_on": "2 ก.ย. 2569", "acknowledged_by": str(staff.pk)}
    assert drafted.edit(**forged).status_code == 302
    assert state(drafted) == (False, False)
    drafted.step("send", **forged)
    held = latest_summary(drafted.assessment)
    assert (held.sent_on, held.acknowledged_on, held.acknowledged_by) == (timezone.localdate(), None, None)


def test_a_button_pressed_twice_does_its_work_once(drafted: Office, head_office: Office) -> None:
    key = str(uuid.uuid4())
    drafted.step("send", sent=key)
    changes = RowChange.objects.count()
    drafted.step("send", sent=key)
    assert RowChange.objects.count() == changes
    head_office.step("take-back")
    drafted.step("send", sent=key)
    assert state(drafted) == (False, False)
    assert "message-error" in drafted.client.get(drafted.step("send", sent="no key").url).text


def test_two_people_who_draft_make_one_summary(staff_office: Office, head_office: Office) -> None:
    key = str(uuid.uuid4())
    for office, sent in ((staff_office, key), (staff_office, key), (head_office, str(uuid.uuid4()))):
        office.step("draft", sent=sent)
    assert table_of("cs5-summaries").rows_of(staff_office.assessment).count() == 1


def test_a_head_acknowledges_only_what_was_on_the_page(given: Office, head_office: Office) -> None:
    seen = latest_summary(given.assessment)
    given.step("take-back")
    given.edit(proposals="ข้อเสนอใหม่")
    given.step("send")
    answer = head_office.step("acknowledge", version=seen.version)
    assert state(given) == (True, False)
    assert "message-error" in head_office.client.get(answer.url).text


def test_a_page_of_another_summary_acknowledges_nothing(
    given: Office, head_office: Office, fill: Callable[..., Any]
) -> None:
    [older] = fill("cs5-summaries", [{"made_on": "1 ต.ค. 2568", "proposals": "ของเก่า"}])
    for forged in (older.pk, "", "x", "9" * 30):
        head_office.step("acknowledge", summary=forged)
    assert state(given) == (True, False)
    older.refresh_from_db()
    assert older.acknowledged_on is None


def test_words_changed_by_a_colleague_meanwhile_are_shown_beside_ones_own(drafted: Office, head_office: Office) -> None:
    version = latest_summary(drafted.assessment).version
    head_office.edit(proposals="ของหัวหน้า")
    answer = drafted.edit(proposals="ของเจ้าหน้าที่", version=str(version))
    assert answer.status_code == 200
    assert "ของหัวหน้า" in answer.text
    assert "ของเจ้าหน้าที่" in answer.text
    assert latest_summary(drafted.assessment).proposals == "ของหัวหน้า"


def test_an_empty_summary_is_not_sent(staff_office: Office, fill: Callable[..., Any]) -> None:
    fill("cs5-summaries", [{"made_on": "30 ก.ย. 2569"}])
    staff_office.step("send")
    assert state(staff_office) == (False, False)


def test_the_form_is_filled_anew_from_the_data_and_stored_only_when_saved(
    drafted: Office, fill: Callable[..., Any]
) -> None:
    drafted.edit(complaints="คำของหน่วย")
    fill("cs3-cases", [{"kind": "ข้อร้องเรียน", "received_on": "3 มี.ค. 2569", "subject": "น้ำไม่ไหล"}])
    form = drafted.client.get(f"{drafted.url('edit')}?anew=1").context["form"]
    assert "“น้ำไม่ไหล” 3" in form.initial["complaints"]
    assert latest_summary(drafted.assessment).complaints == "คำของหน่วย"


class TestWhatWasSentStaysAsItWas:
    """Through every door by which a row can be changed."""

    @pytest.fixture
    def desk(self, given: Office) -> Desk:
        return Desk(given.client, given.assessment, table_of("cs5-summaries"))

    @pytest.fixture(autouse=True)
    def unchanged(self, desk: Desk) -> Any:
        before = desk.values()
        yield
        assert desk.values() == before

    def test_its_own_page(self, given: Office) -> None:
        assert given.client.get(given.url("edit")).url == given.url()
        held = latest_summary(given.assessment)
        words = {"made_on": "1 ก.ย. 2569", "proposals": "x", "version": held.version, "sent": str(uuid.uuid4())}
        assert given.client.post(given.url("edit"), words).url == given.url()

    def test_the_form_of_the_table(self, desk: Desk) -> None:
        [row] = desk.rows()
        answer = desk.edit(row, {"made_on": "1 ก.ย. 2569", "proposals": "x"})
        assert answer.status_code == 200
        assert answer.context["form"].errors

    def test_the_grid(self, desk: Desk) -> None:
        [line] = desk.stored_lines()
        assert desk.grid([{**line, "proposals": "x"}]).status_code == 200
        assert desk.grid([{**line, "remove": "1"}]).status_code == 200

    def test_deletion(self, desk: Desk) -> None:
        [row] = desk.rows()
        assert "message-error" in desk.client.get(desk.post("delete", row.pk).url).text

    def test_further_files(self, desk: Desk, staff: Person) -> None:
        [row] = desk.rows()
        [file] = table_of("evidence").rows_of(desk.assessment)
        with pytest.raises(ValidationError):
            attach_files(table=desk.table, row=row, files=[file], by=staff, at=timezone.now())

    def test_an_earlier_version(self, desk: Desk) -> None:
        [row] = desk.rows()
        [_sent, added] = RowChange.objects.filter(table=row._meta.label_lower, row_id=row.pk)
        columns = {name: getattr(added, name) for name in ("assessment", "table", "row_id", "action", "by", "at")}
        other = RowChange.objects.create(**columns, values={**added.values, "proposals": "x"})
        desk.post("restore", row.pk, other.pk)


@pytest.mark.parametrize(
    ("words", "remove", "wrong"),
    [({}, False, 0), ({"proposals": "x"}, False, 1), ({"made_on": "1 ก.ย. 2569", "proposals": "ฉบับอื่น"}, True, 1)],
)
def test_a_workbook_neither_changes_nor_removes_what_was_sent(
    given: Office, staff: Person, words: dict[str, str], remove: bool, wrong: int
) -> None:
    table = table_of("cs5-summaries")
    before = table.values_of(latest_summary(given.assessment))
    line = {**before, **words} if "made_on" not in words else words
    sheet = official(table.key, line)
    result = import_workbook(given.assessment, [sheet], by=staff, at=timezone.now(), trial=False, remove=remove)
    assert sum(len(each.errors) for each in result.sheets) == wrong
    assert result.saved is not bool(wrong)
    assert table.values_of(latest_summary(given.assessment)) == before
