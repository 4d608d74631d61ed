"""The last day of answers is moved, a closed questionnaire opened again: questions stay, history says who did it."""

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.organization.models import Person
from satisfaction.actions import parts_of
from satisfaction.models import Questionnaire
from tests.every_table.desk import text_of
from tests.satisfaction.conftest import PARTS
from tests.satisfaction.people import Designer, Respondent, is_thanked

Publish = Callable[..., Questionnaire]
TODAY = datetime.date(2026, 2, 2)


def stored() -> tuple[str, datetime.date | None]:
    found = Questionnaire.objects.exclude(state="DRAFT").latest("version")
    return found.state, found.closes_on


def history(designer: Designer) -> str:
    assessment = designer.survey.assessment
    place = f"/units/{assessment.unit.code}/{assessment.year}/tables/cs6-surveys/{designer.survey.pk}/history/"
    return text_of(designer.client.get(place))


@pytest.mark.parametrize(
    ("typed", "day"),
    [("31 มี.ค. 2569", datetime.date(2026, 3, 31)), ("2 ก.พ. 2569", TODAY), ("", None)],
    ids=["later", "today", "by hand"],
)
def test_the_last_day_is_moved(
    designer: Designer, published: Publish, typed: str, day: datetime.date | None, staff: Person
) -> None:
    found = published(closes_on=datetime.date(2026, 2, 20))
    designer.save("survey-last-day-edit", {"closes_on": typed})
    assert stored() == ("PUBLISHED", day)
    assert parts_of(Questionnaire.objects.get(pk=found.pk)) == PARTS
    assert Questionnaire.objects.get(pk=found.pk).code == found.code
    told = history(designer)
    assert str(staff) in told
    assert day is None or typed in told


def test_the_past_is_refused_and_what_was_typed_stays(designer: Designer, published: Publish) -> None:
    published(closes_on=datetime.date(2026, 2, 20))
    parts = {"closes_on_day": "1", "closes_on_month": "02", "closes_on_year": "2569"}
    answer = designer.save("survey-last-day-edit", parts)
    assert answer.status_code == 200
    assert _("The last day of answers cannot be in the past.") in text_of(answer)
    for part, typed in parts.items():
        assert re.search(rf'name="{part}"[^>]*value="{typed}"|<option value="{typed}" selected>', text_of(answer)), part
    assert stored() == ("PUBLISHED", datetime.date(2026, 2, 20))


def test_a_closed_one_is_opened_again_and_takes_answers(designer: Designer, published: Publish) -> None:
    found = published()
    designer.post("survey-close")
    assert not is_thanked(Respondent(found).open())
    assert _("Open to answers again") in text_of(designer.get())
    designer.save("survey-last-day-edit", {"closes_on": "31 มี.ค. 2569"})
    assert stored() == ("PUBLISHED", datetime.date(2026, 3, 31))
    assert is_thanked(Respondent(found).send())
    told = history(designer)
    for state in Questionnaire.State.PUBLISHED, Questionnaire.State.CLOSED:
        assert str(state.label) in told


def test_a_version_whose_place_was_taken_stays_closed(designer: Designer, published: Publish) -> None:
    old = published()
    published()
    designer.post("survey-close")
    designer.save("survey-last-day-edit", {"closes_on": ""})
    assert Questionnaire.objects.get(pk=old.pk).state == "CLOSED"
    assert stored() == ("PUBLISHED", None)


def test_a_draft_has_no_such_page(designer: Designer) -> None:
    designer.post("survey-draft", {"starter": "short"})
    assert designer.get("survey-last-day-edit").status_code == 404


def test_nothing_changed_is_not_remembered(designer: Designer, published: Publish) -> None:
    published(closes_on=datetime.date(2026, 2, 20))
    before = RowChange.objects.count()
    designer.save("survey-last-day-edit", {"closes_on": "20 ก.พ. 2569"})
    assert RowChange.objects.count() == before


def test_who_saw_another_day_moves_nothing_at_first(designer: Designer, published: Publish) -> None:
    published(closes_on=datetime.date(2026, 2, 20))
    answer = designer.post("survey-last-day-edit", {"closes_on": "31 มี.ค. 2569", "seen": "old"})
    assert answer.status_code == 200
    assert stored()[1] == datetime.date(2026, 2, 20)


@pytest.mark.parametrize("way", ["submitted", "reader"])
def test_once_submitted_or_for_a_reader_it_is_shut(
    designer: Designer, published: Publish, way: str, person: Any, client_of: Callable[..., Client]
) -> None:
    published()
    designer.post("survey-close")
    if way == "submitted":
        Assessment.objects.update(state="SUBMITTED")
    else:
        designer = Designer(client_of(person("centre", "HEADQUARTERS")), designer.survey)
    told = {"closes_on": "31 มี.ค. 2569", "sent": str(uuid.uuid4())}
    assert designer.client.post(designer.url("survey-last-day-edit"), told).status_code in (403, 409)
    assert stored() == ("CLOSED", None)
    assert designer.url("survey-last-day-edit") not in text_of(designer.get())


@pytest.mark.parametrize("access", list(Questionnaire.Access))
def test_the_page_tells_who_may_answer_and_the_scale(
    designer: Designer, published: Publish, access: Questionnaire.Access
) -> None:
    published(access=access, scale="NEAREST")
    page = text_of(designer.get())
    assert str(access.label) in page
    assert str(Questionnaire.Scale.NEAREST.label) in page
