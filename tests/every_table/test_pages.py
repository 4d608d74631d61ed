"""Every page of every table answers, in both languages."""

from typing import Any

import pytest
from django.urls import reverse

from pmqa.criteria import TABLES
from pmqa.evidence.tables import EvidenceTable

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)


@every_table
@pytest.mark.parametrize("what", ["", "-add", "-grid"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_page_answers(
    table: EvidenceTable, what: str, language: str, assessment: Any, staff: Any, client_of: Any
) -> None:
    client = client_of(staff)
    client.cookies["django_language"] = language
    response = client.get(reverse(f"{table.key}{what}", args=[assessment.unit.code, assessment.year]))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
