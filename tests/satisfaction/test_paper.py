"""Sheets of paper: their numbers become the same answers as those of the page."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from pmqa.cycle.models import Assessment
from satisfaction.models import Answer, Question, Questionnaire, Response
from tests.every_table.desk import text_of
from tests.organization.walk import everything
from tests.satisfaction.people import Designer, Respondent

NUMBERS = ("4", "๕", "0", "1", "1 2", "ขอบคุณ")


@pytest.fixture
def sheet(published: Callable[..., Questionnaire]) -> dict[str, str]:
    """The numbers of a full sheet, by the names of the fields."""
    published()
    names = [f"q{pk}" for pk in Question.objects.values_list("pk", flat=True)]
    return {"group": "1", **dict(zip(names, NUMBERS, strict=True))}


def answers() -> list[Any]:
    given = Answer.objects.order_by("response", "question", "choice")
    return list(given.values_list("question", "value", "choice__text", "text"))


@pytest.mark.database
def test_a_sheet_holds_the_same_as_an_answer_on_the_page(designer: Designer, sheet: dict[str, str]) -> None:
    Respondent(Questionnaire.objects.get()).send()
    of_the_page = answers()
    Response.objects.all().delete()
    stored = designer.post("survey-paper-add", sheet)
    assert stored["Location"] == f"{designer.url('survey-paper-add')}?group=1"
    assert answers() == of_the_page
    response = Response.objects.get()
    assert (response.source, response.group.name, response.service.process) == ("PAPER", "ชาวประมง", "พยากรณ์อากาศ")


def test_the_keyboard_begins_at_the_first_blank_field_or_at_what_is_wrong(
    designer: Designer, sheet: dict[str, str]
) -> None:
    names = list(sheet)
    next_sheet = designer.client.get(designer.post("survey-paper-add", sheet)["Location"])
    wrong = designer.post("survey-paper-add", {**sheet, names[3]: "7"})
    for page, name in ((designer.get("survey-paper-add"), "group"), (next_sheet, names[1]), (wrong, names[3])):
        [focused] = re.findall(r"<input[^>]*autofocus[^>]*>", text_of(page))
        assert f'name="{name}"' in focused


def test_what_is_blank_on_the_sheet_stays_blank(designer: Designer, sheet: dict[str, str]) -> None:
    first = next(name for name in sheet if name != "group")
    designer.post("survey-paper-add", {"group": "2", first: "1"})
    assert [(value, text) for _question, value, _choice, text in answers()] == [(1, "")]
    assert Response.objects.get().group.name == "เดินเรือ"


@pytest.mark.parametrize(
    ("place", "typed"), [(0, "3"), (0, ""), (1, "6"), (1, "4 5"), (2, "9"), (3, "2"), (4, "3"), (4, "x"), (5, "4")]
)
def test_a_number_that_is_not_on_the_sheet_is_named_and_nothing_is_stored(
    designer: Designer, sheet: dict[str, str], place: int, typed: str
) -> None:
    name, before = list(sheet)[place], everything()
    answer = designer.post("survey-paper-add", {**sheet, name: typed})
    assert answer.status_code == 200
    assert f'id="error_1_id_{name}"' in text_of(answer)
    assert "ขอบคุณ" in text_of(answer)
    assert everything() == before


def test_an_empty_sheet_is_not_stored(designer: Designer, sheet: dict[str, str]) -> None:
    assert designer.post("survey-paper-add", {"group": "1"}).status_code == 200
    assert not Response.objects.exists()


def test_a_sheet_sent_twice_is_stored_once(designer: Designer, sheet: dict[str, str]) -> None:
    for _twice in range(2):
        designer.post("survey-paper-add", sheet)
    assert Response.objects.count() == 2
    key = {"sent": str(uuid.uuid4())}
    for _twice in range(2):
        designer.post("survey-paper-add", {**sheet, **key})
    assert Response.objects.count() == 3


def test_paper_comes_in_after_the_page_is_closed_but_not_after_submission(
    designer: Designer, sheet: dict[str, str]
) -> None:
    designer.post("survey-close")
    designer.post("survey-paper-add", sheet)
    assert Response.objects.count() == 1
    Assessment.objects.update(state="SUBMITTED")
    assert designer.post("survey-paper-add", sheet).status_code == 403
    assert Response.objects.count() == 1


def test_without_a_published_questionnaire_there_is_nothing_to_enter(designer: Designer) -> None:
    assert designer.get("survey-paper-add")["Location"] == designer.url()
