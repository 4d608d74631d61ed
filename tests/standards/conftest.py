"""A standard with three steps, and the desk of the staff who work on it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from standards.models import ServiceStandard
from tests.every_table.desk import Desk
from tests.every_table.rows import REGISTERS

WEATHER = {
    "service": "พยากรณ์อากาศ",
    "total": "1",
    "unit": "วันทำการ",
    "documents": "หนังสือขอ\nสำเนาบัตร",
    "channels": "มาด้วยตนเอง\nไลน์กลุ่ม",
    "hours": "วันราชการ 08.30-16.30 น.",
    "law": "ข้อบังคับ ทร.",
}
STEPS = (
    {"number": "1", "what": "รับคำขอ", "who": "แผนกบริการ", "time": "15", "unit": "นาที"},
    {"number": "2", "what": "พิมพ์ข่าว", "who": "แผนกพยากรณ์", "time": "2", "unit": "ชั่วโมง"},
    {"number": "3", "what": "ตรวจข่าว", "who": "หัวหน้าแผนก", "time": "30", "unit": "นาที", "back_to": "2"},
)


@pytest.fixture
def weather(fill: Callable[..., Any]) -> ServiceStandard:
    for key in ("groups", "services", "evidence"):
        fill(key, REGISTERS[key])
    [standard] = fill("cs7-standards", [WEATHER])
    fill("cs7-steps", [{"standard": "พยากรณ์อากาศ", **step} for step in STEPS])
    return ServiceStandard.objects.get(pk=standard.pk)


@pytest.fixture
def desk(assessment: Assessment, staff: Person, client_of: Callable[..., Any]) -> Desk:
    return Desk(client_of(staff), assessment, table_of("cs7-standards"))


@pytest.fixture
def does(desk: Desk, weather: ServiceStandard) -> Callable[..., HttpResponse]:
    """Presses a button of the page: `does("publish")`, `does("up", step=step)`."""

    def press(name: str, step: Any = None, by: Any = None, **told: Any) -> HttpResponse:
        row = step or ServiceStandard.objects.get(pk=weather.pk)
        sent = {name: "1", "sent": str(uuid.uuid4()), "version": row.version, **told}
        if step:
            sent["step"] = step.pk
        return (by or desk.client).post(desk.url("standard", weather.pk), sent)

    return press


@pytest.fixture
def public(client: Any, assessment: Assessment) -> Callable[..., HttpResponse]:
    """What somebody without an account gets: `public("service", 1)`."""
    return lambda name, *number: client.get(reverse(name, args=[assessment.unit.code, *number]))
