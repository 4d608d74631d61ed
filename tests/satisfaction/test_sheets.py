"""Sheets that were entered: found by their number, mended after the paper, taken back; by who entered them alone."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from satisfaction.models import Answer, PaperSheet, Question, Questionnaire, Response
from satisfaction.results import results_of
from tests.every_table.desk import text_of
from tests.organization.walk import everything
from tests.satisfaction.people import Designer, Respondent

NUMBERS = ("4", "5", "0", "1", "1 2", "ขอบคุณ")


def sheet(**changed: str) -> dict[str, str]:
    """The numbers of a full sheet, by the names of the fields; `changed` by the place of the question."""
    names = [f"q{pk}" for pk in Question.objects.order_by("pk").values_list("pk", flat=True)]
    filled = {"group": "1", **dict(zip(names, NUMBERS, strict=True))}
    return filled | {names[int(place.removeprefix("q"))]: typed for place, typed in changed.items()}


@pytest.fixture
def entered(designer: Designer, published: Callable[..., Questionnaire]) -> PaperSheet:
    """The second of two sheets."""
    published()
    for score in ("2", "3"):
        designer.post("survey-paper-add", sheet(q0=score))
    return PaperSheet.objects.get(number=2)


def typed_on(page: Any) -> dict[str, str]:
    """What stands in the fields of a page."""
    found = {}
    for field in re.findall(r"<input[^>]*>", text_of(page)):
        name, value = (re.search(rf'{each}="([^"]*)"', field) for each in ("name", "value"))
        if name and re.fullmatch(r"group|service|q\d+|seen", name[1]):
            found[name[1]] = value[1] if value else ""
    return found


def values() -> list[tuple[str, Any, Any, str]]:
    rows = Answer.objects.order_by("response", "question", "choice")
    return list(rows.values_list("response__group__name", "value", "choice__text", "text"))


@pytest.mark.database
def test_a_sheet_is_read_back_as_it_was_typed_and_mended(designer: Designer, entered: PaperSheet) -> None:
    page = designer.get("survey-sheet-edit", sheet=entered.pk)
    assert typed_on(page) == {**sheet(q0="3"), "seen": "1"}
    mended = {**sheet(q0="5", q4="3", q5=""), "group": "2", "seen": "1"}
    with time_machine.travel("2026-02-05T03:00Z", tick=False):
        answer = designer.post("survey-sheet-edit", mended, sheet=entered.pk)
    assert answer["Location"] == f"{designer.url('survey-paper-add')}?group=2"
    assert typed_on(designer.get("survey-sheet-edit", sheet=entered.pk)) == {**mended, "seen": "2"}
    held = PaperSheet.objects.get(pk=entered.pk)
    assert (str(held.entered_on), str(held.mended_on), held.by) == ("2026-02-02", "2026-02-05", entered.by)
    assert (held.response_id, str(held.response.day)) == (entered.response_id, "2026-02-02")
    assert [each for each in values() if each[0] == "เดินเรือ"] == [
        ("เดินเรือ", 5, None, ""),
        ("เดินเรือ", 5, None, ""),
        ("เดินเรือ", 0, None, ""),
        ("เดินเรือ", None, "ทุกวัน", ""),
        ("เดินเรือ", None, "โทรสาร", ""),
    ]


def test_the_latest_sheets_stand_below_the_form_and_one_is_found_by_its_number(
    designer: Designer, entered: PaperSheet
) -> None:
    stored = designer.client.get(designer.post("survey-paper-add", sheet())["Location"])
    assert re.search(r"message-success.*\b3\b", text_of(stored), re.DOTALL)
    assert [(each.number, words) for each, words in stored.context["latest"]] == [
        (3, "4 · 5 · 0 · 1 · 1+2 · “ขอบคุณ”"),
        (2, "3 · 5 · 0 · 1 · 1+2 · “ขอบคุณ”"),
        (1, "2 · 5 · 0 · 1 · 1+2 · “ขอบคุณ”"),
    ]
    assert designer.url("survey-sheet-edit", sheet=entered.pk) in text_of(stored)
    for wanted, numbers in (("1", [1]), ("๒", [2]), ("9", []), ("x", [3, 2, 1])):
        page = designer.client.get(designer.url("survey-paper-add"), {"number": wanted})
        assert [each.number for each, _words in page.context["latest"]] == numbers


def test_only_the_latest_are_listed(
    designer: Designer, entered: PaperSheet, django_assert_num_queries: Callable[..., Any]
) -> None:
    with CaptureQueriesContext(connection) as of_two:
        designer.get("survey-paper-add")
    queries = len(of_two)
    for _time in range(10):
        designer.post("survey-paper-add", sheet())
    with django_assert_num_queries(queries):
        page = designer.get("survey-paper-add")
    assert [each.number for each, _words in page.context["latest"]] == list(range(12, 2, -1))
    assert page.context["entered"] == 12


@pytest.mark.database
def test_a_sheet_that_is_taken_back_leaves_no_answer_but_that_it_was(designer: Designer, entered: PaperSheet) -> None:
    told = {"seen": "1", "sent": str(uuid.uuid4())}
    for _twice in range(2):
        assert designer.post("survey-sheet-delete", told, sheet=entered.pk)["Location"] == designer.url(
            "survey-paper-add"
        )
    held = PaperSheet.objects.get(pk=entered.pk)
    assert (held.response, str(held.taken_back_on), held.by) == (None, "2026-02-02", entered.by)
    assert (Response.objects.count(), {value for _group, value, *_rest in values()}) == (1, {2, 5, 0, None})
    designer.post("survey-paper-add", sheet())
    assert sorted(PaperSheet.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert designer.get("survey-sheet-edit", sheet=entered.pk)["Location"] == designer.url("survey-paper-add")
    before = [values(), list(PaperSheet.objects.values())]
    for name in ("survey-sheet-edit", "survey-sheet-delete"):
        assert designer.post(name, {**sheet(), "seen": "2"}, sheet=entered.pk).status_code == 302
    assert [values(), list(PaperSheet.objects.values())] == before


@pytest.mark.parametrize("seen", ["1", "", "x"])
def test_what_changed_in_another_window_is_not_written_over_unseen(
    designer: Designer, entered: PaperSheet, seen: str
) -> None:
    designer.post("survey-sheet-edit", {**sheet(q0="4"), "seen": "1"}, sheet=entered.pk)
    before = values()
    page = designer.post("survey-sheet-edit", {**sheet(q0="1"), "seen": seen}, sheet=entered.pk)
    assert typed_on(page) == {**sheet(q0="1"), "seen": "2"}
    assert designer.post("survey-sheet-delete", {"seen": seen}, sheet=entered.pk)["Location"] == designer.url(
        "survey-sheet-edit", sheet=entered.pk
    )
    assert values() == before
    designer.post("survey-sheet-edit", {**sheet(q0="1"), "seen": "2"}, sheet=entered.pk)
    assert values() != before


def test_a_wrong_number_is_named_and_changes_nothing(designer: Designer, entered: PaperSheet) -> None:
    before = everything()
    page = designer.post("survey-sheet-edit", {**sheet(q0="7", q5="แก้"), "seen": "1"}, sheet=entered.pk)
    assert page.status_code == 200
    assert "แก้" in text_of(page)
    assert re.search(r'id="error_1_id_q\d+"', text_of(page))
    assert everything() == before


def test_a_form_sent_twice_mends_once(designer: Designer, entered: PaperSheet) -> None:
    told = {**sheet(q0="5"), "seen": "1", "sent": str(uuid.uuid4())}
    for _twice in range(2):
        assert designer.post("survey-sheet-edit", told, sheet=entered.pk).status_code == 302
    assert PaperSheet.objects.get(pk=entered.pk).version == 2


def test_nobody_else_opens_a_sheet_and_each_has_numbers_of_their_own(
    designer: Designer,
    entered: PaperSheet,
    assessment: Assessment,
    person: Callable[..., Person],
    client_of: Callable[..., Client],
) -> None:
    colleague = Designer(client_of(person("colleague", "STAFF", assessment.unit)), designer.survey)
    stranger = Designer(client_of(person("headquarters", "HEADQUARTERS")), designer.survey)
    before = everything()
    for other in (colleague, stranger):
        assert other.get("survey-sheet-edit", sheet=entered.pk).status_code == 404
        for name in ("survey-sheet-edit", "survey-sheet-delete"):
            assert other.post(name, {**sheet(), "seen": "1"}, sheet=entered.pk).status_code == 404
    assert {**everything(), "evidence.Sent": []} == {**before, "evidence.Sent": []}
    page = colleague.get("survey-paper-add")
    assert (page.context["entered"], page.context["latest"]) == (0, [])
    colleague.post("survey-paper-add", sheet())
    assert PaperSheet.objects.get(by__username="colleague").number == 1


def test_answers_of_the_page_and_sheets_of_another_survey_are_no_sheets_of_this(
    designer: Designer, entered: PaperSheet, fill: Callable[..., Any]
) -> None:
    Respondent(entered.questionnaire).send()
    assert PaperSheet.objects.count() == 2
    [other] = fill("cs6-surveys", [{"title": "อีกเรื่อง", "groups": "ชาวประมง"}])
    elsewhere = Designer(designer.client, type(designer.survey).objects.get(pk=other.pk))
    for name in ("survey-sheet-edit", "survey-sheet-delete"):
        assert elsewhere.post(name, {**sheet(), "seen": "1"}, sheet=entered.pk).status_code == 404
    Response.objects.filter(pk=entered.response_id).update(source="WEB")
    assert [each.number for each, _words in designer.get("survey-paper-add").context["latest"]] == [1]


def test_after_submission_a_sheet_stays_as_it_is(designer: Designer, entered: PaperSheet) -> None:
    Assessment.objects.update(state="SUBMITTED")
    before = [values(), list(PaperSheet.objects.values())]
    assert designer.get("survey-sheet-edit", sheet=entered.pk).status_code == 403
    for name in ("survey-sheet-edit", "survey-sheet-delete"):
        assert designer.post(name, {**sheet(q0="1"), "seen": "1"}, sheet=entered.pk).status_code == 403
    assert [values(), list(PaperSheet.objects.values())] == before


def test_a_sheet_of_the_version_before_is_mended_by_its_own_questions(
    designer: Designer, entered: PaperSheet, published: Callable[..., Questionnaire]
) -> None:
    first = sheet(q0="1")
    published()
    assert designer.get("survey-paper-add").context["latest"] == []
    designer.post("survey-sheet-edit", {**first, "seen": "1"}, sheet=entered.pk)
    assert Answer.objects.filter(response=entered.response_id, value=1).exists()
    designer.post("survey-paper-add", {"group": "1", f"q{Question.objects.latest('pk').pk}": "ใหม่"})
    assert PaperSheet.objects.latest("pk").number == 3


def test_results_are_those_of_the_mended_sheet(designer: Designer, entered: PaperSheet) -> None:
    for _time in range(4):
        designer.post("survey-paper-add", sheet(q0="3"))

    def counts() -> tuple[int, ...]:
        total = results_of(entered.questionnaire).sections[0].questions[0].total
        return total.counts if total else ()

    assert counts() == (0, 1, 5, 0, 0)
    for seen, score in (("1", "5"), ("2", "4")):
        designer.post("survey-sheet-edit", {**sheet(q0=score), "seen": seen}, sheet=entered.pk)
    assert counts() == (0, 1, 4, 1, 0)
    designer.post("survey-sheet-delete", {"seen": "3"}, sheet=entered.pk)
    assert counts() == (0, 1, 4, 0, 0)


def test_a_sheet_holds_no_time(entered: PaperSheet) -> None:
    """A time beside answers of the page, which come between sheets, would tell when those came."""
    kinds = {field.get_internal_type() for field in PaperSheet._meta.fields + Response._meta.fields}
    assert not kinds & {"DateTimeField", "TimeField"}
    assert entered.entered_on == timezone.localdate()
