"""A form that is opened and saved as it stands changes nothing: no box, number or line is lost on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from pmqa.evidence.counts import CountsField
from pmqa.evidence.fields import NamesField
from pmqa.evidence.lookup import Lookup
from tests.every_table.browser_form import fields_of
from tests.every_table.desk import Desk, wrong_words

SECOND_FILE = {"number": "E-P-2569-002", "title": "แผนที่", "classification": "ปกติ"}
# Columns that take groups of one kind only.
OF_ONE_KIND = ("recipients", "stakeholders")


@pytest.fixture
def several(desk: Desk, fill: Callable[..., Any]) -> dict[str, Any]:
    """The first row of the sample, with every box ticked: two files, and each group."""
    if desk.table.key != "evidence":
        fill("evidence", [SECOND_FILE])
    lookup, boxes = Lookup(desk.assessment), {}
    for name, field in desk.table.form.base_fields.items():
        if isinstance(field, NamesField) and not isinstance(field, CountsField) and name not in OF_ONE_KIND:
            boxes[name] = [str(row) for row in lookup.all(field.model)]
    return {**desk.sample.first, **boxes}


def test_saved_as_it_stands_a_row_stays_the_same_in_either_language(desk: Desk, several: dict[str, Any]) -> None:
    assert desk.add(several).status_code == 302
    [before], [row] = desk.values(), desk.rows()
    for language in ("th", "en"):
        desk.client.cookies["django_language"] = language
        answer = desk.client.post(desk.url("edit", row.pk), fields_of(desk.get("edit", row.pk)))
        assert answer.status_code == 302, wrong_words(answer)
        with translation.override("th"):
            assert desk.values() == [before]


def test_a_refused_form_still_holds_every_box_and_number(desk: Desk, several: dict[str, Any]) -> None:
    assert desk.add(several).status_code == 302
    [row] = desk.rows()
    told = fields_of(desk.get("edit", row.pk))
    refused = desk.client.post(desk.url("edit", row.pk), {**told, "sent": ""})
    assert refused.status_code == 200
    again = fields_of(refused)
    del again["sent"], told["sent"]
    assert again == told
