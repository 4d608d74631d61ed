"""Returns of steps that are changed in the table and in its grid: they mean a step, not the number that it had."""

from typing import Any

import pytest
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from standards.models import ServiceStandard, StandardStep
from tests.every_table.desk import Desk, wrong_words


@pytest.fixture
def steps(desk: Desk, weather: ServiceStandard) -> Desk:
    """The table of steps: of three the third leads back to the second."""
    return desk.beside("cs7-steps")


def told(assessment: Assessment) -> list[tuple[int, str, int | None]]:
    rows = table_of("cs7-steps").rows_of(assessment).order_by("number")
    return [(row.number, row.what, row.back_to) for row in rows]


def renumber(lines: list[dict[str, str]], numbers: dict[str, str]) -> list[dict[str, str]]:
    return [{**line, "number": numbers.get(line["number"], line["number"])} for line in lines]


UNTOUCHED = [(1, "รับคำขอ", None), (2, "พิมพ์ข่าว", None), (3, "ตรวจข่าว", 2)]


@pytest.mark.database
def test_a_return_follows_a_step_that_the_grid_renumbers(steps: Desk, assessment: Assessment) -> None:
    """Two change places above the third, which itself is not touched."""
    answer = steps.grid(renumber(steps.stored_lines(), {"1": "2", "2": "1"}))
    assert answer.status_code == 302, wrong_words(answer)
    assert told(assessment) == [(1, "พิมพ์ข่าว", None), (2, "รับคำขอ", None), (3, "ตรวจข่าว", 1)]
    [step] = StandardStep.objects.filter(number=3)
    assert step.version == 2


def test_a_return_follows_a_step_renumbered_by_its_form(steps: Desk, assessment: Assessment) -> None:
    last = {**steps.stored_lines()[2], "number": "9"}
    assert steps.grid([*steps.stored_lines()[:2], last]).status_code == 302
    second = StandardStep.objects.get(number=2)
    values = {key: text for key, text in steps.stored_lines()[1].items() if key not in ("stored", "evidence")}
    answer = steps.edit(second, {**values, "number": "5"})
    assert answer.status_code == 302, wrong_words(answer)
    assert told(assessment) == [(1, "รับคำขอ", None), (5, "พิมพ์ข่าว", None), (9, "ตรวจข่าว", 5)]


def test_a_return_that_is_told_anew_stays_as_typed(steps: Desk, assessment: Assessment) -> None:
    lines = renumber(steps.stored_lines(), {"1": "2", "2": "1"})
    lines[2]["back_to"] = ""
    assert steps.grid(lines).status_code == 302
    assert [back for _number, _what, back in told(assessment)] == [None, None, None]


def test_a_return_never_leads_forward_by_the_grid(steps: Desk, assessment: Assessment) -> None:
    answer = steps.grid(renumber(steps.stored_lines(), {"2": "7"}))
    assert _("A step cannot stand before the one to which it leads back.") in wrong_words(answer)
    assert told(assessment) == UNTOUCHED


@pytest.mark.parametrize("way", ["button", "grid"])
def test_a_step_to_which_another_leads_back_is_not_deleted(steps: Desk, assessment: Assessment, way: str) -> None:
    lines = steps.stored_lines()
    answer: Any
    if way == "button":
        answer = steps.client.post(steps.url("delete", StandardStep.objects.get(number=2).pk), follow=True)
    else:
        answer = steps.grid([lines[0], {**lines[1], "remove": "1"}, lines[2]])
    words = _("Step %(number)s leads back to this step. Change that first.") % {"number": 3}
    assert words in wrong_words(answer)
    assert told(assessment) == UNTOUCHED


def test_a_step_goes_with_the_one_that_leads_back_to_it(steps: Desk, assessment: Assessment) -> None:
    lines = steps.stored_lines()
    assert steps.grid([lines[0], *({**line, "remove": "1"} for line in lines[1:])]).status_code == 302
    assert told(assessment) == UNTOUCHED[:1]


def test_a_step_is_replaced_under_its_number(steps: Desk, assessment: Assessment) -> None:
    lines = steps.stored_lines()
    fresh = {**lines[1], "stored": "", "what": "เขียนข่าวใหม่ทั้งหมด"}
    assert steps.grid([lines[0], {**lines[1], "remove": "1"}, lines[2], fresh]).status_code == 302
    assert told(assessment) == [UNTOUCHED[0], (2, "เขียนข่าวใหม่ทั้งหมด", None), UNTOUCHED[2]]


def test_a_return_leads_to_the_step_that_takes_the_number_of_one_that_goes(steps: Desk, assessment: Assessment) -> None:
    lines = renumber(steps.stored_lines(), {"1": "2"})
    assert steps.grid([lines[0], {**lines[1], "remove": "1"}, lines[2]]).status_code == 302
    assert told(assessment) == [(2, "รับคำขอ", None), UNTOUCHED[2]]
