"""What the forms of CS4 say beside a list in which there is nothing to choose, and beside channels."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import gettext as _

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person
from tests.every_table.desk import Desk, text_of
from tests.every_table.rows import REGISTERS


@pytest.fixture
def desk(assessment: Assessment, staff: Person, client_of: Callable[..., Any]) -> Desk:
    return Desk(client_of(staff), assessment, table_of("cs4-activities"))


def test_an_empty_list_says_which_table_to_fill_first(desk: Desk, fill: Callable[..., Any]) -> None:
    words = _("Nothing to choose yet. Fill first the table of:")
    assert text_of(desk.get("add")).count(words) == 2  # the network, and the groups
    assert text_of(desk.beside("cs4-networks").get("add")).count(words) == 1  # the groups; no coordinator is none
    for key, rows in REGISTERS.items():
        fill(key, rows)
    assert words not in text_of(desk.get("add"))


def test_channels_say_how_they_are_told_apart(desk: Desk) -> None:
    assert _("One channel a line, or commas between them.") in text_of(desk.beside("cs4-networks").get("add"))
