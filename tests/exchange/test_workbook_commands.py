"""`import_workbook` and `export_workbook` as scripts use them."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import RowChange
from pmqa.organization.models import Person
from pmqa.profile.models import Group

SAMPLES = Path(__file__).parent / "samples"
TIDY = SAMPLES / "hydrographic-2569.xlsx"
AS_KEPT = SAMPLES / "dockyard-2569-as-kept.xlsx"
pytestmark = pytest.mark.usefixtures("assessment")


def run(*arguments: Any) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    out = StringIO()
    try:
        call_command(*(str(each) for each in arguments), stdout=out)
    except CommandError as problem:
        return problem.returncode, out.getvalue(), str(problem)
    return 0, out.getvalue(), ""


def test_a_good_workbook_is_saved_in_the_name_of_the_system() -> None:
    code, _out, _error = run("import_workbook", "alpha", 2569, TIDY)
    assert code == 0
    assert Group.objects.count() == 8
    by = RowChange.objects.order_by("by").values_list("by__username", flat=True).distinct()
    assert list(by) == ["system"]
    system = Person.objects.get(username="system")
    assert not system.has_usable_password()
    assert not system.is_active


def test_a_trial_says_what_would_happen_and_saves_nothing() -> None:
    code, out, _error = run("import_workbook", "alpha", 2569, TIDY, "--trial")
    assert code == 0
    assert "[groups] rows 8: added 8" in out
    assert not Group.objects.exists()


def test_json_has_the_agreed_form() -> None:
    code, out, error = run("import_workbook", "alpha", "๒๕๖๙", AS_KEPT, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["saved"] is False
    assert [set(sheet) for sheet in found["sheets"]] == [
        {"sheet", "table", "rows", "added", "changed", "same", "removed", "errors", "notices", "skipped"}
    ] * 5
    cells = [(sheet["sheet"], error["cell"]) for sheet in found["sheets"] for error in sheet["errors"]]
    assert cells == [
        ("ตารางวิเคราะห์ CS", "G6"), ("แผนติดตามข้อร้องเรียน", "B3"), ("แผนติดตามข้อร้องเรียน", "A4"), ("ทบทวน", "C3"),
    ]  # fmt: skip
    assert set(found["sheets"][1]["errors"][0]) == {"cell", "column", "message"}
    assert found["sheets"][4]["notices"][0]["cell"] == "G4"
    assert found["sheets"][0]["skipped"][0]["row"] == 11
    assert "ตารางวิเคราะห์ CS!G6" in error
    assert not Group.objects.exists()


def test_rows_are_removed_when_asked(fill: Callable[..., Any]) -> None:
    fill("groups", [{"name": "ครู", "kind": "ผู้รับบริการ"}])
    assert run("import_workbook", "alpha", 2569, TIDY, "--remove")[0] == 0
    assert Group.objects.filter(deleted_at=None).count() == 8


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("alpha", 2569, "no-such.xlsx"), 2),
        (("alpha", 2570, TIDY), 1),
        (("nobody", 2569, TIDY), 1),
        (("alpha", 2569, __file__), 1),
    ],
)
def test_what_is_wrong_ends_with_its_code_and_words(arguments: tuple[Any, ...], code: int) -> None:
    found, _out, error = run("import_workbook", *arguments)
    assert found == code
    assert error
    assert not Group.objects.exists()


def test_a_closed_assessment_is_refused(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.SUBMITTED)
    code, _out, error = run("import_workbook", "alpha", 2569, TIDY)
    assert code == 1
    assert error
    assert not Group.objects.exists()


def test_the_exported_workbook_is_read_back_as_the_same(tmp_path: Path) -> None:
    run("import_workbook", "alpha", 2569, TIDY)
    target = tmp_path / "alpha.xlsx"
    assert run("export_workbook", "alpha", 2569, "-o", target)[0] == 0
    code, out, _error = run("import_workbook", "alpha", 2569, target, "--json")
    sheets = json.loads(out)["sheets"]
    assert code == 0
    assert {(s["added"], s["changed"], s["removed"]) for s in sheets} == {(0, 0, 0)}
    assert sum(s["same"] for s in sheets) == 8 + 4 + 5 + 5 + 8 + 9 + 3 + 3 + 2


def test_an_export_to_a_folder_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    assert run("export_workbook", "alpha", 2569, "-o", tmp_path / "none" / "alpha.xlsx")[0] == 2
