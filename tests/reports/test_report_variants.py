"""Documents that are part of the report, from the page: who may ask for them, and who gets the file."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pmqa.cycle.models import Assessment, Assignment
from pmqa.organization.models import Person, Role
from pmqa.reports.jobs import make_report
from pmqa.reports.models import ReportJob
from tests.reports.test_outcomes import publish

KINDS = ReportJob.Kind


def make(client: Client, assessment: Assessment, part: str) -> Any:
    place = reverse("report-make", args=[assessment.unit.code, assessment.year])
    return client.post(place, {"language": "th", "part": part})


def test_a_criterion_alone_is_asked_for_on_the_page(client_of: Any, staff: Person, assessment: Assessment) -> None:
    client = client_of(staff)
    assert make(client, assessment, "CS4").status_code == 302
    job = ReportJob.objects.get()
    assert (job.kind, job.options) == (KINDS.CRITERION, {"criterion": "CS4"})
    assert "รายงานเฉพาะเกณฑ์ CS4" in client.get(reverse("reports", args=["alpha", 2569])).text
    assert make(client, assessment, "CS9").status_code == 422


def test_feedback_is_for_those_who_may_see_the_results(
    client_of: Callable[[Person], Client], staff: Person, person: Any, assessment: Assessment
) -> None:
    client = client_of(staff)
    assert make(client, assessment, "FEEDBACK").status_code == 422
    publish(assessment, {"CS1-A1": "SEEN"})
    assert make(client, assessment, "FEEDBACK").status_code == 302
    job = ReportJob.objects.get()
    make_report(job.pk)
    file = reverse("report-file", args=["alpha", 2569, job.pk])
    assert b"".join(client.get(file).streaming_content).startswith(b"%PDF")
    conflicted, administrator = person("conflicted", Role.Kind.ASSESSOR), person("boss", Role.Kind.ADMINISTRATOR)
    Assignment.objects.create(assessment=assessment, assessor=conflicted, declared_at=timezone.now(), conflict="ญาติ")
    for who in (conflicted, administrator):
        other = client_of(who)
        assert other.get(file).status_code == 404
        assert other.get(reverse("report-state", args=["alpha", 2569, job.pk])).status_code == 404
        assert make(other, assessment, "FEEDBACK").status_code in (404, 422)
        page = other.get(reverse("reports", args=["alpha", 2569]))
        assert page.status_code == 404 or "รายงานป้อนกลับ" not in page.text


def test_feedback_that_is_not_published_any_more_is_not_made(staff: Person, assessment: Assessment) -> None:
    job = ReportJob.objects.create(assessment=assessment, kind=KINDS.FEEDBACK, by=staff)
    make_report(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (ReportJob.State.FAILED, "ยังไม่ได้ประกาศผล")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_and_the_command_give_the_same_json(
    client_of: Any, staff: Person, filled: Assessment, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "report.json"
    call_command("render_report", "alpha", "2569", "-o", str(file), "--format", "json", "--language", language)
    content = file.read_bytes()
    answer = client_of(staff).get(reverse("report-json", args=["alpha", 2569]), headers={"Accept-Language": language})
    assert b"".join(answer.streaming_content) == content
    assert json.loads(content)["language"] == language
    assert sha256(content).hexdigest()[:12] in answer["Content-Disposition"]


def test_the_other_documents_are_reached_from_the_page(client_of: Any, staff: Person, fill: Any) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    fill("cs6-surveys", [{"title": "ความพึงพอใจข่าวอากาศ", "groups": "ชาวประมง"}])
    page = client_of(staff).get(reverse("reports", args=["alpha", 2569])).text
    for name in ("summary", "export", "report-json"):
        assert reverse(name, args=["alpha", 2569]) in page
    assert "โปสเตอร์และแบบสอบถามกระดาษ: ความพึงพอใจข่าวอากาศ" in page
    assert reverse("plan-print", args=["alpha", 2569]) not in page
