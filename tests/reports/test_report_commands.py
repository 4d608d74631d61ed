"""The commands check_evidence and render_report, as users script against them."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_findings_as_json(filled: Assessment) -> None:
    found = json.loads(run("check_evidence", "alpha", "2569", "--json"))
    assert (found["unit"], found["year"]) == ("alpha", 2569)
    codes = [guideline.code for criterion in CRITERIA for guideline in criterion.guidelines]
    assert [finding["point"] for finding in found["findings"]] == codes
    assert len(codes) == 38
    assert all(set(finding) == {"point", "letters", "status", "reasons"} for finding in found["findings"])
    by_code = {finding["point"]: finding for finding in found["findings"]}
    assert (by_code["CS1-A3"]["status"], by_code["CS1-A3"]["letters"]) == ("MET", ["A"])
    assert by_code["CS2-A3"]["status"] == "MISSING"
    assert by_code["CS2-A3"]["reasons"]
    assert found["coverage"]["groups"][0]["cells"] == {
        "profile": 1,
        "channel": 2,
        "channel-review": 1,
        "relationship-activity": 0,
        "participation-activity": 0,
        "satisfaction": 0,
        "dissatisfaction": 0,
    }


def test_the_findings_for_reading(filled: Assessment) -> None:
    text = run("check_evidence", "alpha", "๒๕๖๙")
    assert text.startswith("หน่วย alpha 2569")
    assert "● CS1-A3" in text
    assert "○ CS2-A3" in text


def test_the_report_as_a_file(filled: Assessment, tmp_path: Path) -> None:
    file = tmp_path / "alpha.pdf"
    run("render_report", "alpha", "2569", "-o", str(file))
    assert len(PdfReader(file).pages) > 5
    assert list(tmp_path.glob(".alpha*")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("check_evidence", "nobody", "2569"),
        ("check_evidence", "alpha", "2500"),
        ("check_evidence", "alpha", "99999999999999999999"),
        ("render_report", "nobody", "2569", "-o", "x.pdf"),
        ("render_report", "alpha", "2569", "-o", "no/such/folder/x.pdf"),
    ],
)
def test_wrong_input_ends_with_1(assessment: Assessment, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == 1
