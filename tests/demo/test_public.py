"""What the public finds of the demonstration: standards, published before they were announced, and an open survey."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pmqa.demo.hydro_services import ONLINE
from satisfaction.models import Questionnaire
from standards.models import Announcement, PublishedStandard
from tests.satisfaction.people import Respondent, is_thanked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_standards_of_hydro_were_public_before_they_were_announced() -> None:
    told = Announcement.objects.filter(assessment__unit__code="hydro", assessment__round__year=2569)
    days = {timezone.localtime(each.published_at).date() for each in PublishedStandard.objects.all()}
    assert days == set(PublishedStandard.objects.values_list("standard__published_on", flat=True))
    assert days == {date(2025, 10, 31)}
    assert all(date(2025, 10, 31) < each.announced_on for each in told)


def test_a_visitor_answers_a_survey_of_hydro_at_once() -> None:
    [found] = Questionnaire.objects.filter(state="PUBLISHED")
    assert found.survey.title == ONLINE
    assert found.closes_on is not None
    assert found.closes_on >= timezone.localdate() + timedelta(days=30)
    assert is_thanked(Respondent(found).send())
