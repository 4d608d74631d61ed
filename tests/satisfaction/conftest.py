"""A survey of two groups with a published questionnaire, the staff who run it, and the public who answer."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.organization.models import Person
from satisfaction.actions import publish, start_draft
from satisfaction.models import Questionnaire, SatisfactionSurvey
from satisfaction.starters import Asks, Part
from tests.satisfaction.people import Designer, Respondent

AT = datetime.datetime(2026, 2, 2, 3, 0, tzinfo=datetime.UTC)
PARTS = (
    Part(
        "บริการ",
        "Service",
        (
            Asks("SATISFACTION", "ข่าวถูกต้อง", "News is right", required=True),
            Asks("IMPORTANCE", "ข่าวสำคัญเพียงใด"),
            Asks("DISSATISFACTION", "มีเรื่องที่ไม่พึงพอใจหรือไม่", required=True),
        ),
    ),
    Part(
        "ทั่วไป",
        "",
        (
            Asks("SINGLE", "ใช้บ่อยเพียงใด", choices=(("ทุกวัน", "Daily"), ("ทุกเดือน", "Monthly"))),
            Asks("MULTIPLE", "ใช้ทางใด", choices=(("วิทยุ", ""), ("เว็บ", ""), ("โทรสาร", ""))),
            Asks("TEXT", "ข้อเสนอแนะ"),
        ),
    ),
)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def survey(fill: Callable[..., Any]) -> SatisfactionSurvey:
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in ("ชาวประมง", "เดินเรือ")])
    fill("services", [{"process": "พยากรณ์อากาศ"}])
    [row] = fill("cs6-surveys", [{"title": "ข่าวอากาศ", "groups": "ชาวประมง, เดินเรือ", "services": "พยากรณ์อากาศ"}])
    found: SatisfactionSurvey = SatisfactionSurvey.objects.get(pk=row.pk)
    return found


@pytest.fixture
def published(survey: SatisfactionSurvey, assessment: Assessment, staff: Person) -> Callable[..., Questionnaire]:
    """Publishes a new version: `published(access="TOKENS")`."""

    def make(parts: Any = PARTS, **settings: Any) -> Questionnaire:
        with writing(assessment, staff):
            draft = start_draft(survey=survey, parts=parts)
            Questionnaire.objects.filter(pk=draft.pk).update(**settings)
            publish(survey=survey, at=timezone.now(), today=timezone.localdate())
        return Questionnaire.objects.get(pk=draft.pk)

    return make


@pytest.fixture
def respondent() -> Callable[..., Respondent]:
    return Respondent


@pytest.fixture
def designer(staff: Person, client_of: Callable[..., Any], survey: SatisfactionSurvey) -> Designer:
    return Designer(client_of(staff), survey)
