"""Pages of statistics: every chart with its table and its workbook, for those who may read, and for no one else."""

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from complaints.models import Case
from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.exchange.workbook import read_workbook
from pmqa.organization.models import Person

INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture
def register(assessment: Assessment) -> Callable[..., None]:
    """Makes so many cases, one of them called like a formula."""

    def make(number: int) -> None:
        Case.objects.bulk_create(
            Case(
                assessment=assessment,
                number=f"F-2569-{n:04d}",
                kind=("COMPLAINT", "SUGGESTION")[n % 2],
                subject=f"=1+{n % 3}",
                received_on=datetime.date(2025, 10, 1) + datetime.timedelta(days=n % 300),
                due_on=datetime.date(2025, 12, 1),
                status="RECEIVED",
            )
            for n in range(number)
        )

    return make


@pytest.fixture
def reader(staff: Person, client_of: Callable[..., Client]) -> Client:
    return client_of(staff)


def page_of(assessment: Assessment, code: str = "cs3") -> str:
    return reverse("statistics", args=[assessment.unit.code, assessment.year, code])


def test_the_page_shows_every_chart_with_its_workbook(
    assessment: Assessment, reader: Client, register: Callable[..., None]
) -> None:
    register(12)
    page = reader.get(page_of(assessment)).content.decode()
    for key in ("subjects", "months", "ages", "in-time"):
        assert f'id="chart-{key}"' in page
        address = reverse("chart-workbook", args=[assessment.unit.code, assessment.year, "cs3", key])
        assert f'href="{address}"' in page
    assert page.count("<figure") == page.count('class="chart-reading"') == 4
    assert not INLINE.search(page)


def test_an_empty_register_is_said_in_words(assessment: Assessment, reader: Client) -> None:
    page = reader.get(page_of(assessment)).content.decode()
    assert page.count('class="chart-nothing"') == 4
    assert "chart-svg" not in page


def test_queries_do_not_grow_with_the_register(
    assessment: Assessment, reader: Client, register: Callable[..., None]
) -> None:
    counts = []
    for number in (0, 500):
        register(number)
        with CaptureQueriesContext(connection) as queries:
            reader.get(page_of(assessment))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("code", [c.code.lower() for c in CRITERIA if not c.has_charts] + ["cs9", "tables"])
def test_what_has_no_charts_has_no_page(assessment: Assessment, reader: Client, code: str) -> None:
    assert reader.get(page_of(assessment, code)).status_code == 404
    given = [assessment.unit.code, assessment.year, code, "subjects"]
    assert reader.get(reverse("chart-workbook", args=given)).status_code == 404


def test_a_chart_that_is_not_there_has_no_workbook(assessment: Assessment, reader: Client) -> None:
    given = [assessment.unit.code, assessment.year, "cs3", "weather"]
    assert reader.get(reverse("chart-workbook", args=given)).status_code == 404


def test_pages_are_only_read(assessment: Assessment, reader: Client) -> None:
    assert reader.post(page_of(assessment)).status_code == 405


def workbook_of(assessment: Assessment, client: Client, key: str) -> Any:
    answer = client.get(reverse("chart-workbook", args=[assessment.unit.code, assessment.year, "cs3", key]))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    (sheet,) = read_workbook(io.BytesIO(content), name="x.xlsx")
    return sheet.rows, answer


def test_the_workbook_holds_the_table_and_no_formula(
    assessment: Assessment, reader: Client, register: Callable[..., None]
) -> None:
    register(6)
    rows, answer = workbook_of(assessment, reader, "subjects")
    assert [rows[number] for number in (5, 6, 7)] == [
        ["=1+0", 2, 33.3, 33.3],
        ["=1+1", 2, 33.3, 66.7],
        ["=1+2", 2, 33.3, 100],
    ]
    assert len(rows[4]) == 4
    assert "2569" in rows[2][0]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("key", ["subjects", "months", "ages", "in-time"])
def test_every_chart_has_its_workbook_even_when_nothing_is_counted(
    assessment: Assessment, reader: Client, key: str
) -> None:
    rows, _answer = workbook_of(assessment, reader, key)
    assert len(rows) >= 3


def test_english_readers_get_english(assessment: Assessment, staff: Person, register: Callable[..., None]) -> None:
    register(3)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    with override("en"):
        page = client.get(page_of(assessment)).content.decode()
        rows, _answer = workbook_of(assessment, client, "ages")
    assert "Age of open cases" in page
    assert rows[1][0] == "Age of open cases"
