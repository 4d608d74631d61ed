"""Steps come in between, go, and are put in a new order at once: a return always follows the step that it means."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from standards.models import ServiceStandard, StandardStep
from standards.queries import steps_of
from tests.every_table.desk import Desk, text_of, wrong_words

Does = Callable[..., HttpResponse]
Order = list[tuple[int, str, int | None]]


def order(standard: ServiceStandard) -> Order:
    return [(step.number, step.what, step.back_to) for step in steps_of(standard)]


def told(steps: list[StandardStep]) -> str:
    return " ".join(f"{step.pk}:{step.version}" for step in steps)


@pytest.fixture
def put(does: Does) -> Callable[..., HttpResponse]:
    """Sends what the page sends when a row is let go: `put([third, first, second])`."""
    return lambda steps, **more: does("order", step=steps[0], **{"order": told(steps), **more})


@pytest.fixture
def write(desk: Desk, weather: ServiceStandard) -> Callable[..., HttpResponse]:
    """Sends the form of a step, an existing one or a new one."""

    def send(step: StandardStep | None = None, **cells: Any) -> HttpResponse:
        what = ("standard-step-edit", weather.pk, step.pk) if step else ("standard-step-add", weather.pk)
        sent = {"standard": "พยากรณ์อากาศ", "sent": str(uuid.uuid4()), "version": step.version if step else "", **cells}
        return desk.client.post(desk.url(*what), sent)

    return send


def test_a_whole_new_order_is_stored_at_once_and_returns_follow(put: Does, weather: ServiceStandard) -> None:
    first, second, third = steps_of(weather)
    answer = put([second, third, first])
    assert answer["Location"].endswith(f"#step-{second.pk}")
    assert order(weather) == [(1, "พิมพ์ข่าว", None), (2, "ตรวจข่าว", 1), (3, "รับคำขอ", None)]
    assert RowChange.objects.filter(table="standards.standardstep", action="CHANGED").count() == 3


def test_the_same_drag_sent_twice_is_done_once(put: Does, weather: ServiceStandard) -> None:
    first, second, third = steps_of(weather)
    once = str(uuid.uuid4())
    for _time in range(2):
        assert put([second, third, first], sent=once).status_code == 302
    assert order(weather)[2][1] == "รับคำขอ"


def test_a_return_never_leads_forward_by_a_drag(put: Does, weather: ServiceStandard) -> None:
    before = order(weather)
    first, second, third = steps_of(weather)
    answer = put([third, first, second])
    assert answer.status_code == 409
    assert _("A step cannot stand before the one to which it leads back.") in text_of(answer)
    assert order(weather) == before


@pytest.mark.parametrize("forge", ["missing", "twice", "foreign", "stale", "words", "nothing"])
def test_an_order_that_is_not_the_steps_as_they_stand_is_refused(
    does: Does, weather: ServiceStandard, fill: Any, forge: str
) -> None:
    fill("cs7-standards", [{"service": "สำรวจและผลิตแผนที่เดินเรือ"}])
    [other] = fill("cs7-steps", [{"standard": "สำรวจและผลิตแผนที่เดินเรือ", "number": "1", "what": "รับ"}])
    before, (first, second, third) = order(weather), steps_of(weather)
    sent = {
        "missing": told([second, first]),
        "twice": told([second, second, first, third]),
        "foreign": told([second, first, third, other]),
        "stale": told([second, first]) + f" {third.pk}:{third.version + 1}",
        "words": "second first third",
        "nothing": "",
    }[forge]
    answer = does("order", order=sent)
    assert answer.status_code == 409
    words = _("Somebody changed this standard after the page was opened. Look, then do it again.")
    assert words in wrong_words(answer)
    assert order(weather) == before
    assert steps_of(weather)[0].version == first.version


def test_a_closed_assessment_keeps_its_order(put: Does, weather: ServiceStandard, desk: Desk) -> None:
    Assessment.objects.update(state="SUBMITTED")
    before, (first, second, third) = order(weather), steps_of(weather)
    assert put([second, first, third]).status_code == 403
    assert order(weather) == before
    assert "data-grip" not in text_of(desk.get("standard", weather.pk))


def test_a_step_comes_in_between_and_returns_follow(write: Does, weather: ServiceStandard, desk: Desk) -> None:
    second = steps_of(weather)[1]
    page = desk.get("standard-step-add", weather.pk, before=second.pk)
    assert 'name="number" value="2"' in text_of(page)
    assert write(number="2", what="ลงทะเบียน", back_to="1")["Location"] == desk.url("standard", weather.pk)
    assert order(weather) == [
        (1, "รับคำขอ", None),
        (2, "ลงทะเบียน", 1),
        (3, "พิมพ์ข่าว", None),
        (4, "ตรวจข่าว", 3),
    ]


def test_a_step_that_is_duplicated_stands_after_its_model(write: Does, weather: ServiceStandard, desk: Desk) -> None:
    third = steps_of(weather)[2]
    page = text_of(desk.get("standard-step-add", weather.pk, like=third.pk))
    assert 'value="4"' in page
    assert "ตรวจข่าว" in page
    assert len(order(weather)) == 3
    assert desk.get("standard-step-add", weather.pk, like=third.pk + 99).status_code == 404


def test_another_step_after_one_in_between_stands_before_the_same(write: Does, weather: ServiceStandard) -> None:
    answer = write(number="2", what="ลงทะเบียน", add_another="1")
    assert answer["Location"].endswith("/steps/add/")


@pytest.mark.parametrize(
    ("place", "number", "expected"),
    [
        (0, "2", [(1, "พิมพ์ข่าว", None), (2, "รับคำขอ", None), (3, "ตรวจข่าว", 1)]),
        (0, "3", [(1, "พิมพ์ข่าว", None), (2, "ตรวจข่าว", 1), (3, "รับคำขอ", None)]),
        (0, "9", [(1, "พิมพ์ข่าว", None), (2, "ตรวจข่าว", 1), (3, "รับคำขอ", None)]),
        (1, "1", [(1, "พิมพ์ข่าว", None), (2, "รับคำขอ", None), (3, "ตรวจข่าว", 1)]),
    ],
)
def test_a_number_that_is_typed_is_a_place_and_returns_follow(
    write: Does, weather: ServiceStandard, place: int, number: str, expected: Order
) -> None:
    step = steps_of(weather)[place]
    assert write(step, number=number, what=step.what).status_code == 302
    assert order(weather) == expected


@pytest.mark.parametrize(
    ("place", "cells"), [(1, {"number": "3"}), (2, {"number": "1"}), (0, {"number": "3", "back_to": "1"})]
)
def test_a_typed_number_never_turns_a_return_forward_or_to_the_step_itself(
    write: Does, weather: ServiceStandard, place: int, cells: dict[str, str]
) -> None:
    before, step = order(weather), steps_of(weather)[place]
    back = {"back_to": step.back_to} if step.back_to else {}
    answer = write(step, what="อื่น", **back, **cells)
    assert answer.status_code == 200
    assert wrong_words(answer)
    assert 'value="อื่น"' in text_of(answer)
    assert order(weather) == before


def test_a_new_step_in_between_leads_back_to_no_gap(write: Does, weather: ServiceStandard, fill: Any) -> None:
    fill("cs7-steps", [{"standard": "พยากรณ์อากาศ", "number": "9", "what": "ส่ง"}])
    before = order(weather)
    answer = write(number="9", what="อื่น", back_to="7")
    assert _("Step %(number)s leads back to a step that is not there.") % {"number": 9} in wrong_words(answer)
    assert order(weather) == before


def test_who_saw_an_older_step_moves_nothing_by_its_form(write: Does, weather: ServiceStandard, does: Does) -> None:
    first = steps_of(weather)[0]
    does("down", step=first)
    moved = order(weather)
    assert write(first, number="3", what="อื่น").status_code == 200
    assert order(weather) == moved


def test_a_step_goes_the_gap_closes_and_undo_brings_everything_back(
    does: Does, weather: ServiceStandard, desk: Desk
) -> None:
    before, (first, _second, third) = order(weather), steps_of(weather)
    answer = does("remove", step=first)
    assert answer["Location"].endswith(f"?deleted={first.pk}")
    assert order(weather) == [(1, "พิมพ์ข่าว", None), (2, "ตรวจข่าว", 1)]
    assert 'name="return"' in text_of(desk.get("standard", weather.pk, deleted=first.pk))
    for _time in range(2):
        assert does("return", step=first).status_code in (302, 404)
    assert order(weather) == before
    assert 'name="return"' not in text_of(desk.get("standard", weather.pk, deleted=third.pk))


def test_a_step_to_which_another_leads_back_stays(does: Does, weather: ServiceStandard) -> None:
    before = order(weather)
    answer = does("remove", step=steps_of(weather)[1])
    assert answer.status_code == 409
    assert _("Step %(number)s leads back to this step. Change that first.") % {"number": 3} in wrong_words(answer)
    assert order(weather) == before


def test_nothing_is_brought_back_into_steps_that_changed_meanwhile(does: Does, weather: ServiceStandard) -> None:
    first = steps_of(weather)[0]
    last = steps_of(weather)[2]
    does("remove", step=last)
    does("down", step=first)
    moved = order(weather)
    assert does("return", step=last).status_code == 409
    assert order(weather) == moved


def test_who_saw_an_older_step_deletes_nothing(does: Does, weather: ServiceStandard) -> None:
    before, first = order(weather), steps_of(weather)[0]
    assert does("remove", step=first, version=first.version + 1).status_code == 409
    assert order(weather) == before
