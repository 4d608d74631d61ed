"""The page of carried rows, its buttons, and how lists and forms mark them."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pmqa.carryover.actions import carry_over, open_carried
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment, Assignment
from pmqa.evidence.actions import delete_row
from pmqa.evidence.models import CarriedRow
from pmqa.guards import lift
from pmqa.organization.models import Person, Role
from pmqa.profile.models import Group
from tests.carryover.conftest import NOW
from tests.every_table.desk import text_of, wrong_words
from tests.every_table.rows import REGISTERS

GROUPS = table_of("groups")


@pytest.fixture
def few(before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]) -> Assessment:
    fill("groups", REGISTERS["groups"], before)
    fill("cs2-effectiveness", [{"channel": "สายด่วน", "measure": "เวลารอสาย", "actual": "12 วินาที"}], before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    return assessment


def url(name: str, assessment: Assessment, *rows: int) -> str:
    return reverse(name, args=[assessment.unit.code, assessment.year, *rows])


def say(client: Client, assessment: Assessment, table: str = "groups", **sent: Any) -> Any:
    return client.post(url("carry-over-say", assessment), {"table": table, **sent}, follow=True)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_page_tells_how_far_the_review_is(client: Client, few: Assessment) -> None:
    page = text_of(client.get(url("carry-over", few)))
    assert "ทบทวนแล้ว 0 จาก 3 แถว" in page
    assert "ชาวประมง" in page
    say(client, few, unchanged=Group.objects.filter(assessment=few).first().pk)
    page = text_of(client.get(url("carry-over", few)))
    assert "ทบทวนแล้ว 1 จาก 3 แถว" in page


def test_the_start_page_leads_there_until_everything_is_said(client: Client, few: Assessment) -> None:
    address = url("carry-over", few)
    assert address in text_of(client.get(url("start", few)))
    for table in ("groups", "cs2-effectiveness"):
        rows = [row.pk for row in table_of(table).rows_of(few)]
        say(client, few, table, unchanged="ticked", row=rows)
    assert open_carried(few) == {}
    assert address not in text_of(client.get(url("start", few)))


def test_last_years_text_stands_beside_this_years(client: Client, few: Assessment) -> None:
    page = plain(text_of(client.get(url("carry-over", few), {"table": "cs2-effectiveness"})))
    assert "ปี 2568 ปีนี้ 2569" in page
    assert "12 วินาที ว่าง" in page


def test_the_form_shows_the_difference_and_saving_it_leads_back(client: Client, few: Assessment) -> None:
    table, back = table_of("cs2-effectiveness"), f"{url('carry-over', few)}?table=cs2-effectiveness"
    [row] = table.rows_of(few)
    form = url("cs2-effectiveness-edit", few, row.pk)
    page = plain(text_of(client.get(form, {"back": back})))
    assert "ยกยอดมาจากปี 2568" in page
    assert "12 วินาที ว่าง" in page
    values = {name: value for name, value in table.values_of(row).items() if name != "evidence"}
    sent = {**values, "actual": "9 วินาที", "version": row.version, "sent": str(uuid.uuid4())}
    answer = client.post(f"{form}?back={back}", sent)
    assert answer.status_code == 302, wrong_words(answer)
    assert answer["Location"] == back
    page = plain(text_of(client.get(form)))
    assert "12 วินาที 9 วินาที" in page
    assert "เปลี่ยนแปลง · staff" in page


def test_one_press_says_it_and_the_list_has_the_same_press(client: Client, few: Assessment) -> None:
    first, second = Group.objects.filter(assessment=few)
    address = url("groups", few)
    page = text_of(client.get(address))
    assert page.count("ยกมาจากปีก่อน รอทบทวน") == 2
    assert f'name="unchanged" value="{first.pk}"' in page
    answer = say(client, few, unchanged=first.pk, back=address)
    assert answer.redirect_chain == [(address, 302)]
    assert "“ชาวประมง”: คงเดิม" in text_of(answer)
    assert text_of(answer).count("ยกมาจากปีก่อน รอทบทวน") == 1
    assert f'name="unchanged" value="{first.pk}"' not in text_of(answer)
    assert f'name="unchanged" value="{second.pk}"' in text_of(answer)


def test_dropping_one_row_offers_to_undo(client: Client, few: Assessment) -> None:
    row = Group.objects.filter(assessment=few).first()
    answer = text_of(say(client, few, dropped=row.pk))
    undo = url("groups-undelete", few, row.pk)
    assert undo in answer
    client.post(undo)
    assert open_carried(few)["groups"] == 2


def test_what_is_in_use_is_not_dropped_and_the_page_says_by_what(
    client: Client, few: Assessment, fill: Callable[..., Any]
) -> None:
    fill("cs1-profiles", [{"group": "ชาวประมง", "needs": "ข่าว"}])
    row = Group.objects.get(assessment=few, name="ชาวประมง")
    answer = text_of(say(client, few, dropped=row.pk))
    assert f"ใช้อยู่ใน: {table_of('cs1-profiles').model._meta.verbose_name} “ชาวประมง”" in answer
    assert open_carried(few)["groups"] == 2


def test_what_was_said_is_shown_and_taken_back(client: Client, few: Assessment) -> None:
    first, second = Group.objects.filter(assessment=few)
    say(client, few, unchanged=first.pk)
    say(client, few, dropped=second.pk)
    page = " ".join(text_of(client.get(url("carry-over", few), {"table": "groups", "show": "said"})).split())
    assert f'name="again" value="{first.pk}"' in page
    assert url("groups-undelete", few, second.pk) in page
    say(client, few, again=first.pk)
    assert open_carried(few)["groups"] == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 404),
        ({"unchanged": "ticked"}, 200),
        ({"unchanged": "x"}, 200),
        ({"dropped": "9" * 400}, 200),
        ({"unchanged": "0", "back": "https://elsewhere.example/"}, 200),
        ({"unchanged": "1", "table": "cs3-cases"}, 404),
        ({"unchanged": "1", "table": "\x00"}, 404),
        ({"dropped": "ticked", "row": ["x"] * 1000}, 200),
    ],
)
def test_a_strange_form_changes_nothing(client: Client, few: Assessment, sent: dict[str, Any], status: int) -> None:
    answer = client.post(url("carry-over-say", few), {"table": "groups", **sent}, follow=True)
    assert answer.status_code == status
    assert not any("elsewhere" in address for address, _code in getattr(answer, "redirect_chain", []))
    assert open_carried(few) == {"groups": 2, "cs2-effectiveness": 1}


@pytest.mark.parametrize("asked", [{"table": "x"}, {"page": "99"}, {"show": "\x00"}, {"table": "groups", "page": "x"}])
def test_a_strange_address_shows_the_page(client: Client, few: Assessment, asked: dict[str, str]) -> None:
    assert client.get(url("carry-over", few), asked).status_code == 200


def test_last_years_row_may_be_gone(client: Client, few: Assessment, before: Assessment, staff: Person) -> None:
    first, second = Group.objects.filter(assessment=before)
    delete_row(table=GROUPS, row=first, by=staff, at=NOW)
    second.delete()
    page = text_of(client.get(url("carry-over", few)))
    assert page.count("ไม่มีแถวของปีก่อนให้ดู") == 1
    lift(connection)  # A year that has a history is not deleted by any page.
    Assessment.objects.filter(pk=before.pk).delete()
    assert client.get(url("carry-over", few)).status_code == 200
    row = Group.objects.filter(assessment=few).first()
    assert client.get(url("groups-edit", few, row.pk)).status_code == 200


def test_an_assessor_sees_of_last_year_what_was_assigned(
    few: Assessment, before: Assessment, person: Callable[..., Person], client_of: Callable[[Person], Client]
) -> None:
    assessor = person("assessor", Role.Kind.ASSESSOR)
    Assignment.objects.create(assessment=few, assessor=assessor, declared_at=timezone.now())
    page = text_of(client_of(assessor).get(url("carry-over", few), {"table": "cs2-effectiveness"}))
    assert "เวลารอสาย" in page
    assert "12 วินาที" not in page
    assert "carry-over/say" not in re.sub(r'action="[^"]*"', "", page)
    Assignment.objects.create(assessment=before, assessor=assessor, declared_at=timezone.now())
    page = text_of(client_of(assessor).get(url("carry-over", few), {"table": "cs2-effectiveness"}))
    assert "12 วินาที" in page


def test_rows_are_brought_by_a_press_once(
    client: Client, before: Assessment, assessment: Assessment, fill: Callable[..., Any]
) -> None:
    fill("groups", REGISTERS["groups"], before)
    assert "นำแถวของปี 2568 มาใช้ต่อได้" in text_of(client.get(url("start", assessment)))
    page = text_of(client.get(url("carry-over", assessment)))
    assert "ยกยอดจากปี 2568" in page
    for _press in range(2):
        client.post(url("carry-over-bring", assessment), {"sent": str(uuid.uuid4())})
    assert open_carried(assessment) == {"groups": 2}
    assert CarriedRow.objects.count() == 2


def test_a_unit_without_an_earlier_year_is_told_so(client: Client, assessment: Assessment) -> None:
    assert "ไม่มีรายการให้ยกยอด" in text_of(client.get(url("carry-over", assessment)))
    answer = client.post(url("carry-over-bring", assessment), {"sent": str(uuid.uuid4())}, follow=True)
    assert answer.status_code == 200


def test_more_rows_cost_no_more_queries(
    client: Client, before: Assessment, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    def cost(**asked: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url("carry-over", assessment), asked).status_code == 200
        return len(seen)

    fill("groups", [{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(10)], before)
    carry_over(assessment=assessment, from_assessment=before, by=staff, at=NOW)
    rows = list(Group.objects.filter(assessment=assessment))
    say(client, assessment, unchanged="ticked", row=[row.pk for row in rows[:5]])
    few = [cost(), cost(show="said")]
    made = Group.objects.bulk_create(Group(assessment=assessment, name=f"มาก {n}") for n in range(1000))
    CarriedRow.objects.bulk_create(
        CarriedRow(
            assessment=assessment,
            source=before,
            table="profile.group",
            row_id=row.pk,
            source_row_id=rows[0].pk,
            said="UNCHANGED" if n % 2 else "",
            said_by=staff if n % 2 else None,
            said_at=NOW if n % 2 else None,
        )
        for n, row in enumerate(made)
    )
    assert [cost(), cost(show="said")] == few
    assert max(few) <= 20
