"""Results of one group or one service: what stands beside the others, and no more."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from pmqa.profile.models import Group, Service
from satisfaction.chosen import narrowed
from satisfaction.models import Response
from satisfaction.results import results_of
from tests.satisfaction.conftest import Survey
from tests.satisfaction.test_results import CHANGING, FEW, FISHERS, SAILORS

Answered = Callable[..., Survey]


class Desk:
    """Reads the results of `survey`, of all or of whom an address names."""

    def __init__(self, client: Client, survey: Survey) -> None:
        self.client, self.survey = client, survey
        assessment = survey.row.assessment
        self.place = [assessment.unit.code, assessment.year, survey.row.pk]

    def read(self, of: str = "") -> Any:
        return self.client.get(reverse("survey-results", args=self.place), {"of": of})

    def texts(self, of: str = "") -> list[str]:
        address = reverse("survey-texts", args=[*self.place, self.survey.questions[2].pk])
        return [each.text for each in self.client.get(address, {"of": of}).context["page"]]


@pytest.fixture
def desk(staff: Person, client_of: Callable[..., Client], answered: Answered) -> Desk:
    texts = [(5, 0, "ดี", 5, (0,))] * 5
    return Desk(client_of(staff), answered({"ชาวเรือ": [*SAILORS, *texts], "ประมง": FISHERS, "ทูต": FEW}))


def key_of(name: str) -> str:
    return f"group-{Group.objects.get(name=name).pk}"


@pytest.mark.database
def test_one_group_is_read_alone(desk: Desk) -> None:
    """Figures, the matters and their means, and texts are those of the group; nothing names another beside."""
    whole, alone = desk.read().context["results"], desk.read(key_of("ประมง")).context["results"]
    beside = {part.label: part for part in whole.sections[0].questions[0].groups}
    [part] = alone.sections[0].questions[0].parts
    assert part == beside["ประมง"]
    assert (alone.n, part.n, part.measures.mean) == (6, 6, Decimal("3.00"))
    assert (alone.of_sample, alone.of_population) == (None, None)
    assert [each.label for each in alone.sections[0].parts] == ["ประมง"]
    [matter] = alone.matters
    assert (matter.importance, matter.performance) == (Decimal("3.00"), Decimal("3.00"))
    assert desk.texts(key_of("ประมง")) == ["ก"] * 6
    assert len(desk.texts()) == 15


def test_last_year_stands_beside_both_figures(
    new_assessment: Callable[..., Assessment], answered: Answered, desk: Desk
) -> None:
    answered({"ชาวเรือ": [(1, 1), (2, 1), (5, 0), (5, 0), (5, 0)]}, into=new_assessment("alpha", 2568))
    page = desk.read().content.decode()
    assert _("Answers 1 and 2 last year") in page
    assert "40.0" in re.findall(r"<td class=\"number\">\s*([\d.]+)\s*</td>\s*</tr>", page)


@pytest.mark.database
@pytest.mark.parametrize("of", ["", "group-0", "group-x", "service-1", "group-99999999999999999999", "'"])
def test_what_cannot_be_read_alone_leads_to_all_and_says_so(desk: Desk, of: str) -> None:
    page = desk.read(of)
    assert (page.context["results"].n, page.context["chosen"]) == (16, None)
    words = _("Of that group or service nothing can be shown by itself. These are the results of all groups shown.")
    assert (words in page.content.decode()) == bool(of)


def test_a_hidden_group_cannot_be_chosen_and_changes_no_page(desk: Desk) -> None:
    """Whether 1 or 4 of it answered: pages of the others, of itself, and their texts are alike."""
    keys = [key_of(name) for name in ("ชาวเรือ", "ประมง", "ทูต")]

    def shown() -> list[Any]:
        return [(CHANGING.sub(b"", desk.read(key).content), desk.texts(key)) for key in keys]

    before = shown()
    assert 'value="' + keys[2] not in before[0][0].decode()
    assert desk.read(keys[2]).context["results"].n == 16
    assert "ไม่บอกใคร" not in str(desk.texts(keys[2]))
    Response.objects.filter(group__name="ทูต").delete()
    desk.survey.answer(Group.objects.get(name="ทูต"), (5, 0, "แปลก", 5, (0,)))
    assert shown() == before


def test_a_question_that_few_of_the_group_answered_shows_nothing_of_it(desk: Desk, answered: Answered) -> None:
    choices = desk.read(key_of("ประมง")).context["results"].sections[0].questions[4]
    assert choices.total.n == 6
    Response.objects.filter(group__name="ชาวเรือ", answers__text="ดี").delete()
    page = desk.read(key_of("ชาวเรือ"))
    assert page.context["results"].sections[0].questions[4].total is None  # three chose
    words = "Of this nothing can be shown here: fewer than 5 answered, or the question does not tell services apart."
    assert _(words) in page.content.decode()


def test_one_service_is_read_alone_and_its_texts_are_not(assessment: Assessment, answered: Answered) -> None:
    survey = answered({"ชาวเรือ": [], "ประมง": []})
    for name, score, times in (("แผนที่", 5, 30), ("ทุ่น", 2, 12)):
        service = Service.objects.create(assessment=assessment, process=name, updated_at=timezone.now())
        for turn in range(times):
            group = survey.row.groups.all()[turn % 2]
            survey.answer(group, (score, 0, "ดี", score), service)
    whole = results_of(survey.questionnaire)
    assert [(each.key.partition("-")[0], each.n) for each in whole.apart] == [
        *(("group", 21), ("group", 21)),
        *(("service", 30), ("service", 12)),
    ]
    alone = narrowed(whole, whole.apart[3])
    satisfaction, _low, texts, *_rest = alone.sections[0].questions
    assert satisfaction.total is not None
    assert satisfaction.total.measures is not None
    assert (alone.n, satisfaction.total.n, satisfaction.total.measures.mean) == (12, 12, Decimal("2.00"))
    assert satisfaction.groups == ()  # a group crossed with a service is never told
    assert texts.total is None
    assert alone.matters[0].performance == Decimal("2.00")
