"""The staff of a unit with evidence files to send."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.every_table.desk import Desk
from tests.every_table.rows import REGISTERS
from tests.evidence.pictures import sent


@pytest.fixture
def desk(assessment: Assessment, staff: Person, client_of: Callable[..., Any]) -> Desk:
    return Desk(client_of(staff), assessment, table_of("evidence"))


@pytest.fixture
def profiles(desk: Desk, fill: Callable[..., Any]) -> Desk:
    for key in ("groups", "evidence"):
        fill(key, REGISTERS[key])
    return desk.beside("cs1-profiles")


@pytest.fixture
def upload(desk: Desk) -> Callable[..., HttpResponse]:
    """Sends files as the form does: `upload(("a.jpg", b"…"), accept="application/json")`."""

    def send(*files: tuple[str, bytes], accept: str = "text/html", **more: Any) -> HttpResponse:
        url = reverse("evidence-upload", args=[desk.assessment.unit.code, desk.assessment.year])
        data = {"sent": str(uuid.uuid4()), "criterion": "CS1", "files": [sent(*file) for file in files], **more}
        return desk.client.post(url, data, headers={"Accept": accept}, follow=True)

    return send


@pytest.fixture
def on_disk() -> Callable[[], list[Path]]:
    """The files that are kept now, hidden ones too."""

    def look() -> list[Path]:
        return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())

    return look
