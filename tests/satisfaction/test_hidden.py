"""Who sees all that is shown of a survey can tell neither how many of a small group answered nor what they said.

For generated answers: the small groups are taken away and answer anew, in another number and otherwise; all that is
shown stays as it is, so that every number from 1 to 4, and every answer, fits it alike.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from pmqa.profile.models import Group, Service
from satisfaction.chosen import narrowed
from satisfaction.measures import LEAST
from satisfaction.models import Answer, AnswerImport, Questionnaire, Response
from satisfaction.result_files import raw_lines, tables_of
from satisfaction.results import results_before, results_of
from satisfaction.statistics import charts_of
from satisfaction.tallies import came_in, tally_of, texts_of
from tests.every_table.desk import text_of
from tests.satisfaction.conftest import Survey
from tests.satisfaction.people import Designer

GROUPS, SERVICES = ("ชาวเรือ", "ประมง", "ทูต"), ("แผนที่", "ข่าว")
Sheet = tuple[int | None, Sequence[Any]]  # the place of the service, and the answers
World = Mapping[str, Sequence[Sheet]]


def blank_or(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


scale = blank_or(st.integers(1, 5))
taken = st.lists(st.integers(0, 1), min_size=1, unique=True).map(tuple)
texts = st.sampled_from(("ดี", "รอนาน", "ช้า"))
sheets = st.tuples(
    st.sampled_from((None, 0, 0, 1, 1)),
    st.tuples(scale, blank_or(st.integers(0, 1)), blank_or(texts), scale, blank_or(taken)),
)
worlds = st.fixed_dictionaries({name: st.lists(sheets, max_size=9) for name in GROUPS})
few = st.lists(sheets, min_size=1, max_size=LEAST - 1)


def shown_of_survey(assessment: Assessment, survey: Survey) -> list[Any]:
    """All that pages and files are made of."""
    cache.clear()
    questionnaire, tally = survey.questionnaire, tally_of(survey.questionnaire)
    found = results_of(questionnaire, results_before(survey.row))
    words = [text.text for text in texts_of(questionnaire, survey.questions[2], tally)]
    return [
        found,
        tables_of(found),
        [narrowed(found, each) for each in found.apart],
        words,
        sorted(raw_lines(questionnaire)),
        charts_of(assessment),
        came_in([questionnaire]),
    ]


@pytest.fixture
def place(assessment: Assessment, new_survey: Callable[..., Survey]) -> Callable[..., None]:
    survey = new_survey(assessment, GROUPS)
    made = {"assessment": assessment, "updated_at": timezone.now()}
    services = [Service.objects.create(process=name, **made) for name in SERVICES]
    groups = {group.name: group for group in Group.objects.filter(assessment=assessment)}

    def answer(world: World) -> None:
        for name, stack in world.items():
            for service, answers in stack:
                survey.answer(groups[name], answers, None if service is None else services[service])

    def hold_alike(world: World, others: World) -> None:
        answer(world)
        before = shown_of_survey(assessment, survey)
        small = Response.objects.filter(group__name__in=others)
        Answer.objects.filter(response__in=small).delete()
        small.delete()
        answer(others)
        assert shown_of_survey(assessment, survey) == before

    return hold_alike


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds, data=st.data())
def test_every_number_and_every_answer_of_a_small_group_fits_what_is_shown(
    place: Callable[..., None], world: World, data: st.DataObject
) -> None:
    others = {name: data.draw(few) for name in GROUPS if 0 < len(world[name]) < LEAST}
    with transaction.atomic():
        place(world, others)
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", ["READING", "STORING", "DONE"])
def test_how_many_answers_a_file_held_is_for_who_imported_it(
    designer: Designer,
    staff: Person,
    published: Callable[..., Questionnaire],
    person: Callable[..., Person],
    client_of: Callable[..., Client],
    state: str,
) -> None:
    """All that came from files, less what results show, would be the small groups."""
    counted = {"rows": 77_777, "last_row": 76_666, "stored": 75_555, "skipped": 74_444}
    held = AnswerImport.objects.create(questionnaire=published(), by=staff, called="a.csv", state=state, **counted)
    colleague = Designer(client_of(person("colleague", "STAFF", designer.survey.assessment.unit)), designer.survey)

    def told(who: Designer) -> list[int]:
        pages = who.get("survey-import-edit", file=held.pk), who.get("survey-import-add"), who.get()
        words = "".join(map(text_of, pages))
        # As words of their own: a key of a form may hold the same figures by chance.
        return [number for number in counted.values() if re.search(rf"\b({number}|{number:,})\b", words)]

    assert told(designer)
    assert told(colleague) == []
