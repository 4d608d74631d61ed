"""Steps from a workbook: a return to what is no earlier step is refused in its cell, and nothing is stored."""

from typing import Any

import pytest
from django.utils import timezone

from pmqa.cycle.models import Assessment
from pmqa.evidence.guidelines import Status
from pmqa.exchange.imports import import_workbook
from pmqa.exchange.results import ImportResult
from pmqa.organization.models import Person
from standards.criterion import CS7
from standards.models import ServiceStandard, StandardStep
from tests.exchange.grids import official
from tests.standards.conftest import STEPS

NAME = "พยากรณ์อากาศ"


@pytest.fixture
def run(assessment: Assessment, staff: Person, weather: ServiceStandard) -> Any:
    def imported(*changes: dict[str, str], **options: Any) -> ImportResult:
        lines = [{"standard": NAME, **step, **change} for step, change in zip(STEPS, changes, strict=False)]
        lines += [{"standard": NAME, **change} for change in changes[len(STEPS) :]]
        told = {"by": staff, "at": timezone.now(), "trial": False, **options}
        return import_workbook(assessment, [official("cs7-steps", *lines)], **told)

    return imported


def wrong(result: ImportResult) -> list[str]:
    return [error.cell for sheet in result.sheets for error in sheet.errors]


def numbers() -> list[tuple[int, int | None]]:
    standing = StandardStep.objects.filter(deleted_at=None).order_by("number")
    return list(standing.values_list("number", "back_to"))


@pytest.mark.parametrize("back", ["3", "4", "99", "0", "-1"], ids=["itself", "forward", "far", "none", "below"])
def test_a_return_to_itself_or_forward_is_refused_in_its_cell(run: Any, back: str) -> None:
    result = run({}, {}, {"back_to": back})
    assert (result.saved, wrong(result)) == (False, ["G4"])
    assert numbers() == [(1, None), (2, None), (3, 2)]


def test_a_return_to_a_step_that_is_not_there_is_refused_in_its_cell(run: Any) -> None:
    result = run({}, {}, {}, {"number": "9", "what": "ส่ง", "back_to": "7"})
    assert (result.saved, wrong(result)) == (False, ["G5"])
    assert "7" in result.sheets[0].errors[0].message
    assert numbers() == [(1, None), (2, None), (3, 2)]


def test_a_return_to_a_step_that_the_file_renumbers_is_refused(run: Any) -> None:
    assert wrong(run({"number": "5"}, {"number": "6"}, {"number": "7", "back_to": "2"}, remove=True)) == ["G4"]


def test_a_return_to_a_step_that_stays_is_stored(assessment: Assessment, staff: Person, weather: Any) -> None:
    line = official("cs7-steps", {"standard": NAME, "number": "4", "what": "ส่ง", "back_to": "2"})
    told: dict[str, Any] = {"by": staff, "at": timezone.now(), "trial": False}
    assert wrong(import_workbook(assessment, [line], **told, remove=True)) == ["G2"]
    assert import_workbook(assessment, [line], **told).saved
    assert numbers() == [(1, None), (2, None), (3, 2), (4, 2)]


def test_another_wrong_cell_is_told_alone(run: Any) -> None:
    assert wrong(run({}, {"time": "สองชั่วโมง"}, {}, remove=True)) == ["E3"]


def test_times_that_add_up_to_more_than_promised_are_flagged(run: Any, assessment: Assessment) -> None:
    [point] = [each for each in CS7.guidelines if each.code == "CS7-2"]

    def words() -> str:
        finding = point.check(CS7.facts_of([assessment])[assessment.pk])
        return " ".join(str(reason.text) for reason in finding.reasons)

    before = words()
    assert run({}, {"time": "8", "unit": "ชั่วโมง"}, {}).saved
    assert "ไม่เกิน" in words()
    assert "ไม่เกิน" not in before
    assert point.check(CS7.facts_of([assessment])[assessment.pk]).status != Status.MET
