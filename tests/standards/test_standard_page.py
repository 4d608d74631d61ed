"""The page of a standard: steps change places and returns follow, times add up, and only who may does anything."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.organization.models import Person
from standards.models import PublishedStandard, ServiceStandard, StandardStep, time_words
from standards.queries import steps_of
from tests.every_table.desk import Desk, text_of, wrong_words

Does = Callable[..., HttpResponse]


def order(standard: ServiceStandard) -> list[tuple[int, str, int | None]]:
    return [(step.number, step.what, step.back_to) for step in steps_of(standard)]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (165, "2 hours 45 minutes"),
        (480, "1 working day"),
        (525, "1 working day 45 minutes"),
        (1020, "2 working days 1 hour"),
        (48_000_000, "100,000 working days"),
    ],
)
def test_a_time_is_told_in_its_largest_units(minutes: int, words: str) -> None:
    with override("en"):
        assert time_words(minutes) == words


def test_the_page_shows_facts_steps_sum_and_flow_chart(desk: Desk, weather: ServiceStandard) -> None:
    page = text_of(desk.get("standard", weather.pk))
    for words in ("พยากรณ์อากาศ", "ไลน์กลุ่ม", "ข้อบังคับ ทร.", "รับคำขอ", time_words(165), time_words(480)):
        assert words in page
    assert page.count('class="flow-row"') == 5
    assert "flow-room-7" in page
    assert 'style="' not in page


def test_no_word_stands_inside_a_picture(desk: Desk, weather: ServiceStandard) -> None:
    page = text_of(desk.get("standard", weather.pk))
    for picture in page.split('<svg class="flow-strip"')[1:]:
        assert not any("ก" <= letter <= "๙" for letter in picture.partition("</svg>")[0])


def test_steps_that_take_longer_than_promised_are_told(desk: Desk, weather: ServiceStandard, fill: Any) -> None:
    late = _("The steps add up to %(added)s, more than the %(promised)s that are promised.")
    whole = {"added": time_words(165 + 960), "promised": time_words(480)}
    assert late % whole not in text_of(desk.get("standard", weather.pk))
    fill("cs7-steps", [{"standard": "พยากรณ์อากาศ", "number": "4", "what": "ส่ง", "time": "2", "unit": "วันทำการ"}])
    assert late % whole in text_of(desk.get("standard", weather.pk))


def test_a_return_to_a_step_that_is_gone_is_told(desk: Desk, weather: ServiceStandard) -> None:
    words = _("Step %(number)s leads back to a step that is not there.") % {"number": 3}
    assert words not in text_of(desk.get("standard", weather.pk))
    StandardStep.objects.filter(number=2).update(deleted_at=timezone.now())
    assert words in text_of(desk.get("standard", weather.pk))


def test_a_step_changes_places_and_returns_follow(does: Does, weather: ServiceStandard) -> None:
    first, second, third = steps_of(weather)
    assert does("down", step=first).status_code == 302
    assert order(weather) == [(1, "พิมพ์ข่าว", None), (2, "รับคำขอ", None), (3, "ตรวจข่าว", 1)]
    does("up", step=StandardStep.objects.get(pk=third.pk))
    assert order(weather) == [(1, "พิมพ์ข่าว", None), (2, "ตรวจข่าว", 1), (3, "รับคำขอ", None)]
    assert RowChange.objects.filter(table="standards.standardstep", row_id=second.pk).count() == 2


def test_a_step_never_stands_before_the_one_it_leads_back_to(does: Does, weather: ServiceStandard) -> None:
    before = order(weather)
    answer = does("up", step=steps_of(weather)[2])
    assert answer.status_code == 409
    assert _("A step cannot stand before the one to which it leads back.") in text_of(answer)
    assert order(weather) == before


def test_at_the_ends_and_twice_nothing_moves(does: Does, weather: ServiceStandard) -> None:
    before, once = order(weather), str(uuid.uuid4())
    does("up", step=steps_of(weather)[0])
    does("down", step=steps_of(weather)[2])
    assert order(weather) == before
    for _time in range(2):
        does("down", step=steps_of(weather)[0], sent=once)
    assert order(weather)[0][1] == "พิมพ์ข่าว"


def test_a_step_that_somebody_changed_meanwhile_does_not_move(does: Does, weather: ServiceStandard) -> None:
    first = steps_of(weather)[0]
    does("down", step=first)
    moved = order(weather)
    assert does("down", step=first).status_code == 409
    assert order(weather) == moved


def test_a_gap_in_the_numbers_closes_when_steps_move(does: Does, weather: ServiceStandard, fill: Any) -> None:
    fill("cs7-steps", [{"standard": "พยากรณ์อากาศ", "number": "9", "what": "ส่ง", "back_to": "3"}])
    does("down", step=steps_of(weather)[0])
    assert order(weather)[2:] == [(3, "ตรวจข่าว", 1), (4, "ส่ง", 3)]


@pytest.mark.parametrize("back", ["3", "4", "9"])
def test_a_step_leads_neither_to_itself_nor_forward(desk: Desk, weather: ServiceStandard, back: str) -> None:
    third = steps_of(weather)[2]
    url = desk.url("standard-step-edit", weather.pk, third.pk)
    told = {"standard": "พยากรณ์อากาศ", "number": "3", "what": "ตรวจ", "back_to": back, "version": third.version}
    answer = desk.client.post(url, {**told, "sent": str(uuid.uuid4())})
    assert any("3" in words for words in wrong_words(answer))
    assert order(weather)[2] == (3, "ตรวจข่าว", 2)


def test_a_step_is_added_as_the_next_and_leads_back_to_the_page(desk: Desk, weather: ServiceStandard) -> None:
    url = desk.url("standard-step-add", weather.pk)
    page = text_of(desk.client.get(url))
    assert 'value="4"' in page
    told = {"standard": "พยากรณ์อากาศ", "number": "4", "what": "ส่งข่าว", "sent": str(uuid.uuid4())}
    assert desk.client.post(url, told)["Location"] == desk.url("standard", weather.pk)
    assert order(weather)[3] == (4, "ส่งข่าว", None)


def test_who_may_not_write_does_nothing(does: Does, weather: ServiceStandard, desk: Desk) -> None:
    before = order(weather)
    Assessment.objects.update(state="SUBMITTED")
    for answer in (does("publish"), does("down", step=steps_of(weather)[0])):
        assert answer.status_code == 403
    assert order(weather) == before
    assert not PublishedStandard.objects.exists()
    page = text_of(desk.get("standard", weather.pk))
    assert 'name="publish"' not in page
    assert 'name="up"' not in page


def test_steps_of_another_standard_and_unknown_buttons_are_not_there(
    does: Does, weather: ServiceStandard, fill: Any, staff: Person
) -> None:
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ"}])
    [other] = fill("cs7-steps", [{"standard": "สำรวจและผลิตแผนที่เดินเรือ", "number": "1", "what": "รับ"}])
    assert does("down", step=other).status_code == 404
    assert does("explode").status_code == 404
