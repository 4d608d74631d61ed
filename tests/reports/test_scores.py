"""The scores of docs/scoring.md, computed by hand, stand on the page, in the report, in its PDF and in the command."""

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pypdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Round
from pmqa.freezing.content import canonical, measured_files, told_of
from pmqa.freezing.seals import seal_of
from pmqa.judging.models import Judgement, Remark, Sheet
from pmqa.organization.models import Person, Role
from pmqa.reports.files import report_file
from pmqa.reports.gathering import report_of
from pmqa.scoring.profiles import Mark
from pmqa.submission.actions import certify_and_submit
from tests.scoring import worked

Kind, State = Sheet.Kind, Assessment.State
Judge = Callable[..., Sheet]
WORDS = {"rank": "น.อ.", "name": "ทดสอบ ระบบ", "position": "ผบ.หน่วย"}
PROFILES = {
    "CHECKLIST": (worked.checklist, "Sum ÷ points that count", 1, 0),
    "ADLI": (worked.bands, "Mean", 2, 2),
}


def set_state(assessment: Assessment, state: str) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    assessment.state = state


@pytest.fixture
def judged() -> Judge:
    """Stores a sheet of an assessment, in the state in which such a sheet is written; a consensus is submitted."""

    def make(assessment: Assessment, kind: str, marks: Mapping[str, Mark]) -> Sheet:
        set_state(assessment, "DRAFT" if kind == Kind.OWN else "CONSENSUS")
        sheet = Sheet.objects.create(assessment=assessment, kind=kind, submission=0 if kind == Kind.OWN else 1)
        for item, mark in marks.items():
            Judgement.objects.create(sheet=sheet, item=item, verdict=mark.verdict, percent=mark.percent)
        if kind == Kind.CONSENSUS:
            Remark.objects.create(sheet=sheet, criterion="CS1", kind="STRENGTH", text="จำแนกกลุ่มครบทุกภารกิจ")
            Remark.objects.create(sheet=sheet, criterion="CS1", kind="OFI", point="CS1-A5", text="ควรทบทวนทุกปี")
            Sheet.objects.filter(pk=sheet.pk).update(submitted_at=timezone.now())
        return sheet

    return make


def told(assessment: Assessment) -> Any:
    out = io.StringIO()
    call_command("check_evidence", assessment.unit.code, str(assessment.year), "--json", stdout=out)
    return json.loads(out.getvalue())


def text_of(pdf: bytes) -> str:
    """The words of a PDF, with a single space where there is any."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize("profile", PROFILES)
def test_the_scores_by_hand_are_those_of_the_page_the_report_the_pdf_and_the_command(
    assessment: Assessment, judged: Judge, profile: str, staff: Person, client_of: Callable[[Person], Client]
) -> None:
    read, heading, column, category = PROFILES[profile]
    by_hand = {code: cells[column] for code, cells in worked.criteria(heading).items()}
    total = worked.categories()[category]
    Round.objects.update(profile=profile)
    assessment = Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)
    judged(assessment, Kind.CONSENSUS, read())
    set_state(assessment, "PUBLISHED")

    consensus = told(assessment)["scores"]["consensus"]
    assert {each["code"]: f"{each['percent']:.1f}" for each in consensus["criteria"]} == by_hand
    assert f"{consensus['percent']:.1f}" == total
    scores = report_of(assessment).scores
    assert scores is not None
    assert {line.code: line.published for line in scores.lines} == by_hand
    assert scores.total.published == total
    page = client_of(staff).get(reverse("results", args=["alpha", 2569])).content.decode()
    assert set(re.findall(r"\d+\.\d", re.sub(r"<[^>]+>", " ", page))) >= {*by_hand.values(), total}
    text = text_of(report_file(assessment, language="en"))
    for code, percent in by_hand.items():
        assert re.search(rf"{code} [^%]*? – {percent} ", text), code
    assert f"Category 3 – {total} " in text


def test_nothing_of_the_assessors_is_told_before_publication(assessment: Assessment, judged: Judge) -> None:
    judged(assessment, Kind.OWN, {"CS1-A1": Mark("SEEN")})
    judged(assessment, Kind.CONSENSUS, {"CS1-A1": Mark("NOT_SEEN"), "CS1-A2": Mark("SEEN")})
    found = told(assessment)["scores"]
    assert (found["own"]["percent"], found["consensus"]) == (100.0, None)
    part = report_of(assessment).criteria[0]
    assert (part.strengths, part.opportunities) == ((), ())
    set_state(assessment, "PUBLISHED")
    assert told(assessment)["scores"]["consensus"]["criteria"][0] == {"code": "CS1", "percent": 50.0, "passes": False}
    part = report_of(assessment).criteria[0]
    assert [(each.point, each.text) for each in part.opportunities] == [("CS1-A5", "ควรทบทวนทุกปี")]
    assert [each.text for each in part.strengths] == ["จำแนกกลุ่มครบทุกภารกิจ"]


def test_last_year_stands_beside_and_is_not_compared_under_other_rules(
    assessment: Assessment, new_assessment: Callable[..., Assessment], judged: Judge
) -> None:
    before = new_assessment("alpha", 2568)
    judged(before, Kind.CONSENSUS, {"CS1-A1": Mark("PARTLY")})
    assert report_of(assessment).scores is None
    set_state(before, "PUBLISHED")
    scores = report_of(assessment).scores
    assert scores is not None
    assert (scores.lines[0].before, scores.is_comparable) == ("50.0", True)
    Round.objects.filter(year=2568).update(weights={"CS1": 2})
    scores = report_of(Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)).scores
    assert scores is not None
    assert not scores.is_comparable
    assert told(assessment)["scores"]["last_year_is_comparable"] is False


def test_the_hash_on_paper_is_that_of_the_snapshot_computed_anew(
    assessment: Assessment, person: Any, fill: Any
) -> None:
    fill("cs1-criteria", [{"criterion": "ภารกิจ", "reason": "ตามกฎหมาย"}])
    head = person("head", Role.Kind.HEAD, assessment.unit)
    assert told(assessment)["snapshot"] is None
    assert "SHA-256" not in text_of(report_file(assessment)).split(_("List of evidence"))[0]
    snapshot = certify_and_submit(assessment=assessment, by=head, at=timezone.now(), **WORDS)
    submitted = Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)
    anew = seal_of(snapshot, canonical(told_of(submitted, measured_files(submitted.pk))))
    text = text_of(report_file(submitted))
    assert anew in text.replace(" ", "")
    assert anew[:12] in text
    assert f"({WORDS['rank']} {WORDS['name']})" in text
    assert told(submitted)["snapshot"] == {"submission": 1, "sha256": anew}
