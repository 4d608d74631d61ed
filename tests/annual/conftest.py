import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from pypdf import PdfWriter

from pmqa.annual import zip_file
from pmqa.annual.jobs import ask_for_annual_report
from pmqa.annual.models import AnnualJob
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role


@pytest.fixture
def centre(person: Callable[..., Person]) -> Person:
    return person("centre", Role.Kind.HEADQUARTERS)


@pytest.fixture
def units(assessment: Assessment, new_assessment: Callable[..., Assessment]) -> list[Assessment]:
    return [assessment, *(new_assessment(code) for code in ("bravo", "charlie"))]


@pytest.fixture
def ask(units: list[Assessment], centre: Person) -> Callable[..., AnnualJob]:
    def asked(format_: str = "ZIP", by: Person | None = centre) -> AnnualJob:
        given: dict[str, Any] = {"language": "th", "thai_digits": False, "by": by, "at": timezone.now()}
        return ask_for_annual_report(round_=units[0].round, format=format_, **given)

    return asked


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every unit has a report of one blank page, made at once; the codes of the units for which one was drawn."""
    codes: list[str] = []

    def draw(assessment: Assessment, **_options: Any) -> bytes:
        codes.append(assessment.unit.code)
        page, target = PdfWriter(), io.BytesIO()
        page.add_blank_page(100, 100)
        page.add_metadata({"/Title": assessment.unit.code})
        page.write(target)
        return target.getvalue()

    monkeypatch.setattr(zip_file, "report_file", draw)
    return codes


def do_next() -> bool:
    """Does what waits first, as a worker would; whether there was anything."""
    waiting = OrmQ.objects.order_by("pk").first()
    if waiting is None:
        return False
    task, args = import_string(waiting.func()), waiting.args()
    waiting.delete()
    task(*args)
    return True


def do_all() -> None:
    while do_next():
        pass
