"""A gap of the coverage matrix: shown red, linked to where it is mended, or not needed for a reason."""

from typing import Any

import pytest
from django.urls import reverse

from pmqa.scoring.coverage import coverage_of
from pmqa.scoring.models import NotNeeded

REASON = "ทำร่วมกับกลุ่มชาวประมง"


@pytest.fixture
def cell(assessment: Any, fill: Any) -> str:
    """The address of the empty cell of one group under the channels of CS2."""
    (group,) = fill("groups", [{"name": "จังหวัดชายทะเล", "kind": "ผู้มีส่วนได้ส่วนเสีย"}])
    return reverse("gap", args=[assessment.unit.code, assessment.year, "group", "channel", group.pk])


def start_page(client: Any, assessment: Any) -> str:
    return client.get(reverse("start", args=[assessment.unit.code, assessment.year])).content.decode()


def test_a_gap_leads_to_a_new_row_of_that_group(cell: str, assessment: Any, staff: Any, client_of: Any) -> None:
    client = client_of(staff)
    assert cell in start_page(client, assessment)
    page = client.get(cell).content.decode()
    assert reverse("cs2-channels-add", args=[assessment.unit.code, assessment.year]) + "?group=" in page


def test_a_reason_takes_the_red_away_and_an_empty_one_brings_it_back(
    cell: str, assessment: Any, staff: Any, client_of: Any
) -> None:
    client = client_of(staff)
    assert client.post(cell, {"reason": REASON}).status_code == 302
    assert coverage_of(assessment).groups.lines[0].reasons == ("", REASON, "", "", "", "", "")
    assert REASON in start_page(client, assessment)
    client.post(cell, {"reason": " "})
    assert not NotNeeded.objects.exists()


def test_a_reason_is_refused_when_the_round_is_closed(cell: str, assessment: Any, staff: Any, client_of: Any) -> None:
    assessment.round.is_open = False
    assessment.round.save()
    assert client_of(staff).post(cell, {"reason": REASON}).status_code == 403
    assert not NotNeeded.objects.exists()


@pytest.mark.parametrize("place", [("group", "nothing", 1), ("group", "channel", 999_999), ("service", "channel", 1)])
def test_a_cell_that_the_matrix_does_not_have_is_not_found(
    place: Any, cell: str, assessment: Any, staff: Any, client_of: Any
) -> None:
    address = reverse("gap", args=[assessment.unit.code, assessment.year, *place])
    assert client_of(staff).get(address).status_code == 404


def test_another_units_staff_find_nothing(cell: str, new_assessment: Any, person: Any, client_of: Any) -> None:
    stranger = person("stranger", "STAFF", new_assessment("beta").unit)
    assert client_of(stranger).post(cell, {"reason": REASON}).status_code == 404
